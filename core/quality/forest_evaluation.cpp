#include "core/quality/forest_evaluation.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <unordered_set>

#include "core/forest/binned_features.h"
#include "core/forest/classification_measures.h"
#include "core/forest/logistic.h"
#include "core/quality/group_split.h"

namespace primer {

namespace {

constexpr int curvePoints = 19; ///< thresholds 0.05 ... 0.95
constexpr int calibrationSteps = 10;

ScoreMeasures measuresOf(std::span<const float> scores, std::span<const std::uint8_t> truth, bool isWhole)
{
    const float half[] = {0.5f};
    ScoreMeasures measures;
    measures.areaUnderRoc = areaUnderRoc(scores, truth);
    measures.averagePrecision = averagePrecision(thresholdCurve(scores, truth));
    measures.brier = brierScore(scores, truth);
    measures.atHalf = surePoints(scores, truth, half, 1).front();
    if (!isWhole)
        return measures;
    std::vector<float> thresholds;
    for (int number = 1; number <= curvePoints; ++number)
        thresholds.push_back(float(number) / float(curvePoints + 1));
    measures.curve = surePoints(scores, truth, thresholds, 1);
    measures.calibration = calibrationBins(scores, truth, calibrationSteps);
    return measures;
}

/// The features whose shuffling hurts most on samples held out.
std::vector<ForestReport::Feature> importanceOf(const Forest &forest, const LabelledExamples &heldOut,
                                                const FeatureRows &features, const ForestSettings &settings)
{
    constexpr std::size_t maxRows = 2000, maxFeatures = 20; // it walks once a feature and row
    const FeatureMatrix matrix{heldOut.rows.data(), std::min(heldOut.ids.size(), maxRows), heldOut.columns};
    const std::vector<double> importance = forest.permutationImportance(
        matrix, std::span(heldOut.targets).first(matrix.rows), settings.seed, settings.threads);
    std::vector<std::size_t> order(importance.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t left, std::size_t right) { return importance[left] > importance[right]; });
    order.resize(std::min(order.size(), maxFeatures));
    std::vector<ForestReport::Feature> first;
    for (const std::size_t column : order)
        first.push_back({features.nameOf(column), importance[column]});
    return first;
}

/// What takes more fits: another kind of model, other seeds, fewer labels.
Status compare(const LabelledExamples &learnt, const LabelledExamples &heldOut, const ForestSettings &settings,
               Feedback &feedback, ForestReport &report)
{
    constexpr double penalty = 1;
    constexpr int furtherSeeds = 3;
    const auto truth = heldOut.truth();
    const auto logistic = PRIMER_TRY(Logistic::fit(learnt.matrix(), learnt.targets, penalty, feedback));
    report.logistic = measuresOf(logistic.predict(heldOut.matrix()), truth, false);
    ForestSettings varied = settings;
    for (int number = 1; number <= furtherSeeds; ++number) {
        varied.seed = settings.seed + std::uint64_t(number);
        const auto forest = PRIMER_TRY(fitCalibrated(learnt, varied, feedback));
        const auto scores = forest->predict(heldOut.matrix(), settings.threads);
        report.seeds.push_back({varied.seed, areaUnderRoc(scores, truth), pointAt(scores, truth, 0.5f).f1});
    }
    for (const double share : {0.125, 0.25, 0.5, 1.0}) {
        // By a hash of the id, not by the order: import order goes by repository.
        std::vector<std::uint8_t> chosen(learnt.ids.size());
        for (std::size_t place = 0; place < chosen.size(); ++place)
            chosen[place] = double((learnt.ids[place] * 2654435761U) % 1000U) < 1000 * share ? 1 : 0;
        const LabelledExamples fewer = learnt.part(chosen, 1);
        if (!fewer.hasBothSides())
            continue;
        const auto forest = PRIMER_TRY(fitCalibrated(fewer, settings, feedback));
        const auto scores = forest->predict(heldOut.matrix(), settings.threads);
        report.learningCurve.push_back(
            {std::int64_t(fewer.ids.size()), areaUnderRoc(scores, truth), pointAt(scores, truth, 0.5f).f1});
    }
    return success();
}

} // namespace

Result<std::shared_ptr<const Forest>> fitCalibrated(const LabelledExamples &examples, const ForestSettings &settings,
                                                    Feedback &feedback)
{
    const auto fitted = PRIMER_TRY(Forest::fit(examples.matrix(), examples.targets, settings, feedback));
    const auto forest = std::make_shared<Forest>(*fitted);
    forest->calibrate(examples.targets);
    return std::shared_ptr<const Forest>(forest);
}

Result<Evaluation> evaluateForest(const LabelledExamples &examples, const FeatureRows &features,
                                  const EvaluationRequest &request, Feedback &feedback)
{
    // Groups of one kind only happen where repositories are few: then another draw is tried.
    constexpr int maxDraws = 20;
    LabelledExamples learnt, heldOut;
    for (int draw = 0; draw < maxDraws && !(learnt.hasBothSides() && heldOut.hasBothSides()); ++draw) {
        const std::vector<std::uint8_t> isOut = heldOutGroups(examples.groups, request.heldOutShare,
                                                              request.forest.seed + std::uint64_t(draw));
        learnt = examples.part(isOut, 0);
        heldOut = examples.part(isOut, 1);
    }
    const std::unordered_set<std::size_t> groups(examples.groups.begin(), examples.groups.end());
    Evaluation evaluation;
    ForestReport &report = evaluation.report;
    report.split = ForestReport::Split{std::int64_t(groups.size()),      std::int64_t(learnt.ids.size()),
                                       std::int64_t(heldOut.ids.size()), std::int64_t(heldOut.positives()),
                                       examples.nearDuplicates,          0};
    report.settings = ForestReport::Settings{std::int64_t(request.forest.trees), std::int64_t(request.forest.minLeaf),
                                             std::int64_t(request.forest.maxDepth), request.forest.seed,
                                             request.forest.positiveWeight};
    if (!learnt.hasBothSides() || !heldOut.hasBothSides()) {
        report.note = "no report: with these groups one side would have labels of one kind only";
        return evaluation;
    }
    const auto forest = PRIMER_TRY(fitCalibrated(learnt, request.forest, feedback));
    const std::vector<float> scores = forest->predict(heldOut.matrix(), request.forest.threads);
    const auto truth = heldOut.truth();
    report.forest = measuresOf(scores, truth, true);
    for (std::size_t place = 0; place < scores.size(); ++place)
        evaluation.heldOut.push_back({heldOut.ids[place], scores[place], truth[place] != 0});
    if (!request.isQuick) {
        PRIMER_TRY(compare(learnt, heldOut, request.forest, feedback, report));
        report.importance = importanceOf(*forest, heldOut, features, request.forest);
    }
    return evaluation;
}

} // namespace primer
