#include <limits>
#include <gtest/gtest.h>

#include "core/query/column_cache.h"
#include "core/query/filter.h"

using namespace primer;

TEST(Filter, WritesBackWhatItRead)
{
    for (const char *text : {"language:python", "-licence:MIT,Apache-2.0", "stars>=10 score:0.42..0.61", "path:\"a b\"",
                             "label:none", "created>=2020-01-01", "size<10k", "id:5..", "repo:*torch?"}) {
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
    EXPECT_EQ(bounds("created:2020-02"), std::tuple(20200201, 20200201, true, true));
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
