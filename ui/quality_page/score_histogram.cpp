#include "ui/quality_page/score_histogram.h"

#include <algorithm>
#include <numeric>

#include <QLocale>

namespace primer {

namespace {

constexpr std::size_t maxSources = 7; ///< with a colour of their own; the rest share one

} // namespace

ScoreHistogram::ScoreHistogram(QWidget *parent) : HistogramChart(tr("Histogram of scores"), parent)
{
    setToolTip(tr("Drag the cut, or move it with left and right; Shift makes small steps"));
    setEmptyText(tr("No sample of this set has a score"));
    setCut(0.5);
}

void ScoreHistogram::setView(std::shared_ptr<const QualityView> view)
{
    m_view = std::move(view);
    stack();
}

void ScoreHistogram::setStacking(Stacking stacking)
{
    m_stacking = stacking;
    stack();
}

const std::vector<std::vector<std::int64_t>> &ScoreHistogram::stacks() const
{
    switch (m_stacking) {
    case Stacking::Label: return m_view->byLabel();
    case Stacking::Judgement: return m_view->byJudgement();
    default: return m_view->bySource();
    }
}

std::size_t ScoreHistogram::kinds() const
{
    switch (m_stacking) {
    case Stacking::Label: return std::size_t(QualityView::labelKinds);
    case Stacking::Judgement: return std::size_t(QualityView::labelKinds) - 1;
    default: return std::min(maxSources + 1, m_view->sourceNames().size());
    }
}

QString ScoreHistogram::nameOf(std::size_t kind) const
{
    if (m_stacking != Stacking::Source)
        return kind + 1 == std::size_t(QualityView::labelKinds) ? tr("no label") : QString::number(kind);
    return kind >= maxSources ? tr("others") : QString::fromStdString(m_view->sourceNames()[kind]);
}

ChartTone ScoreHistogram::toneOf(std::size_t kind) const
{
    if (m_stacking == Stacking::Source)
        return kind >= maxSources ? ChartTone{ChartTone::Kind::Faint} : ChartTone{ChartTone::Kind::Series, int(kind)};
    return kind + 1 == std::size_t(QualityView::labelKinds) ? ChartTone{ChartTone::Kind::Faint}
                                                            : ChartTone{ChartTone::Kind::Ordered, int(kind)};
}

void ScoreHistogram::stack()
{
    if (!m_view)
        return;
    HistogramData data;
    data.quantity = {tr("Score"), Quantity::Kind::Number, {}};
    for (int edge = 0; edge <= QualityView::bins; ++edge)
        data.edges.push_back(double(edge) / QualityView::bins);
    data.caption = m_stacking == Stacking::Label       ? tr("Teacher's label:")
                   : m_stacking == Stacking::Judgement ? tr("Judged by people:")
                                                       : tr("Source:");
    // The labelled ones stand on the axis, however few they are.
    for (std::size_t kind = 0; kind < kinds(); ++kind) {
        HistogramData::Layer layer{nameOf(kind), toneOf(kind), {}};
        const bool isRest = m_stacking == Stacking::Source && kind == maxSources;
        for (const std::vector<std::int64_t> &stack : stacks())
            layer.counts.push_back(
                isRest ? std::accumulate(stack.begin() + std::ptrdiff_t(maxSources), stack.end(), std::int64_t(0))
                       : stack[kind]);
        data.layers.push_back(std::move(layer));
    }
    setData(std::move(data));
}

QString ScoreHistogram::cutText(double cut) const { return tr("cut %1").arg(QLocale().toString(cut, 'f', 3)); }

} // namespace primer
