#include "core/workspace/quality.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <numeric>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "core/base/parallel.h"
#include "core/forest/forest_report.h"
#include "core/forest/logistic.h"
#include "core/storage/label_store.h"
#include "core/storage/quality_store.h"
#include "core/workspace/quality_split.h"

namespace primer {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t fewestOfASide = 20;
constexpr int curvePoints = 19; ///< thresholds 0.05 ... 0.95

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

std::string joined(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : "+") + name;
    return text;
}

/// Rows, targets and what belongs together.
struct Examples {
    std::vector<SampleId> ids;
    std::vector<float> rows;
    std::vector<float> targets;
    std::vector<std::size_t> groups;
    std::int64_t nearCopies = 0;
    std::size_t columns = 0;

    Examples part(const std::vector<std::uint8_t> &chosen, std::uint8_t side, std::size_t most = ~std::size_t(0)) const
    {
        Examples part;
        part.columns = columns;
        for (std::size_t place = 0; place < ids.size() && part.ids.size() < most; ++place) {
            if (chosen[place] != side)
                continue;
            part.ids.push_back(ids[place]);
            part.targets.push_back(targets[place]);
            part.groups.push_back(groups[place]);
            part.rows.insert(part.rows.end(), rows.begin() + std::ptrdiff_t(place * columns),
                             rows.begin() + std::ptrdiff_t((place + 1) * columns));
        }
        return part;
    }
    FeatureMatrix matrix() const { return {rows.data(), ids.size(), columns}; }
    std::vector<std::uint8_t> truth() const
    {
        std::vector<std::uint8_t> truth;
        for (const float target : targets)
            truth.push_back(target >= 0.5f ? 1 : 0);
        return truth;
    }
    bool hasBothSides() const { return positives() > 0 && positives() < ids.size(); }
    std::size_t positives() const
    {
        return std::size_t(std::count_if(targets.begin(), targets.end(), [](float target) { return target >= 0.5f; }));
    }
};

using Labels = std::vector<std::pair<SampleId, double>>;

Result<Labels> labelsOf(Workspace &workspace, const std::string &teacher)
{
    if (teacher == humanTeacher) {
        const auto values = workspace.query().columns().values(Column::Label);
        if (!values)
            return values.error();
        Labels labels;
        for (std::size_t place = 0; place < (*values)->size(); ++place) {
            if (!std::isnan((**values)[place]))
                labels.emplace_back(SampleId(place + 1), (**values)[place]);
        }
        return labels;
    }
    auto reader = workspace.store().reader();
    if (!reader)
        return reader.error();
    return currentLabels(**reader, teacher);
}

Result<Examples> examplesOf(Workspace &workspace, const FeatureRows &features, const FitRequest &request,
                            Feedback &feedback)
{
    auto labels = labelsOf(workspace, request.teacher);
    if (!labels)
        return labels.error();
    std::erase_if(*labels, [&](const auto &label) {
        return !std::binary_search(features.ids().begin(), features.ids().end(), label.first);
    });
    std::vector<SampleId> looked;
    for (const auto &[id, value] : *labels)
        looked.push_back(id);
    const std::unordered_set<SampleId> leftOut(request.leaveOut.begin(), request.leaveOut.end());
    looked.insert(looked.begin(), request.leaveOut.begin(),
                  request.leaveOut.end()); // first, so that copies point to them
    {
        std::unordered_set<SampleId> seen;
        std::erase_if(looked, [&](SampleId id) { return !seen.insert(id).second; });
    }
    const auto near = findNearCopies(workspace.store(), looked, {}, feedback);
    if (!near)
        return near.error();
    std::unordered_set<SampleId> copiesOfLeftOut;
    for (const NearCopy &copy : near->copies) {
        if (leftOut.contains(copy.first))
            copiesOfLeftOut.insert(copy.copy);
    }
    std::erase_if(*labels, [&](const auto &label) {
        return leftOut.contains(label.first) || copiesOfLeftOut.contains(label.first);
    });
    const auto repositories = workspace.query().columns().values(Column::Repository);
    if (!repositories)
        return repositories.error();
    const auto words = workspace.query().columns().wordCounts(Column::Repository, RowMask((*repositories)->size(), 1));
    if (!words)
        return words.error();
    Examples examples;
    examples.columns = features.columns();
    examples.nearCopies = std::int64_t(near->copies.size());
    std::vector<std::int64_t> repositoryOf;
    for (const auto &[id, value] : *labels) {
        examples.ids.push_back(id);
        examples.targets.push_back(value >= request.positiveFrom ? 1.f : 0.f);
        const double repository = (**repositories)[id - 1];
        repositoryOf.push_back(words->size() <= 1 || std::isnan(repository)
                                   ? -1
                                   : std::int64_t(repository)); // one repository alone parts nothing
    }
    examples.groups = groupsOf(examples.ids, repositoryOf, near->copies);
    examples.rows = features.rows(examples.ids);
    return examples;
}

Json intervalJson(const Interval &interval) { return {interval.low, interval.high}; }

Json pointJson(const SurePoint &sure)
{
    return {{"threshold", sure.point.threshold},
            {"kept", sure.point.kept},
            {"precision", sure.point.precision},
            {"precision_interval", intervalJson(sure.precision)},
            {"recall", sure.point.recall},
            {"recall_interval", intervalJson(sure.recall)},
            {"f1", sure.point.f1},
            {"f1_interval", intervalJson(sure.f1)},
            {"false_positive_rate", sure.point.falsePositiveRate}};
}

Json qualityOf(std::span<const float> scores, std::span<const std::uint8_t> truth, bool isWhole)
{
    const float half[] = {0.5f};
    Json json{{"auc", areaUnderRoc(scores, truth)},
              {"average_precision", averagePrecision(thresholdCurve(scores, truth))},
              {"brier", brierScore(scores, truth)},
              {"at_half", pointJson(surePoints(scores, truth, half, 1).front())}};
    if (!isWhole)
        return json;
    std::vector<float> thresholds;
    for (int number = 1; number <= curvePoints; ++number)
        thresholds.push_back(float(number) / float(curvePoints + 1));
    json["curve"] = Json::array();
    for (const SurePoint &sure : surePoints(scores, truth, thresholds, 1))
        json["curve"].push_back(pointJson(sure));
    json["calibration"] = Json::array();
    for (const CalibrationBin &bin : calibrationBins(scores, truth, 10))
        json["calibration"].push_back(
            {{"mean_score", bin.meanScore}, {"positive_share", bin.positiveShare}, {"count", bin.count}});
    return json;
}

Result<std::shared_ptr<const Forest>> fitCalibrated(const Examples &examples, const ForestSettings &settings,
                                                    Feedback &feedback)
{
    auto fitted = Forest::fit(examples.matrix(), examples.targets, settings, feedback);
    if (!fitted)
        return fitted.error();
    const auto forest = std::make_shared<Forest>(**fitted);
    forest->calibrate(examples.targets);
    return std::shared_ptr<const Forest>(forest);
}

/// The features whose shuffling hurts most on samples held out.
Json importanceOf(const Forest &forest, const Examples &heldOut, const FeatureRows &features,
                  const ForestSettings &settings)
{
    constexpr std::size_t mostRows = 2000, mostFeatures = 20; // it walks once a feature and row
    const FeatureMatrix matrix{heldOut.rows.data(), std::min(heldOut.ids.size(), mostRows), heldOut.columns};
    const std::vector<double> importance = forest.permutationImportance(
        matrix, std::span(heldOut.targets).first(matrix.rows), settings.seed, settings.threads);
    std::vector<std::size_t> order(importance.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t left, std::size_t right) { return importance[left] > importance[right]; });
    order.resize(std::min(order.size(), mostFeatures));
    Json json = Json::array();
    for (const std::size_t column : order)
        json.push_back({{"feature", features.nameOf(column)}, {"squared_error_more", importance[column]}});
    return json;
}

/// What takes more fits: another kind of model, other seeds, fewer labels.
Status compare(const Examples &learnt, const Examples &heldOut, const ForestSettings &settings, Feedback &feedback,
               Json &report)
{
    constexpr double penalty = 1;
    constexpr int furtherSeeds = 3;
    const auto truth = heldOut.truth();
    const auto logistic = Logistic::fit(learnt.matrix(), learnt.targets, penalty, feedback);
    if (!logistic)
        return logistic.error();
    report["logistic"] = qualityOf(logistic->predict(heldOut.matrix()), truth, false);
    report["seeds"] = Json::array();
    ForestSettings varied = settings;
    for (int number = 1; number <= furtherSeeds; ++number) {
        varied.seed = settings.seed + std::uint64_t(number);
        const auto forest = fitCalibrated(learnt, varied, feedback);
        if (!forest)
            return forest.error();
        const auto scores = (*forest)->predict(heldOut.matrix(), settings.threads);
        report["seeds"].push_back(
            {{"seed", varied.seed}, {"auc", areaUnderRoc(scores, truth)}, {"f1", pointAt(scores, truth, 0.5f).f1}});
    }
    report["learning_curve"] = Json::array();
    for (const double share : {0.125, 0.25, 0.5, 1.0}) {
        // By a hash of the id, not by the order: import order goes by repository.
        std::vector<std::uint8_t> chosen(learnt.ids.size());
        for (std::size_t place = 0; place < chosen.size(); ++place)
            chosen[place] = double((learnt.ids[place] * 2654435761U) % 1000U) < 1000 * share ? 1 : 0;
        const Examples fewer = learnt.part(chosen, 1);
        if (!fewer.hasBothSides())
            continue;
        const auto forest = fitCalibrated(fewer, settings, feedback);
        if (!forest)
            return forest.error();
        const auto scores = (*forest)->predict(heldOut.matrix(), settings.threads);
        report["learning_curve"].push_back({{"labels", fewer.ids.size()},
                                            {"auc", areaUnderRoc(scores, truth)},
                                            {"f1", pointAt(scores, truth, 0.5f).f1}});
    }
    return success();
}

Result<Json> reportOf(const Examples &examples, const FeatureRows &features, const FitRequest &request,
                      Feedback &feedback)
{
    // Groups of one kind only happen where repositories are few: then another draw is tried.
    constexpr int mostDraws = 20;
    Examples learnt, heldOut;
    for (int draw = 0; draw < mostDraws && !(learnt.hasBothSides() && heldOut.hasBothSides()); ++draw) {
        const std::vector<std::uint8_t> isOut = heldOutGroups(examples.groups, request.heldOutShare,
                                                              request.forest.seed + std::uint64_t(draw));
        learnt = examples.part(isOut, 0);
        heldOut = examples.part(isOut, 1);
    }
    std::unordered_set<std::size_t> groups(examples.groups.begin(), examples.groups.end());
    Json report{{"labels",
                 {{"teacher", request.teacher},
                  {"count", examples.ids.size()},
                  {"positive", examples.positives()},
                  {"positive_from", request.positiveFrom}}},
                {"split",
                 {{"groups", groups.size()},
                  {"learnt", learnt.ids.size()},
                  {"held_out", heldOut.ids.size()},
                  {"held_out_positive", heldOut.positives()},
                  {"near_copies", examples.nearCopies},
                  {"left_out", request.leaveOut.size()}}},
                {"settings",
                 {{"trees", request.forest.trees},
                  {"seed", request.forest.seed},
                  {"positive_weight", request.forest.positiveWeight},
                  {"min_leaf", request.forest.minLeaf},
                  {"max_depth", request.forest.maxDepth}}}};
    if (!learnt.hasBothSides() || !heldOut.hasBothSides()) {
        report["note"] = "no report: with these groups one side would have labels of one kind only";
        return report;
    }
    const auto forest = fitCalibrated(learnt, request.forest, feedback);
    if (!forest)
        return forest.error();
    const std::vector<float> scores = (*forest)->predict(heldOut.matrix(), request.forest.threads);
    report["forest"] = qualityOf(scores, heldOut.truth(), true);
    report["held_out"] = {{"scores", scores}, {"positive", heldOut.truth()}};
    if (!request.isQuick) {
        PRIMER_TRY(compare(learnt, heldOut, request.forest, feedback, report));
        report["importance"] = importanceOf(**forest, heldOut, features, request.forest);
    }
    return report;
}

/// A sample the forest learnt from is scored by the trees that did not see it: otherwise it would look far too sure.
void estimateOwn(const std::string &reportJson, const std::vector<SampleId> &ids, std::vector<float> &scores)
{
    const Json report = Json::parse(reportJson, nullptr, false);
    const auto own = report.is_object() ? report.find("out_of_bag") : report.end();
    if (!report.is_object() || own == report.end())
        return;
    const Json &learnt = (*own)["ids"], &estimates = (*own)["scores"];
    for (std::size_t place = 0; place < learnt.size() && place < estimates.size(); ++place) {
        const auto found = std::lower_bound(ids.begin(), ids.end(), learnt[place].get<SampleId>());
        if (found != ids.end() && *found == learnt[place].get<SampleId>() && estimates[place].is_number())
            scores[std::size_t(found - ids.begin())] = estimates[place].get<float>();
    }
}

} // namespace

std::vector<std::string> splitNames(const std::string &joined)
{
    std::vector<std::string> names;
    for (std::size_t from = 0; from <= joined.size();) {
        const std::size_t to = std::min(joined.find('+', from), joined.size());
        names.push_back(joined.substr(from, to - from));
        from = to + 1;
    }
    return names;
}

Result<FeatureRows> FeatureRows::open(const std::string &workspace, const std::vector<std::string> &names)
{
    FeatureRows rows;
    for (const std::string &name : names) {
        auto set = EmbeddingSet::open(workspace, name);
        if (!set)
            return set.error();
        rows.m_columns += (*set)->width();
        if (rows.m_sets.empty()) {
            rows.m_ids = (*set)->ids();
        } else {
            std::vector<SampleId> both;
            std::set_intersection(rows.m_ids.begin(), rows.m_ids.end(), (*set)->ids().begin(), (*set)->ids().end(),
                                  std::back_inserter(both));
            rows.m_ids = std::move(both);
        }
        rows.m_sets.push_back(std::move(*set));
        rows.m_names.push_back(name);
    }
    if (rows.m_sets.empty())
        return Error{ErrorCode::InvalidInput, "at least one set of vectors is needed", "features"};
    return rows;
}

std::string FeatureRows::nameOf(std::size_t column) const
{
    for (std::size_t number = 0; number < m_sets.size(); ++number) {
        if (column < m_sets[number]->width())
            return m_names[number] + "[" + std::to_string(column) + "]";
        column -= m_sets[number]->width();
    }
    return {};
}

std::vector<float> FeatureRows::rows(std::span<const SampleId> ids) const
{
    std::vector<float> rows(ids.size() * m_columns);
    forItems(ids.size(), 0, [&](std::size_t number) {
        float *target = rows.data() + number * m_columns;
        for (const auto &set : m_sets) {
            std::memcpy(target, set->vector(set->placeOf(ids[number])), set->width() * sizeof(float));
            target += set->width();
        }
    });
    return rows;
}

Result<FitSummary> fitForest(Workspace &workspace, const FitRequest &request, Feedback &feedback)
{
    const auto begin = Clock::now();
    const auto features = FeatureRows::open(workspace.folder(), request.features);
    if (!features)
        return features.error();
    const auto examples = examplesOf(workspace, *features, request, feedback);
    if (!examples)
        return examples.error();
    if (examples->positives() < fewestOfASide || examples->ids.size() - examples->positives() < fewestOfASide)
        return Error{ErrorCode::InvalidInput,
                     std::to_string(examples->positives()) + " of " + std::to_string(examples->ids.size())
                         + " labelled samples with vectors are positive; at least " + std::to_string(fewestOfASide)
                         + " of either side are needed",
                     request.teacher.empty() ? "labels" : request.teacher};
    auto report = reportOf(*examples, *features, request, feedback);
    if (!report)
        return report.error();
    const auto forest = fitCalibrated(*examples, request.forest, feedback);
    if (!forest)
        return forest.error();
    Json ownScores = Json::array();
    for (const float estimate : (*forest)->outOfBag())
        ownScores.push_back(std::isnan(estimate) ? Json() : Json((*forest)->calibrated(estimate)));
    (*report)["out_of_bag"] = {{"ids", examples->ids}, {"scores", std::move(ownScores)}};
    StoredForest stored;
    stored.features = joined(request.features);
    stored.teacher = request.teacher;
    stored.positiveFrom = request.positiveFrom;
    std::error_code failure;
    std::filesystem::create_directories(workspace.folder() + "/forests", failure);
    if (failure)
        return errnoError(failure.value(), workspace.folder() + "/forests");
    int number = 1;
    do
        stored.file = "forests/forest-" + std::to_string(number++) + ".forest";
    while (std::filesystem::exists(workspace.folder() + "/" + stored.file, failure));
    const Json lineage{{"features", stored.features},
                       {"teacher", stored.teacher},
                       {"positive_from", stored.positiveFrom},
                       {"labels", (*report)["labels"]}};
    PRIMER_TRY((*forest)->save(workspace.folder() + "/" + stored.file, lineage.dump()));
    FitSummary summary;
    summary.seconds = secondsSince(begin);
    (*report)["seconds"] = summary.seconds;
    stored.reportJson = report->dump();
    PRIMER_TRY(workspace.store().write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto id = putForest(connection, stored);
        if (!id)
            return id.error();
        summary.forest = *id;
        return success();
    }));
    summary.reportJson = std::move(stored.reportJson);
    return summary;
}

Result<ScoreSummary> scoreSamples(Workspace &workspace, std::int64_t forest, Feedback &feedback)
{
    constexpr std::size_t atOnce = std::size_t(1) << 15;
    const auto begin = Clock::now();
    auto reader = workspace.store().reader();
    if (!reader)
        return reader.error();
    const auto stored = storedForest(**reader, forest);
    if (!stored)
        return stored.error();
    const auto loaded = Forest::load(workspace.folder() + "/" + stored->file);
    if (!loaded)
        return loaded.error();
    const auto features = FeatureRows::open(workspace.folder(), splitNames(stored->features));
    if (!features)
        return features.error();
    if (features->columns() != (*loaded)->columns())
        return Error{ErrorCode::InvalidInput, "the vectors have another width than those the forest was fitted to",
                     stored->features};
    const std::vector<SampleId> &ids = features->ids();
    std::vector<float> scores;
    scores.reserve(ids.size());
    for (std::size_t first = 0; first < ids.size(); first += atOnce) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "score"};
        const auto some = std::span(ids).subspan(first, std::min(atOnce, ids.size() - first));
        const std::vector<float> rows = features->rows(some);
        const std::vector<float> part = (*loaded)->predict({rows.data(), some.size(), features->columns()}, 0);
        scores.insert(scores.end(), part.begin(), part.end());
        feedback.report(first + some.size(), ids.size());
    }
    estimateOwn(stored->reportJson, ids, scores);
    ScoreSummary summary{forest, std::int64_t(ids.size()), secondsSince(begin), 0};
    const auto storing = Clock::now();
    PRIMER_TRY(workspace.store().write(
        Durability::Bulk, [&](Connection &connection) { return replaceScores(connection, forest, ids, scores); }));
    workspace.query().columns().forget(Column::Quality);
    summary.storingSeconds = secondsSince(storing);
    return summary;
}

} // namespace primer
