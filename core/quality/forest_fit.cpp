#include "core/quality/forest_fit.h"

#include <chrono>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/dataset/sample.h"
#include "core/forest/forest.h"
#include "core/quality/feature_rows.h"
#include "core/quality/forest_report_json.h"
#include "core/storage/connection.h"
#include "core/storage/forest_score_store.h"
#include "core/storage/quality_store.h"
#include "core/storage/store.h"

namespace primer {

namespace {

constexpr std::size_t minPerSide = 20;

/// Relative to the workspace, and not taken.
Result<std::string> freeForestFile(const std::string &workspace)
{
    std::error_code failure;
    std::filesystem::create_directories(workspace + "/forests", failure);
    if (failure)
        return errnoError(failure.value(), workspace + "/forests");
    for (int number = 1;; ++number) {
        std::string file = "forests/forest-" + std::to_string(number) + ".forest";
        if (!std::filesystem::exists(workspace + "/" + file, failure))
            return file;
    }
}

/// What the trees that did not see a sample say of it.
std::vector<OwnScore> ownScoresOf(const Forest &forest, const std::vector<SampleId> &learnt)
{
    std::vector<OwnScore> scores;
    for (std::size_t place = 0; place < learnt.size(); ++place) {
        if (const float estimate = forest.outOfBag()[place]; !std::isnan(estimate))
            scores.push_back({learnt[place], forest.calibrated(estimate)});
    }
    return scores;
}

} // namespace

Result<FitSummary> fitForest(const WorkspaceData &data, const FitRequest &request, Feedback &feedback)
{
    const auto begin = std::chrono::steady_clock::now();
    const std::string &folder = data.store.folder();
    const auto features = PRIMER_TRY(FeatureRows::open(folder, request.features));
    const auto examples = PRIMER_TRY(LabelledExamples::read(data, features, request, feedback));
    if (examples.positives() < minPerSide || examples.ids.size() - examples.positives() < minPerSide)
        return Error{ErrorCode::InvalidInput,
                     std::to_string(examples.positives()) + " of " + std::to_string(examples.ids.size())
                         + " labelled samples with vectors are positive; at least " + std::to_string(minPerSide)
                         + " of either side are needed",
                     request.teacher.empty() ? "labels" : request.teacher};
    auto evaluation = PRIMER_TRY(evaluateForest(examples, features, request, feedback));
    FitSummary summary;
    summary.report = std::move(evaluation.report);
    summary.report.labels = ForestReport::Labels{request.teacher, std::int64_t(examples.ids.size()),
                                                 std::int64_t(examples.positives()), request.positiveFrom};
    summary.report.split->leftOut = std::int64_t(request.leaveOut.size());
    const auto forest = PRIMER_TRY(fitCalibrated(examples, request.forest, feedback));
    const std::vector<OwnScore> own = ownScoresOf(*forest, examples.ids);
    StoredForest stored;
    stored.features = joinNames(request.features);
    stored.teacher = request.teacher;
    stored.positiveFrom = request.positiveFrom;
    stored.file = PRIMER_TRY(freeForestFile(folder));
    const nlohmann::ordered_json lineage{{"features", stored.features},
                                         {"teacher", stored.teacher},
                                         {"positive_from", stored.positiveFrom},
                                         {"labels", toJson(*summary.report.labels)}};
    PRIMER_TRY(forest->save(folder + "/" + stored.file, lineage.dump()));
    summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    summary.report.seconds = summary.seconds;
    stored.reportJson = toJson(summary.report).dump();
    PRIMER_TRY(data.store.write(Durability::Durable, [&](Connection &connection) -> Status {
        summary.forest = PRIMER_TRY(putForest(connection, stored));
        return putForestScores(connection, summary.forest, own, evaluation.heldOut);
    }));
    return summary;
}

} // namespace primer
