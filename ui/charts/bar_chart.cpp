#include "ui/charts/bar_chart.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QFontMetricsF>
#include <QHorizontalStackedBarSeries>
#include <QKeyEvent>
#include <QMouseEvent>

#include "core/base/csv.h"

namespace primer {

namespace {

constexpr double barWidth = 0.6, linesPerBar = 1.5, maxLinesPerBar = 2.2, linesForAxis = 3, labelGap = 24;
constexpr double minLines = 9.5;   ///< Qt gives an axis four tenths of the height
constexpr double nameShare = 0.38; ///< and of the width
constexpr int edge = 4, textGap = 12;

double sumOf(const std::vector<double> &parts) { return std::accumulate(parts.begin(), parts.end(), 0.0); }

} // namespace

BarChart::BarChart(const QString &title, QWidget *parent)
    : ChartView(title, parent), m_bars(new QHorizontalStackedBarSeries), m_names(new QBarCategoryAxis(chart())),
      m_x(chart(), Qt::AlignBottom)
{
    m_names->setGridLineVisible(false);
    m_names->setLineVisible(false);
    m_names->setTruncateLabels(false);
    m_x.axis()->setGridLineVisible(true);
    chart()->addAxis(m_names, Qt::AlignLeft);
    m_bars->setBarWidth(barWidth);
    chart()->addSeries(m_bars);
    m_bars->attachAxis(m_names);
    m_bars->attachAxis(m_x.axis());
}

void BarChart::setData(BarData data)
{
    m_data = std::move(data);
    m_current = -1;
    m_x.setQuantity(m_data.quantity);
    updateGeometry();
    invalidate();
}

QSize BarChart::sizeHint() const
{
    return {240, int(fontMetrics().height() * std::max(minLines, 1.5 + linesForAxis + linesPerBar * count()))};
}

void BarChart::applyStyle(const ChartStyle &style)
{
    m_x.applyStyle(style);
    m_names->setLabelsFont(style.font);
    m_names->setLabelsColor(style.text);
}

bool BarChart::prepare()
{
    m_hasData = !m_data.bars.empty();
    QList<LegendEntry> entries;
    for (const BarData::Part &part : m_data.parts)
        entries.append({part.name, look().colour(part.tone), 0, LegendEntry::Kind::Box});
    header().setTitle(title());
    header().setLegend({}, entries.size() > 1 ? entries : QList<LegendEntry>());
    double highest = 0;
    for (const BarData::Bar &bar : m_data.bars)
        highest = std::max(highest, sumOf(bar.parts));
    m_x.setRange(0, highest > 0 ? highest : 1);
    return m_hasData;
}

/// From the bottom, as Qt counts them; cut short in the middle where there is no room.
void BarChart::nameBars(double room)
{
    const QFontMetricsF metrics(look().font);
    QStringList names;
    for (auto bar = m_data.bars.rbegin(); bar != m_data.bars.rend(); ++bar) {
        QString name = metrics.elidedText(bar->name, Qt::ElideMiddle, room);
        while (names.contains(name))
            name += QChar(0x200b); // Qt wants them apart; a zero-width space is not seen
        names.append(name);
    }
    if (m_names->categories() != names)
        m_names->setCategories(names);
}

void BarChart::fitAxes(bool hasData)
{
    m_names->setVisible(hasData);
    m_x.setVisible(hasData);
    chart()->setPlotAreaBackgroundVisible(hasData);
    const QFontMetricsF metrics(look().font);
    double widest = 0;
    for (const BarData::Bar &bar : m_data.bars)
        widest = std::max(widest, metrics.horizontalAdvance(bar.text));
    const double right = std::ceil(widest) + textGap + edge, line = metrics.height(), top = header().height() + edge;
    const QSizeF size = chart()->size();
    if (hasData) {
        nameBars((size.width() - right - edge) * nameShare - textGap);
        const double label = metrics.horizontalAdvance(m_x.labelOf(m_x.high())) + labelGap;
        m_x.show(std::max(2, int(plot().width() / label)), look().isPaper || size.height() >= minLines * line);
    }
    // A few bars do not become planks.
    const double free = size.height() - top - line * std::max(linesForAxis + maxLinesPerBar * count(), minLines - 1.5);
    chart()->setMargins(QMargins(edge, int(top), int(right), look().isPaper ? edge : std::max(2, int(free))));
    header().layOut(edge, chart()->size().width() - 2 * edge);
}

void BarChart::fill()
{
    m_bars->clear();
    QList<QBarSet *> sets;
    for (std::size_t part = 0; part < m_data.parts.size(); ++part) {
        auto *set = new QBarSet(m_data.parts[part].name);
        for (auto bar = m_data.bars.rbegin(); bar != m_data.bars.rend(); ++bar)
            set->append(bar->parts[part]);
        set->setPen(Qt::NoPen);
        set->setBrush(look().colour(m_data.parts[part].tone));
        sets.append(set);
    }
    m_bars->append(sets);
}

double BarChart::pitch() const { return plot().height() / std::max(1, count()); }

void BarChart::placeOverlay()
{
    QList<ChartOverlay::Label> labels;
    for (int bar = 0; bar < count(); ++bar)
        labels.append({plot().top() + (bar + 0.5) * pitch(), m_data.bars[std::size_t(bar)].text});
    overlay().showLabels(labels);
    if (m_current < 0 || !m_hasData) {
        overlay().hidePointer();
        return;
    }
    const QRectF area(plot().left(), plot().top() + m_current * pitch(), plot().width(), pitch());
    overlay().showBar(area, currentReadOut());
}

ReadOut BarChart::currentReadOut() const
{
    if (m_current < 0 || m_current >= count())
        return {};
    const BarData::Bar &bar = m_data.bars[std::size_t(m_current)];
    ReadOut there{bar.name, {}};
    for (std::size_t part = 0; part < m_data.parts.size(); ++part) {
        const QString value = QuantityText::value(m_data.quantity, bar.parts[part]);
        there.rows.append(
            {m_data.parts[part].name.isEmpty() ? value : m_data.parts[part].name + QStringLiteral("  ") + value,
             look().colour(m_data.parts[part].tone), 1});
    }
    return there;
}

void BarChart::setCurrent(int bar)
{
    if (bar == m_current)
        return;
    m_current = bar;
    placeOverlay();
    tellPosition();
}

void BarChart::mouseMoveEvent(QMouseEvent *event)
{
    const double row = std::floor((event->position().y() - plot().top()) / pitch());
    setCurrent(m_hasData && row >= 0 && row < count() ? int(row) : -1);
}

void BarChart::leaveEvent(QEvent *event)
{
    ChartView::leaveEvent(event);
    setCurrent(-1);
}

void BarChart::keyPressEvent(QKeyEvent *event)
{
    switch (m_hasData ? event->key() : 0) {
    case Qt::Key_Up: setCurrent(std::max(0, m_current - 1)); return;
    case Qt::Key_Down: setCurrent(std::min(count() - 1, m_current + 1)); return;
    case Qt::Key_Home: setCurrent(0); return;
    case Qt::Key_End: setCurrent(count() - 1); return;
    default: ChartView::keyPressEvent(event);
    }
}

QString BarChart::describe() const
{
    QStringList parts{m_x.title()};
    for (const BarData::Bar &bar : m_data.bars)
        parts.append(tr("%1: %2", "name: figure").arg(bar.name, bar.text));
    return parts.join(QStringLiteral("; "));
}

std::function<std::string()> BarChart::csvWriter() const
{
    return [data = m_data] {
        std::string text = "name";
        for (const BarData::Part &part : data.parts)
            text += ',' + csvCell((part.name.isEmpty() ? data.quantity.name : part.name).toStdString());
        text += '\n';
        for (const BarData::Bar &bar : data.bars) {
            text += csvCell(bar.name.toStdString());
            for (const double value : bar.parts) {
                text += ',';
                appendNumber(text, value);
            }
            text += '\n';
        }
        return text;
    };
}

} // namespace primer
