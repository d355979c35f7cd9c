#include "core/dataset/columns.h"

#include <array>

namespace primer {

namespace {

constexpr std::array columns{
    ColumnInfo{Column::Id, "id", "", ColumnType::Number},
    ColumnInfo{Column::Kind, "kind", "", ColumnType::Term},
    ColumnInfo{Column::Path, "path", "", ColumnType::Text},
    ColumnInfo{Column::Repository, "repo", "repository", ColumnType::Term},
    ColumnInfo{Column::Licence, "licence", "license", ColumnType::Term},
    ColumnInfo{Column::Language, "language", "lang", ColumnType::Term},
    ColumnInfo{Column::Source, "source", "", ColumnType::Term},
    ColumnInfo{Column::CreatedAt, "created", "date", ColumnType::Date},
    ColumnInfo{Column::SizeBytes, "size", "size_bytes", ColumnType::Number},
    ColumnInfo{Column::LineCount, "lines", "line_count", ColumnType::Number},
    ColumnInfo{Column::MaxLineLength, "max_line", "max_line_length", ColumnType::Number},
    ColumnInfo{Column::AvgLineLength, "avg_line", "avg_line_length", ColumnType::Number},
    ColumnInfo{Column::AlphanumFraction, "alphanum", "alphanum_fraction", ColumnType::Number},
    ColumnInfo{Column::Stars, "stars", "", ColumnType::Number},
    ColumnInfo{Column::Score, "score", "", ColumnType::Number},
    ColumnInfo{Column::Label, "label", "", ColumnType::Number},
    ColumnInfo{Column::Verdict, "judged", "verdict", ColumnType::Term},
    ColumnInfo{Column::Copies, "copies", "", ColumnType::Number},
    ColumnInfo{Column::ValidUtf8, "utf8", "", ColumnType::Number},
    ColumnInfo{Column::TeacherValue, "teacher", "", ColumnType::Number},
    ColumnInfo{Column::TeacherName, "teacher_name", "", ColumnType::Term},
    ColumnInfo{Column::Quality, "quality", "", ColumnType::Number},
    ColumnInfo{Column::Parses, "parses", "", ColumnType::Number},
    ColumnInfo{Column::CommentShare, "comments", "", ColumnType::Number},
    ColumnInfo{Column::DocumentedShare, "documented", "", ColumnType::Number},
    ColumnInfo{Column::Repetition, "repetition", "", ColumnType::Number},
};

} // namespace

std::span<const ColumnInfo> allColumns() { return columns; }

const ColumnInfo &columnInfo(Column column) { return columns[std::size_t(column)]; }

std::optional<Column> columnByName(std::string_view name)
{
    for (const ColumnInfo &info : columns) {
        if (info.name == name || (!info.alias.empty() && info.alias == name))
            return info.column;
    }
    return std::nullopt;
}

} // namespace primer
