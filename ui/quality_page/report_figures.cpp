#include "ui/quality_page/report_figures.h"

#include <nlohmann/json.hpp>

#include "core/forest/forest_report.h"

namespace primer {

namespace {

using Json = nlohmann::json;

double number(const Json &object, const char *key) { return object.is_object() ? object.value(key, 0.0) : 0; }

const Json &part(const Json &object, const char *key)
{
    static const Json none;
    return object.is_object() && object.contains(key) ? object[key] : none;
}

std::optional<std::pair<double, double>> bounds(const Json &object, const std::string &key)
{
    const Json &interval = part(object, key.c_str());
    if (!interval.is_array() || interval.size() != 2)
        return std::nullopt;
    return std::pair(interval[0].get<double>(), interval[1].get<double>());
}

ReportFigures::Measure measureOf(const Json &curve, const std::string &key)
{
    ReportFigures::Measure measure;
    for (const Json &point : curve) {
        const double x = number(point, "threshold");
        measure.middle.emplace_back(x, number(point, key.c_str()));
        if (const auto interval = bounds(point, key + "_interval")) {
            measure.low.emplace_back(x, interval->first);
            measure.high.emplace_back(x, interval->second);
        }
    }
    return measure;
}

ReportFigures::Points pointsOf(const Json &rows, const char *x, const char *y)
{
    ReportFigures::Points points;
    for (const Json &row : rows)
        points.emplace_back(number(row, x), number(row, y));
    return points;
}

void readCurves(ReportFigures &figures, const Json &heldOut)
{
    std::vector<float> scores;
    std::vector<std::uint8_t> positive;
    for (const Json &score : part(heldOut, "scores"))
        scores.push_back(score.is_number() ? score.get<float>() : 0);
    for (const Json &side : part(heldOut, "positive"))
        positive.push_back(side.is_number() ? side.get<std::uint8_t>() : std::uint8_t(0));
    figures.roc.emplace_back(0, 0);
    if (scores.size() != positive.size())
        return;
    for (const ThresholdPoint &point : thresholdCurve(scores, positive)) {
        figures.roc.emplace_back(point.falsePositiveRate, point.recall);
        figures.precisionByRecall.emplace_back(point.recall, point.precision);
    }
}

} // namespace

ReportFigures ReportFigures::of(const StoredForest &stored)
{
    const Json report = Json::parse(stored.reportJson, nullptr, false);
    ReportFigures figures;
    const Json &labels = part(report, "labels"), &split = part(report, "split"), &forest = part(report, "forest"),
               &logistic = part(report, "logistic");
    figures.labels = std::int64_t(number(labels, "count"));
    figures.positive = std::int64_t(number(labels, "positive"));
    figures.learntFrom = std::int64_t(number(split, "learnt"));
    figures.heldOut = std::int64_t(number(split, "held_out"));
    if (forest.is_null())
        return figures;
    const Json &half = part(forest, "at_half");
    figures.forest = Quality{number(forest, "auc"), number(forest, "average_precision"), number(forest, "brier"),
                             number(half, "f1"), bounds(half, "f1_interval")};
    if (!logistic.is_null())
        figures.logisticAreaUnderRoc = number(logistic, "auc");
    for (const Json &seed : part(report, "seeds"))
        figures.seeds.emplace_back(std::int64_t(number(seed, "seed")), number(seed, "auc"));
    figures.precision = measureOf(part(forest, "curve"), "precision");
    figures.recall = measureOf(part(forest, "curve"), "recall");
    figures.f1 = measureOf(part(forest, "curve"), "f1");
    readCurves(figures, part(report, "held_out"));
    figures.calibration = pointsOf(part(forest, "calibration"), "mean_score", "positive_share");
    figures.areaByLabels = pointsOf(part(report, "learning_curve"), "labels", "auc");
    figures.f1ByLabels = pointsOf(part(report, "learning_curve"), "labels", "f1");
    for (const Json &feature : part(report, "importance"))
        figures.importance.emplace_back(feature.value("feature", ""), number(feature, "squared_error_more"));
    return figures;
}

} // namespace primer
