// Owns: the charts of the shown runs: loss large, the other metrics beneath, one x axis and one crosshair for all;
// smoothing, logarithms, zoom, picture and CSV. Not here: which runs, reading them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QWidget>

#include "core/base/result.h"
#include "ui/charts/chart_export.h"
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
    /// All charts side by side as one figure for paper, or all numbers.
    void save(const QString &path, FigureFormat format);
    /// Writes all that the runs have said until now, a line a step, when it is called: from any thread.
    std::function<std::string()> csvWriter() const;

Q_SIGNALS:
    void saved(const QString &path);
    void saveFailed(const primer::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    RunAxis axis() const;
    QToolButton *makeSaveButton();
    void makeLayout(QToolButton *save);
    void setLines();
    void setRange(const std::optional<std::pair<double, double>> &range);
    void smooth();

    std::vector<ShownRun> m_runs;
    std::array<LineChart *, 5> m_charts{};
    QComboBox *m_axis;
    QSlider *m_smoothing;
    QToolButton *m_logX, *m_logY, *m_whole;
};

} // namespace primer
