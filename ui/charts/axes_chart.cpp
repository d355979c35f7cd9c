#include "ui/charts/axes_chart.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QChart>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>

namespace primer {

namespace {

constexpr int dragPixels = 6;                        ///< less is a click
constexpr double keyShare = 0.01, fineShare = 0.001; ///< of the axis, for the cut
constexpr double linesPerTick = 2.5, labelGap = 24, cutReach = 10;
constexpr double linesForTitle = 11; ///< in a lower chart the title of x would take more than it gives
constexpr int edge = 4;

} // namespace

AxesChart::AxesChart(const QString &title, QWidget *parent)
    : ChartView(title, parent), m_x(chart(), Qt::AlignBottom), m_y(chart(), Qt::AlignLeft)
{}

void AxesChart::setQuantities(const Quantity &x, const Quantity &y)
{
    m_x.setQuantity(x);
    m_y.setQuantity(y);
    invalidate();
}

void AxesChart::applyStyle(const ChartStyle &style)
{
    m_x.applyStyle(style);
    m_y.applyStyle(style);
}

QString AxesChart::headerText() const
{
    return title() == m_y.quantity().name && !look().isPaper ? m_y.title() : title();
}

/// In the window the title of y is the header, where it is read without turning the head.
bool AxesChart::hasTitle(const ChartAxis &axis) const
{
    if (look().isPaper)
        return true;
    const double lines = chart()->size().height() / QFontMetricsF(look().font).height();
    return lines >= linesForTitle && (&axis == &m_x || headerText() != m_y.title());
}

void AxesChart::fitAxes(bool hasData)
{
    m_hasData = hasData;
    m_x.setVisible(hasData);
    m_y.setVisible(hasData);
    chart()->setPlotAreaBackgroundVisible(hasData);
    const QFontMetricsF metrics(look().font);
    const QRectF area = plot();
    const double widest = std::max(metrics.horizontalAdvance(m_x.labelOf(m_x.low())),
                                   metrics.horizontalAdvance(m_x.labelOf(m_x.high())));
    const int ticksX = std::max(2, int(area.width() / (widest + labelGap))),
              ticksY = std::max(2, int(area.height() / (metrics.height() * linesPerTick)));
    if (hasData) {
        m_x.show(ticksX, hasTitle(m_x));
        m_y.show(ticksY, hasTitle(m_y));
    }
    // Half of the last label reaches beyond the plot.
    const std::vector<double> ticks = m_x.ticks(ticksX);
    const double beyond = ticks.empty() ? 0
                                        : metrics.horizontalAdvance(m_x.labelOf(ticks.back())) / 2
                                              - (pixelOf(m_x.high()) - pixelOf(ticks.back()));
    const double top = header().height() + edge + (m_cut ? ChartOverlay::cutHandleHeight() : 0);
    chart()->setMargins(QMargins(edge, int(top), std::max(2 * edge, int(std::ceil(beyond)) + edge), 2));
    header().setTitle(headerText());
    header().layOut(edge, chart()->size().width() - 2 * edge);
}

double AxesChart::pixelOf(double x) const
{
    const double first = m_x.firstCoordinate(), last = m_x.lastCoordinate();
    return plot().left() + (m_x.coordinateOf(x) - first) / (last - first) * plot().width();
}

double AxesChart::valueAtPixel(double pixel) const
{
    const QRectF area = plot();
    const double share = std::clamp((pixel - area.left()) / std::max(1.0, area.width()), 0.0, 1.0);
    return m_x.valueAt(m_x.firstCoordinate() + share * (m_x.lastCoordinate() - m_x.firstCoordinate()));
}

QRectF AxesChart::brushArea(double from, double to) const
{
    const auto [left, right] = std::minmax({pixelOf(from), pixelOf(to)});
    return {QPointF(left, plot().top()), QPointF(right, plot().bottom())};
}

ReadOut AxesChart::currentReadOut() const
{
    const std::optional<double> place = position();
    return place && m_hasData ? readOut(*place) : ReadOut();
}

void AxesChart::placeOverlay()
{
    if (m_cut && m_hasData)
        overlay().showCut(pixelOf(*m_cut), cutText(*m_cut), hasFocus());
    else
        overlay().hideCut();
    if (m_brushFrom && m_brushTo && m_hasData)
        overlay().showBrush(brushArea(*m_brushFrom, *m_brushTo));
    else
        overlay().hideBrush();
    const bool isInside = m_pointer && *m_pointer >= m_x.low() && *m_pointer <= m_x.high();
    const ReadOut there = isInside && m_hasData ? readOut(*m_pointer) : ReadOut();
    if (there.isEmpty()) {
        overlay().hidePointer();
        return;
    }
    const QRectF bar = barAt(*m_pointer);
    if (bar.isEmpty())
        overlay().showCrosshair(pixelOf(*m_pointer), there);
    else
        overlay().showBar(bar, there);
}

void AxesChart::setPointer(const std::optional<double> &x)
{
    if (m_pointer == x)
        return;
    m_pointer = x;
    if (isVisible())
        placeOverlay();
}

void AxesChart::movePointer(const std::optional<double> &x)
{
    if (m_pointer == x)
        return;
    setPointer(x);
    Q_EMIT pointerMoved(x);
    tellPosition();
}

void AxesChart::setCut(double cut)
{
    const bool isNew = !m_cut;
    if (m_cut == cut)
        return;
    m_cut = cut;
    if (isNew)
        invalidate();
    else
        placeOverlay();
}

void AxesChart::moveCut(double cut)
{
    cut = std::clamp(cut, m_x.low(), m_x.high());
    if (m_cut == cut)
        return;
    setCut(cut);
    Q_EMIT cutMoved(cut);
    tellPosition();
}

void AxesChart::setPosition(double place)
{
    if (m_cut)
        moveCut(place);
    else
        movePointer(std::clamp(place, m_x.low(), m_x.high()));
}

void AxesChart::setBrush(const std::optional<std::pair<double, double>> &range)
{
    m_brushFrom = range ? std::optional(range->first) : std::nullopt;
    m_brushTo = range ? std::optional(range->second) : std::nullopt;
    if (m_hasData)
        placeOverlay();
}

/// The plot; with a cut, its handle above and what its line needs on both sides.
bool AxesChart::isGrip(const QPointF &place) const
{
    return m_cut ? plot().adjusted(-cutReach, -ChartOverlay::cutHandleHeight(), cutReach, 0).contains(place)
                 : plot().contains(place);
}

void AxesChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_hasData || !isGrip(event->position())) {
        event->ignore();
        return;
    }
    m_pressedPixel = event->position().x();
    m_isMovingCut = m_cut.has_value();
    if (m_cut) {
        moveCut(valueAtPixel(m_pressedPixel));
    } else {
        m_isBrushing = true;
        m_brushFrom = m_brushTo = valueAtPixel(m_pressedPixel);
        placeOverlay();
    }
}

void AxesChart::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_hasData)
        return;
    const double pixel = event->position().x(), value = valueAtPixel(pixel);
    if (m_cut) {
        const bool isNear = std::abs(pixel - overlay().cutX()) < cutReach;
        viewport()->setCursor(isNear ? Qt::SplitHCursor : Qt::ArrowCursor);
        if (m_isMovingCut && (event->buttons() & Qt::LeftButton))
            moveCut(value);
    } else if (m_isBrushing) {
        m_brushTo = value;
    }
    movePointer(value);
    if (m_isBrushing)
        placeOverlay();
}

void AxesChart::mouseReleaseEvent(QMouseEvent *event)
{
    m_isMovingCut = false;
    if (!std::exchange(m_isBrushing, false) || !m_brushFrom)
        return;
    const double from = *m_brushFrom, to = valueAtPixel(event->position().x());
    m_brushFrom = m_brushTo = std::nullopt;
    placeOverlay();
    if (from != to && std::abs(event->position().x() - m_pressedPixel) >= dragPixels)
        brushed(std::min(from, to), std::max(from, to));
    else
        clicked(to);
}

void AxesChart::leaveEvent(QEvent *event)
{
    ChartView::leaveEvent(event);
    movePointer(std::nullopt);
}

bool AxesChart::moveCutByKey(QKeyEvent *event)
{
    const double share = event->modifiers() & Qt::ShiftModifier ? fineShare : keyShare;
    const double step = share * (m_x.high() - m_x.low());
    switch (event->key()) {
    case Qt::Key_Left: moveCut(cut() - step); return true;
    case Qt::Key_Right: moveCut(cut() + step); return true;
    case Qt::Key_Home: moveCut(m_x.low()); return true;
    case Qt::Key_End: moveCut(m_x.high()); return true;
    default: return false;
    }
}

void AxesChart::keyPressEvent(QKeyEvent *event)
{
    if (m_cut && moveCutByKey(event))
        return;
    // Without a crosshair the keys start where the reader looks first: at the end.
    const auto [first, last] = readRange();
    const double from = m_pointer.value_or(last);
    const auto inside = [this](double x) { return std::clamp(x, m_x.low(), m_x.high()); };
    switch (m_hasData && !m_cut ? event->key() : 0) {
    case Qt::Key_Left: movePointer(inside(m_pointer ? stepFrom(from, -1) : from)); return;
    case Qt::Key_Right: movePointer(inside(m_pointer ? stepFrom(from, 1) : from)); return;
    case Qt::Key_Home: movePointer(first); return;
    case Qt::Key_End: movePointer(last); return;
    default: ChartView::keyPressEvent(event);
    }
}

} // namespace primer
