// Owns: importing paths into a workspace: the pipeline read -> hash, measure and compress -> write, resume, counting.
// Not here: which files (import_plan.h), their formats (formats/).
#pragma once

#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/importers/formats/record_reader.h"
#include "core/importers/import_plan.h"
#include "core/importers/import_report.h"
#include "core/storage/store.h"

namespace primer {

struct ImportOptions {
    std::string format = "auto";
    ColumnMapping mapping;
    std::string parquetWorker; ///< path of primer-parquet
    int threads = 2;           ///< that hash and compress
};

/// Everything under the paths, one after the other. A file that tells no content does not stop those behind it: its
/// error is given at the end; in a dataset's folder it is a side file, unless no other tells any. Ends with Cancelled
/// when feedback says so; what is in stays, and the same call goes on from there. A database error ends it likewise.
/// `report` is right in every case.
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
