#include "ui/widgets/toast.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace primer {

namespace {
constexpr int shownMs = 4000;
}

Toast::Toast(QWidget *page) : QFrame(page), m_label(new QLabel(this)), m_button(new QToolButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setForegroundRole(QPalette::ToolTipText);
    m_button->setFocusPolicy(Qt::NoFocus);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->addWidget(m_label);
    layout->addWidget(m_button);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    connect(m_button, &QToolButton::clicked, this, [this] {
        hide();
        if (m_action)
            m_action();
    });
    page->installEventFilter(this);
    hide();
}

void Toast::show(const QString &text, const QString &actionText, std::function<void()> action)
{
    m_label->setText(text);
    m_button->setText(actionText);
    m_button->setVisible(!actionText.isEmpty());
    m_action = std::move(action);
    setAccessibleName(text);
    adjustSize();
    place();
    QFrame::show();
    raise();
    m_timer.start(shownMs);
}

void Toast::place()
{
    const QWidget *page = parentWidget();
    move((page->width() - width()) / 2, page->height() - height() - 16);
}

bool Toast::eventFilter(QObject *object, QEvent *event)
{
    if (object == parentWidget() && event->type() == QEvent::Resize)
        place();
    return QFrame::eventFilter(object, event);
}

} // namespace primer
