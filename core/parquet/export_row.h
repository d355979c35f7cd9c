// Owns: one row of an export, its columns' names, and its form on the way to primer-parquet.
// Not here: file formats.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// Name and Hub feature type of every column, in order.
struct ExportColumn {
    const char *name;
    const char *featureType;
};
const std::vector<ExportColumn> &exportColumns();

/// Appends the row as bytes, in memory's own order: both programs run on one machine.
void encodeRow(const ExportRow &row, std::string &bytes);
/// False when the bytes are not one row.
bool decodeRow(std::string_view bytes, ExportRow &row);

} // namespace primer
