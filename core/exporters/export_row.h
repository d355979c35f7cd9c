// Owns: one row of an export and its columns' names. Not here: file formats (row_sink.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace primer {

struct ExportRow {
    std::int64_t id = 0;
    std::string content;
    std::string path, repository, licence, language, createdAt, kind, source, sha256, extra, thread;
    std::int64_t size = 0, lines = 0, maxLineLength = 0, copies = 1;
    double avgLineLength = 0, alphanumFraction = 0;
    std::optional<std::int64_t> stars;
    std::optional<double> score;
    std::optional<std::int64_t> label;
};

/// A shard being written. Rows come in order; `finish` syncs the file.
class RowSink
{
public:
    virtual ~RowSink() = default;
    virtual Status add(const ExportRow &row) = 0;
    virtual Status finish() = 0;
};

Result<std::unique_ptr<RowSink>> openParquetSink(const std::string &path, std::int64_t rowGroupBytes);
Result<std::unique_ptr<RowSink>> openJsonlSink(const std::string &path, bool compressed);

/// Name and Hub feature type of every column, in order.
struct ExportColumn {
    const char *name;
    const char *featureType;
};
const std::vector<ExportColumn> &exportColumns();

/// Invalid bytes replaced by U+FFFD.
std::string replaceInvalidUtf8(const std::string &bytes);

} // namespace primer
