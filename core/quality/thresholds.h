// Owns: cuts through the scores: what a threshold means as a filter, keeping one, the stages before it and what each
// leaves, why a sample is inside or not. Not here: storing (core/storage/quality_store.h), sets made of one
// (core/workspace/selection.h).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/query/column_cache.h"
#include "core/query/workspace_data.h"
#include "core/storage/quality_store.h"

namespace primer {

/// A rule that drops samples before labelling and scoring, as a filter.
struct RuleStage {
    const char *name;   ///< stable word
    const char *filter; ///< what passes
    const char *source; ///< of its numbers
};
/// In the order of the funnel.
std::span<const RuleStage> ruleStages();

/// A new version of the name over the scores as they are; counts what it keeps. InvalidInput when nothing is scored.
Result<Threshold> saveThreshold(const WorkspaceData &data, const std::string &name, const std::string &filter,
                                const std::vector<std::string> &stages, double cut, Feedback &feedback);
/// The stages that are on, as filters.
std::vector<std::string> stagesOf(const Threshold &threshold);
/// The whole filter of a threshold: its set, its stages, its cut.
std::string filterOf(const Threshold &threshold);
/// The filter for a cut at the score of the forest.
std::string cutCondition(double cut);

/// Why a sample is inside a threshold or not: one line a condition, those that fail first.
struct Reason {
    bool holds = false;
    std::string condition; ///< as a filter
    std::string column;
    std::string value; ///< the sample's, "" for none
};
Result<std::vector<Reason>> reasonsFor(const WorkspaceData &data, const Threshold &threshold, SampleId sample);

/// How many samples of `within` (null: of all) are left after each stage that is on, the first number being what it
/// starts from.
Result<std::vector<std::int64_t>> funnelOf(const WorkspaceData &data, const std::string &filter,
                                           const std::vector<std::string> &stages, Feedback &feedback,
                                           const std::shared_ptr<const RowMask> &within = {});

} // namespace primer
