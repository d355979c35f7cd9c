// Owns: what a run's events say, as columns to draw and export. Not here: reading the events, drawing.
#pragma once

#include <array>
#include <string>

#include <QString>

#include "core/runs/event_tail.h"
#include "ui/charts/series_column.h"

namespace primer {

enum class RunAxis { Step, Tokens, Time };
enum class RunMetric { Loss, LearningRate, GradientNorm, TokensPerSecond, Memory };
inline constexpr std::array runMetrics{RunMetric::Loss, RunMetric::LearningRate, RunMetric::GradientNorm,
                                       RunMetric::TokensPerSecond, RunMetric::Memory};

class RunSeries
{
public:
    explicit RunSeries(double smoothing) : m_smoothed(smoothing) {}

    /// A step that is not after the last one replaces all from it on: the run went back.
    void take(const RunEvent &event);
    void setSmoothing(double weight);

    const SeriesColumn &axis(RunAxis axis) const { return m_axes[std::size_t(axis)]; }
    const SeriesColumn &metric(RunMetric metric) const { return m_metrics[std::size_t(metric)]; }
    const SeriesColumn &smoothedLoss() const { return m_smoothed.column(); }
    const SeriesColumn &evaluationAxis(RunAxis axis) const { return m_evaluationAxes[std::size_t(axis)]; }
    const SeriesColumn &evaluations() const { return m_evaluations; }
    std::size_t stepCount() const { return m_axes[0].size(); }

    const RunEvent &start() const { return m_start; }
    const RunEvent &lastStep() const { return m_lastStep; }
    const RunEvent &lastEvaluation() const { return m_lastEvaluation; }
    const RunEvent &lastCheckpoint() const { return m_lastCheckpoint; }
    /// The reason of the last end, "" while it may go on.
    const std::string &endReason() const { return m_endReason; }

    /// One line a step with a header; evaluations stand in their step's line.
    std::string toCsv(const QString &name) const;

private:
    void cut(std::size_t count);
    void smooth(double loss);

    std::array<SeriesColumn, 3> m_axes, m_evaluationAxes;
    std::array<SeriesColumn, 5> m_metrics;
    SmoothedColumn m_smoothed;
    SeriesColumn m_evaluations;
    RunEvent m_start, m_lastStep, m_lastEvaluation, m_lastCheckpoint;
    std::string m_endReason;
};

} // namespace primer
