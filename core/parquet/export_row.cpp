#include "core/parquet/export_row.h"

#include <cstring>
#include <type_traits>

#include "core/base/utf8.h"

namespace primer {

namespace {

/// Visits every field in column order; the same for writing and reading.
template<typename Row, typename Visit>
void visitFields(Row &row, Visit visit)
{
    visit(row.id);
    for (auto *text : {&row.content, &row.path, &row.repository, &row.licence, &row.language, &row.createdAt, &row.kind,
                       &row.source, &row.sha256})
        visit(*text);
    visit(row.size);
    visit(row.lines);
    visit(row.maxLineLength);
    visit(row.avgLineLength);
    visit(row.alphanumFraction);
    visit(row.stars);
    visit(row.score);
    visit(row.label);
    visit(row.copies);
    visit(row.extra);
    visit(row.thread);
}

} // namespace

void encodeRow(const ExportRow &row, std::string &bytes)
{
    const auto raw = [&bytes](const auto &value) {
        bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
    };
    visitFields(row, [&](const auto &field) {
        using Field = std::decay_t<decltype(field)>;
        if constexpr (std::is_same_v<Field, std::string>) {
            raw(std::uint64_t(field.size()));
            bytes += field;
        } else if constexpr (std::is_arithmetic_v<Field>) {
            raw(field);
        } else {
            raw(std::uint8_t(field.has_value()));
            raw(field.value_or(0));
        }
    });
}

bool decodeRow(std::string_view bytes, ExportRow &row)
{
    bool isWhole = true;
    const auto raw = [&](auto &value) {
        isWhole = isWhole && bytes.size() >= sizeof value;
        if (!isWhole)
            return;
        std::memcpy(&value, bytes.data(), sizeof value);
        bytes.remove_prefix(sizeof value);
    };
    visitFields(row, [&](auto &field) {
        using Field = std::decay_t<decltype(field)>;
        if constexpr (std::is_same_v<Field, std::string>) {
            std::uint64_t size = 0;
            raw(size);
            isWhole = isWhole && bytes.size() >= size;
            if (!isWhole)
                return;
            field.assign(bytes.data(), size);
            bytes.remove_prefix(size);
        } else if constexpr (std::is_arithmetic_v<Field>) {
            raw(field);
        } else {
            std::uint8_t hasValue = 0;
            typename Field::value_type value{};
            raw(hasValue);
            raw(value);
            field = hasValue ? Field(value) : Field();
        }
    });
    return isWhole && bytes.empty();
}

const std::vector<ExportColumn> &exportColumns()
{
    static const std::vector<ExportColumn> columns{
        {"id", "int64"},
        {"content", "string"},
        {"path", "string"},
        {"repo_name", "string"},
        {"license", "string"},
        {"language", "string"},
        {"created_at", "string"},
        {"kind", "string"},
        {"source", "string"},
        {"sha256", "string"},
        {"size", "int64"},
        {"line_count", "int64"},
        {"max_line_length", "int64"},
        {"avg_line_length", "float64"},
        {"alphanum_fraction", "float64"},
        {"stars", "int64"},
        {"score", "float64"},
        {"label", "int64"},
        {"copies", "int64"},
        {"upstream", "string"},
        {"thread", "string"},
    };
    return columns;
}

} // namespace primer
