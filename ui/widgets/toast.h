// Owns: a short message over a page that goes by itself, with at most one action. Never takes the focus.
// Not here: errors that need a decision: those stay inline.
#pragma once

#include <functional>

#include <QFrame>
#include <QTimer>

class QLabel;
class QToolButton;

namespace primer {

class Toast : public QFrame
{
    Q_OBJECT
public:
    explicit Toast(QWidget *page);
    void show(const QString &text, const QString &actionText = {}, std::function<void()> action = {});

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void place();
    QLabel *m_label;
    QToolButton *m_button;
    std::function<void()> m_action;
    QTimer m_timer;
};

} // namespace primer
