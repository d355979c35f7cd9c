#include "core/query/filter.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/short_number.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t dayLetters = 10; ///< of 2020-01-31

char lower(char character) { return character >= 'A' && character <= 'Z' ? char(character + 32) : character; }

Error invalid(std::string detail, std::string_view part)
{
    return Error{ErrorCode::InvalidFilter, std::move(detail), std::string(part)};
}

struct SplitWords {
    std::vector<std::string> words;
    bool isUnclosed = false; ///< the last one
};

/// At spaces outside double quotes.
SplitWords splitWords(std::string_view text)
{
    SplitWords split;
    std::string word;
    bool quoted = false;
    for (const char character : text) {
        if (character == '"')
            quoted = !quoted;
        if (!quoted && (character == ' ' || character == '\t' || character == '\n')) {
            if (!word.empty())
                split.words.push_back(std::exchange(word, {}));
        } else {
            word.push_back(character);
        }
    }
    if (!word.empty())
        split.words.push_back(word);
    split.isUnclosed = quoted;
    return split;
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

struct Unit {
    std::string_view ending;
    double factor;
    bool isOfBytes;
};
/// The longest endings first.
constexpr Unit units[] = {{"KiB", 1024, true},
                          {"kiB", 1024, true},
                          {"MiB", 1024.0 * 1024, true},
                          {"GiB", 1024.0 * 1024 * 1024, true},
                          {"kB", 1e3, true},
                          {"KB", 1e3, true},
                          {"MB", 1e6, true},
                          {"GB", 1e9, true},
                          {"B", 1, true},
                          {"k", 1e3, false},
                          {"K", 1e3, false},
                          {"M", 1e6, false},
                          {"G", 1e9, false}};

/// Low and high are the same but for months and years.
struct Bounds {
    double low = 0, high = 0;
    std::string absolute; ///< of an age
};

Result<double> parseNumber(Column column, std::string_view text)
{
    double factor = 1;
    std::string_view digits = text;
    for (const Unit &unit : units) {
        if (digits.ends_with(unit.ending) && (!unit.isOfBytes || column == Column::SizeBytes)) {
            digits.remove_suffix(unit.ending.size());
            factor = unit.factor;
            break;
        }
    }
    double number = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || code != std::errc() || end != digits.data() + digits.size()
        || !std::isfinite(number * factor))
        return invalid("not_a_number", text);
    return number * factor;
}

std::string dayText(std::chrono::year_month_day day)
{
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(day.year()), unsigned(day.month()), unsigned(day.day()));
    return text;
}

/// Of 30d, 6w, 3m, 1y: the day so long ago. Nothing for other texts.
std::optional<std::chrono::year_month_day> dayOfAge(std::string_view text)
{
    using namespace std::chrono;
    constexpr int longest = 100'000;
    int count = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (code != std::errc() || end + 1 != text.data() + text.size() || count < 0 || count > longest)
        return std::nullopt;
    const year_month_day today = floor<days>(system_clock::now());
    year_month_day day = today;
    switch (*end) {
    case 'd': return sys_days(today) - days(count);
    case 'w': return sys_days(today) - weeks(count);
    case 'm': day = today - months(count); break;
    case 'y': day = today - years(count); break;
    default: return std::nullopt;
    }
    return day.ok() ? day : year_month_day(day.year() / day.month() / last);
}

Result<Bounds> parseDate(std::string_view text)
{
    using namespace std::chrono;
    if (const auto day = dayOfAge(text)) {
        const double number = dateNumber(dayText(*day));
        return Bounds{number, number, dayText(*day)};
    }
    const bool isYear = text.size() == 4, isMonth = text.size() == 7;
    const std::string first = std::string(text) + (isYear ? "-01-01" : isMonth ? "-01" : "");
    const double low = dateNumber(first);
    const int number = std::isnan(low) ? 0 : int(low);
    const year_month_day day{year(number / 10000), month(unsigned(number / 100 % 100)),
                             std::chrono::day(unsigned(number % 100))};
    const bool endsWell = first.size() == dayLetters || first[dayLetters] == 'T' || first[dayLetters] == ' ';
    if (number == 0 || !day.ok() || !endsWell) // with a time of day behind it or without one
        return invalid("not_a_date", text);
    const year_month_day_last end{year(number / 10000), month_day_last(month(unsigned(number / 100 % 100)))};
    const auto inYear = number / 10000 * 10000 + 1231, inMonth = number / 100 * 100 + int(unsigned(end.day()));
    return Bounds{low, isYear ? double(inYear) : isMonth ? double(inMonth) : low, {}};
}

Result<Bounds> parseBounds(Column column, std::string_view text)
{
    if (columnInfo(column).type == ColumnType::Date)
        return parseDate(text);
    const double number = PRIMER_TRY(parseNumber(column, text));
    return Bounds{number, number, {}};
}

Result<ValueTest> parseRange(Column column, std::string_view text, std::size_t dots)
{
    ValueTest test;
    test.kind = ValueTest::Kind::Range;
    test.low = -infinity;
    test.high = infinity;
    const std::string_view low = text.substr(0, dots), high = text.substr(dots + 2);
    std::string absolute;
    bool hasAge = false;
    if (!low.empty()) {
        const Bounds bounds = PRIMER_TRY(parseBounds(column, low));
        test.low = bounds.low;
        hasAge = !bounds.absolute.empty();
        absolute = hasAge ? bounds.absolute : std::string(low);
    }
    absolute += "..";
    if (!high.empty()) {
        const Bounds bounds = PRIMER_TRY(parseBounds(column, high));
        test.high = bounds.high;
        hasAge = hasAge || !bounds.absolute.empty();
        absolute += bounds.absolute.empty() ? std::string(high) : bounds.absolute;
    }
    if (hasAge)
        test.absolute = absolute;
    return test;
}

Result<ValueTest> parseTest(Column column, std::string_view comparison, const std::string &text)
{
    const ColumnType type = columnInfo(column).type;
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
        Result<ValueTest> range = parseRange(column, text, dots);
        if (range)
            range->text = text;
        return range;
    }
    const Bounds bounds = PRIMER_TRY(parseBounds(column, text));
    test.kind = ValueTest::Kind::Range;
    test.absolute = bounds.absolute;
    test.low = comparison == ">" ? bounds.high : bounds.low;
    test.high = comparison == "<" ? bounds.low : bounds.high;
    if (comparison == "<" || comparison == "<=")
        test.low = -infinity;
    if (comparison == ">" || comparison == ">=")
        test.high = infinity;
    if (comparison == ":" && !bounds.absolute.empty()) { // an age: since then
        test.high = infinity;
        test.absolute += "..";
    }
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
        Result<ValueTest> test = parseTest(*column, condition.comparison, value);
        if (!test)
            return Error{test.error().code, test.error().detail, std::string(whole)};
        condition.tests.push_back(std::move(*test));
    }
    return condition;
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
        text += value.find_first_of(" ,\t\n") == std::string::npos ? value : '"' + value + '"';
    }
    return text;
}

Result<Filter> Filter::parse(std::string_view text)
{
    const SplitWords split = splitWords(text);
    if (split.isUnclosed)
        return invalid("unclosed_quote", split.words.back());
    Filter filter;
    for (const std::string &word : split.words) {
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

Filter Filter::withoutAges() const
{
    Filter absolute = *this;
    for (Condition &condition : absolute.conditions) {
        for (ValueTest &test : condition.tests) {
            if (!test.absolute.empty())
                test.text = std::exchange(test.absolute, {});
        }
    }
    return absolute;
}

std::vector<std::string> Filter::words(std::string_view text) { return splitWords(text).words; }

bool Condition::isRange() const
{
    return !negated && std::all_of(tests.begin(), tests.end(), [](const ValueTest &test) {
        return test.kind == ValueTest::Kind::Range;
    });
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
