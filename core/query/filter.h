// Owns: the filter language of chips, saved views and `--filter`: parsing and writing it back.
// Not here: evaluating it (column_snapshot.h).
//
//   language:python,cython stars>=10 score:0.42..0.61 licence:MIT* -path:test label:none created>=2020 size<5kB
//
// Conditions are joined by AND; a comma list inside one is OR; "-" or "!" before one negates it. Term columns match
// whole words, case ignored, with * and ?; text columns match a part unless they hold * or ?. `none` and `any` ask
// whether there is a value. Words with spaces or commas are quoted: repo:"a b". Numbers take k, M, G (thousands), sizes
// also kB, MB, GB and KiB, MiB, GiB. A date is a day, a month (2024-05) or a year (2024), which then means the whole of
// it, or an age: 30d, 6w, 3m, 1y.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/columns.h"

namespace primer {

struct ValueTest {
    enum class Kind { Pattern, Range, None, Any };
    Kind kind = Kind::Pattern;
    std::string pattern;      ///< Term and Text columns
    double low = 0, high = 0; ///< Number and Date columns; infinities where open
    bool lowInclusive = true, highInclusive = true;
    std::string text;     ///< as written, for writing it back
    std::string absolute; ///< of an age: the day it meant when it was read
};

struct Condition {
    Column column = Column::Path;
    bool negated = false;
    std::string comparison = ":"; ///< as written: ":" ">=" "<=" ">" "<"
    std::vector<ValueTest> tests;
    std::string toString() const;
    /// Only ranges of numbers or days.
    bool isRange() const;
};

struct Filter {
    std::vector<Condition> conditions;

    static Result<Filter> parse(std::string_view text); ///< Error::where is the offending part
    std::string toString() const;
    /// Ages written as the days they meant: what a record keeps.
    Filter withoutAges() const;
    /// Its conditions as written, whether or not they can be read; what an unclosed quotation mark begins is one.
    static std::vector<std::string> words(std::string_view text);
    bool isEmpty() const { return conditions.empty(); }
};

/// A condition `column:low..high`, as a histogram's brush makes it.
Condition rangeCondition(Column column, double low, double high);

/// Case-insensitive match of a whole word with * and ?.
bool matchesPattern(std::string_view pattern, std::string_view text);
bool hasWildcard(std::string_view pattern);

/// Both conditions at once; either may be "".
std::string joinFilters(std::string filter, std::string_view further);

} // namespace primer
