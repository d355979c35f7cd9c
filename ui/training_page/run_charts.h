// Owns: the charts of the shown runs: loss large, the other metrics beneath, one x axis and one crosshair for all;
// smoothing, logarithms, zoom, picture and CSV. Not here: which runs, reading them.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QWidget>

#include "ui/training_page/run_series.h"

class QComboBox;
class QSlider;
class QToolButton;

namespace primer {

class LineChart;

struct ShownRun {
    QString name;
    int colour = 0; ///< stays with the run
    std::shared_ptr<RunSeries> series;
};

class RunCharts : public QWidget
{
    Q_OBJECT
public:
    explicit RunCharts(QWidget *parent = nullptr);
    void setRuns(std::vector<ShownRun> runs);
    /// The series have grown.
    void refresh();
    double smoothing() const;
    LineChart *chart(RunMetric metric) const { return m_charts[std::size_t(metric)]; }
    QComboBox *axisChoice() const { return m_axis; }
    /// What the charts show, as a picture at twice the size, or as CSV.
    bool savePicture(const QString &path);
    std::string csv() const;

Q_SIGNALS:
    void csvWanted(const QString &path);
    void pictureFailed(const QString &path);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    RunAxis axis() const;
    void setLines();
    void setRange(const std::optional<std::pair<double, double>> &range);
    void smooth();

    std::vector<ShownRun> m_runs;
    std::array<LineChart *, 5> m_charts;
    QComboBox *m_axis;
    QSlider *m_smoothing;
    QToolButton *m_logX, *m_logY, *m_whole;
};

} // namespace primer
