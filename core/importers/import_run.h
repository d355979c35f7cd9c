// Owns: importing paths into a workspace: the pipeline read -> hash, measure and compress -> write, resume, counting.
// Not here: which files (import_plan.h), their formats (formats/).
#pragma once

#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/importers/formats/record_reader.h"
#include "core/importers/import_plan.h"
#include "core/storage/store.h"

namespace primer {

struct ImportOptions {
    std::string format = "auto";
    ColumnMapping mapping;
    std::string parquetWorker; ///< path of primer-parquet
    int threads = 2;           ///< that hash and compress
};

/// rows = added + duplicates + quarantined + joined + all passed over: an import where they are not ends with Corrupt.
/// Posts that still wait for their thread when it is interrupted are in none of them.
struct ImportReport {
    std::int64_t rows = 0; ///< rows, files or posts of the sources
    std::int64_t added = 0;
    std::int64_t duplicates = 0;
    std::int64_t quarantined = 0;
    std::int64_t joined = 0; ///< posts that went into the thread of another
    PassedOver passedOver;   ///< by rules that mean it so
    std::int64_t bytes = 0;
    double seconds = 0;
    bool resumed = false; ///< went on where an interrupted import of the same source had stopped
};

/// Everything under the paths, one after the other. Ends with Cancelled when feedback says so; what is in stays, and
/// the same call goes on from there. A database error ends it likewise. `report` is right in every case.
Status importPaths(Store &store, const std::vector<std::string> &paths, const ImportOptions &options,
                   Feedback &feedback, ImportReport &report);

/// Column names and the first rows (as JSON) of a table, for the mapping dialog.
struct SourcePreview {
    std::vector<std::string> columns;
    std::vector<std::string> rows;
    std::string contentColumn; ///< found by its usual names, "" when none is
};
Result<SourcePreview> previewSource(const std::string &path, const ImportOptions &options, std::size_t rows);

} // namespace primer
