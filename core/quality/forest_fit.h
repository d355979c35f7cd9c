// Owns: fitting a forest to a workspace's labels and vectors, with a report of how good it is, and keeping it.
// Not here: the forest (core/forest), the report (forest_evaluation.h), scoring (forest_scoring.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/quality/forest_evaluation.h"
#include "core/quality/forest_report.h"
#include "core/quality/labelled_examples.h"
#include "core/query/workspace_data.h"

namespace primer {

struct FitRequest : LabelChoice, EvaluationRequest {
    std::vector<std::string> features{"hashed"}; ///< names of embedding sets, put side by side
};

struct FitSummary {
    std::int64_t forest = 0;
    ForestReport report;
    double seconds = 0;
};

/// The stored forest is fitted to all labels; the report is of one fitted without the groups held out.
/// InvalidInput with fewer than 20 labels of either side.
Result<FitSummary> fitForest(const WorkspaceData &data, const FitRequest &request, Feedback &feedback);

} // namespace primer
