// Owns: curves over a common rising axis, linear or logarithmic: which part of it is shown, choosing that by dragging,
// wheel and keys, what stands under the crosshair. Not here: where the numbers come from, crosshair and brush
// themselves (axes_chart.h).
#pragma once

#include <optional>
#include <vector>

#include "ui/charts/axes_chart.h"
#include "ui/charts/series_column.h"

class QScatterSeries;
class QXYSeries;

namespace primer {

/// Columns outlive the chart's next `setLines`; they may grow between two `refresh`es.
struct ChartLine {
    QString name;
    int colour = 0; ///< a number of the palette; also the marker's shape
    const SeriesColumn *x = nullptr;
    const SeriesColumn *y = nullptr;
    bool isFaint = false;  ///< drawn thin and pale, not named, not read out
    bool isPoints = false; ///< markers instead of a line
};

class LineChart : public AxesChart
{
    Q_OBJECT
public:
    using Range = std::optional<std::pair<double, double>>;

    explicit LineChart(const QString &title, QWidget *parent = nullptr);
    void setLines(std::vector<ChartLine> lines);
    const std::vector<ChartLine> &lines() const { return m_lines; }
    /// The columns have grown.
    void refresh() { invalidate(); }
    void setLogarithmic(bool x, bool y);
    /// What is shown along x; nothing: everything, and up to `setMinEnd` at least.
    void setRange(const Range &range);
    const Range &range() const { return m_range; }
    void setMinEnd(double end);
    /// In the window; a figure has its legend.
    void setLegendShown(bool isShown);
    std::function<std::string()> csvWriter() const override;
    QSize sizeHint() const override { return {400, 160}; }
    QSize minimumSizeHint() const override { return {160, 90}; }

Q_SIGNALS:
    void rangeChosen(const std::optional<std::pair<double, double>> &range);

protected:
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

    bool prepare() override;
    void fill() override;
    void applyStyle(const ChartStyle &style) override;
    QString describe() const override;
    ReadOut readOut(double x) const override;
    double stepFrom(double x, int by) const override;
    std::pair<double, double> readRange() const override;
    void brushed(double from, double to) override;
    void extendMenu(QMenu &menu) override;

private:
    /// What draws one line.
    struct Drawn {
        QXYSeries *curve = nullptr;
        QScatterSeries *marks = nullptr; ///< along the line, where there are several
        QList<QPointF> points, markPoints;
    };
    void makeSeries();
    void stylePens();
    void makeLegend();
    bool hasMarks() const;
    double dataEnd() const;
    /// What is shown along x when nothing was chosen.
    std::pair<double, double> whole() const;
    /// Lowest and highest of the line between the ends of x, where it is cut off included.
    std::optional<std::pair<double, double>> extremesOf(const ChartLine &line) const;
    void choose(const Range &range);
    void zoom(double factor, double around);
    QList<QPointF> marksOf(std::size_t place) const;

    std::vector<ChartLine> m_lines;
    std::vector<Drawn> m_drawn; ///< as m_lines
    bool m_isLogX = false, m_isLogY = false, m_isLegendShown = true;
    Range m_range;
    double m_minEnd = 0;
};

} // namespace primer
