#include "ui/code_view/code_view.h"

#include <algorithm>
#include <utility>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>

#include "ui/code_view/hit_colours.h"
#include "ui/code_view/visible_highlighter.h"
#include "ui/widgets/palettes.h"

namespace primer {

namespace {

constexpr int foldColumn = 14;
constexpr int linesAbove = 2; ///< of one that was jumped to, so that a decorator is seen
/// Of an expression over a whole file: some 0.2 s, then it is given up.
const QString matchLimit = QStringLiteral("(*LIMIT_MATCH=2000000)");

int indentOf(const QString &text)
{
    int indent = 0;
    for (const QChar character : text) {
        if (character == QLatin1Char(' '))
            ++indent;
        else if (character == QLatin1Char('\t'))
            indent += 8;
        else
            return indent;
    }
    return -1; // a blank line has no indent of its own
}

} // namespace

class CodeGutter : public QWidget
{
public:
    explicit CodeGutter(CodeView *view) : QWidget(view), m_view(view) {}

protected:
    void paintEvent(QPaintEvent *event) override { m_view->paintGutter(event); }
    void mousePressEvent(QMouseEvent *event) override { m_view->clickGutter(int(event->position().y())); }

private:
    CodeView *m_view;
};

/// Where the hits are in the whole file, beside the scroll bar.
class HitRuler : public QWidget
{
public:
    explicit HitRuler(CodeView *view) : QWidget(view), m_view(view) { setAttribute(Qt::WA_TransparentForMouseEvents); }

protected:
    void paintEvent(QPaintEvent *event) override { m_view->paintRuler(event); }

private:
    CodeView *m_view;
};

CodeView::CodeView(QWidget *parent)
    : QPlainTextEdit(parent), m_highlighter(new VisibleHighlighter(sharedSyntaxRepository(), this)),
      m_gutter(new CodeGutter(this)), m_ruler(new HitRuler(this))
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setTabStopDistance(fontMetrics().horizontalAdvance(QLatin1Char(' ')) * 4);
    setAccessibleName(tr("Code"));
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeView::updateGeometryOfSides);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &area, int dy) {
        if (dy)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, area.y(), m_gutter->width(), area.height());
        tellReadLine(); // the scroll bar says nothing when the text scrolls to its cursor
    });
    updateGeometryOfSides();
}

void CodeView::setCode(const QString &text, const QString &language, const QString &path)
{
    m_language = language;
    m_path = path;
    m_hits.clear();
    m_currentHit = -1;
    setExtraSelections({});
    setPlainText(text);
    restartHighlighter();
    m_ruler->update();
}

void CodeView::restartHighlighter()
{
    m_highlighter->start(document(), m_language, m_path, palette());
    viewport()->update();
}

void CodeView::paintEvent(QPaintEvent *event)
{
    // What is about to be shown is what needs colours; folded lines are passed over by the layout itself.
    QTextBlock block = firstVisibleBlock();
    int last = block.blockNumber();
    for (qreal y = contentOffset().y() + blockBoundingGeometry(block).top();
         block.isValid() && y < viewport()->height(); block = block.next()) {
        last = block.blockNumber();
        y += blockBoundingRect(block).height();
    }
    if (m_highlighter->isActive())
        m_highlighter->wantThrough(last);
    QPlainTextEdit::paintEvent(event);
}

int CodeView::gutterWidth() const
{
    int digits = 2;
    for (int lines = std::max(1, blockCount()); lines >= 100; lines /= 10)
        ++digits;
    return fontMetrics().horizontalAdvance(QLatin1Char('9')) * digits + foldColumn + 8;
}

void CodeView::updateGeometryOfSides()
{
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect area = contentsRect();
    m_gutter->setGeometry(area.left(), area.top(), gutterWidth(), area.height());
    m_ruler->setGeometry(viewport()->geometry().right() - 5, area.top(), 6, viewport()->height());
}

void CodeView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    updateGeometryOfSides();
}

void CodeView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && document()) {
        restartHighlighter();
        showHits();
    }
    if (event->type() == QEvent::FontChange)
        updateGeometryOfSides();
}

void CodeView::paintGutter(QPaintEvent *event)
{
    QPainter painter(m_gutter);
    painter.fillRect(event->rect(), palette().color(QPalette::AlternateBase));
    painter.setFont(font());
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && top <= event->rect().bottom()) {
        const qreal height = blockBoundingRect(block).height();
        if (block.isVisible() && top + height >= event->rect().top()) {
            QColor number = palette().color(QPalette::Text);
            number.setAlpha(130);
            painter.setPen(number);
            painter.drawText(QRectF(0, top, m_gutter->width() - foldColumn - 4, fontMetrics().height()), Qt::AlignRight,
                             QString::number(block.blockNumber() + 1));
            if (isFoldable(block.blockNumber())) {
                painter.setPen(palette().color(QPalette::Text));
                painter.drawText(QRectF(m_gutter->width() - foldColumn - 2, top, foldColumn, fontMetrics().height()),
                                 Qt::AlignCenter,
                                 isFolded(block.blockNumber()) ? QStringLiteral("▸") : QStringLiteral("▾"));
            }
        }
        top += height;
        block = block.next();
    }
}

void CodeView::clickGutter(int y)
{
    const QTextBlock block = cursorForPosition(QPoint(0, y)).block();
    if (isFoldable(block.blockNumber()))
        toggleFold(block.blockNumber());
}

bool CodeView::isFoldable(int blockNumber) const
{
    const QTextBlock block = document()->findBlockByNumber(blockNumber);
    const int indent = indentOf(block.text());
    if (!block.isValid() || indent < 0)
        return false;
    QTextBlock next = block.next();
    while (next.isValid() && indentOf(next.text()) < 0)
        next = next.next();
    return next.isValid() && indentOf(next.text()) > indent;
}

bool CodeView::isFolded(int blockNumber) const
{
    const QTextBlock next = document()->findBlockByNumber(blockNumber + 1);
    return next.isValid() && !next.isVisible() && document()->findBlockByNumber(blockNumber).isVisible();
}

int CodeView::lastBlockOfFold(int blockNumber) const
{
    const int indent = indentOf(document()->findBlockByNumber(blockNumber).text());
    int last = blockNumber;
    for (QTextBlock block = document()->findBlockByNumber(blockNumber + 1); block.isValid(); block = block.next()) {
        const int own = indentOf(block.text());
        if (own >= 0 && own <= indent)
            break;
        if (own >= 0)
            last = block.blockNumber();
    }
    return last;
}

void CodeView::toggleFold(int blockNumber)
{
    if (!isFoldable(blockNumber))
        return;
    const bool show = isFolded(blockNumber);
    const int last = lastBlockOfFold(blockNumber);
    for (int number = blockNumber + 1; number <= last; ++number) {
        QTextBlock block = document()->findBlockByNumber(number);
        block.setVisible(show);
        block.setLineCount(show ? 1 : 0);
    }
    const QTextBlock first = document()->findBlockByNumber(blockNumber);
    const QTextBlock end = document()->findBlockByNumber(last);
    document()->markContentsDirty(first.position(), end.position() + end.length() - first.position());
    document()->documentLayout()->documentSizeChanged(document()->documentLayout()->documentSize());
    viewport()->update();
    m_gutter->update();
}

void CodeView::foldAll()
{
    for (QTextBlock block = document()->begin(); block.isValid();) {
        const int number = block.blockNumber();
        if (isFoldable(number) && indentOf(block.text()) == 0 && !isFolded(number)) {
            toggleFold(number);
            block = document()->findBlockByNumber(lastBlockOfFold(number) + 1);
        } else {
            block = block.next();
        }
    }
}

void CodeView::unfoldAll()
{
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        block.setVisible(true);
        block.setLineCount(1);
    }
    document()->markContentsDirty(0, document()->characterCount());
    document()->documentLayout()->documentSizeChanged(document()->documentLayout()->documentSize());
    viewport()->update();
    m_gutter->update();
}

int CodeView::markHits(const QString &pattern, bool isRegex, bool ignoreCase, bool goesThere)
{
    m_hits.clear();
    m_currentHit = -1;
    m_gaveUp = false;
    if (!pattern.isEmpty()) {
        const QString text = toPlainText();
        QRegularExpression expression(
            isRegex ? matchLimit + pattern : QRegularExpression::escape(pattern),
            QRegularExpression::MultilineOption
                | (ignoreCase ? QRegularExpression::CaseInsensitiveOption : QRegularExpression::NoPatternOption));
        auto match = expression.isValid() ? expression.globalMatch(text) : QRegularExpressionMatchIterator();
        while (match.hasNext() && m_hits.size() < maxHits) {
            const QRegularExpressionMatch found = match.next();
            m_gaveUp = m_gaveUp || !found.isValid();
            if (found.capturedLength() > 0)
                m_hits.append({int(found.capturedStart()), int(found.capturedLength())});
        }
        m_gaveUp = m_gaveUp
                   || (isRegex && expression.isValid() && m_hits.isEmpty() && !expression.match(text).isValid());
    }
    showHits();
    if (!m_hits.isEmpty() && goesThere)
        goToHit(1);
    return int(m_hits.size());
}

void CodeView::showHits()
{
    QList<QTextEdit::ExtraSelection> selections;
    const QTextCharFormat current = HitColours::of(palette(), true).format(),
                          other = HitColours::of(palette(), false).format();
    for (int place = 0; place < m_hits.size(); ++place) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(m_hits[place].position);
        selection.cursor.setPosition(m_hits[place].position + m_hits[place].length, QTextCursor::KeepAnchor);
        selection.format = place == m_currentHit ? current : other;
        selections.append(selection);
    }
    setExtraSelections(selections);
    m_ruler->update();
}

void CodeView::goToHit(int step)
{
    if (m_hits.isEmpty())
        return;
    const int count = int(m_hits.size());
    m_currentHit = m_currentHit < 0 ? 0 : (m_currentHit + step + count) % count;
    QTextCursor cursor(document());
    cursor.setPosition(m_hits[m_currentHit].position);
    if (!cursor.block().isVisible())
        unfoldAll();
    setTextCursor(cursor);
    centerCursor();
    showHits();
    Q_EMIT currentHitChanged(m_currentHit, count);
}

void CodeView::tellReadLine()
{
    if (const int line = readLine(); std::exchange(m_readLine, line) != line)
        Q_EMIT readLineChanged(line);
}

int CodeView::readLine() const
{
    const int first = firstVisibleBlock().blockNumber();
    return first > 0 ? first + linesAbove : 0;
}

void CodeView::goToLine(int line)
{
    const QTextBlock block = document()->findBlockByNumber(line);
    if (!block.isValid())
        return;
    if (!block.isVisible())
        unfoldAll();
    setTextCursor(QTextCursor(block));
    verticalScrollBar()->setValue(std::max(0, block.firstLineNumber() - linesAbove));
}

void CodeView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    Q_EMIT menuWanted(isByKey ? viewport()->mapToGlobal(cursorRect().bottomLeft()) : event->globalPos());
    event->accept();
}

void CodeView::paintRuler(QPaintEvent *)
{
    if (m_hits.isEmpty())
        return;
    QPainter painter(m_ruler);
    const double lines = std::max(1, blockCount());
    const QColor mark = HitColours::of(palette(), false).line;
    for (const Hit &hit : m_hits) {
        const int line = document()->findBlock(hit.position).blockNumber();
        painter.fillRect(0, int(line / lines * m_ruler->height()), m_ruler->width(), 2, mark);
    }
}

void CodeView::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier) && event->key() == Qt::Key_BracketLeft)
        return toggleFold(textCursor().blockNumber());
    // Plain keys belong to the page (judging, moving on), scrolling ones to the text.
    const bool isPrintable = !event->text().isEmpty() && event->text().at(0).isPrint();
    if (isPrintable && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
        return event->ignore();
    QPlainTextEdit::keyPressEvent(event);
}

} // namespace primer
