// Owns: a stored forest with its report read, and the scores that its measures come from. Not here: the report
// (forest_report.h), storing it (forest_fit.h).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/quality/forest_report.h"
#include "core/storage/connection.h"
#include "core/storage/forest_score_store.h"
#include "core/storage/quality_store.h"

namespace primer {

struct ForestRecord {
    StoredForest forest;
    ForestReport report;              ///< empty when it cannot be read
    std::optional<Error> reportFault; ///< why
    std::vector<HeldOutScore> heldOut;
};

/// The report of one that was read already.
Result<ForestReport> reportOf(const StoredForest &forest);
/// A report that cannot be read is told in the record and the log: the forest and its scores are good without it.
Result<ForestRecord> readForestRecord(Connection &connection, std::int64_t forest);

} // namespace primer
