// Owns: which samples a set of samples is now, and which of its parts cannot be applied and why. One rule for what is
// shown, counted, exported and trained on. Not here: the set as a value (sample_set.h), lineage (selection.h).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/query/near_duplicates.h"
#include "core/query/query_engine.h"
#include "core/storage/quality_store.h"
#include "core/workspace/sample_set.h"
#include "core/workspace/workspace.h"

namespace primer {

/// Why a part is not applied; nothing where it is, or where it is off.
using SetProblems = std::vector<std::optional<Error>>;

/// A set as one query. Near-duplicates are not in it: they are looked for among its answer, in the order of import, so
/// that of copies the ones that the cut drops never stand for those that it keeps.
struct SetPlan {
    QuerySpec query;
    std::vector<Threshold> thresholds;
    bool leavesOutNearDuplicates = false;
    SetProblems problems; ///< by part

    /// A part that cannot be read or does not fit (a condition's mistake, another forest's scores, a threshold or queue
    /// that is gone) is a problem of that part, and the others are applied.
    static Result<SetPlan> make(Workspace &workspace, const SampleSet &set);
};

/// Near-duplicates among samples: reading all of them takes a while, and they stay the same.
struct KnownNearDuplicates {
    std::vector<SampleId> among; ///< in the order of import
    NearDuplicates found;
};

struct SetAnswer {
    std::shared_ptr<const RowSet> rows;                        ///< in the order of the set
    SetProblems problems;                                      ///< by part
    std::shared_ptr<const KnownNearDuplicates> nearDuplicates; ///< null when they were not looked for
};

/// The samples of a plan; `problems` are the plan's.
Result<SetAnswer> answerPlan(Workspace &workspace, const SetPlan &plan, Feedback &feedback,
                             const std::function<void(std::shared_ptr<const RowSet>)> &partial = {},
                             const std::shared_ptr<const KnownNearDuplicates> &known = {});

/// `partial` gets what is known while a search runs or near-duplicates are looked for. `known` are those of an earlier
/// answer, or null: they serve again when they were found among the same samples.
Result<SetAnswer> answerSet(Workspace &workspace, const SampleSet &set, Feedback &feedback,
                            const std::function<void(std::shared_ptr<const RowSet>)> &partial = {},
                            const std::shared_ptr<const KnownNearDuplicates> &known = {});

/// What a cut through the scores is made in: the set without its cut, thresholds, conditions on the score and rules,
/// and without looking for near-duplicates.
SampleSet withoutCut(const SampleSet &set);

} // namespace primer
