// Owns: scoring every sample of a workspace with a stored forest. Not here: fitting it (forest_fit.h), cuts through the
// scores (thresholds.h).
#pragma once

#include <cstdint>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/query/workspace_data.h"

namespace primer {

struct ScoreSummary {
    std::int64_t forest = 0;
    std::int64_t scored = 0;
    double seconds = 0; ///< reading vectors and predicting
    double storingSeconds = 0;
};

/// All samples that have vectors in the forest's sets; the scores of another forest go.
Result<ScoreSummary> scoreSamples(const WorkspaceData &data, std::int64_t forest, Feedback &feedback);

} // namespace primer
