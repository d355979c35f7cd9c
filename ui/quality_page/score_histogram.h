// Owns: the histogram of scores, stacked by label or source, with the cut that is dragged through it. Not here:
// counting, drawing.
#pragma once

#include <memory>

#include "core/quality/quality_view.h"
#include "ui/charts/histogram_chart.h"

namespace primer {

class ScoreHistogram : public HistogramChart
{
    Q_OBJECT
public:
    enum class Stacking { Label, Judgement, Source }; ///< judgements are drawn alone: they are few

    explicit ScoreHistogram(QWidget *parent = nullptr);
    void setView(std::shared_ptr<const QualityView> view);
    void setStacking(Stacking stacking);
    QSize sizeHint() const override { return {640, 260}; }
    QSize minimumSizeHint() const override { return {260, 140}; }

protected:
    QString cutText(double cut) const override;

private:
    void stack();
    const std::vector<std::vector<std::int64_t>> &stacks() const;
    std::size_t kinds() const;
    QString nameOf(std::size_t kind) const;
    ChartTone toneOf(std::size_t kind) const;

    std::shared_ptr<const QualityView> m_view;
    Stacking m_stacking = Stacking::Label;
};

} // namespace primer
