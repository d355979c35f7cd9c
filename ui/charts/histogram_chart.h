// Owns: a histogram of one or more layers, stacked; a click, a brush or the keys ask for a range of it, or a cut goes
// through it. Not here: counting.
#pragma once

#include <vector>

#include "ui/charts/axes_chart.h"

class QStackedBarSeries;

namespace primer {

struct HistogramData {
    struct Layer {
        QString name;
        ChartTone tone;
        std::vector<qint64> counts;
    };
    Quantity quantity; ///< along x
    bool isInteger = false;
    std::vector<double> edges; ///< one more than counts
    std::vector<Layer> layers; ///< the first stands on the axis
    QString caption;           ///< before the names of the layers
    bool isSquareRoot = false; ///< heights by the square root: the few are seen beside the many
};

class HistogramChart : public AxesChart
{
    Q_OBJECT
public:
    explicit HistogramChart(const QString &title, QWidget *parent = nullptr);
    void setData(HistogramData data);
    const HistogramData &data() const { return m_data; }
    /// What the bars count.
    void setCounted(const QString &name);
    std::function<std::string()> csvWriter() const override;
    QSize sizeHint() const override { return {320, 120}; }
    QSize minimumSizeHint() const override { return {120, 80}; }

Q_SIGNALS:
    /// Both ends belong to the range.
    void rangeChosen(double low, double high);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool prepare() override;
    void fill() override;
    void applyStyle(const ChartStyle &style) override;
    QString describe() const override;
    ReadOut readOut(double x) const override;
    double stepFrom(double x, int by) const override;
    QRectF barAt(double x) const override;
    QRectF brushArea(double from, double to) const override;
    void brushed(double from, double to) override;
    void clicked(double x) override;
    QString headerText() const override;

private:
    int bins() const { return int(m_data.edges.size()) - 1; }
    int binOf(double x) const;
    double middleOf(int bin) const;
    std::pair<double, double> binBounds(int bin) const;
    qint64 totalOf(int bin) const;
    QString rangeText(int bin) const;
    /// [layer][bin], in coordinates of y
    std::vector<std::vector<double>> heights() const;
    void choose(int first, int last);

    HistogramData m_data;
    QStackedBarSeries *m_bars;
    std::vector<std::vector<double>> m_shown;
    std::optional<double> m_anchor; ///< where a range by keys begins
};

} // namespace primer
