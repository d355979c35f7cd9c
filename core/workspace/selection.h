// Owns: which samples a dataset or a training set is made of: filter, search, saved view, threshold, near-copies; with
// the lineage that says why. Not here: writing them (core/exporters), choosing a threshold.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/storage/quality_store.h"
#include "core/workspace/workspace.h"

namespace primer {

/// A rule that drops samples before labelling and scoring, as a filter.
struct RuleStage {
    const char *name;   ///< stable word
    const char *filter; ///< what passes
    const char *source; ///< of its numbers
};
/// In the order of the funnel.
std::span<const RuleStage> ruleStages();

struct SelectionRequest {
    std::string filter;
    SearchPattern search;
    std::string view;      ///< a saved view's name, joined with the filter
    std::string threshold; ///< "NAME" or "NAME@VERSION", joined as well
    bool dropsNearCopies = false;
};

struct Selection {
    std::vector<SampleId> ids;
    std::string description; ///< in one line, for cards and manifests
    std::string lineageJson; ///< what the set was made by, from threshold to teacher
    std::int64_t nearCopies = 0;
};

/// The rows before near-copies are dropped: for counting.
Result<std::shared_ptr<const RowSet>> selectRows(Workspace &workspace, const SelectionRequest &request,
                                                 Feedback &feedback);
Result<Selection> selectSamples(Workspace &workspace, const SelectionRequest &request, Feedback &feedback);

/// A new version of the name over the scores as they are; counts what it keeps. InvalidInput when nothing is scored.
Result<Threshold> saveThreshold(Workspace &workspace, const std::string &name, const std::string &filter,
                                const std::vector<std::string> &stages, double cut, Feedback &feedback);
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
Result<std::vector<Reason>> reasonsFor(Workspace &workspace, const Threshold &threshold, SampleId sample);

/// How many samples are left after each stage that is on, the first number being what it starts from.
Result<std::vector<std::int64_t>> funnelOf(Workspace &workspace, const std::string &filter,
                                           const std::vector<std::string> &stages, Feedback &feedback);

} // namespace primer
