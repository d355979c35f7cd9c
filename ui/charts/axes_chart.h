// Owns: charts with values along both axes: room for labels, the crosshair, the brush and the cut by pointer and keys.
// Not here: what is drawn (line_chart.h, histogram_chart.h).
#pragma once

#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_view.h"

namespace primer {

class AxesChart : public ChartView
{
    Q_OBJECT
public:
    AxesChart(const QString &title, QWidget *parent);

    void setQuantities(const Quantity &x, const Quantity &y);
    const ChartAxis &xAxis() const { return m_x; }
    const ChartAxis &yAxis() const { return m_y; }
    /// The crosshair, as a sister chart has it.
    void setPointer(const std::optional<double> &x);
    /// A line that is dragged through the chart; what is left of it is pale.
    void setCut(double cut);
    double cut() const { return m_cut.value_or(0); }
    double pixelOf(double x) const;

    ReadOut currentReadOut() const override;
    std::optional<double> position() const override { return m_cut ? m_cut : m_pointer; }
    void setPosition(double place) override;
    std::pair<double, double> positionRange() const override { return {m_x.low(), m_x.high()}; }

Q_SIGNALS:
    void pointerMoved(const std::optional<double> &x);
    /// By pointer or keys.
    void cutMoved(double cut);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

    void fitAxes(bool hasData) override;
    void placeOverlay() override;
    void applyStyle(const ChartStyle &style) override;

    virtual ReadOut readOut(double x) const = 0;
    /// Where the next step of an arrow key leads; `by` is -1 or 1.
    virtual double stepFrom(double x, int by) const = 0;
    /// Of the bar at x; empty: the crosshair is a line.
    virtual QRectF barAt(double) const { return {}; }
    /// What the brush covers when it goes from one value to another.
    virtual QRectF brushArea(double from, double to) const;
    /// Never of one value: that is a click.
    virtual void brushed(double, double) {}
    virtual void clicked(double) {}
    /// Between which values there is something to read: where Home and End lead.
    virtual std::pair<double, double> readRange() const { return {m_x.low(), m_x.high()}; }
    virtual QString cutText(double) const { return {}; }
    virtual QString headerText() const;

    double valueAtPixel(double pixel) const;
    const std::optional<double> &pointer() const { return m_pointer; }
    void movePointer(const std::optional<double> &x);
    ChartAxis &x() { return m_x; }
    ChartAxis &y() { return m_y; }
    bool hasData() const { return m_hasData; }
    bool hasCut() const { return m_cut.has_value(); }
    /// By keys; nothing: away.
    void setBrush(const std::optional<std::pair<double, double>> &range);

private:
    bool hasTitle(const ChartAxis &axis) const;
    void moveCut(double cut);
    bool isGrip(const QPointF &place) const;
    bool moveCutByKey(QKeyEvent *event);

    ChartAxis m_x, m_y;
    std::optional<double> m_pointer, m_cut;
    std::optional<double> m_brushFrom, m_brushTo;
    double m_pressedPixel = 0;
    bool m_hasData = false, m_isBrushing = false, m_isMovingCut = false;
};

} // namespace primer
