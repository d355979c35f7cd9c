#include "ui/training_page/run_series.h"

#include <cmath>

#include "core/base/csv.h"
#include "ui/charts/chart_export.h"

namespace primer {

void RunSeries::cut(std::size_t count)
{
    for (SeriesColumn &column : m_axes)
        column.cut(count);
    for (SeriesColumn &column : m_metrics)
        column.cut(count);
    m_smoothed.cut(count);
}

void RunSeries::take(const RunEvent &event)
{
    SeriesColumn &steps = m_axes[std::size_t(RunAxis::Step)];
    switch (event.kind) {
    case RunEvent::Kind::Start:
        m_start = event;
        m_endReason.clear();
        break;
    case RunEvent::Kind::Step: {
        cut(steps.lowerBound(double(event.step)));
        const std::size_t kept = m_evaluationAxes[0].lowerBound(double(event.step));
        for (SeriesColumn &column : m_evaluationAxes)
            column.cut(kept);
        m_evaluations.cut(kept);
        m_axes[std::size_t(RunAxis::Tokens)].append(double(event.tokens));
        m_axes[std::size_t(RunAxis::Time)].append(m_axes[std::size_t(RunAxis::Time)].last() + event.seconds);
        steps.append(double(event.step));
        m_metrics[std::size_t(RunMetric::Loss)].append(event.loss);
        m_metrics[std::size_t(RunMetric::LearningRate)].append(event.learningRate);
        m_metrics[std::size_t(RunMetric::GradientNorm)].append(event.gradientNorm);
        m_metrics[std::size_t(RunMetric::TokensPerSecond)].append(event.tokensPerSecond);
        m_metrics[std::size_t(RunMetric::Memory)].append(double(event.memoryBytes));
        smooth(event.loss);
        m_lastStep = event;
        break;
    }
    case RunEvent::Kind::Evaluation:
        // It belongs to the step just done.
        for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
            m_evaluationAxes[axis].append(axis == std::size_t(RunAxis::Step) ? double(event.step)
                                                                             : m_axes[axis].last());
        m_evaluations.append(event.loss);
        m_lastEvaluation = event;
        break;
    case RunEvent::Kind::Checkpoint: m_lastCheckpoint = event; break;
    case RunEvent::Kind::End: m_endReason = event.word; break;
    default:
        if (event.steps > 0) // it was extended
            m_start.steps = event.steps;
        break;
    }
}

void RunSeries::setSmoothing(double weight)
{
    m_smoothed = SmoothedColumn(weight);
    const SeriesColumn &losses = metric(RunMetric::Loss);
    for (std::size_t place = 0; place < losses.size(); ++place)
        smooth(losses.at(place));
}

/// One loss that is no number leaves the curve where it is instead of ending it.
void RunSeries::smooth(double loss) { m_smoothed.append(std::isfinite(loss) ? loss : m_smoothed.column().last()); }

std::string RunSeries::toCsv(const QString &name) const
{
    const std::string run = csvCell(name.toStdString());
    std::string text;
    std::size_t evaluation = 0;
    for (std::size_t place = 0; place < stepCount(); ++place) {
        text += run;
        for (const SeriesColumn &column : m_axes)
            appendNumber(text += ',', column.at(place));
        for (const SeriesColumn &column : m_metrics)
            appendNumber(text += ',', column.at(place));
        text += ',';
        while (evaluation < m_evaluations.size() && m_evaluationAxes[0].at(evaluation) < m_axes[0].at(place))
            ++evaluation;
        if (evaluation < m_evaluations.size() && m_evaluationAxes[0].at(evaluation) == m_axes[0].at(place))
            appendNumber(text, m_evaluations.at(evaluation));
        text += '\n';
    }
    return text;
}

} // namespace primer
