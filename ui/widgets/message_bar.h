// Owns: a message with cause, what was kept, and a button for the remedy, lying over its page under the page's first
// row: it moves nothing. Not here: the words of errors (ui/error_text).
#pragma once

#include <functional>

#include <QFrame>

#include "core/base/result.h"

class QLabel;
class QPushButton;

namespace primer {

class MessageBar : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Note, Error };
    struct Remedy {
        QString text;
        std::function<void()> run;
    };
    /// In no layout: it places itself.
    explicit MessageBar(QWidget *page);
    /// What happened, what was kept and what to do, as ui/error_text has it; `before` says what could not be done.
    void showError(const Error &error, const QString &before = {}, const Remedy &remedy = {});
    void showNote(const QString &sentence, const QString &hint = {});
    void showMessage(Kind kind, const QString &sentence, const QString &hint, const QString &details,
                     const Remedy &remedy = {});
    /// The message that is shown goes with `what`, or by `withdraw` of its topic; the next message is of nothing again.
    void belongsTo(QObject *what);
    void setTopic(const QString &topic) { m_topic = topic; }
    void withdraw(const QString &topic);
    /// Even while its page is not shown.
    bool isShowing(const QString &topic) const { return !isHidden() && m_topic == topic; }

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void place();

    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_button;
    std::function<void()> m_run;
    QString m_topic;
    QMetaObject::Connection m_goes;
};

} // namespace primer
