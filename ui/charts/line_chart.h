// Owns: curves over a common rising axis: axes, linear or logarithmic, the values under the pointer, choosing a range
// by dragging. Not here: where the numbers come from.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QColor>
#include <QWidget>

#include "ui/charts/series_column.h"

namespace primer {

/// Columns outlive the chart's next `setLines`; they may grow between two paints.
struct ChartLine {
    QString name;
    int colour = 0; ///< a number of the palette; also the marker's shape
    const SeriesColumn *x = nullptr;
    const SeriesColumn *y = nullptr;
    bool isFaint = false;  ///< drawn thin and pale, not named, not read out
    bool isPoints = false; ///< markers instead of a line
};

class LineChart : public QWidget
{
    Q_OBJECT
public:
    using Format = std::function<QString(double)>;

    explicit LineChart(const QString &title, QWidget *parent = nullptr);
    void setLines(std::vector<ChartLine> lines);
    const std::vector<ChartLine> &lines() const { return m_lines; }
    /// `value`: as the pointer reads it out; `y`: at the axis.
    void setFormats(Format x, Format y, Format value);
    void setLogarithmic(bool x, bool y);
    /// What is shown along x; nothing: everything, up to `least` at the least.
    void setRange(const std::optional<std::pair<double, double>> &range);
    void setLeastEnd(double least);
    /// The crosshair of a sister chart.
    void setPointer(const std::optional<double> &x);
    QString emptyText() const { return m_emptyText; }
    void setEmptyText(const QString &text) { m_emptyText = text; }
    QSize sizeHint() const override { return {400, 160}; }
    QSize minimumSizeHint() const override { return {160, 90}; }

    static QColor colourOf(int number, const QPalette &palette);
    /// A circle, square, triangle or diamond: runs differ by more than colour.
    static void drawMarker(QPainter &painter, const QPointF &centre, double radius, int number);

Q_SIGNALS:
    void rangeChosen(const std::optional<std::pair<double, double>> &range);
    void pointerMoved(const std::optional<double> &x);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Axis {
        double from = 0, to = 1; ///< pixels
        double low = 0, high = 1;
        bool isLogarithmic = false;
        double at(double value) const;
        double valueAt(double pixel) const;
        std::vector<double> ticks(int wanted) const;
    };
    struct Frame {
        QRectF area;
        Axis x, y;
    };
    std::optional<Frame> frame() const;
    void drawAxes(QPainter &painter, const Frame &frame) const;
    void drawLine(QPainter &painter, const Frame &frame, const ChartLine &line) const;
    void drawPoints(QPainter &painter, const Frame &frame, const ChartLine &line) const;
    void drawPointer(QPainter &painter, const Frame &frame) const;

    QString m_title, m_emptyText;
    std::vector<ChartLine> m_lines;
    Format m_formatX, m_formatY, m_formatValue;
    bool m_isLogX = false, m_isLogY = false;
    std::optional<std::pair<double, double>> m_range;
    double m_leastEnd = 0;
    std::optional<double> m_pointer;
    std::optional<double> m_dragFrom, m_dragTo; ///< pixels
};

} // namespace primer
