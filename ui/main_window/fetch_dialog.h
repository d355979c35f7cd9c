// Owns: asking which model is to be fetched, from where and into which folder. Not here: fetching (tool_jobs.h).
#pragma once

#include <string>

#include <QDialog>

#include "core/hub/model_fetch.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace primer {

class FetchDialog : public QDialog
{
    Q_OBJECT
public:
    /// `base`: the folder beside which a model's own is proposed.
    explicit FetchDialog(const QString &base, QWidget *parent = nullptr);

    ModelFetch choice() const;
    QLineEdit *modelInput() const { return m_model; }
    QLineEdit *endpointInput() const { return m_endpoint; }
    QLineEdit *targetInput() const { return m_target; }
    QPushButton *fetchButton() const { return m_fetch; }
    /// Of the variable that the Hub's own tools read; "" when there is none.
    static std::string tokenOfEnvironment();

private:
    void chooseFolder();
    void showWhatFits();

    QString m_base;
    QLineEdit *m_model, *m_revision, *m_endpoint, *m_target, *m_token;
    QLabel *m_problem;
    QPushButton *m_fetch;
};

} // namespace primer
