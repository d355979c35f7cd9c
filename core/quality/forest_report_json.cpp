#include "core/quality/forest_report_json.h"

#include <nlohmann/json.hpp>
#include "core/base/exception_error.h"
#include "core/base/old_keys.h"
#include "core/forest/classification_measures.h"

namespace primer {

using Json = nlohmann::ordered_json;

namespace {

Json toJson(const Interval &interval) { return Json::array({interval.low, interval.high}); }

Json toJson(const SurePoint &sure)
{
    return {{"threshold", sure.point.threshold},
            {"kept", sure.point.kept},
            {"precision", sure.point.precision},
            {"precision_interval", toJson(sure.precision)},
            {"recall", sure.point.recall},
            {"recall_interval", toJson(sure.recall)},
            {"f1", sure.point.f1},
            {"f1_interval", toJson(sure.f1)},
            {"false_positive_rate", sure.point.falsePositiveRate}};
}

Json toJson(const ScoreMeasures &measures)
{
    Json json{{"auc", measures.areaUnderRoc},
              {"average_precision", measures.averagePrecision},
              {"brier", measures.brier},
              {"at_half", toJson(measures.atHalf)}};
    for (const SurePoint &sure : measures.curve)
        json["curve"].push_back(toJson(sure));
    for (const CalibrationBin &bin : measures.calibration)
        json["calibration"].push_back(
            {{"mean_score", bin.meanScore}, {"positive_share", bin.positiveShare}, {"count", bin.count}});
    return json;
}

/// The value under a key, or what `value` is when the key is missing.
template<typename T>
void read(const Json &json, const char *key, T &value)
{
    if (const auto found = json.find(key); found != json.end())
        found->get_to(value);
}

void read(const Json &json, const char *key, Interval &interval)
{
    if (const auto found = json.find(key); found != json.end()) {
        found->at(0).get_to(interval.low);
        found->at(1).get_to(interval.high);
    }
}

SurePoint pointOf(const Json &json)
{
    SurePoint sure;
    json.at("threshold").get_to(sure.point.threshold);
    read(json, "kept", sure.point.kept);
    json.at("precision").get_to(sure.point.precision);
    json.at("recall").get_to(sure.point.recall);
    json.at("f1").get_to(sure.point.f1);
    read(json, "false_positive_rate", sure.point.falsePositiveRate);
    read(json, "precision_interval", sure.precision);
    read(json, "recall_interval", sure.recall);
    read(json, "f1_interval", sure.f1);
    return sure;
}

ScoreMeasures measuresOf(const Json &json)
{
    ScoreMeasures measures;
    json.at("auc").get_to(measures.areaUnderRoc);
    read(json, "average_precision", measures.averagePrecision);
    read(json, "brier", measures.brier);
    measures.atHalf = pointOf(json.at("at_half"));
    for (const Json &point : json.value("curve", Json::array()))
        measures.curve.push_back(pointOf(point));
    for (const Json &bin : json.value("calibration", Json::array())) {
        CalibrationBin read;
        bin.at("mean_score").get_to(read.meanScore);
        bin.at("positive_share").get_to(read.positiveShare);
        bin.at("count").get_to(read.count);
        measures.calibration.push_back(read);
    }
    return measures;
}

ForestReport::Labels labelsOf(const Json &json)
{
    ForestReport::Labels labels;
    read(json, "teacher", labels.teacher);
    read(json, "count", labels.count);
    read(json, "positive", labels.positive);
    read(json, "positive_from", labels.positiveFrom);
    return labels;
}

ForestReport::Split splitOf(Json json)
{
    renameOldKeys(json, {{"near_copies", "near_duplicates"}});
    ForestReport::Split split;
    read(json, "groups", split.groups);
    read(json, "learnt", split.learnt);
    read(json, "held_out", split.heldOut);
    read(json, "held_out_positive", split.heldOutPositive);
    read(json, "near_duplicates", split.nearDuplicates);
    read(json, "left_out", split.leftOut);
    return split;
}

ForestReport::Settings settingsOf(const Json &json)
{
    ForestReport::Settings settings;
    read(json, "trees", settings.trees);
    read(json, "seed", settings.seed);
    read(json, "positive_weight", settings.positiveWeight);
    read(json, "min_leaf", settings.minLeaf);
    read(json, "max_depth", settings.maxDepth);
    return settings;
}

ForestReport reportOf(const Json &json)
{
    ForestReport report;
    if (json.contains("labels"))
        report.labels = labelsOf(json["labels"]);
    if (json.contains("split"))
        report.split = splitOf(json["split"]);
    if (json.contains("settings"))
        report.settings = settingsOf(json["settings"]);
    read(json, "note", report.note);
    if (json.contains("forest"))
        report.forest = measuresOf(json["forest"]);
    if (json.contains("logistic"))
        report.logistic = measuresOf(json["logistic"]);
    for (const Json &seed : json.value("seeds", Json::array()))
        report.seeds.push_back({seed.at("seed"), seed.at("auc"), seed.at("f1")});
    for (const Json &point : json.value("learning_curve", Json::array()))
        report.learningCurve.push_back({point.at("labels"), point.at("auc"), point.at("f1")});
    for (const Json &feature : json.value("importance", Json::array()))
        report.importance.push_back({feature.at("feature"), feature.at("squared_error_more")});
    read(json, "seconds", report.seconds);
    return report;
}

} // namespace

Json toJson(const ForestReport::Labels &labels)
{
    return {{"teacher", labels.teacher},
            {"count", labels.count},
            {"positive", labels.positive},
            {"positive_from", labels.positiveFrom}};
}

Json toJson(const ForestReport &report)
{
    Json json = Json::object();
    if (report.labels)
        json["labels"] = toJson(*report.labels);
    if (report.split)
        json["split"] = {{"groups", report.split->groups},
                         {"learnt", report.split->learnt},
                         {"held_out", report.split->heldOut},
                         {"held_out_positive", report.split->heldOutPositive},
                         {"near_duplicates", report.split->nearDuplicates},
                         {"left_out", report.split->leftOut}};
    if (report.settings)
        json["settings"] = {{"trees", report.settings->trees},
                            {"seed", report.settings->seed},
                            {"positive_weight", report.settings->positiveWeight},
                            {"min_leaf", report.settings->minLeaf},
                            {"max_depth", report.settings->maxDepth}};
    if (!report.note.empty())
        json["note"] = report.note;
    if (report.forest)
        json["forest"] = toJson(*report.forest);
    if (report.logistic)
        json["logistic"] = toJson(*report.logistic);
    for (const ForestReport::Seed &seed : report.seeds)
        json["seeds"].push_back({{"seed", seed.seed}, {"auc", seed.areaUnderRoc}, {"f1", seed.f1}});
    for (const ForestReport::FewerLabels &point : report.learningCurve)
        json["learning_curve"].push_back({{"labels", point.labels}, {"auc", point.areaUnderRoc}, {"f1", point.f1}});
    for (const ForestReport::Feature &feature : report.importance)
        json["importance"].push_back({{"feature", feature.name}, {"squared_error_more", feature.addedSquaredError}});
    json["seconds"] = report.seconds;
    return json;
}

Result<ForestReport> forestReportFromJson(const std::string &text, const std::string &where)
{
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return Error{ErrorCode::Corrupt, "the report is no JSON object", where};
    try {
        return reportOf(json);
    } catch (const nlohmann::json::exception &problem) {
        return Error{ErrorCode::Corrupt, withoutExceptionNames(problem.what()), where};
    }
}

} // namespace primer
