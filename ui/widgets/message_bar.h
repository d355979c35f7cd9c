// Owns: an inline message with cause, what was kept, and a button for the remedy. Not here: the words.
#pragma once

#include <functional>

#include <QFrame>

class QLabel;
class QPushButton;

namespace primer {

class MessageBar : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Note, Error };
    explicit MessageBar(QWidget *parent = nullptr);
    void showMessage(Kind kind, const QString &sentence, const QString &hint, const QString &details,
                     const QString &actionText = {}, std::function<void()> action = {});

private:
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_button;
    std::function<void()> m_action;
};

} // namespace primer
