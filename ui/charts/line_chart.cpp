#include "ui/charts/line_chart.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <QChart>
#include <QKeyEvent>
#include <QLineSeries>
#include <QLocale>
#include <QMenu>
#include <QScatterSeries>
#include <QWheelEvent>

#include "core/base/csv.h"
#include "ui/charts/curve_points.h"

namespace primer {

namespace {

constexpr double zoomStep = 1.25;
constexpr double curveWidth = 1.8, thinWidth = 1; ///< Qt draws a thin line several times as fast
constexpr int faintAlpha = 90, yParts = 5, marksAlong = 8;
constexpr double markSize = 7, pointSize = 8, pointPen = 1.5;
constexpr double pointReach = 0.02; ///< of the axis, beyond the last marker, within which it is still read out

void replacePoints(QXYSeries *series, QList<QPointF> &shown, QList<QPointF> points)
{
    if (points == shown)
        return;
    shown = std::move(points);
    series->replace(shown);
}

} // namespace

LineChart::LineChart(const QString &title, QWidget *parent) : AxesChart(title, parent)
{
    setQuantities({}, {title, Quantity::Kind::Number, {}});
}

void LineChart::setLines(std::vector<ChartLine> lines)
{
    const auto kind = [](const ChartLine &line) { return std::pair(line.isFaint, line.isPoints); };
    const bool hadMarks = hasMarks();
    const bool isSame = std::equal(
        lines.begin(), lines.end(), m_lines.begin(), m_lines.end(),
        [&](const ChartLine &left, const ChartLine &right) { return kind(left) == kind(right); });
    m_lines = std::move(lines);
    if (!isSame || hadMarks != hasMarks())
        makeSeries();
    stylePens();
    invalidate();
}

/// Of several lines each has its marks: they differ by more than colour.
bool LineChart::hasMarks() const
{
    std::set<int> colours;
    for (const ChartLine &line : m_lines) {
        if (!line.isFaint && !line.isPoints && !line.name.isEmpty())
            colours.insert(line.colour);
    }
    return colours.size() > 1;
}

void LineChart::makeSeries()
{
    chart()->removeAllSeries();
    m_drawn.assign(m_lines.size(), {});
    std::vector<std::size_t> order(m_lines.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    const auto rank = [this](std::size_t place) {
        return m_lines[place].isPoints ? 2 : m_lines[place].isFaint ? 0 : 1;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&rank](std::size_t left, std::size_t right) { return rank(left) < rank(right); });
    const auto add = [this](auto *series) {
        chart()->addSeries(series);
        series->attachAxis(x().axis());
        series->attachAxis(y().axis());
        return series;
    };
    for (const std::size_t place : order) {
        const ChartLine &line = m_lines[place];
        Drawn &drawn = m_drawn[place];
        if (line.isPoints)
            drawn.curve = add(new QScatterSeries);
        else
            drawn.curve = add(new QLineSeries);
        if (hasMarks() && !line.isPoints && !line.isFaint)
            drawn.marks = add(new QScatterSeries);
    }
    x().forget();
    y().forget();
}

void LineChart::applyStyle(const ChartStyle &style)
{
    AxesChart::applyStyle(style);
    stylePens();
}

void LineChart::stylePens()
{
    for (std::size_t place = 0; place < m_drawn.size(); ++place) {
        const ChartLine &line = m_lines[place];
        QColor colour = look().series(line.colour);
        if (auto *points = qobject_cast<QScatterSeries *>(m_drawn[place].curve)) {
            points->setMarkerShape(markerShape(line.colour));
            points->setMarkerSize(pointSize);
            points->setPen(QPen(colour, pointPen));
            points->setBrush(look().plot);
            continue;
        }
        if (QScatterSeries *marks = m_drawn[place].marks) {
            marks->setMarkerShape(markerShape(line.colour));
            marks->setMarkerSize(markSize);
            marks->setPen(QPen(look().plot, 1));
            marks->setBrush(colour);
        }
        if (line.isFaint)
            colour.setAlpha(faintAlpha);
        const bool isDense = double(m_drawn[place].points.size()) > plot().width() * (look().isPaper ? 2 : 1);
        QPen pen(colour, line.isFaint || isDense ? thinWidth : curveWidth);
        pen.setCosmetic(true);
        pen.setCapStyle(line.isFaint ? Qt::FlatCap : Qt::SquareCap);
        m_drawn[place].curve->setPen(pen);
    }
}

void LineChart::makeLegend()
{
    QList<LegendEntry> entries;
    for (const ChartLine &line : m_lines) {
        if (line.isFaint || line.name.isEmpty())
            continue;
        entries.append({line.name, look().series(line.colour), line.colour,
                        line.isPoints ? LegendEntry::Kind::Marker
                        : hasMarks()  ? LegendEntry::Kind::LineAndMarker
                                      : LegendEntry::Kind::Line});
    }
    const bool isNeeded = look().isPaper || (m_isLegendShown && entries.size() > 1);
    header().setLegend({}, isNeeded ? entries : QList<LegendEntry>());
}

void LineChart::setLogarithmic(bool x, bool y)
{
    m_isLogX = x;
    m_isLogY = y;
    invalidate();
}

void LineChart::setRange(const Range &range)
{
    m_range = range;
    invalidate();
}

void LineChart::setMinEnd(double end)
{
    m_minEnd = end;
    invalidate();
}

void LineChart::setLegendShown(bool isShown)
{
    m_isLegendShown = isShown;
    invalidate();
}

double LineChart::dataEnd() const
{
    double end = m_minEnd;
    for (const ChartLine &line : m_lines)
        end = std::max(end, line.x->last());
    return end;
}

std::pair<double, double> LineChart::whole() const
{
    constexpr double lowestShare = 1e-9; // a logarithm has no zero
    const double end = dataEnd();
    if (!m_isLogX)
        return {0, end};
    double begin = end;
    for (const ChartLine &line : m_lines) {
        if (line.x->size() > 0)
            begin = std::min(begin, line.x->at(0));
    }
    return {std::max(begin, end * lowestShare), end};
}

std::optional<std::pair<double, double>> LineChart::extremesOf(const ChartLine &line) const
{
    const ChartAxis &along = xAxis();
    const std::size_t count = std::min(line.x->size(), line.y->size());
    const std::size_t from = std::min(count, line.x->lowerBound(along.low())),
                      to = std::min(count, line.x->lowerBound(std::nextafter(along.high(), INFINITY)));
    std::optional<std::pair<double, double>> extremes;
    const auto take = [&extremes](double low, double high) {
        extremes = extremes ? std::pair(std::min(extremes->first, low), std::max(extremes->second, high))
                            : std::pair(low, high);
    };
    if (from < to) {
        const auto [low, high] = line.y->extremes(from, to);
        take(low, high);
    }
    if (line.isPoints)
        return extremes;
    for (const auto &[place, edge] : {std::pair(from, along.low()), std::pair(to, along.high())}) {
        if (place == 0 || place >= count)
            continue;
        const double before = along.coordinateOf(line.x->at(place - 1)), after = along.coordinateOf(line.x->at(place));
        const double share = after > before ? (along.coordinateOf(edge) - before) / (after - before) : 0;
        const double first = line.y->at(place - 1), last = line.y->at(place);
        take(first + share * (last - first), first + share * (last - first));
        if (m_isLogY && first > 0 && last > 0) // a straight line there goes through another value
            take(first * std::pow(last / first, share), first * std::pow(last / first, share));
    }
    return extremes;
}

bool LineChart::prepare()
{
    makeLegend();
    if (std::all_of(m_lines.begin(), m_lines.end(), [](const ChartLine &line) { return line.x->size() == 0; }))
        return false;
    x().setScale(m_isLogX ? ChartAxis::Scale::Logarithmic : ChartAxis::Scale::Linear);
    const auto [begin, end] = whole();
    x().setRange(m_range ? std::max(m_range->first, m_isLogX ? begin : m_range->first) : begin,
                 m_range ? m_range->second : end);

    double lowest = 0, highest = 0;
    bool hasRange = false;
    for (const ChartLine &line : m_lines) {
        const auto extremes = extremesOf(line);
        if (!extremes)
            continue;
        lowest = hasRange ? std::min(lowest, extremes->first) : extremes->first;
        highest = hasRange ? std::max(highest, extremes->second) : extremes->second;
        hasRange = true;
    }
    // In steps, so that the axis does not move with every point.
    const bool isLog = m_isLogY && lowest > 0;
    y().setScale(isLog ? ChartAxis::Scale::Logarithmic : ChartAxis::Scale::Linear);
    if (isLog) {
        y().setRange(ChartAxis::niceBelow(lowest), ChartAxis::niceAbove(highest));
    } else {
        const double span = highest > lowest ? highest - lowest : std::max(std::abs(highest), 1e-9);
        const double distance = ChartAxis::niceDistance(span, yParts);
        double from = std::floor(lowest / distance) * distance;
        double to = std::max(from + distance, std::ceil(highest / distance) * distance);
        if (y().quantity().kind == Quantity::Kind::Share && highest <= 1 && to > 1) { // nothing lies beyond the whole
            to = 1;
            from = std::min(from, to - distance);
        }
        y().setRange(from, to);
    }
    return true;
}

QList<QPointF> LineChart::marksOf(std::size_t place) const
{
    QList<QPointF> marks;
    const ChartLine &line = m_lines[place];
    const double first = xAxis().firstCoordinate(), span = xAxis().lastCoordinate() - first;
    // At places of the plot, not of the data: they stand still while the curve grows. Each line has its own.
    const double shift = (double(place) + 1) / (double(m_lines.size()) + 1);
    for (int mark = 0; mark < marksAlong; ++mark) {
        const double coordinate = first + span * (mark + shift) / marksAlong;
        if (const auto value = curveValueAt(*line.x, *line.y, xAxis().valueAt(coordinate)))
            marks.append({coordinate, yAxis().coordinateOf(*value)});
    }
    return marks;
}

void LineChart::fill()
{
    // Figures have twice the pixels, as fine screens have.
    const CurveFrame frame{x(), y(), plot().size() * (look().isPaper ? 2 : devicePixelRatioF())};
    for (std::size_t place = 0; place < m_drawn.size(); ++place) {
        const ChartLine &line = m_lines[place];
        Drawn &drawn = m_drawn[place];
        replacePoints(drawn.curve, drawn.points,
                      !hasData()      ? QList<QPointF>()
                      : line.isPoints ? markerPoints(*line.x, *line.y, frame)
                                      : curvePoints(*line.x, *line.y, frame));
        if (drawn.marks)
            replacePoints(drawn.marks, drawn.markPoints, hasData() ? marksOf(place) : QList<QPointF>());
    }
    stylePens();
}

ReadOut LineChart::readOut(double x) const
{
    ReadOut there;
    there.place = QuantityText::value(xAxis().quantity(), x);
    const double reach = (xAxis().high() - xAxis().low()) * pointReach;
    for (const ChartLine &line : m_lines) {
        if (line.isFaint || line.x->size() == 0)
            continue;
        std::size_t place = std::min(line.x->lowerBound(x), line.x->size() - 1);
        if (place > 0 && x - line.x->at(place - 1) < line.x->at(place) - x)
            --place;
        const double beyond = line.isPoints ? reach : 0;
        if (x > line.x->last() + beyond || x < line.x->at(0) - beyond)
            continue;
        const QString value = QuantityText::value(yAxis().quantity(), line.y->at(place));
        there.rows.append({line.name.isEmpty() ? value : line.name + QStringLiteral("  ") + value,
                           look().series(line.colour), line.colour});
    }
    return there;
}

/// To the next point, or by a pixel where there are more points than pixels.
double LineChart::stepFrom(double x, int by) const
{
    const double pixel = pixelOf(x) + by;
    double next = valueAtPixel(pixel);
    for (const ChartLine &line : m_lines) {
        if (line.isFaint || line.isPoints || line.x->size() == 0)
            continue;
        const std::size_t place = by > 0 ? line.x->lowerBound(std::nextafter(x, INFINITY)) : line.x->lowerBound(x);
        if (by > 0 && place < line.x->size())
            next = std::max(next, line.x->at(place));
        if (by < 0 && place > 0)
            next = std::min(next, line.x->at(place - 1));
        break;
    }
    return next;
}

std::pair<double, double> LineChart::readRange() const
{
    double first = xAxis().high(), last = xAxis().low();
    for (const ChartLine &line : m_lines) {
        if (line.isFaint || line.x->size() == 0)
            continue;
        first = std::min(first, line.x->at(0));
        last = std::max(last, line.x->last());
    }
    first = std::max(first, xAxis().low());
    return {first, std::max(first, std::min(last, xAxis().high()))};
}

void LineChart::choose(const Range &range)
{
    setRange(range);
    Q_EMIT rangeChosen(range);
}

void LineChart::brushed(double from, double to) { choose(std::pair(from, to)); }

void LineChart::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (plot().contains(event->position()))
        choose(std::nullopt);
    else
        event->ignore();
}

/// What is at `around` stays there.
void LineChart::zoom(double factor, double around)
{
    const double first = xAxis().firstCoordinate(), last = xAxis().lastCoordinate(),
                 place = xAxis().coordinateOf(around);
    const double low = xAxis().valueAt(place - (place - first) * factor),
                 high = xAxis().valueAt(place + (last - place) * factor);
    const auto [begin, end] = whole();
    if (low <= begin && high >= end)
        choose(std::nullopt);
    else
        choose(std::pair(std::max(begin, low), std::min(high, end)));
}

void LineChart::wheelEvent(QWheelEvent *event)
{
    if (!hasData() || event->angleDelta().y() == 0 || !plot().contains(event->position())) {
        event->ignore();
        return;
    }
    zoom(event->angleDelta().y() > 0 ? 1 / zoomStep : zoomStep, valueAtPixel(event->position().x()));
    event->accept();
}

void LineChart::keyPressEvent(QKeyEvent *event)
{
    const double around = pointer().value_or((xAxis().low() + xAxis().high()) / 2);
    switch (hasData() ? event->key() : 0) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(1 / zoomStep, around); return;
    case Qt::Key_Minus: zoom(zoomStep, around); return;
    case Qt::Key_Escape:
        if (m_range) {
            choose(std::nullopt);
            return;
        }
        [[fallthrough]];
    default: AxesChart::keyPressEvent(event);
    }
}

void LineChart::extendMenu(QMenu &menu)
{
    menu.addSeparator();
    menu.addAction(tr("Show all"), this, [this] { choose(std::nullopt); })->setEnabled(m_range.has_value());
}

QString LineChart::describe() const
{
    QStringList parts{tr("%1 by %2").arg(yAxis().title(), xAxis().title())};
    for (const ChartLine &line : m_lines) {
        const std::size_t count = std::min(line.x->size(), line.y->size());
        if (line.isFaint || count == 0)
            continue;
        const auto [lowest, highest] = line.y->extremes(0, count);
        const auto text = [this](double value) { return QuantityText::value(yAxis().quantity(), value); };
        parts.append(tr("%1: %2 points, from %3 to %4, the last %5")
                         .arg(line.name, QLocale().toString(qulonglong(count)), text(lowest), text(highest),
                              text(line.y->at(count - 1))));
    }
    return parts.join(QStringLiteral("; "));
}

std::function<std::string()> LineChart::csvWriter() const
{
    struct Part {
        std::string name;
        SeriesColumn x, y;
    };
    std::vector<Part> parts;
    for (const ChartLine &line : m_lines)
        parts.push_back(
            {csvCell((line.isFaint ? tr("%1, each").arg(line.name) : line.name).toStdString()), *line.x, *line.y});
    const auto titleOf = [](const Quantity &quantity) {
        return csvCell(QuantityText::title(quantity, QuantityText::plainUnit(quantity)).toStdString());
    };
    const std::string first = "series," + titleOf(xAxis().quantity()) + ',' + titleOf(yAxis().quantity()) + '\n';
    return [parts = std::move(parts), first] {
        std::string text = first;
        for (const Part &part : parts) {
            for (std::size_t place = 0; place < std::min(part.x.size(), part.y.size()); ++place) {
                text += part.name + ',';
                appendNumber(text, part.x.at(place));
                text += ',';
                appendNumber(text, part.y.at(place));
                text += '\n';
            }
        }
        return text;
    };
}

} // namespace primer
