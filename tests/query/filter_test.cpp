#include <chrono>
#include <limits>
#include <tuple>

#include <gtest/gtest.h>

#include "core/query/column_cache.h"
#include "core/query/filter.h"

using namespace primer;

TEST(Filter, WritesBackWhatItRead)
{
    for (const char *text : {"language:python", "-licence:MIT,Apache-2.0", "stars>=10 score:0.42..0.61", "path:\"a b\"",
                             "label:none", "created>=2020-01-01", "size<10k", "id:5..", "repo:*torch?",
                             "size>=5kB size<=2MiB created>=2024 created:30d created<2w"}) {
        const auto filter = Filter::parse(text);
        ASSERT_TRUE(filter.ok()) << text;
        EXPECT_EQ(filter->toString(), text);
        EXPECT_EQ(Filter::parse(filter->toString())->toString(), text);
    }
}

TEST(Filter, TellsWhatIsWrongAndWhere)
{
    const struct {
        const char *text, *detail, *where;
    } cases[] = {
        {"bogus:1", "unknown_column", "bogus"},
        {"stars>=ten", "not_a_number", "stars>=ten"},
        {"created:yesterday", "not_a_date", "created:yesterday"},
        {"created:2024-13", "not_a_date", "created:2024-13"},
        {"stars>=5kB", "not_a_number", "stars>=5kB"},
        {"size>=kB", "not_a_number", "size>=kB"},
        {"stars>>10", "not_a_number", "stars>>10"},
        {"score>=nan", "not_a_number", "score>=nan"},
        {"score<-inf", "not_a_number", "score<-inf"},
        {"stars:1..infinity", "not_a_number", "stars:1..infinity"},
        {"stars>1e308G", "not_a_number", "stars>1e308G"},
        {"created>=2020-13-45", "not_a_date", "created>=2020-13-45"},
        {"created>=2020-00", "not_a_date", "created>=2020-00"},
        {"created:2021-02-29", "not_a_date", "created:2021-02-29"},
        {"created:2021-04-31..", "not_a_date", "created:2021-04-31.."},
        {"created>=2020-01-01x", "not_a_date", "created>=2020-01-01x"},
        {"path:\"open", "unclosed_quote", "path:\"open"},
        {"licence:", "no_value", "licence:"},
        {"licence>3", "only_equality_for_words", "licence>3"},
        {"python", "not_a_condition", "python"},
        {":x", "not_a_condition", ":x"},
    };
    for (const auto &expected : cases) {
        const auto filter = Filter::parse(expected.text);
        ASSERT_FALSE(filter.ok()) << expected.text;
        EXPECT_EQ(filter.error().code, ErrorCode::InvalidFilter);
        EXPECT_EQ(filter.error().detail, expected.detail);
        EXPECT_EQ(filter.error().where, expected.where);
    }
}

TEST(Filter, RangesMeanWhatTheySay)
{
    const auto bounds = [](const char *text) {
        const ValueTest test = Filter::parse(text)->conditions[0].tests[0];
        return std::tuple(test.low, test.high, test.lowInclusive, test.highInclusive);
    };
    constexpr double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(bounds("stars>=10"), std::tuple(10, infinity, true, true));
    EXPECT_EQ(bounds("stars>10"), std::tuple(10, infinity, false, true));
    EXPECT_EQ(bounds("stars<10"), std::tuple(-infinity, 10, true, false));
    EXPECT_EQ(bounds("size:2k..1M"), std::tuple(2000, 1e6, true, true));
    EXPECT_EQ(bounds("size>=5kB"), std::tuple(5000, infinity, true, true));
    EXPECT_EQ(bounds("size<=2MiB"), std::tuple(-infinity, 2 * 1024 * 1024, true, true));
    EXPECT_EQ(bounds("size:512B..1GB"), std::tuple(512, 1e9, true, true));
    // A month and a year are the whole of it.
    EXPECT_EQ(bounds("created:2020-02"), std::tuple(20200201, 20200229, true, true));
    EXPECT_EQ(bounds("created>=2024"), std::tuple(20240101, infinity, true, true));
    EXPECT_EQ(bounds("created>2024"), std::tuple(20241231, infinity, false, true));
    EXPECT_EQ(bounds("created<2024"), std::tuple(-infinity, 20240101, true, false));
    EXPECT_EQ(bounds("created<=2024-05"), std::tuple(-infinity, 20240531, true, true));
    EXPECT_EQ(bounds("created:2020..2021-06-05"), std::tuple(20200101, 20210605, true, true));
}

TEST(Filter, AnAgeIsADayThatARecordNames)
{
    using namespace std::chrono;
    const auto number = [](year_month_day day) {
        return int(day.year()) * 10000.0 + unsigned(day.month()) * 100.0 + unsigned(day.day());
    };
    const auto before = floor<days>(system_clock::now());
    const Filter filter = *Filter::parse("created>=30d created:2w created:1y..");
    const auto after = floor<days>(system_clock::now()); // midnight may come between
    const ValueTest &month = filter.conditions[0].tests[0];
    EXPECT_TRUE(month.low == number(before - days(30)) || month.low == number(after - days(30)));
    EXPECT_EQ(filter.conditions[1].tests[0].high, std::numeric_limits<double>::infinity());
    EXPECT_EQ(filter.toString(), "created>=30d created:2w created:1y..");
    const std::string absolute = filter.withoutAges().toString();
    const auto again = Filter::parse(absolute);
    ASSERT_TRUE(again.ok()) << absolute;
    EXPECT_EQ(absolute.find("30d"), std::string::npos);
    for (std::size_t place = 0; place < 3; ++place) {
        EXPECT_EQ(again->conditions[place].tests[0].low, filter.conditions[place].tests[0].low) << absolute;
        EXPECT_EQ(again->conditions[place].tests[0].high, filter.conditions[place].tests[0].high) << absolute;
    }
}

TEST(Filter, WordsAreThereThoughTheyCannotBeRead)
{
    EXPECT_EQ(Filter::words("a:\"b c\"  stars>>1 x"), (std::vector<std::string>{"a:\"b c\"", "stars>>1", "x"}));
    EXPECT_EQ(Filter::words("lines>=1 path:\"a b"), (std::vector<std::string>{"lines>=1", "path:\"a b"}));
    EXPECT_TRUE(Filter::words("  ").empty());
}

TEST(Pattern, MatchesWholeWordsIgnoringCase)
{
    EXPECT_TRUE(matchesPattern("mit", "MIT"));
    EXPECT_FALSE(matchesPattern("mit", "MIT-0"));
    EXPECT_TRUE(matchesPattern("*test*", "src/Test_x.py"));
    EXPECT_TRUE(matchesPattern("a?c*", "abcd"));
    EXPECT_FALSE(matchesPattern("", "x"));
    // A pattern that makes naive matchers exponential.
    EXPECT_FALSE(matchesPattern("*a*a*a*a*a*a*a*a*a*b", std::string(5000, 'a')));
}
