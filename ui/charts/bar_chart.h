// Owns: named bars lying one below the other, each of several parts, with a text at its end. Not here: counting.
#pragma once

#include <vector>

#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_view.h"

class QBarCategoryAxis;
class QHorizontalStackedBarSeries;

namespace primer {

struct BarData {
    struct Part {
        QString name;
        ChartTone tone;
    };
    struct Bar {
        QString name;
        std::vector<double> parts;
        QString text; ///< what is read at its end
    };
    Quantity quantity;
    std::vector<Part> parts;
    std::vector<Bar> bars; ///< from the top
};

class BarChart : public ChartView
{
    Q_OBJECT
public:
    explicit BarChart(const QString &title, QWidget *parent = nullptr);
    void setData(BarData data);
    const BarData &data() const { return m_data; }
    std::function<std::string()> csvWriter() const override;
    ReadOut currentReadOut() const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, 60}; }

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool prepare() override;
    void fitAxes(bool hasData) override;
    void fill() override;
    void placeOverlay() override;
    void applyStyle(const ChartStyle &style) override;
    QString describe() const override;

private:
    int count() const { return int(m_data.bars.size()); }
    double pitch() const;
    void setCurrent(int bar);
    /// Into so many pixels.
    void nameBars(double room);

    BarData m_data;
    QHorizontalStackedBarSeries *m_bars;
    QBarCategoryAxis *m_names; ///< the chart's
    ChartAxis m_x;
    int m_current = -1; ///< under the pointer or the keys
    bool m_hasData = false;
};

} // namespace primer
