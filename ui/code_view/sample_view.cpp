#include "ui/code_view/sample_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/code_view/code_view.h"
#include "ui/code_view/find_bar.h"
#include "ui/code_view/outline_view.h"
#include "ui/code_view/thread_view.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

SampleView::SampleView(QWidget *parent)
    : QWidget(parent), m_code(new CodeView(this)), m_thread(new ThreadView(this)), m_stack(new QStackedWidget(this)),
      m_note(new QLabel(this)), m_notice(new QLabel(this)), m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_outline(new OutlineView(this)), m_findBar(new FindBar(this))
{
    makeLayout();
    connect(m_findBar, &FindBar::edited, this, &SampleView::findChanged);
    connect(m_findBar, &FindBar::stepped, this, &SampleView::stepHit);
    connect(m_findBar, &FindBar::closed, this, &SampleView::closeFind);
    connect(m_code, &CodeView::currentHitChanged, m_findBar, &FindBar::showPlace);
    connect(m_thread, &ThreadView::currentHitChanged, m_findBar, &FindBar::showPlace);
    connect(m_code, &CodeView::menuWanted, this, &SampleView::openMenu);
    m_thread->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_thread, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &place) { openMenu(m_thread->viewport()->mapToGlobal(place)); });
    connect(m_code, &CodeView::readLineChanged, m_outline, &OutlineView::follow);
    connect(m_outline, &OutlineView::lineWanted, this, [this](int line) {
        m_code->goToLine(line);
        m_outline->follow(line);
    });
}

void SampleView::makeLayout()
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
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_outline);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setCollapsible(0, false);
    m_splitter->setSizes({480, 190});
    m_outline->hide();
    m_findBar->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notice);
    layout->addWidget(m_splitter, 1);
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
    markHits();
}

void SampleView::showThread(const std::vector<ThreadPost> &posts)
{
    m_notice->hide();
    m_thread->setThread(posts);
    m_stack->setCurrentWidget(m_thread);
    markHits();
    m_outline->setNote(tr("Threads have no outline."));
}

void SampleView::showNote(const QString &note)
{
    m_notice->hide();
    m_note->setText(note);
    m_stack->setCurrentWidget(m_note);
    m_outline->setSymbols({});
}

QString SampleView::note() const { return m_stack->currentWidget() == m_note ? m_note->text() : QString(); }

void SampleView::setOutline(const PythonOutline &outline, bool isPython)
{
    if (!isPython)
        m_outline->setNote(tr("Only Python files have an outline."));
    else if (!outline.isParsed)
        m_outline->setNote(tr("This file is too large for an outline."));
    else if (outline.symbols.empty())
        m_outline->setNote(tr("No classes or functions."));
    else
        m_outline->setSymbols(outline.symbols);
    m_outline->follow(m_code->readLine());
}

void SampleView::setOutlineShown(bool isShown)
{
    m_wantsOutline = isShown;
    m_outline->setVisible(isShown);
}

void SampleView::setPageSearch(const QString &pattern, bool isRegex, bool ignoreCase)
{
    const bool isSame = pattern == m_pattern && isRegex == m_isRegex && ignoreCase == m_ignoreCase;
    m_pattern = pattern;
    m_isRegex = isRegex;
    m_ignoreCase = ignoreCase;
    if (!isSame && m_stack->currentWidget() != m_note && !m_findBar->isVisible())
        markHits();
}

QString SampleView::selectedText() const
{
    QString text = (isThread() ? m_thread->textCursor() : m_code->textCursor()).selectedText();
    return text.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
}

void SampleView::copySelection() const
{
    if (const QString text = selectedText(); !text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void SampleView::selectAll()
{
    if (isThread())
        m_thread->selectAll();
    else
        m_code->selectAll();
}

void SampleView::openMenu(const QPoint &globalPlace)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool hasSelection = !selectedText().isEmpty();
    QAction *copy = menu->addAction(tr("Copy"), QKeySequence::Copy, this, [this] { copySelection(); });
    copy->setEnabled(hasSelection);
    menu->addAction(tr("Select all"), QKeySequence::SelectAll, this, &SampleView::selectAll);
    if (m_stack->currentWidget() != m_note)
        menu->addAction(hasSelection ? tr("Find the selection in this file") : tr("Find in this file"), this,
                        &SampleView::openFind);
    if (m_menuFiller)
        m_menuFiller(*menu);
    menu->popup(globalPlace);
}

void SampleView::openFind()
{
    m_findBar->open(selectedText());
    findChanged();
}

void SampleView::closeFind()
{
    m_findBar->hide();
    mark(m_pattern, m_isRegex, m_ignoreCase, false);
    m_stack->currentWidget()->setFocus();
}

void SampleView::stepHit(int by)
{
    if (isThread())
        m_thread->goToHit(by);
    else
        m_code->goToHit(by);
}

bool SampleView::isThread() const { return m_stack->currentWidget() == m_thread; }

int SampleView::mark(const QString &pattern, bool isRegex, bool ignoreCase, bool goesThere)
{
    return isThread() ? m_thread->markHits(pattern, isRegex, ignoreCase, goesThere)
                      : m_code->markHits(pattern, isRegex, ignoreCase, goesThere);
}

void SampleView::findChanged()
{
    if (mark(m_findBar->pattern(), m_findBar->isRegex(), m_findBar->ignoresCase()) == 0)
        m_findBar->showCount(0, !isThread() && m_code->gaveUp());
}

/// Of the search in the file while that is open, else of the page's.
void SampleView::markHits()
{
    if (m_findBar->isVisible() && !m_findBar->pattern().isEmpty())
        findChanged();
    else
        mark(m_pattern, m_isRegex, m_ignoreCase);
}

} // namespace primer
