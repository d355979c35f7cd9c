#include "ui/charts/histogram_chart.h"

#include <algorithm>
#include <cmath>

#include <QBarSet>
#include <QChart>
#include <QKeyEvent>
#include <QStackedBarSeries>

#include "core/base/csv.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr double minBarHeight = 2, barGap = 1; ///< pixels
constexpr double narrowestBar = 0.6;           ///< of its bin

} // namespace

HistogramChart::HistogramChart(const QString &title, QWidget *parent)
    : AxesChart(title, parent), m_bars(new QStackedBarSeries)
{
    setQuantities({}, {tr("Samples"), Quantity::Kind::Count, {}});
    chart()->addSeries(m_bars);
    m_bars->attachAxis(x().axis());
    m_bars->attachAxis(y().axis());
}

void HistogramChart::setCounted(const QString &name)
{
    setQuantities(x().quantity(), {name, Quantity::Kind::Count, {}});
}

void HistogramChart::setData(HistogramData data)
{
    m_data = std::move(data);
    setQuantities(m_data.quantity, y().quantity());
    m_anchor.reset();
    setBrush(std::nullopt);
    invalidate();
}

qint64 HistogramChart::totalOf(int bin) const
{
    qint64 total = 0;
    for (const HistogramData::Layer &layer : m_data.layers)
        total += layer.counts[std::size_t(bin)];
    return total;
}

bool HistogramChart::prepare()
{
    qint64 highest = 0;
    for (int bin = 0; bin < bins(); ++bin)
        highest = std::max(highest, totalOf(bin));
    QList<LegendEntry> entries;
    for (const HistogramData::Layer &layer : m_data.layers)
        entries.append({layer.name, look().colour(layer.tone), 0, LegendEntry::Kind::Box});
    header().setLegend(m_data.caption, entries.size() > 1 ? entries : QList<LegendEntry>());
    if (highest == 0)
        return false;
    x().setBins(m_data.edges, m_data.isInteger);
    y().setScale(m_data.isSquareRoot ? ChartAxis::Scale::SquareRoot : ChartAxis::Scale::Linear);
    y().setRange(0, double(highest));
    return true;
}

/// Above the plot stands what the bars count; the title says of what, which the window says beside it.
QString HistogramChart::headerText() const { return look().isPaper ? title() : yAxis().title(); }

std::vector<std::vector<double>> HistogramChart::heights() const
{
    std::vector<std::vector<double>> rows(m_data.layers.size());
    const double span = yAxis().lastCoordinate() - yAxis().firstCoordinate();
    const double least = m_data.isSquareRoot ? minBarHeight * span / std::max(1.0, plot().height()) : 0;
    for (int bin = 0; bin < bins(); ++bin) {
        qint64 sum = 0;
        double below = 0;
        for (std::size_t layer = 0; layer < m_data.layers.size(); ++layer) {
            const qint64 count = m_data.layers[layer].counts[std::size_t(bin)];
            sum += count;
            const double top = count > 0 ? std::max(yAxis().coordinateOf(double(sum)), below + least) : below;
            rows[layer].push_back(top - below);
            below = top;
        }
    }
    return rows;
}

void HistogramChart::fill()
{
    std::vector<std::vector<double>> rows = hasData() ? heights() : std::vector<std::vector<double>>();
    if (rows != m_shown) {
        m_bars->clear();
        QList<QBarSet *> sets;
        for (std::size_t layer = 0; layer < rows.size(); ++layer) {
            auto *set = new QBarSet(m_data.layers[layer].name);
            set->append(QList<qreal>(rows[layer].begin(), rows[layer].end()));
            sets.append(set);
        }
        m_bars->append(sets);
        m_shown = std::move(rows);
    }
    const double width = plot().width() / std::max(1, bins());
    m_bars->setBarWidth(std::max(narrowestBar, 1 - barGap / std::max(1.0, width)));
    const QList<QBarSet *> sets = m_bars->barSets();
    for (qsizetype layer = 0; layer < sets.size(); ++layer) {
        sets[layer]->setPen(Qt::NoPen);
        sets[layer]->setBrush(look().colour(m_data.layers[std::size_t(layer)].tone));
    }
}

void HistogramChart::applyStyle(const ChartStyle &style) { AxesChart::applyStyle(style); }

int HistogramChart::binOf(double x) const
{
    const auto above = std::upper_bound(m_data.edges.begin(), m_data.edges.end(), x);
    return std::clamp(int(above - m_data.edges.begin()) - 1, 0, std::max(0, bins() - 1));
}

double HistogramChart::middleOf(int bin) const
{
    return (m_data.edges[std::size_t(bin)] + m_data.edges[std::size_t(bin) + 1]) / 2;
}

std::pair<double, double> HistogramChart::binBounds(int bin) const
{
    const double low = m_data.edges[std::size_t(bin)], high = m_data.edges[std::size_t(bin) + 1];
    return {low, m_data.isInteger ? std::max(low, high - 1) : high};
}

QString HistogramChart::rangeText(int bin) const
{
    const auto [low, high] = binBounds(bin);
    const QString from = QuantityText::value(m_data.quantity, low), to = QuantityText::value(m_data.quantity, high);
    return from == to ? from : tr("%1 to %2").arg(from, to);
}

ReadOut HistogramChart::readOut(double x) const
{
    ReadOut there;
    if (bins() < 1) // the pointer may stay where bars were
        return there;
    const int bin = binOf(x);
    there.place = rangeText(bin);
    for (const HistogramData::Layer &layer : m_data.layers) {
        const qint64 count = layer.counts[std::size_t(bin)];
        if (count > 0 && m_data.layers.size() > 1)
            there.rows.append(
                {layer.name + QStringLiteral("  ") + HumanText::count(count), look().colour(layer.tone), 1});
    }
    there.rows.append({tr("%1 in all").arg(HumanText::count(totalOf(bin))), QColor(), 0});
    return there;
}

double HistogramChart::stepFrom(double x, int by) const
{
    return bins() < 1 ? x : middleOf(std::clamp(binOf(x) + by, 0, bins() - 1));
}

QRectF HistogramChart::barAt(double x) const { return brushArea(x, x); }

QRectF HistogramChart::brushArea(double from, double to) const
{
    const auto [first, last] = std::minmax({binOf(from), binOf(to)});
    const double width = plot().width() / std::max(1, bins());
    return {plot().left() + first * width, plot().top(), (last - first + 1) * width, plot().height()};
}

void HistogramChart::choose(int first, int last)
{
    Q_EMIT rangeChosen(binBounds(std::min(first, last)).first, binBounds(std::max(first, last)).second);
}

void HistogramChart::brushed(double from, double to)
{
    if (bins() > 0)
        choose(binOf(from), binOf(to));
}

void HistogramChart::clicked(double x)
{
    if (bins() > 0)
        choose(binOf(x), binOf(x));
}

/// Shift and an arrow widen the range that Return chooses.
void HistogramChart::keyPressEvent(QKeyEvent *event)
{
    const bool isArrow = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (hasData() && !hasCut() && pointer()) {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
            choose(binOf(m_anchor.value_or(*pointer())), binOf(*pointer()));
            return;
        }
        if (isArrow && !(event->modifiers() & Qt::ShiftModifier))
            m_anchor.reset();
        else if (isArrow && !m_anchor)
            m_anchor = pointer();
    }
    AxesChart::keyPressEvent(event);
    if (isArrow && !hasCut() && pointer())
        setBrush(m_anchor ? std::optional(std::pair(*m_anchor, *pointer())) : std::nullopt);
}

QString HistogramChart::describe() const
{
    qint64 sum = 0;
    int highest = 0;
    for (int bin = 0; bin < bins(); ++bin) {
        sum += totalOf(bin);
        highest = totalOf(bin) > totalOf(highest) ? bin : highest;
    }
    QStringList parts{tr("%1 by %2").arg(yAxis().title(), xAxis().title()),
                      tr("%1 from %2 to %3, most of them at %4")
                          .arg(HumanText::count(sum), QuantityText::value(m_data.quantity, binBounds(0).first),
                               QuantityText::value(m_data.quantity, binBounds(bins() - 1).second), rangeText(highest))};
    for (const HistogramData::Layer &layer : m_data.layers) {
        qint64 count = 0;
        for (const qint64 one : layer.counts)
            count += one;
        if (m_data.layers.size() > 1)
            parts.append(tr("%1: %2", "name: count").arg(layer.name, HumanText::count(count)));
    }
    if (!m_data.caption.isEmpty())
        parts.append(m_data.caption);
    return parts.join(QStringLiteral("; "));
}

std::function<std::string()> HistogramChart::csvWriter() const
{
    return [data = m_data] {
        std::string text = "from,to";
        for (const HistogramData::Layer &layer : data.layers)
            text += ',' + csvCell(layer.name.toStdString());
        text += '\n';
        for (std::size_t bin = 0; bin + 1 < data.edges.size(); ++bin) {
            appendNumber(text, data.edges[bin]);
            text += ',';
            appendNumber(text, data.edges[bin + 1]);
            for (const HistogramData::Layer &layer : data.layers)
                text += ',' + std::to_string(layer.counts[bin]);
            text += '\n';
        }
        return text;
    };
}

} // namespace primer
