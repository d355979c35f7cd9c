// Owns: which samples of a selection leave, in which shard, and one of them as the row that is written.
// Not here: writing rows (dataset_export.h), what is shown before (export_preview.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/selection.h"
#include "core/exporters/dataset_export.h"
#include "core/exporters/licence_policy.h"
#include "core/parquet/export_row.h"
#include "core/storage/connection.h"

namespace primer {

struct PlannedRow {
    SampleId id = 0;
    std::int64_t bytes = 0; ///< raw content
};

struct ExportPlan {
    std::vector<std::vector<PlannedRow>> shards; ///< at least one: an empty dataset can be loaded
    ExportReport report;                         ///< what leaves and what is left out; no files yet

    /// Relative to the target: a shard's name holds how many there are.
    std::string shardName(std::size_t shard, ExportFormat format) const;
    static std::int64_t bytesOf(const std::vector<PlannedRow> &shard);
};

Result<ExportPlan> planExport(Connection &connection, const Selection &selection, const ExportOptions &options,
                              const Feedback &feedback);

struct LoadedRow {
    ExportRow row;                 ///< valid UTF-8
    std::string credit;            ///< its line in ATTRIBUTION.jsonl
    bool isContentAltered = false; ///< it was no UTF-8
    bool areNamesAltered = false;
};

/// A row that was planned, from the place whose licence lets it leave.
Result<LoadedRow> loadExportRow(Connection &connection, SampleId id, const LicencePolicy &policy);

} // namespace primer
