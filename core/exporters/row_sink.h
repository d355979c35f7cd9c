// Owns: a shard being written, whatever its format. Not here: which rows.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/exporters/dataset_export.h"
#include "core/parquet/export_row.h"

namespace primer {

/// Rows come in order; `finish` syncs the file.
class RowSink
{
public:
    virtual ~RowSink() = default;
    virtual Status add(const ExportRow &row) = 0;
    virtual Status finish() = 0;
};

/// `program` is the path of primer-parquet.
Result<std::unique_ptr<RowSink>> openParquetSink(const std::string &path, std::int64_t rowGroupBytes,
                                                 const std::string &program);
Result<std::unique_ptr<RowSink>> openJsonlSink(const std::string &path, bool compressed);
/// The one that the options name.
Result<std::unique_ptr<RowSink>> openRowSink(const std::string &path, const ExportOptions &options);
/// The row as JSON lines have it, without the end of the line.
std::string jsonOfRow(const ExportRow &row);

} // namespace primer
