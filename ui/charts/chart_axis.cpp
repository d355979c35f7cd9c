#include "ui/charts/chart_axis.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QChart>
#include <QSignalBlocker>

#include "ui/charts/chart_style.h"

namespace primer {

namespace {

constexpr std::array roundFactors{1.0, 2.0, 5.0, 10.0};
constexpr double evenTolerance = 1.5; ///< widest bin over narrowest, up to which bins count as even
constexpr int closestTicks = 3;       ///< more than wanted, so that there are two
constexpr double wideRatio = 20;      ///< from here on a logarithmic axis shows powers of ten

double powerBelow(double value) { return std::pow(10, std::floor(std::log10(value) + 1e-12)); }

} // namespace

double ChartAxis::niceDistance(double span, int parts) { return niceAbove(std::max(span, 1e-12) / std::max(1, parts)); }

double ChartAxis::niceBelow(double value)
{
    const double power = powerBelow(value);
    double below = power;
    for (const double factor : roundFactors) {
        if (factor * power <= value * 1.001)
            below = factor * power;
    }
    return below;
}

double ChartAxis::niceAbove(double value)
{
    const double power = powerBelow(value);
    for (const double factor : roundFactors) {
        if (factor * power >= value * 0.999)
            return factor * power;
    }
    return 10 * power;
}

ChartAxis::ChartAxis(QChart *chart, Qt::Alignment side) : m_axis(new QCategoryAxis(chart))
{
    m_axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    m_axis->setTruncateLabels(false);
    const bool isHorizontal = side == Qt::AlignBottom;
    m_axis->setGridLineVisible(!isHorizontal);
    m_axis->setLineVisible(isHorizontal);
    chart->addAxis(m_axis, side);
}

void ChartAxis::setBins(std::vector<double> edges, bool areIntegers)
{
    m_edges = std::move(edges);
    m_hasIntegerBins = areIntegers;
    double narrowest = INFINITY, widest = 0;
    for (std::size_t bin = 0; bin + 1 < m_edges.size(); ++bin) {
        narrowest = std::min(narrowest, m_edges[bin + 1] - m_edges[bin]);
        widest = std::max(widest, m_edges[bin + 1] - m_edges[bin]);
    }
    m_hasEvenBins = widest <= evenTolerance * narrowest;
    m_hasUnitBins = areIntegers && widest == 1 && narrowest == 1;
    if (hasBins())
        setRange(m_edges.front(), m_edges.back());
}

void ChartAxis::setRange(double low, double high)
{
    m_low = low;
    m_high = high > low ? high : low + std::max(1.0, std::abs(low) * 1e-3);
}

/// One for all labels, unless they go through several powers: sizes then have theirs each, times are in seconds.
AxisUnit ChartAxis::unit() const
{
    if (!hasEvenTicks())
        return m_quantity.kind == Quantity::Kind::Bytes ? AxisUnit{} : QuantityText::plainUnit(m_quantity);
    return QuantityText::unitFor(m_quantity, std::max(std::abs(m_low), std::abs(m_high)));
}

QString ChartAxis::title() const { return QuantityText::title(m_quantity, unit()); }

double ChartAxis::coordinateOf(double value) const
{
    if (hasBins()) {
        const auto above = std::upper_bound(m_edges.begin() + 1, m_edges.end() - 1, value);
        const double low = *(above - 1), high = *above;
        const double share = high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.5;
        return double(above - m_edges.begin()) - 1.5 + share;
    }
    switch (m_scale) {
    case Scale::Logarithmic: return std::log10(value > 0 ? value : m_low);
    case Scale::SquareRoot: return std::sqrt(std::max(0.0, value));
    default: return value;
    }
}

double ChartAxis::valueAt(double coordinate) const
{
    if (hasBins()) {
        const auto bins = double(m_edges.size() - 1);
        const double place = std::clamp(coordinate + 0.5, 0.0, bins);
        const auto bin = std::min(m_edges.size() - 2, std::size_t(place));
        return m_edges[bin] + (place - double(bin)) * (m_edges[bin + 1] - m_edges[bin]);
    }
    switch (m_scale) {
    case Scale::Logarithmic: return std::pow(10, coordinate);
    case Scale::SquareRoot: return coordinate * coordinate;
    default: return coordinate;
    }
}

double ChartAxis::firstCoordinate() const { return hasBins() ? -0.5 : coordinateOf(m_low); }

double ChartAxis::lastCoordinate() const { return hasBins() ? double(m_edges.size()) - 1.5 : coordinateOf(m_high); }

double ChartAxis::tickCoordinate(double value) const
{
    return m_hasUnitBins ? value - m_edges.front() : coordinateOf(value);
}

std::vector<double> ChartAxis::ticks(int wanted) const
{
    const double distance = tickDistance(wanted);
    return distance > 0 ? evenTicks(distance) : roundTicks(wanted);
}

/// 0 where even values would not be evenly apart.
double ChartAxis::tickDistance(int wanted) const
{
    if (!hasEvenTicks())
        return 0;
    const double size = unit().size;
    const bool hasWholeNumbers = m_quantity.kind == Quantity::Kind::Count || m_hasIntegerBins;
    double distance = 0;
    // One label says nothing of how far it is to anywhere.
    for (int parts = std::max(1, wanted); parts <= wanted + closestTicks; ++parts) {
        distance = niceDistance((m_high - m_low) / size, parts) * size;
        if (hasWholeNumbers)
            distance = std::max(1.0, distance);
        if (evenTicks(distance).size() > 1)
            break;
    }
    return distance;
}

std::vector<double> ChartAxis::evenTicks(double distance) const
{
    std::vector<double> values;
    const double last = m_hasUnitBins ? m_high - 1 : m_high;
    for (double step = std::ceil(m_low / distance - 1e-9); step * distance <= last + distance * 1e-6; ++step)
        values.push_back(step == 0 ? 0 : step * distance);
    return values;
}

/// Round values that are far enough apart on this scale; the roundest first.
std::vector<double> ChartAxis::roundTicks(int wanted) const
{
    std::vector<double> candidates;
    if (hasBins())
        candidates = {m_low, m_high};
    else if (m_scale == Scale::SquareRoot)
        candidates = {0};
    if (m_scale == Scale::Logarithmic && m_low > 0 && m_high / m_low <= wideRatio) {
        const std::vector<double> even = evenTicks(niceDistance(m_high - m_low, wanted));
        candidates.insert(candidates.end(), even.begin(), even.end());
    } else {
        const double smallest = std::max(m_low, std::max(m_high, 1e-300) * 1e-12);
        for (const double factor : {1.0, 5.0, 2.0}) {
            for (double power = powerBelow(smallest); power * factor <= m_high * 1.0001; power *= 10) {
                if (power * factor >= m_low * 0.9999)
                    candidates.push_back(power * factor);
            }
        }
    }
    const double apart = (lastCoordinate() - firstCoordinate()) / std::max(1, wanted) * 0.8;
    std::vector<double> kept;
    for (const double value : candidates) {
        const double place = tickCoordinate(value);
        if (std::none_of(kept.begin(), kept.end(),
                         [&](double other) { return std::abs(tickCoordinate(other) - place) < apart; }))
            kept.push_back(value);
    }
    std::sort(kept.begin(), kept.end());
    return kept;
}

QString ChartAxis::labelOf(double value) const
{
    // The last edge of whole numbers is one beyond the last number.
    if (m_hasIntegerBins && !m_hasUnitBins && value == m_high && m_high > m_low + 1)
        value -= 1;
    if (!hasEvenTicks() && m_quantity.kind == Quantity::Kind::Bytes)
        return QuantityText::value(m_quantity, value);
    return QuantityText::label(value, m_distance, unit());
}

void ChartAxis::applyStyle(const ChartStyle &style)
{
    m_axis->setLabelsFont(style.font);
    m_axis->setLabelsColor(style.text);
    m_axis->setTitleFont(style.font);
    m_axis->setTitleBrush(style.text);
    m_axis->setGridLinePen(QPen(style.grid, 1));
    m_axis->setLinePen(QPen(style.grid, 1));
}

void ChartAxis::show(int ticks, bool hasTitle)
{
    m_distance = tickDistance(ticks);
    Shown next{firstCoordinate(), lastCoordinate(), {}, {}};
    for (const double value : this->ticks(ticks)) {
        const double place = tickCoordinate(value);
        if (!next.places.empty() && !(place > next.places.back()))
            continue;
        QString label = labelOf(value);
        while (next.labels.contains(label))
            label += QChar(0x200b); // Qt wants them apart; a zero-width space is not seen
        next.places.push_back(place);
        next.labels.append(label);
    }
    if (m_axis->titleText() != title())
        m_axis->setTitleText(title());
    if (m_axis->isTitleVisible() != hasTitle)
        m_axis->setTitleVisible(hasTitle);
    if (next == m_shown)
        return;
    if (next.places != m_shown.places || next.labels != m_shown.labels)
        showCategories(next);
    if (next.first != m_shown.first || next.last != m_shown.last)
        m_axis->setRange(next.first, next.last);
    m_shown = next;
}

void ChartAxis::showCategories(const Shown &next)
{
    const QStringList old = m_axis->categoriesLabels();
    // All but the last change is quiet: Qt lays the chart out at each.
    const std::size_t count = next.places.size();
    {
        const QSignalBlocker quiet(m_axis);
        for (auto label = old.crbegin(); label != old.crend(); ++label)
            m_axis->remove(*label);
        // A label stands at the end of its category, so that the first begins out of sight.
        if (count > 0)
            m_axis->setStartValue(std::min(next.first, next.places.front()) - (next.last - next.first));
        for (std::size_t tick = 0; tick + 1 < count; ++tick)
            m_axis->append(next.labels[qsizetype(tick)], next.places[tick]);
    }
    if (count > 0)
        m_axis->append(next.labels.constLast(), next.places.back());
}

} // namespace primer
