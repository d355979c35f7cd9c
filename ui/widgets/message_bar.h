// Owns: an inline message with cause, what was kept, and a button for the remedy. Not here: the words of errors
// (ui/error_text).
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
    explicit MessageBar(QWidget *parent = nullptr);
    /// What happened, what was kept and what to do, as ui/error_text has it; `before` says what could not be done.
    void showError(const Error &error, const QString &before = {}, const Remedy &remedy = {});
    void showNote(const QString &sentence, const QString &hint = {});
    void showMessage(Kind kind, const QString &sentence, const QString &hint, const QString &details,
                     const Remedy &remedy = {});

private:
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_button;
    std::function<void()> m_run;
};

} // namespace primer
