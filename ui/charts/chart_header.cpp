#include "ui/charts/chart_header.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QGraphicsLineItem>
#include <QGraphicsPathItem>
#include <QGraphicsRectItem>
#include <QGraphicsSimpleTextItem>

namespace primer {

namespace {

constexpr double gap = 6, sampleWidth = 16, markerRadius = 3.5, boxSize = 8, lineWidth = 2, headerZ = 10'000;
constexpr double nameRoom = 160; ///< of one entry

} // namespace

ChartHeader::ChartHeader(QGraphicsItem *chart) : m_root(new QGraphicsRectItem(chart))
{
    static_cast<QGraphicsRectItem *>(m_root)->setPen(Qt::NoPen);
    m_root->setZValue(headerZ);
}

void ChartHeader::applyStyle(const ChartStyle &style)
{
    m_style = style;
    m_width = -1;
}

void ChartHeader::setLegend(const QString &caption, const QList<LegendEntry> &entries)
{
    m_caption = caption;
    m_entries = entries;
    m_width = -1;
}

double ChartHeader::height() const { return std::ceil(QFontMetricsF(m_style.font).height() * 1.3); }

void ChartHeader::clear()
{
    const QList<QGraphicsItem *> items = m_root->childItems();
    qDeleteAll(items);
}

double ChartHeader::addText(const QString &text, const QFont &font, double x, double room)
{
    const QFontMetricsF metrics(font);
    auto *item = new QGraphicsSimpleTextItem(metrics.elidedText(text, Qt::ElideMiddle, room), m_root);
    item->setFont(font);
    item->setBrush(m_style.text);
    placeOnLine(*item, x, (height() - metrics.height()) / 2 + metrics.ascent());
    return item->boundingRect().width();
}

void ChartHeader::addSample(const LegendEntry &entry, double x)
{
    const double y = std::round(height() / 2);
    if (entry.kind == LegendEntry::Kind::Box) {
        auto *box = new QGraphicsRectItem(x + sampleWidth - boxSize - 2, y - boxSize / 2, boxSize, boxSize, m_root);
        box->setPen(Qt::NoPen);
        box->setBrush(entry.colour);
        return;
    }
    if (entry.kind != LegendEntry::Kind::Marker) {
        auto *line = new QGraphicsLineItem(x, y, x + sampleWidth - 2, y, m_root);
        line->setPen(QPen(entry.colour, lineWidth));
    }
    if (entry.kind != LegendEntry::Kind::Line) {
        auto *marker = new QGraphicsPathItem(markerPath(entry.shape, markerRadius), m_root);
        marker->setPos(x + sampleWidth / 2 - 1, y);
        const bool isHollow = entry.kind == LegendEntry::Kind::Marker;
        marker->setPen(QPen(entry.colour, 1.5));
        marker->setBrush(isHollow ? m_style.plot : entry.colour);
    }
}

void ChartHeader::layOut(double left, double width)
{
    if (left == m_left && width == m_width)
        return;
    m_left = left;
    m_width = width;
    clear();
    QFont bold = m_style.font;
    bold.setBold(true);
    const QFontMetricsF metrics(m_style.font);
    double x = left;
    if (!m_title.isEmpty())
        x += addText(m_title, bold, x, width) + 3 * gap;
    const double end = left + width;
    // As many entries as have room, flush with the right.
    double needed = m_caption.isEmpty() ? 0 : metrics.horizontalAdvance(m_caption) + gap;
    qsizetype shown = 0;
    for (const LegendEntry &entry : m_entries) {
        const double more = sampleWidth + gap / 2 + std::min(nameRoom, metrics.horizontalAdvance(entry.name)) + 2 * gap;
        if (x + needed + more - 2 * gap > end)
            break;
        needed += more;
        ++shown;
    }
    if (shown == 0)
        return;
    x = std::max(x, end - needed + 2 * gap);
    if (!m_caption.isEmpty())
        x += addText(m_caption, m_style.font, x, width) + gap;
    for (qsizetype place = 0; place < shown; ++place) {
        addSample(m_entries[place], x);
        x += sampleWidth + gap / 2;
        x += addText(m_entries[place].name, m_style.font, x, nameRoom) + 2 * gap;
    }
}

} // namespace primer
