#include "ui/code_view/sample_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/code_view/code_view.h"
#include "ui/code_view/thread_view.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

SampleView::SampleView(QWidget *parent)
    : QWidget(parent), m_code(new CodeView(this)), m_thread(new ThreadView(this)), m_stack(new QStackedWidget(this)),
      m_note(new QLabel(this)), m_notice(new QLabel(this)), m_findBar(new QWidget(this)),
      m_find(new QLineEdit(m_findBar)), m_findCount(new QLabel(m_findBar))
{
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setWordWrap(true);
    m_notice->setContentsMargins(8, 2, 8, 2);
    m_notice->hide();
    m_stack->addWidget(m_note);
    m_stack->addWidget(m_code);
    m_stack->addWidget(m_thread);

    m_find->setPlaceholderText(tr("Find in this file"));
    m_find->setAccessibleName(tr("Find in this file"));
    auto *previous = new QToolButton(m_findBar);
    previous->setIcon(themedIcon(QStringLiteral("up")));
    previous->setAccessibleName(tr("Previous hit"));
    auto *next = new QToolButton(m_findBar);
    next->setIcon(themedIcon(QStringLiteral("down")));
    next->setAccessibleName(tr("Next hit"));
    auto *row = new QHBoxLayout(m_findBar);
    row->setContentsMargins(4, 4, 4, 4);
    row->addWidget(m_find, 1);
    row->addWidget(m_findCount);
    row->addWidget(previous);
    row->addWidget(next);
    m_findBar->hide();
    connect(m_find, &QLineEdit::textChanged, this, &SampleView::findChanged);
    connect(m_find, &QLineEdit::returnPressed, this, [this] { m_code->goToHit(1); });
    connect(next, &QToolButton::clicked, this, [this] { m_code->goToHit(1); });
    connect(previous, &QToolButton::clicked, this, [this] { m_code->goToHit(-1); });
    connect(m_code, &CodeView::currentHitChanged, this,
            [this](int place, int count) { m_findCount->setText(tr("%1 of %2").arg(place + 1).arg(count)); });
    auto *close = new QAction(this);
    close->setShortcut(Qt::Key_Escape);
    close->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_findBar->addAction(close);
    connect(close, &QAction::triggered, this, &SampleView::closeFind);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notice);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_findBar);
}

void SampleView::showCode(const DisplayText &text, const QString &language, const QString &path)
{
    QStringList notices;
    if (text.foldedLines)
        notices.append(tr("%n line(s) longer than 20,000 characters are folded", nullptr, text.foldedLines));
    if (text.invalidBytes)
        notices.append(tr("%n byte(s) are not UTF-8, shown as «hexadecimal»", nullptr, text.invalidBytes));
    if (text.hiddenCharacters)
        notices.append(tr("%n control character(s) are shown by symbols", nullptr, text.hiddenCharacters));
    m_notice->setText(notices.join(QStringLiteral(" · ")));
    m_notice->setVisible(!notices.isEmpty());
    m_code->setCode(text.text, language, path);
    m_stack->setCurrentWidget(m_code);
    if (m_findBar->isVisible() && !m_find->text().isEmpty())
        findChanged();
    else if (!m_pattern.isEmpty())
        m_code->markHits(m_pattern, m_isRegex, m_ignoreCase);
}

void SampleView::showThread(const std::vector<ThreadPost> &posts)
{
    m_notice->hide();
    m_thread->setThread(posts);
    m_stack->setCurrentWidget(m_thread);
}

void SampleView::showNote(const QString &note)
{
    m_notice->hide();
    m_note->setText(note);
    m_stack->setCurrentWidget(m_note);
}

void SampleView::setPageSearch(const QString &pattern, bool isRegex, bool ignoreCase)
{
    const bool isSame = pattern == m_pattern && isRegex == m_isRegex && ignoreCase == m_ignoreCase;
    m_pattern = pattern;
    m_isRegex = isRegex;
    m_ignoreCase = ignoreCase;
    if (!isSame && m_stack->currentWidget() == m_code && !m_findBar->isVisible())
        m_code->markHits(pattern, isRegex, ignoreCase);
}

void SampleView::openFind()
{
    m_findBar->show();
    m_find->setFocus();
    m_find->selectAll();
}

void SampleView::closeFind()
{
    m_findBar->hide();
    m_code->markHits(m_pattern, m_isRegex, m_ignoreCase);
    m_code->setFocus();
}

void SampleView::findChanged()
{
    const int count = m_code->markHits(m_find->text(), false, m_find->text() == m_find->text().toLower());
    if (count == 0)
        m_findCount->setText(m_find->text().isEmpty() ? QString() : tr("not found"));
}

} // namespace primer
