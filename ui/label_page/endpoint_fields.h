// Owns: the fields by which a model is asked: address, model, key, prices, budget, limits. Not here: the dialogs that
// hold them, what is asked, trying it out.
#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include "core/teacher/endpoint.h"

class QAbstractSpinBox;
class QCheckBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;
class QWidget;

namespace primer {

class EndpointFields : public QObject
{
    Q_OBJECT
public:
    struct Choice {
        Endpoint endpoint;
        ApiKey key;            ///< typed in, else from the keychain or `keyVariable`
        bool keepsKey = false; ///< the one typed in, in the keychain
        QString keyVariable;
        std::int64_t budgetNanos = 0;
    };
    struct Input {
        QString name;
        QAbstractSpinBox *box;
    };

    /// The fields are children of `parent` and in no layout yet.
    EndpointFields(std::int64_t maxTokens, QWidget *parent);

    /// Address, model and key, each a row.
    void addAddress(QFormLayout &form);
    /// Money and limits, with others of the dialog's own behind them.
    void addLimits(QFormLayout &form, const QList<Input> &others);
    Choice choice() const;
    void show(const Endpoint &endpoint, std::int64_t budgetNanos);
    /// InvalidInput with the field in Error::where (TeacherProblems::ofField).
    Status check() const;

    QLineEdit *url() const { return m_url; }
    QLineEdit *model() const { return m_model; }
    QLineEdit *keyVariable() const { return m_keyVariable; }
    QCheckBox *plainHttp() const { return m_plainHttp; }

Q_SIGNALS:
    /// What a request is: something tried out before no longer counts.
    void requestChanged();
    /// Budget or prices.
    void moneyChanged();

private:
    void fill();

    QCheckBox *m_keepsKey, *m_plainHttp;
    QLineEdit *m_url, *m_model, *m_keyVariable, *m_key;
    QSpinBox *m_concurrency, *m_maxTokens;
    QDoubleSpinBox *m_budget, *m_promptPrice, *m_completionPrice;
};

} // namespace primer
