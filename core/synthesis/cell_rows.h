// Owns: more rows of one cell of a run's coverage, ahead of their turn in the plan. Not here: drawing plans
// (prompt_plan.h), counting cells (coverage.h), asking for the rows (synthesis_run.h).
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/storage/store.h"
#include "core/synthesis/coverage.h"
#include "core/synthesis/prompt_plan.h"

namespace primer {

/// What tells one row of a plan from another: what was drawn, and its seed.
using PlannedRow = std::pair<std::string, std::uint64_t>;
/// Those that a run has.
Result<std::set<PlannedRow>> plannedRows(Store &store, std::int64_t run);
/// As it is stored, before it is asked.
SynthesisItem plannedItem(const PromptPlan &plan, std::int64_t row);

/// Which cell, by the names of its buckets.
struct CoverageCellName {
    std::string across, down; ///< axes
    std::string column, row;  ///< their buckets
    int levels = 1;
};
struct QueuedRows {
    std::int64_t from = 0, count = 0; ///< positions in the run: SynthesisLimits::from asks for these alone
};
/// Adds up to `count` rows of the cell behind those of the run: the next ones of its plan that lie in it. The plan
/// passes over them when their turn comes. Fewer when the set has no more, or a cell is that rare (two million rows of
/// the plan are looked through).
Result<QueuedRows> queueMoreOf(Store &store, const std::string &run, const CoverageCellName &cell, std::int64_t count,
                               Feedback &feedback);

} // namespace primer
