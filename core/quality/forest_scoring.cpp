#include "core/quality/forest_scoring.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <vector>

#include "core/dataset/columns.h"
#include "core/dataset/sample.h"
#include "core/forest/forest.h"
#include "core/quality/feature_rows.h"
#include "core/query/query_engine.h"
#include "core/storage/connection.h"
#include "core/storage/forest_score_store.h"
#include "core/storage/quality_store.h"
#include "core/storage/store.h"

namespace primer {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

} // namespace

Result<ScoreSummary> scoreSamples(const WorkspaceData &data, std::int64_t forest, Feedback &feedback)
{
    constexpr std::size_t atOnce = std::size_t(1) << 15;
    const auto begin = Clock::now();
    const auto stored = PRIMER_TRY(data.store.read(storedForest, forest));
    const auto loaded = PRIMER_TRY(Forest::load(data.store.folder() + "/" + stored.file));
    const auto features = PRIMER_TRY(FeatureRows::open(data.store.folder(), splitNames(stored.features)));
    if (features.columns() != loaded->columns())
        return Error{ErrorCode::InvalidInput, "the vectors have another width than those the forest was fitted to",
                     stored.features};
    const std::vector<SampleId> &ids = features.ids();
    std::vector<float> scores;
    scores.reserve(ids.size());
    for (std::size_t first = 0; first < ids.size(); first += atOnce) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "score"};
        const auto some = std::span(ids).subspan(first, std::min(atOnce, ids.size() - first));
        const std::vector<float> rows = features.rows(some);
        const std::vector<float> part = loaded->predict({rows.data(), some.size(), features.columns()}, 0);
        scores.insert(scores.end(), part.begin(), part.end());
        feedback.report(first + some.size(), ids.size());
    }
    // A sample the forest learnt from is scored by the trees that did not see it: otherwise it would look too sure.
    const auto estimates = PRIMER_TRY(data.store.read(ownScores, forest));
    for (const OwnScore &own : estimates) {
        const auto found = std::lower_bound(ids.begin(), ids.end(), own.sample);
        if (found != ids.end() && *found == own.sample)
            scores[std::size_t(found - ids.begin())] = own.score;
    }
    ScoreSummary summary{forest, std::int64_t(ids.size()), secondsSince(begin), 0};
    const auto storing = Clock::now();
    PRIMER_TRY(data.store.write(
        Durability::Bulk, [&](Connection &connection) { return replaceScores(connection, forest, ids, scores); }));
    data.query.columns().forget(Column::Quality);
    summary.storingSeconds = secondsSince(storing);
    return summary;
}

} // namespace primer
