#include "ui/charts/curve_points.h"

#include <algorithm>
#include <cmath>

#include "ui/charts/chart_axis.h"
#include "ui/charts/series_column.h"

namespace primer {

namespace {

constexpr double markerApart = 6;       ///< pixels; markers that lie on each other are slow and not told apart
constexpr double straightWithin = 0.15; ///< pixels off a straight line that nobody sees
constexpr int longestStraight = 8;      ///< points left out in a row: small errors must not add up
constexpr std::size_t drawnSingly = 2;

/// Takes points in order and leaves out those on the straight line between their neighbours.
class PointSink
{
public:
    explicit PointSink(const CurveFrame &frame)
        : m_pixelsX(frame.size.width() / (frame.x.lastCoordinate() - frame.x.firstCoordinate())),
          m_pixelsY(frame.size.height() / (frame.y.lastCoordinate() - frame.y.firstCoordinate()))
    {}
    void add(double x, double y)
    {
        if (!std::isfinite(x) || !std::isfinite(y))
            return;
        const QPointF point(x, y);
        if (m_points.size() >= 2 && m_leftOut < longestStraight && isStraight(point)) {
            m_points.back() = point;
            ++m_leftOut;
            return;
        }
        m_points.append(point);
        m_leftOut = 0;
    }
    double lastY() const { return m_points.isEmpty() ? 0 : m_points.constLast().y(); }
    double pixelsOf(double height) const { return height * m_pixelsY; }
    QList<QPointF> take() { return std::move(m_points); }

private:
    QPointF inPixels(const QPointF &from, const QPointF &to) const
    {
        return {(to.x() - from.x()) * m_pixelsX, (to.y() - from.y()) * m_pixelsY};
    }
    bool isStraight(const QPointF &point) const
    {
        const QPointF &before = m_points[m_points.size() - 2];
        const QPointF whole = inPixels(before, point), part = inPixels(before, m_points.constLast());
        const double length = std::hypot(whole.x(), whole.y());
        const double along = whole.x() * part.x() + whole.y() * part.y();
        return length > 0 && along >= 0 && along <= length * length
               && std::abs(whole.x() * part.y() - whole.y() * part.x()) <= straightWithin * length;
    }

    double m_pixelsX, m_pixelsY;
    QList<QPointF> m_points;
    int m_leftOut = 0;
};

/// Between two points, at the frame's edge.
void addAtEdge(PointSink &sink, const CurveFrame &frame, const QPointF &from, const QPointF &to, double edge)
{
    const double share = to.x() > from.x() ? (edge - from.x()) / (to.x() - from.x()) : 0;
    const double y = from.y() + share * (to.y() - from.y());
    sink.add(edge, std::clamp(y, frame.y.firstCoordinate(), frame.y.lastCoordinate()));
}

} // namespace

QList<QPointF> curvePoints(const SeriesColumn &x, const SeriesColumn &y, const CurveFrame &frame)
{
    const double first = frame.x.firstCoordinate(), last = frame.x.lastCoordinate();
    const double perPixel = (last - first) / std::max(1.0, frame.size.width());
    const std::size_t count = std::min(x.size(), y.size());
    const std::size_t begin = std::min(count, x.lowerBound(frame.x.low()));
    PointSink sink(frame);
    const auto point = [&](std::size_t place) {
        return QPointF(frame.x.coordinateOf(x.at(place)), frame.y.coordinateOf(y.at(place)));
    };
    if (begin > 0 && begin < count && x.at(begin - 1) < frame.x.low())
        addAtEdge(sink, frame, point(begin - 1), point(begin), first);
    std::size_t stride = 1; ///< points of the column before
    for (std::size_t place = begin; place < count;) {
        const QPointF here = point(place);
        if (here.x() > last) {
            if (place > 0)
                addAtEdge(sink, frame, point(place - 1), here, last);
            break;
        }
        const double column = std::floor((here.x() - first) / perPixel);
        const double end = frame.x.valueAt(first + (column + 1) * perPixel);
        const std::size_t next = std::max(place + 1,
                                          std::min(count, x.lowerBound(std::min(end, frame.x.high()), place + stride)));
        stride = next - place;
        if (next - place <= drawnSingly) {
            sink.add(here.x(), here.y());
            place += 1;
            continue;
        }
        const auto [lowest, highest] = y.extremes(place, next);
        const double low = frame.y.coordinateOf(lowest), high = frame.y.coordinateOf(highest),
                     centre = first + (column + 0.5) * perPixel;
        if (std::abs(sink.pixelsOf(high - low)) < 1) {
            sink.add(centre, (low + high) / 2);
        } else {
            // From where the curve comes to the nearer end, then to the other.
            const bool isUp = std::abs(sink.lastY() - low) < std::abs(sink.lastY() - high);
            sink.add(centre, isUp ? low : high);
            sink.add(centre, isUp ? high : low);
        }
        place = next;
    }
    return sink.take();
}

QList<QPointF> markerPoints(const SeriesColumn &x, const SeriesColumn &y, const CurveFrame &frame)
{
    QList<QPointF> points;
    const double pixels = frame.size.width() / (frame.x.lastCoordinate() - frame.x.firstCoordinate());
    const std::size_t count = std::min(x.size(), y.size());
    for (std::size_t place = x.lowerBound(frame.x.low()); place < count && x.at(place) <= frame.x.high(); ++place) {
        const QPointF point(frame.x.coordinateOf(x.at(place)), frame.y.coordinateOf(y.at(place)));
        const bool isLast = place + 1 == count;
        if (points.isEmpty() || isLast || (point.x() - points.constLast().x()) * pixels >= markerApart)
            points.append(point);
    }
    return points;
}

std::optional<double> curveValueAt(const SeriesColumn &x, const SeriesColumn &y, double place)
{
    const std::size_t count = std::min(x.size(), y.size());
    if (count == 0 || place < x.at(0) || place > x.at(count - 1))
        return std::nullopt;
    const std::size_t after = std::min(count - 1, x.lowerBound(place));
    if (after == 0 || x.at(after) == x.at(after - 1))
        return y.at(after);
    const double share = (place - x.at(after - 1)) / (x.at(after) - x.at(after - 1));
    return y.at(after - 1) + share * (y.at(after) - y.at(after - 1));
}

} // namespace primer
