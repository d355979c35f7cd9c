#include "core/query/filter.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <utility>

#include "core/storage/sample_store.h"

namespace primer {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

char lower(char character) { return character >= 'A' && character <= 'Z' ? char(character + 32) : character; }

Error invalid(std::string detail, std::string_view part)
{
    return Error{ErrorCode::InvalidFilter, std::move(detail), std::string(part)};
}

/// Splits at spaces outside double quotes.
Result<std::vector<std::string>> splitWords(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    for (const char character : text) {
        if (character == '"')
            quoted = !quoted;
        if (!quoted && (character == ' ' || character == '\t' || character == '\n')) {
            if (!word.empty())
                words.push_back(std::exchange(word, {}));
        } else {
            word.push_back(character);
        }
    }
    if (quoted)
        return invalid("unclosed_quote", word);
    if (!word.empty())
        words.push_back(word);
    return words;
}

std::vector<std::string> splitList(std::string_view text)
{
    std::vector<std::string> values(1);
    bool quoted = false;
    for (const char character : text) {
        if (character == '"')
            quoted = !quoted;
        else if (character == ',' && !quoted)
            values.emplace_back();
        else
            values.back().push_back(character);
    }
    return values;
}

/// A day that there is, with a time of day behind it or without one.
bool isDate(std::string_view iso)
{
    constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int year = std::atoi(std::string(iso.substr(0, 4)).c_str());
    const int month = std::atoi(std::string(iso.substr(5, 2)).c_str());
    const int day = std::atoi(std::string(iso.substr(8, 2)).c_str());
    const bool isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month >= 1 && month <= 12 && day >= 1 && day <= days[std::size_t(month - 1)] + (month == 2 && isLeap ? 1 : 0)
           && (iso.size() == 10 || iso[10] == 'T' || iso[10] == ' ');
}

/// Plain numbers, numbers with k/M/G (1000s), dates for Date columns.
Result<double> parseNumber(ColumnType type, std::string_view text)
{
    if (type == ColumnType::Date) {
        std::string full(text);
        if (full.size() == 4)
            full += "-01-01";
        else if (full.size() == 7)
            full += "-01";
        const double number = dateNumber(full);
        if (std::isnan(number) || !isDate(full))
            return invalid("not_a_date", text);
        return number;
    }
    double factor = 1;
    std::string_view digits = text;
    if (!digits.empty()) {
        switch (digits.back()) {
        case 'k': factor = 1e3; break;
        case 'M': factor = 1e6; break;
        case 'G': factor = 1e9; break;
        default: break;
        }
        if (factor > 1)
            digits.remove_suffix(1);
    }
    double number = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (code != std::errc() || end != digits.data() + digits.size() || !std::isfinite(number * factor))
        return invalid("not_a_number", text);
    return number * factor;
}

Result<ValueTest> parseRange(ColumnType type, std::string_view text, std::size_t dots)
{
    ValueTest test;
    test.kind = ValueTest::Kind::Range;
    test.low = -infinity;
    test.high = infinity;
    const std::string_view low = text.substr(0, dots);
    const std::string_view high = text.substr(dots + 2);
    if (!low.empty()) {
        const auto number = PRIMER_TRY(parseNumber(type, low));
        test.low = number;
    }
    if (!high.empty()) {
        const auto number = PRIMER_TRY(parseNumber(type, high));
        test.high = number;
    }
    return test;
}

Result<ValueTest> parseTest(ColumnType type, std::string_view comparison, const std::string &text)
{
    ValueTest test;
    test.text = text;
    if (text.empty())
        return invalid("no_value", text);
    if (text == "none" || text == "any") {
        test.kind = text == "none" ? ValueTest::Kind::None : ValueTest::Kind::Any;
        return test;
    }
    if (type == ColumnType::Term || type == ColumnType::Text) {
        if (comparison != ":" && comparison != "=")
            return invalid("only_equality_for_words", text);
        test.pattern = text;
        return test;
    }
    if (const std::size_t dots = text.find(".."); dots != std::string::npos) {
        Result<ValueTest> range = parseRange(type, text, dots);
        if (range)
            range->text = text;
        return range;
    }
    const auto number = PRIMER_TRY(parseNumber(type, text));
    test.kind = ValueTest::Kind::Range;
    test.low = comparison == "<" || comparison == "<=" ? -infinity : number;
    test.high = comparison == ">" || comparison == ">=" ? infinity : number;
    test.lowInclusive = comparison != ">";
    test.highInclusive = comparison != "<";
    return test;
}

Result<Condition> parseCondition(std::string_view word)
{
    const std::string_view whole = word;
    Condition condition;
    if (!word.empty() && (word.front() == '-' || word.front() == '!')) {
        condition.negated = true;
        word.remove_prefix(1);
    }
    const std::size_t at = word.find_first_of(":<>=!");
    if (at == std::string_view::npos || at == 0)
        return invalid("not_a_condition", whole);
    const auto column = columnByName(word.substr(0, at));
    if (!column)
        return invalid("unknown_column", word.substr(0, at));
    condition.column = *column;
    std::string_view rest = word.substr(at);
    for (const std::string_view sign : {">=", "<=", "!=", ">", "<", "=", ":"}) {
        if (!rest.starts_with(sign))
            continue;
        rest.remove_prefix(sign.size());
        if (sign == "!=") {
            condition.negated = !condition.negated;
            condition.comparison = ":";
        } else {
            condition.comparison = sign == "=" ? ":" : sign;
        }
        break;
    }
    for (const std::string &value : splitList(rest)) {
        Result<ValueTest> test = parseTest(columnInfo(*column).type, condition.comparison, value);
        if (!test)
            return Error{test.error().code, test.error().detail, std::string(whole)};
        condition.tests.push_back(std::move(*test));
    }
    return condition;
}

std::string shortNumber(double number)
{
    char text[64];
    const auto [end, code] = std::to_chars(text, text + sizeof text, number);
    return std::string(text, code == std::errc() ? end : text);
}

} // namespace

std::string Condition::toString() const
{
    std::string text = negated ? "-" : "";
    text += columnInfo(column).name;
    text += comparison;
    for (std::size_t i = 0; i < tests.size(); ++i) {
        if (i)
            text += ",";
        const std::string &value = tests[i].text;
        text += value.find_first_of(" ,\t") == std::string::npos ? value : '"' + value + '"';
    }
    return text;
}

Result<Filter> Filter::parse(std::string_view text)
{
    const auto words = PRIMER_TRY(splitWords(text));
    Filter filter;
    for (const std::string &word : words) {
        auto condition = PRIMER_TRY(parseCondition(word));
        filter.conditions.push_back(std::move(condition));
    }
    return filter;
}

std::string Filter::toString() const
{
    std::string text;
    for (const Condition &condition : conditions)
        text += (text.empty() ? "" : " ") + condition.toString();
    return text;
}

Condition rangeCondition(Column column, double low, double high)
{
    Condition condition;
    condition.column = column;
    ValueTest test;
    test.kind = ValueTest::Kind::Range;
    test.low = low;
    test.high = high;
    test.text = low == high ? shortNumber(low) : shortNumber(low) + ".." + shortNumber(high);
    condition.tests.push_back(test);
    return condition;
}

bool hasWildcard(std::string_view pattern) { return pattern.find_first_of("*?") != std::string_view::npos; }

bool matchesPattern(std::string_view pattern, std::string_view text)
{
    // Iterative with one point of return for "*": linear in practice, no recursion on foreign patterns.
    std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == lower(text[t]))) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

std::string joinFilters(std::string filter, std::string_view further)
{
    if (!filter.empty() && !further.empty())
        filter.push_back(' ');
    return filter.append(further);
}

} // namespace primer
