// Owns: the columns of a sample that can be shown, filtered and sorted, with the names used in filters, on the
// command line, in exports and as table headers' keys. Not here: their values.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace primer {

enum class Column {
    Id,
    Kind,
    Path,
    Repository,
    Licence,
    Language,
    Source,
    CreatedAt,
    SizeBytes,
    LineCount,
    MaxLineLength,
    AvgLineLength,
    AlphanumFraction,
    Stars,
    Score,
    Label,
    Verdict,
    Copies,
    ValidUtf8,
    TeacherValue,
    TeacherName,
    Quality,
    Parses,
    CommentShare,
    DocumentedShare,
    Repetition,
};

enum class ColumnType {
    Number, ///< double; NaN is "no value"
    Term,   ///< one of a set of words
    Text,   ///< free text (paths)
    Date,   ///< shown as text, compared as yyyymmdd
};

struct ColumnInfo {
    Column column;
    std::string_view name;
    std::string_view alias; ///< a second accepted spelling, or ""
    ColumnType type;
};

std::span<const ColumnInfo> allColumns();
const ColumnInfo &columnInfo(Column column);
std::optional<Column> columnByName(std::string_view name);

} // namespace primer
