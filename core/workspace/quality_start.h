// Owns: the way to first scores without a key: facts, heuristic labels, hashed features, a forest. Not here: its steps.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/quality/forest_fit.h"
#include "core/quality/forest_scoring.h"
#include "core/workspace/heuristic_labelling.h"
#include "core/workspace/workspace.h"

namespace primer {

struct QualityStart {
    std::string filter = "language:python"; ///< of what is labelled
    std::int64_t labels = 3000;             ///< of every repository in turn
    std::vector<SampleId> leaveOut;         ///< never learnt from
};

struct QualityStartReport {
    LabelReport labels;
    std::int64_t embedded = 0;
    FitSummary fit;
    ScoreSummary scores;
};

/// What is there already is kept and used: labels are drawn only as far as some are missing.
Result<QualityStartReport> startQuality(Workspace &workspace, const QualityStart &start, Feedback &feedback);

/// Samples without the forest's hashed features get them first; those of a model's vectors stay without a score.
Result<ScoreSummary> scoreWithVectors(Workspace &workspace, std::int64_t forest, Feedback &feedback);

/// Every sample's id.
Result<std::vector<SampleId>> allSamples(Workspace &workspace);

} // namespace primer
