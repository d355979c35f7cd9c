#include "core/query/value_condition.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "core/query/filter.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

constexpr std::size_t dayLetters = 10;

std::string numberText(double number)
{
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, number);
    return std::string(text, end.ptr);
}

template<typename Number>
std::string numberText(const std::optional<Number> &number)
{
    return number ? numberText(double(*number)) : std::string();
}

std::string dayText(const std::string &iso)
{
    return std::isnan(dateNumber(iso)) ? std::string() : iso.substr(0, dayLetters);
}

/// "" where there is none.
std::optional<std::string> valueText(const SampleRow &row, Column column)
{
    switch (column) {
    case Column::Id: return std::to_string(row.id);
    case Column::Kind: return sampleKindName(row.kind);
    case Column::Path: return row.path;
    case Column::Repository: return row.repository;
    case Column::Licence: return row.licence;
    case Column::Language: return row.language;
    case Column::Source: return row.source;
    case Column::CreatedAt: return dayText(row.createdAt);
    case Column::SizeBytes: return std::to_string(row.sizeBytes);
    case Column::LineCount: return std::to_string(row.lineCount);
    case Column::MaxLineLength: return std::to_string(row.maxLineLength);
    case Column::AvgLineLength: return numberText(row.avgLineLength);
    case Column::AlphanumFraction: return numberText(row.alphanumFraction);
    case Column::Stars: return numberText(row.stars);
    case Column::Score: return numberText(row.score);
    case Column::Label: return numberText(row.label);
    case Column::Verdict: return row.verdict ? std::string(verdictName(*row.verdict)) : std::string();
    case Column::Copies: return std::to_string(row.copies);
    case Column::TeacherValue: return numberText(row.teacherValue);
    case Column::TeacherName: return row.teacherName;
    case Column::Quality: return numberText(row.quality);
    case Column::ValidUtf8:
    case Column::Parses:
    case Column::CommentShare:
    case Column::DocumentedShare:
    case Column::Repetition: return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

std::string wordCondition(Column column, const std::string &word)
{
    if (word.find('"') != std::string::npos)
        return {};
    const bool isPlain = word.find_first_of(" ,\t\n") == std::string::npos;
    std::string text = std::string(columnInfo(column).name) + ':';
    text += isPlain ? word : '"' + word + '"';
    return text;
}

std::string valueCondition(const SampleRow &row, Column column)
{
    const std::optional<std::string> value = valueText(row, column);
    if (!value)
        return {};
    return wordCondition(column, value->empty() ? "none" : *value);
}

std::string oppositeCondition(const std::string &condition)
{
    auto filter = Filter::parse(condition);
    if (!filter || filter->conditions.size() != 1)
        return {};
    filter->conditions.front().negated = !filter->conditions.front().negated;
    return filter->toString();
}

} // namespace primer
