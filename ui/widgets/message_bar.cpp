#include "ui/widgets/message_bar.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "core/base/log.h"
#include "ui/error_text/error_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int maxWidth = 900;
constexpr int margin = 12;
constexpr int tallestRow = 64; ///< what is higher is no row of controls

} // namespace

MessageBar::MessageBar(QWidget *page)
    : QFrame(page), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_button(new QPushButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    m_text->setForegroundRole(QPalette::ToolTipText);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close"), QPalette::ToolTipText));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Hide this message"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_button, &QPushButton::clicked, this, [this] {
        hide();
        if (m_run)
            m_run();
    });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 4, 4);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    layout->addWidget(close);
    page->installEventFilter(this);
    hide();
}

void MessageBar::showError(const Error &error, const QString &before, const Remedy &remedy)
{
    // What failed in the background or as a job is in the log as an error already.
    log::failure(log::Level::Debug, error, "shown to the person");
    const ErrorText text = ErrorTexts::describe(error);
    showMessage(Kind::Error, before.isEmpty() ? text.sentence : before + QLatin1Char(' ') + text.sentence, text.hint,
                text.details, remedy);
}

void MessageBar::showNote(const QString &sentence, const QString &hint) { showMessage(Kind::Note, sentence, hint, {}); }

void MessageBar::showMessage(Kind kind, const QString &sentence, const QString &hint, const QString &details,
                             const Remedy &remedy)
{
    const auto icon = themedIcon(kind == Kind::Error ? QStringLiteral("warning") : QStringLiteral("info"),
                                 QPalette::ToolTipText);
    m_icon->setPixmap(icon.pixmap(QSize(18, 18), devicePixelRatioF()));
    m_text->setText(hint.isEmpty() ? sentence : sentence + QLatin1Char(' ') + hint);
    // A tooltip reads rich text when it looks like it; foreign text must not.
    setToolTip(details.isEmpty() ? QString()
                                 : QStringLiteral("<qt>") + details.toHtmlEscaped() + QStringLiteral("</qt>"));
    m_button->setText(remedy.text);
    m_button->setVisible(!remedy.text.isEmpty());
    m_run = remedy.run;
    setAccessibleName(m_text->text());
    m_topic.clear();
    disconnect(m_goes);
    place();
    show();
    raise();
}

void MessageBar::belongsTo(QObject *what)
{
    disconnect(m_goes);
    m_goes = connect(what, &QObject::destroyed, this, &QWidget::hide);
}

void MessageBar::withdraw(const QString &topic)
{
    if (m_topic == topic)
        hide();
}

void MessageBar::place()
{
    const QWidget *page = parentWidget();
    int top = margin;
    if (const QLayout *rows = page->layout(); rows && rows->count() > 0) {
        const QRect first = rows->itemAt(0)->geometry();
        if (first.height() <= tallestRow)
            top = std::max(top, first.bottom() + margin / 2);
    }
    const int width = std::min(page->width() - 2 * margin, maxWidth);
    const int height = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width)
                                                     : layout()->totalSizeHint().height();
    setGeometry((page->width() - width) / 2, top, width, height);
}

bool MessageBar::eventFilter(QObject *object, QEvent *event)
{
    // A page that is not shown is placed too: it may be resized before it is.
    const auto type = event->type();
    const bool moves = type == QEvent::Resize || type == QEvent::LayoutRequest || type == QEvent::Show;
    if (object == parentWidget() && moves && !isHidden())
        place();
    return QFrame::eventFilter(object, event);
}

} // namespace primer
