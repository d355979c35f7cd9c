#include "ui/charts/chart_overlay.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QGraphicsLineItem>
#include <QGraphicsPathItem>
#include <QGraphicsRectItem>
#include <QGraphicsSimpleTextItem>
#include <QGraphicsTextItem>
#include <QTextDocument>
#include <QTextOption>

namespace primer {

namespace {

constexpr double overData = 9'000, gap = 8, boxMargin = 4, markerRoom = 16, markerRadius = 3.5;
constexpr double handleSize = 6;
constexpr int veilAlpha = 165, clearVeilAlpha = 110, brushAlpha = 60;

QColor withAlpha(QColor colour, int alpha)
{
    colour.setAlpha(alpha);
    return colour;
}

template<typename Item>
Item *made(QGraphicsItem *parent)
{
    auto *item = new Item(parent);
    item->hide();
    return item;
}

} // namespace

QString ReadOut::text() const
{
    QStringList parts{place};
    for (const Row &row : rows)
        parts.append(row.text);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

ChartOverlay::ChartOverlay(QGraphicsItem *chart)
    : m_root(new QGraphicsRectItem(chart)), m_veil(made<QGraphicsRectItem>(m_root)),
      m_brush(made<QGraphicsRectItem>(m_root)), m_bar(made<QGraphicsRectItem>(m_root)), m_box(nullptr),
      m_focus(made<QGraphicsRectItem>(m_root)), m_line(made<QGraphicsLineItem>(m_root)),
      m_cutLine(made<QGraphicsLineItem>(m_root)), m_cutHandle(made<QGraphicsPathItem>(m_root)),
      m_cutText(made<QGraphicsSimpleTextItem>(m_root)), m_note(made<QGraphicsTextItem>(m_root))
{
    m_box = made<QGraphicsRectItem>(m_root); // last: over the others
    m_root->setPen(Qt::NoPen);
    m_root->setZValue(overData);
    m_note->document()->setDocumentMargin(0);
    m_note->document()->setDefaultTextOption(QTextOption(Qt::AlignCenter));
}

double ChartOverlay::cutHandleHeight() { return 2 * handleSize; }

void ChartOverlay::setShown(QGraphicsItem *item, bool isShown, bool isOnPaper)
{
    item->setVisible(isShown && (isOnPaper || !m_style.isPaper));
}

void ChartOverlay::applyStyle(const ChartStyle &style)
{
    m_style = style;
    m_line->setPen(QPen(style.text, 1, Qt::DotLine));
    m_box->setPen(QPen(style.grid, 1));
    m_box->setBrush(style.tip);
    m_veil->setPen(Qt::NoPen);
    m_veil->setBrush(withAlpha(style.plot, style.isHighContrast ? clearVeilAlpha : veilAlpha));
    m_brush->setPen(Qt::NoPen);
    m_brush->setBrush(withAlpha(style.accent, brushAlpha));
    m_bar->setPen(QPen(style.text, 1));
    m_bar->setBrush(Qt::NoBrush);
    m_focus->setPen(QPen(style.accent, 1, Qt::DotLine));
    m_focus->setBrush(Qt::NoBrush);
    m_cutHandle->setPen(Qt::NoPen);
    m_cutHandle->setBrush(style.accent);
    m_cutText->setBrush(style.text);
    m_cutText->setFont(style.font);
    m_note->setDefaultTextColor(style.text);
    m_note->setFont(style.font);
}

void ChartOverlay::showCrosshair(double x, const ReadOut &readOut)
{
    m_bar->hide();
    m_line->setLine(x, m_plot.top(), x, m_plot.bottom());
    setShown(m_line, true, false);
    showReadOut(x, x, readOut);
}

void ChartOverlay::showBar(const QRectF &bar, const ReadOut &readOut)
{
    m_line->hide();
    m_bar->setRect(bar);
    setShown(m_bar, true, false);
    showReadOut(bar.left(), bar.right(), readOut);
}

void ChartOverlay::hidePointer()
{
    m_line->hide();
    m_bar->hide();
    m_box->hide();
}

void ChartOverlay::showReadOut(double left, double right, const ReadOut &readOut)
{
    const QFontMetricsF metrics(m_style.font);
    const double height = std::ceil(metrics.height()) + 2;
    const std::size_t rows = std::size_t(readOut.rows.size());
    while (m_texts.size() < rows + 1) {
        m_texts.push_back(new QGraphicsSimpleTextItem(m_box));
        m_markers.push_back(new QGraphicsPathItem(m_box));
    }
    double width = 0;
    for (std::size_t line = 0; line < m_texts.size(); ++line) {
        const bool isUsed = line < rows + 1;
        m_texts[line]->setVisible(isUsed);
        m_markers[line]->setVisible(isUsed && line > 0 && readOut.rows[qsizetype(line) - 1].colour.isValid());
        if (!isUsed)
            continue;
        const QString text = line == 0 ? readOut.place : readOut.rows[qsizetype(line) - 1].text;
        m_texts[line]->setFont(m_style.font);
        m_texts[line]->setBrush(m_style.tipText);
        m_texts[line]->setText(text);
        width = std::max(width, metrics.horizontalAdvance(text) + markerRoom + 2 * boxMargin);
    }
    width = std::ceil(width);
    const double x = right + gap + width < m_plot.right() ? right + gap : left - gap - width;
    const QPointF corner(std::round(std::max(0.0, x)) + 0.5, std::round(m_plot.top()) + 0.5);
    m_box->setRect(QRectF(corner, QSizeF(width, height * double(rows + 1) + 4)));
    for (std::size_t line = 0; line < rows + 1; ++line) {
        const double y = corner.y() + 2 + double(line) * height;
        placeOnLine(*m_texts[line], corner.x() + boxMargin + markerRoom, y + metrics.ascent());
        if (line == 0)
            continue;
        const ReadOut::Row &row = readOut.rows[qsizetype(line) - 1];
        m_markers[line]->setPath(markerPath(row.shape, markerRadius));
        m_markers[line]->setPos(corner.x() + boxMargin + markerRoom / 2 - 1, y + height / 2);
        m_markers[line]->setPen(Qt::NoPen);
        m_markers[line]->setBrush(row.colour);
    }
    setShown(m_box, !readOut.isEmpty(), false);
}

void ChartOverlay::showBrush(const QRectF &area)
{
    m_brush->setRect(area);
    setShown(m_brush, true, false);
}

void ChartOverlay::hideBrush() { m_brush->hide(); }

void ChartOverlay::showCut(double x, const QString &text, bool hasFocus)
{
    m_cutX = x;
    m_veil->setRect(QRectF(m_plot.topLeft(), QPointF(x, m_plot.bottom())));
    m_cutLine->setPen(QPen(m_style.accent, hasFocus ? 3 : 2));
    m_cutLine->setLine(x, m_plot.top() - handleSize, x, m_plot.bottom());
    QPainterPath handle;
    const double top = m_plot.top() - 2 * handleSize;
    handle.addPolygon(QPolygonF{{x - handleSize, top}, {x + handleSize, top}, {x, top + 2 * handleSize - 2}});
    handle.closeSubpath();
    m_cutHandle->setPath(handle);
    m_cutText->setText(text);
    const QRectF words = m_cutText->boundingRect();
    const double right = x + handleSize + 4;
    const double left = right + words.width() > m_plot.right() ? x - handleSize - 4 - words.width() : right;
    placeOnLine(*m_cutText, left, m_plot.top() - QFontMetricsF(m_style.font).descent());
    for (QGraphicsItem *item : std::initializer_list<QGraphicsItem *>{m_veil, m_cutLine, m_cutHandle, m_cutText})
        setShown(item, true, true);
}

void ChartOverlay::hideCut()
{
    for (QGraphicsItem *item : std::initializer_list<QGraphicsItem *>{m_veil, m_cutLine, m_cutHandle, m_cutText})
        item->hide();
}

void ChartOverlay::showFocus(bool hasFocus)
{
    m_focus->setRect(m_plot.adjusted(-1.5, -1.5, 1.5, 1.5));
    setShown(m_focus, hasFocus, false);
}

void ChartOverlay::showNote(const QString &text)
{
    if (!text.isEmpty()) {
        m_note->setPlainText(text);
        m_note->setTextWidth(std::max(40.0, m_plot.width() - 2 * gap));
        m_note->setPos(m_plot.center() - m_note->boundingRect().center());
    }
    setShown(m_note, !text.isEmpty(), true);
}

void ChartOverlay::showLabels(const QList<Label> &labels)
{
    const QFontMetricsF metrics(m_style.font);
    while (m_labels.size() < std::size_t(labels.size()))
        m_labels.push_back(new QGraphicsSimpleTextItem(m_root));
    double widest = 0;
    for (qsizetype place = 0; place < labels.size(); ++place) {
        m_labels[std::size_t(place)]->setFont(m_style.font);
        m_labels[std::size_t(place)]->setBrush(m_style.text);
        m_labels[std::size_t(place)]->setText(labels[place].text);
        widest = std::max(widest, m_labels[std::size_t(place)]->boundingRect().width());
    }
    for (std::size_t place = 0; place < m_labels.size(); ++place) {
        const bool isUsed = place < std::size_t(labels.size());
        m_labels[place]->setVisible(isUsed);
        if (!isUsed)
            continue;
        const QRectF words = m_labels[place]->boundingRect();
        placeOnLine(*m_labels[place], m_plot.right() + gap + widest - words.width(),
                    labels[qsizetype(place)].y - metrics.height() / 2 + metrics.ascent());
    }
}

} // namespace primer
