#include "ui/code_view/thread_view.h"

#include <QFontDatabase>
#include <QKeyEvent>
#include <QLocale>
#include <QRegularExpression>
#include <QTextCursor>
#include <QTextFrame>

#include "ui/code_view/code_view.h"
#include "ui/code_view/display_text.h"
#include "ui/code_view/hit_colours.h"

namespace primer {

namespace {

QString shown(const std::string &text) { return displayText(text).text; }

} // namespace

ThreadView::ThreadView(QWidget *parent) : QTextEdit(parent)
{
    setReadOnly(true);
    setAcceptRichText(false);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Thread"));
}

void ThreadView::keyPressEvent(QKeyEvent *event)
{
    const bool isPrintable = !event->text().isEmpty() && event->text().at(0).isPrint();
    if (isPrintable && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
        return event->ignore();
    QTextEdit::keyPressEvent(event);
}

void ThreadView::changeEvent(QEvent *event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showHits();
}

int ThreadView::markHits(const QString &pattern, bool isRegex, bool ignoreCase, bool goesThere)
{
    m_hits.clear();
    m_currentHit = -1;
    const QRegularExpression expression(isRegex ? pattern : QRegularExpression::escape(pattern));
    const auto flags = ignoreCase ? QTextDocument::FindFlags()
                                  : QTextDocument::FindCaseSensitively; // not the pattern's
    if (!pattern.isEmpty() && expression.isValid()) {
        QTextCursor found(document());
        while (m_hits.size() < CodeView::maxHits) {
            found = document()->find(expression, found, flags);
            if (found.isNull() || !found.hasSelection())
                break;
            m_hits.append(found);
        }
    }
    showHits();
    if (!m_hits.isEmpty() && goesThere)
        goToHit(1);
    return int(m_hits.size());
}

void ThreadView::showHits()
{
    QList<ExtraSelection> selections;
    const QTextCharFormat current = HitColours::of(palette(), true).format(),
                          other = HitColours::of(palette(), false).format();
    for (int place = 0; place < m_hits.size(); ++place)
        selections.append({m_hits.at(place), place == m_currentHit ? current : other});
    setExtraSelections(selections);
}

void ThreadView::goToHit(int step)
{
    if (m_hits.isEmpty())
        return;
    const int count = int(m_hits.size());
    m_currentHit = m_currentHit < 0 ? 0 : (m_currentHit + step + count) % count;
    QTextCursor place = m_hits.at(m_currentHit);
    place.setPosition(place.selectionStart());
    setTextCursor(place);
    showHits();
    Q_EMIT currentHitChanged(m_currentHit, count);
}

void ThreadView::setThread(const std::vector<ThreadPost> &posts)
{
    m_hits.clear();
    setExtraSelections({});
    clear();
    QTextCursor cursor(document());
    QTextCharFormat plain;
    QTextCharFormat title;
    title.setFontWeight(QFont::Bold);
    title.setProperty(QTextFormat::FontSizeAdjustment, 2);
    QTextCharFormat quiet;
    QColor faint = palette().color(QPalette::Text);
    faint.setAlpha(150);
    quiet.setForeground(faint);
    QTextCharFormat code;
    code.setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    QTextFrameFormat codeFrame;
    codeFrame.setBackground(palette().color(QPalette::AlternateBase));
    codeFrame.setPadding(6);
    codeFrame.setMargin(4);
    QTextFrameFormat postFrame;
    postFrame.setBorder(1);
    postFrame.setBorderBrush(palette().color(QPalette::Mid));
    postFrame.setPadding(8);
    postFrame.setBottomMargin(8);

    for (const ThreadPost &post : posts) {
        if (post.isAccepted)
            postFrame.setBorder(2);
        else
            postFrame.setBorder(1);
        QTextFrame *root = document()->rootFrame();
        cursor = root->lastCursorPosition();
        QTextFrame *frame = cursor.insertFrame(postFrame);
        cursor = frame->firstCursorPosition();
        if (post.isQuestion)
            cursor.insertText(shown(post.title), title);
        else
            cursor.insertText(post.isAccepted ? tr("✔ Accepted answer") : tr("Answer"), title);
        cursor.insertBlock();
        QStringList facts;
        if (post.score)
            facts.append(tr("score %1").arg(QLocale().toString(qlonglong(*post.score))));
        for (const std::string *fact : {&post.author, &post.createdAt, &post.licence}) {
            if (!fact->empty())
                facts.append(shown(*fact));
        }
        for (const std::string &tag : post.tags)
            facts.append(shown(tag));
        cursor.insertText(facts.join(QStringLiteral(" · ")), quiet);
        for (const ThreadPost::Part &part : post.parts) {
            cursor = frame->lastCursorPosition();
            if (part.isCode) {
                QTextFrame *inner = cursor.insertFrame(codeFrame);
                inner->firstCursorPosition().insertText(shown(part.text).trimmed(), code);
            } else {
                cursor.insertBlock();
                cursor.insertText(shown(part.text), plain);
            }
        }
    }
    moveCursor(QTextCursor::Start);
}

} // namespace primer
