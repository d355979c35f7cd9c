#include "core/workspace/check_summary.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/random.h"
#include "core/forest/classification_measures.h"
#include "core/storage/label_store.h"
#include "core/storage/quality_store.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

using Judged = std::vector<std::pair<SampleId, int>>; ///< by the place in the queue

void keepFurthest(std::vector<Comparison::Row> &rows, std::size_t maxRows, double firstScale)
{
    const auto distance = [firstScale](const Comparison::Row &row) {
        return std::fabs(row.first / firstScale - row.second);
    };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const auto &one, const auto &two) { return distance(one) > distance(two); });
    rows.resize(std::min(rows.size(), maxRows));
}

Result<std::vector<CheckSummary::Side>> teachersOn(Connection &connection, const Judged &judged, std::size_t maxRows)
{
    struct Found {
        std::vector<ValuePair> pairs;
        std::vector<Comparison::Row> differing;
    };
    std::map<std::string, Found> byTeacher;
    for (const auto &[sample, value] : judged) {
        const auto labels = PRIMER_TRY(teacherLabels(connection, 0, sample)); // the newest first
        std::map<std::string, double> newest;
        for (const TeacherLabel &label : labels) {
            if (label.turn == 0)
                newest.emplace(label.teacher, label.value);
        }
        for (const auto &[teacher, theirs] : newest) {
            Found &found = byTeacher[teacher];
            found.pairs.push_back({double(value), theirs});
            if (theirs != double(value))
                found.differing.push_back({sample, double(value), theirs});
        }
    }
    std::vector<CheckSummary::Side> sides;
    for (auto &[teacher, found] : byTeacher) {
        keepFurthest(found.differing, maxRows, 1);
        sides.push_back({teacher, agreementOf(found.pairs, 0, 5), std::move(found.differing)});
    }
    return sides;
}

void measure(CheckSummary::ForestSide &side, const std::vector<float> &scores, const std::vector<std::uint8_t> &isGood)
{
    constexpr int resamples = 1000;
    constexpr double outside = 0.025;
    side.areaUnderRoc = areaUnderRoc(scores, isGood);
    Random random(1);
    std::vector<double> areas;
    std::vector<float> drawnScores(scores.size());
    std::vector<std::uint8_t> drawnGood(scores.size());
    for (int turn = 0; turn < resamples; ++turn) {
        std::size_t good = 0;
        for (std::size_t draw = 0; draw < scores.size(); ++draw) {
            const auto place = std::size_t(random.below(scores.size()));
            drawnScores[draw] = scores[place];
            good += drawnGood[draw] = isGood[place];
        }
        if (good > 0 && good < scores.size()) // with one class alone there is nothing to part
            areas.push_back(areaUnderRoc(drawnScores, drawnGood));
    }
    if (areas.empty())
        return;
    std::sort(areas.begin(), areas.end());
    const auto at = [&areas](double share) { return areas[std::size_t(share * double(areas.size() - 1))]; };
    side.low = at(outside);
    side.high = at(1 - outside);
}

Result<CheckSummary::ForestSide> forestOn(Connection &connection, const Judged &judged, std::size_t maxRows)
{
    CheckSummary::ForestSide side;
    const auto forest = PRIMER_TRY(scoredForest(connection));
    if (forest == 0)
        return side;
    side.positiveFrom = PRIMER_TRY(storedForest(connection, forest)).positiveFrom;
    std::vector<float> scores;
    std::vector<std::uint8_t> isGood;
    for (const auto &[sample, value] : judged) {
        const auto rows = PRIMER_TRY(fetchRows(connection, {&sample, 1}));
        if (rows.empty() || !rows.front().quality)
            continue;
        const double score = *rows.front().quality;
        scores.push_back(float(score));
        isGood.push_back(double(value) >= side.positiveFrom);
        if ((score >= 0.5) != (isGood.back() != 0))
            side.furthest.push_back({sample, double(value), score});
    }
    side.scored = std::int64_t(scores.size());
    side.positive = std::count(isGood.begin(), isGood.end(), std::uint8_t(1));
    if (side.positive > 0 && side.positive < side.scored)
        measure(side, scores, isGood);
    keepFurthest(side.furthest, maxRows, 5);
    return side;
}

} // namespace

Result<CheckSummary> summariseCheck(Workspace &workspace, std::int64_t queue, std::size_t maxRows)
{
    return workspace.store().read([&](Connection &connection) -> Result<CheckSummary> {
        CheckSummary summary;
        const auto queues = PRIMER_TRY(listQueues(connection));
        const auto known = std::find_if(queues.begin(), queues.end(),
                                        [queue](const Queue &one) { return one.id == queue; });
        if (known == queues.end())
            return Error{ErrorCode::NotFound, "no such queue", std::to_string(queue)};
        summary.queue = *known;
        const auto items = PRIMER_TRY(queueItems(connection, queue));
        Judged judged;
        for (const QueueItem &item : items) {
            if (!item.judgement) {
                ++summary.open;
            } else if (item.judgement->verdict == Verdict::Value) {
                ++summary.values[std::size_t(std::clamp(item.judgement->value, 0, 5))];
                judged.emplace_back(item.sample, item.judgement->value);
            } else {
                ++(item.judgement->verdict == Verdict::Skip ? summary.skipped : summary.discarded);
            }
        }
        summary.teachers = PRIMER_TRY(teachersOn(connection, judged, maxRows));
        summary.forest = PRIMER_TRY(forestOn(connection, judged, maxRows));
        return summary;
    });
}

} // namespace primer
