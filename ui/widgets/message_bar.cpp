#include "ui/widgets/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include "core/base/log.h"
#include "ui/error_text/error_text.h"

namespace primer {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_button(new QPushButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *close = new QToolButton(this);
    close->setText(QStringLiteral("×"));
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
    const auto icon = style()->standardIcon(kind == Kind::Error ? QStyle::SP_MessageBoxWarning
                                                                : QStyle::SP_MessageBoxInformation);
    m_icon->setPixmap(icon.pixmap(16, 16));
    m_text->setText(hint.isEmpty() ? sentence : sentence + QLatin1Char(' ') + hint);
    // A tooltip reads rich text when it looks like it; foreign text must not.
    setToolTip(details.isEmpty() ? QString()
                                 : QStringLiteral("<qt>") + details.toHtmlEscaped() + QStringLiteral("</qt>"));
    m_button->setText(remedy.text);
    m_button->setVisible(!remedy.text.isEmpty());
    m_run = remedy.run;
    setAccessibleName(m_text->text());
    show();
}

} // namespace primer
