// Owns: a stored forest with its report read, and the scores that its measures come from. Not here: the report
// (forest_report.h), storing it (forest_fit.h).
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/quality/forest_report.h"
#include "core/storage/connection.h"
#include "core/storage/forest_score_store.h"
#include "core/storage/quality_store.h"

namespace primer {

struct ForestRecord {
    StoredForest forest;
    ForestReport report;
    std::vector<HeldOutScore> heldOut;
};

/// The report of one that was read already.
Result<ForestReport> reportOf(const StoredForest &forest);
Result<ForestRecord> readForestRecord(Connection &connection, std::int64_t forest);

} // namespace primer
