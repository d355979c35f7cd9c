// Owns: the points that a curve is drawn by: lowest and highest of each pixel column, fewer where the curve is smooth,
// so that a million points cost as much as a thousand and no spike is lost. Not here: drawing.
#pragma once

#include <optional>

#include <QList>
#include <QPointF>
#include <QSizeF>

namespace primer {

class ChartAxis;
class SeriesColumn;

/// Where a curve is drawn.
struct CurveFrame {
    const ChartAxis &x, &y;
    QSizeF size; ///< of the plot, in pixels
};

/// In coordinates of the axes, cut off at the frame's left and right.
QList<QPointF> curvePoints(const SeriesColumn &x, const SeriesColumn &y, const CurveFrame &frame);

/// Each point by itself, but for those that would lie on each other.
QList<QPointF> markerPoints(const SeriesColumn &x, const SeriesColumn &y, const CurveFrame &frame);

/// The curve's value at x, on the line between its neighbours; nothing outside of the curve.
std::optional<double> curveValueAt(const SeriesColumn &x, const SeriesColumn &y, double place);

} // namespace primer
