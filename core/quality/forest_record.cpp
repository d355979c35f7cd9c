#include "core/quality/forest_record.h"

#include <string>
#include <utility>

#include "core/base/log.h"
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
    auto report = reportOf(record.forest);
    if (report) {
        record.report = std::move(*report);
    } else {
        record.reportFault = report.error();
        log::failure(log::Level::Warning, report.error(), "a forest is used without its report");
    }
    record.heldOut = PRIMER_TRY(heldOutScores(connection, forest));
    return record;
}

} // namespace primer
