#include "core/quality/forest_record.h"

#include <string>
#include <utility>

#include "core/quality/forest_report_json.h"

namespace primer {

Result<ForestReport> reportOf(const StoredForest &forest)
{
    return forestReportFromJson(forest.reportJson, "report of forest " + std::to_string(forest.id));
}

Result<ForestRecord> readForestRecord(Connection &connection, std::int64_t forest)
{
    ForestRecord record;
    record.forest = PRIMER_TRY(storedForest(connection, forest));
    record.report = PRIMER_TRY(reportOf(record.forest));
    record.heldOut = PRIMER_TRY(heldOutScores(connection, forest));
    return record;
}

} // namespace primer
