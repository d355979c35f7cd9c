#include "ui/quality_page/report_figures.h"

#include "core/forest/classification_measures.h"

namespace primer {

namespace {

ReportFigures::Measure measureOf(const std::vector<SurePoint> &curve, double ThresholdPoint::*value,
                                 Interval SurePoint::*interval)
{
    ReportFigures::Measure measure;
    for (const SurePoint &sure : curve) {
        const double x = double(sure.point.threshold);
        measure.middle.emplace_back(x, sure.point.*value);
        measure.low.emplace_back(x, (sure.*interval).low);
        measure.high.emplace_back(x, (sure.*interval).high);
    }
    return measure;
}

void addCurves(ReportFigures &figures, const std::vector<HeldOutScore> &heldOut)
{
    std::vector<float> scores;
    std::vector<std::uint8_t> positive;
    for (const HeldOutScore &score : heldOut) {
        scores.push_back(score.score);
        positive.push_back(score.isPositive ? 1 : 0);
    }
    figures.roc.emplace_back(0, 0);
    for (const ThresholdPoint &point : thresholdCurve(scores, positive)) {
        figures.roc.emplace_back(point.falsePositiveRate, point.recall);
        figures.precisionByRecall.emplace_back(point.recall, point.precision);
    }
}

} // namespace

ReportFigures ReportFigures::of(const ForestRecord &record)
{
    const ForestReport &report = record.report;
    const auto labels = report.labels.value_or(ForestReport::Labels());
    const auto split = report.split.value_or(ForestReport::Split());
    ReportFigures figures;
    figures.labels = labels.count;
    figures.positive = labels.positive;
    figures.learntFrom = split.learnt;
    figures.heldOut = split.heldOut;
    if (!report.forest)
        return figures;
    const ScoreMeasures &forest = *report.forest;
    figures.forest = Quality{forest.areaUnderRoc, forest.averagePrecision, forest.brier, forest.atHalf.point.f1,
                             std::pair(forest.atHalf.f1.low, forest.atHalf.f1.high)};
    if (report.logistic)
        figures.logisticAreaUnderRoc = report.logistic->areaUnderRoc;
    for (const ForestReport::Seed &seed : report.seeds)
        figures.seeds.emplace_back(std::int64_t(seed.seed), seed.areaUnderRoc);
    figures.precision = measureOf(forest.curve, &ThresholdPoint::precision, &SurePoint::precision);
    figures.recall = measureOf(forest.curve, &ThresholdPoint::recall, &SurePoint::recall);
    figures.f1 = measureOf(forest.curve, &ThresholdPoint::f1, &SurePoint::f1);
    addCurves(figures, record.heldOut);
    for (const CalibrationBin &bin : forest.calibration)
        figures.calibration.emplace_back(bin.meanScore, bin.positiveShare);
    for (const ForestReport::FewerLabels &point : report.learningCurve) {
        figures.areaByLabels.emplace_back(double(point.labels), point.areaUnderRoc);
        figures.f1ByLabels.emplace_back(double(point.labels), point.f1);
    }
    for (const ForestReport::Feature &feature : report.importance)
        figures.importance.emplace_back(feature.name, feature.addedSquaredError);
    return figures;
}

} // namespace primer
