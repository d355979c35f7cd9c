// Owns: what a spot check came to: how its judgements are spread, how well teachers and the forest agree with them and
// where they differ most. Not here: giving judgements (workspace.h), the measures (core/labelling, core/forest).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/labelling/agreement.h"
#include "core/storage/judgement_store.h"
#include "core/workspace/teacher_labelling.h"
#include "core/workspace/workspace.h"

namespace primer {

struct CheckSummary {
    Queue queue;
    std::array<std::int64_t, 6> values{}; ///< how often each was given
    std::int64_t skipped = 0, discarded = 0, open = 0;

    struct Side {
        std::string teacher;
        Agreement agreement;                   ///< the person's value first
        std::vector<Comparison::Row> furthest; ///< only those that differ, those that differ most first
    };
    std::vector<Side> teachers; ///< those that labelled one of the judged samples, by name

    /// How often the forest scores a sample that was judged `positiveFrom` or more above one that was not.
    struct ForestSide {
        std::int64_t scored = 0, positive = 0; ///< judged samples with a score, and the good ones among them
        double positiveFrom = 3;
        double areaUnderRoc = 0.5, low = 0, high = 1; ///< bounds of 95 % over resampled judgements
        std::vector<Comparison::Row> furthest;        ///< `second` is the score: good ones it puts low, and the reverse
    } forest;
};

/// Of each side at most `maxRows` of the samples that differ.
Result<CheckSummary> summariseCheck(Workspace &workspace, std::int64_t queue, std::size_t maxRows);

} // namespace primer
