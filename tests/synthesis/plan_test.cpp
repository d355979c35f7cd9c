#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "core/synthesis/benchmark_names.h"
#include "core/synthesis/constraint_set.h"
#include "core/synthesis/prompt_plan.h"
#include "core/synthesis/prompt_template.h"

using namespace primer;

namespace {

/// "sampling", "axes" and further keys of a set.
ConstraintSet setOf(const std::string &rest)
{
    const auto set = constraintSetFromJson(
        R"({"format":"primer-constraints","version":1,"name":"t","axes":[)" + rest + "}", "test");
    EXPECT_TRUE(set.ok()) << set.error().detail << " " << set.error().where;
    return *set;
}

PromptPlan planOf(const ConstraintSet &set, PlanSampling sampling, std::int64_t count, std::uint64_t seed = 7)
{
    Feedback feedback;
    const auto plan = drawPlan(set, {sampling, seed, count}, feedback);
    EXPECT_TRUE(plan.ok()) << plan.error().detail;
    return *plan;
}

std::vector<std::uint32_t> rowOf(const PromptPlan &plan, std::int64_t row)
{
    return {plan.row(row), plan.row(row) + plan.axes};
}

const char *const three = R"({"name":"a","kind":"list","values":["x","y","z"]},
    {"name":"b","kind":"list","values":["1","2","3","4","5"]},
    {"name":"c","kind":"list","values":["p",{"value":"q","weight":3}]}])";

} // namespace

TEST(ConstraintSetFile, comesBackAsItWasWritten)
{
    for (const std::string &name : builtInSetNames()) {
        const auto set = loadConstraintSet(name);
        ASSERT_TRUE(set.ok()) << name << ": " << set.error().detail << " " << set.error().where;
        const auto back = constraintSetFromJson(set->toJson(), name);
        ASSERT_TRUE(back.ok()) << name << ": " << back.error().detail;
        EXPECT_EQ(back->toJson(), set->toJson()) << name;
    }
}

TEST(ConstraintSetFile, tellsWhatIsWrongWithIt)
{
    const std::string begin = R"({"format":"primer-constraints","version":1,"name":"t","axes":)";
    const std::pair<std::string, std::string> cases[] = {
        {"[]", "not a JSON object"},
        {R"({"format":"other"})", "not a constraint set"},
        {R"({"format":"primer-constraints","version":2,"name":"t","axes":[]})", "version 2"},
        {begin + R"([{"name":"a","kind":"list","values":["x"],"valeus":[]}]})", "a key that is not known: valeus"},
        {begin + R"([{"name":"a","kind":"list","values":["x","x"]}]})", "a value stands there twice"},
        {begin + R"([{"name":"a","kind":"list","values":[]}]})", "an axis without values"},
        {begin + R"([{"name":"a","kind":"list","values":[{"value":"x","weight":-1}]}]})",
         "a weight is a number from 0"},
        {begin + R"([{"name":"A b","kind":"list","values":["x"]}]})", "an axis is named by"},
        {begin + R"([{"name":"a","kind":"pairs","of":"b"}]})", "pairs are of a list or a tree"},
        {begin + R"([{"name":"a","kind":"words","from":["x"],"count":2}]})", "count is from 1"},
        {begin + R"([{"name":"a","kind":"tree","tree":{"B":["x"]},"under":["C"]}]})", "no such branch: C"},
        {begin + R"([{"name":"a","kind":"names","verbs":["x"]}]})", "an axis without values"},
        {begin + R"([{"name":"a","kind":"names","verbs":["x",""],"nouns":["y"]}]})", "names are made of letters"},
        {begin + R"([{"name":"a","kind":"names","verbs":["x"],"nouns":["y z"]}]})", "names are made of letters"},
        {begin + R"([{"name":"a","kind":"names","verbs":["x","x"],"nouns":["y"]}]})", "a word stands there twice"},
        {begin + R"([{"name":"a","kind":"list","values":["x"]}],"never_together":[{"b":"x"}]})",
         "an exclusion names an axis"},
    };
    for (const auto &[text, words] : cases) {
        const auto set = constraintSetFromJson(text, "f.json");
        ASSERT_FALSE(set.ok()) << text;
        EXPECT_NE(set.error().detail.find(words), std::string::npos) << text << ": " << set.error().detail;
        EXPECT_NE(set.error().where.find("f.json"), std::string::npos) << text;
    }
}

TEST(Topics, areAtLeastThreeHundredDifferentOnes)
{
    const ConstraintSet set = setOf(R"({"name":"topic","kind":"tree","tree":"topics"}])");
    std::set<std::string> texts, branches;
    for (const AxisValue &value : set.axes[0].values) {
        texts.insert(value.text);
        branches.insert(value.branch);
    }
    EXPECT_GE(texts.size(), 300u);
    EXPECT_EQ(texts.size(), set.axes[0].values.size());
    EXPECT_GE(branches.size(), 40u);
}

TEST(Plan, coversEveryAxisEvenlyAtEveryLength)
{
    const PromptPlan plan = planOf(setOf(three), PlanSampling::Cover, 30);
    ASSERT_EQ(plan.rows(), 30);
    for (std::size_t axis = 0; axis < plan.axes; ++axis) {
        std::map<std::uint32_t, int> counts;
        const std::size_t sizes[] = {3, 5, 2};
        for (std::int64_t row = 0; row < plan.rows(); ++row)
            ++counts[rowOf(plan, row)[axis]];
        ASSERT_EQ(counts.size(), sizes[axis]);
        for (const auto &[value, count] : counts)
            EXPECT_EQ(count, int(30 / sizes[axis])) << "axis " << axis; // all 30 combinations
    }
    // Of a set with room the balance holds for a part as well.
    const ConstraintSet wide = *loadConstraintSet("grammar-exercises");
    const PromptPlan some = planOf(wide, PlanSampling::Cover, 1000);
    for (const std::string axis : {"audience", "difficulty", "manner"}) {
        const std::size_t place = wide.placeOf(axis);
        for (const std::int64_t length : {50, 333, 1000}) {
            std::map<std::uint32_t, std::int64_t> counts;
            for (std::int64_t row = 0; row < length; ++row)
                ++counts[rowOf(some, row)[place]];
            const auto [least, most] = std::minmax_element(
                counts.begin(), counts.end(), [](const auto &one, const auto &two) { return one.second < two.second; });
            EXPECT_LE(most->second - least->second, 1) << axis << " at " << length;
        }
    }
    std::set<std::uint32_t> names;
    for (std::int64_t row = 0; row < some.rows(); ++row)
        names.insert(rowOf(some, row)[wide.placeOf("name")]);
    EXPECT_EQ(names.size(), 1000u);
}

TEST(Plan, ofALongerRunBeginsWithTheShorterOne)
{
    const ConstraintSet set = *loadConstraintSet("grammar-exercises");
    for (const PlanSampling sampling : {PlanSampling::Cross, PlanSampling::Cover, PlanSampling::Weighted}) {
        const PromptPlan shorter = planOf(set, sampling, 500), longer = planOf(set, sampling, 2000);
        EXPECT_TRUE(std::equal(shorter.choices.begin(), shorter.choices.end(), longer.choices.begin()));
        EXPECT_TRUE(std::equal(shorter.seeds.begin(), shorter.seeds.end(), longer.seeds.begin()));
        EXPECT_NE(planOf(set, sampling, 500, 8).choices, shorter.choices) << "another seed, another plan";
    }
}

TEST(Plan, crossesEveryCombinationOnceAndEnds)
{
    const PromptPlan plan = planOf(setOf(three), PlanSampling::Cross, 100);
    EXPECT_TRUE(plan.isExhausted);
    std::set<std::vector<std::uint32_t>> rows;
    for (std::int64_t row = 0; row < plan.rows(); ++row)
        rows.insert(rowOf(plan, row));
    EXPECT_EQ(rows.size(), 30u);
    EXPECT_EQ(plan.rows(), 30);
    EXPECT_NE(rowOf(plan, 0), std::vector<std::uint32_t>(3, 0)) << "in an order by chance";
}

TEST(Plan, drawsByWeight)
{
    const ConstraintSet set = setOf(R"({"name":"w","kind":"list","values":["p",{"value":"q","weight":3}]},
        {"name":"n","kind":"names","verbs":["a","b","c","d"],"qualifiers":[],"nouns":["n1","n2","n3"],)"
                                    R"("others":["x_1","x_2","x_3","x_4","x_5","x_6","x_7","x_8"]},
        {"name":"s","kind":"words","from":["m","n","o","p","q","r","s","t","u","v","w","x"],"count":4}])");
    const PromptPlan plan = planOf(set, PlanSampling::Weighted, 4000);
    ASSERT_EQ(plan.rows(), 4000);
    std::int64_t heavy = 0;
    for (std::int64_t row = 0; row < plan.rows(); ++row)
        heavy += rowOf(plan, row)[0] == 1;
    EXPECT_NEAR(double(heavy) / 4000, 0.75, 0.03);
}

TEST(Plan, neverDrawsWhatIsExcluded)
{
    const ConstraintSet set = setOf(R"({"name":"who","kind":"list","values":["pupils","engineers"]},
        {"name":"topic","kind":"tree","tree":{"ML":{"Deep":["nets","layers"]},"Text":["joins","splits"]}},
        {"name":"pair","kind":"pairs","of":"topic"},
        {"name":"name","kind":"names","verbs":["has_close","count","is"],"nouns":["elements","even","palindrome","words"]}],
        "never_together":[{"who":"pupils","topic":"ML/*"},{"who":"pupils","pair":"nets"}],
        "never_names":["benchmarks","count_words"])");
    ASSERT_EQ(benchmarkOf("has_close_elements"), "human_eval");
    ASSERT_EQ(benchmarkOf("isPalindrome"), benchmarkOf("is_palindrome"));
    for (const PlanSampling sampling : {PlanSampling::Cross, PlanSampling::Cover, PlanSampling::Weighted}) {
        const PromptPlan plan = planOf(set, sampling, 5000);
        ASSERT_GT(plan.rows(), 100);
        std::set<std::string> names;
        for (std::int64_t row = 0; row < plan.rows(); ++row) {
            const auto choice = rowOf(plan, row);
            const std::string topic = valuePath(set, 1, choice[1]), pair = valuePath(set, 2, choice[2]);
            names.insert(valueText(set, 3, choice[3]));
            EXPECT_FALSE(choice[0] == 0 && topic.starts_with("ML/")) << topic;
            EXPECT_FALSE(choice[0] == 0 && pair.find("ML/Deep/nets") != std::string::npos) << pair;
            EXPECT_NE(pair, "ML/Deep/nets + ML/Deep/layers") << "a pair is of two branches";
        }
        EXPECT_FALSE(names.contains("has_close_elements"));
        EXPECT_FALSE(names.contains("count_words"));
        EXPECT_TRUE(names.contains("count_elements"));
        EXPECT_GT(plan.excluded, 0);
    }
}

TEST(Plan, saysWhenExclusionsLeaveNothing)
{
    const ConstraintSet set = setOf(
        R"({"name":"a","kind":"list","values":["x"]},{"name":"b","kind":"list","values":["y"]}],
        "never_together":[{"a":"x","b":"*"}])");
    Feedback feedback;
    for (const PlanSampling sampling : {PlanSampling::Cross, PlanSampling::Cover, PlanSampling::Weighted}) {
        const auto plan = drawPlan(set, {sampling, 1, 10}, feedback);
        ASSERT_FALSE(plan.ok());
        EXPECT_EQ(plan.error().code, ErrorCode::InvalidInput);
    }
    feedback.cancel();
    EXPECT_EQ(drawPlan(setOf(three), {PlanSampling::Cover, 1, 10}, feedback).error().code, ErrorCode::Cancelled);
}

TEST(Plan, drawsOnlyWhatTheTemplateNames)
{
    const ConstraintSet all = setOf(three);
    const PromptPlan plan = planOf(drawnFor(all, {"a"}), PlanSampling::Cover, 100);
    EXPECT_TRUE(plan.isExhausted);
    EXPECT_EQ(plan.rows(), 3) << "more rows would fill the template alike";
}

TEST(Pairs, areNumberedOnceEach)
{
    for (const std::size_t values : {2u, 3u, 10u, 521u}) {
        std::set<std::pair<std::size_t, std::size_t>> pairs;
        const std::uint64_t all = values * (values - 1) / 2;
        for (std::uint64_t number = 0; number < all; ++number) {
            const auto pair = pairOf(number, values);
            ASSERT_LT(pair.first, pair.second);
            ASSERT_LT(pair.second, values);
            pairs.insert(pair);
        }
        EXPECT_EQ(pairs.size(), all);
    }
}

TEST(Permutation, meetsEveryNumberOnce)
{
    for (const std::uint64_t size : {1u, 2u, 3u, 5u, 17u, 256u, 1000u}) {
        std::set<std::uint64_t> met;
        for (std::uint64_t number = 0; number < size; ++number)
            met.insert(permuted(number, size, 42));
        EXPECT_EQ(met.size(), size);
        EXPECT_LT(*met.rbegin(), size);
    }
}

TEST(Template, isFilledOnce)
{
    PromptTemplate made;
    made.name = "t";
    made.text = "{{literal}} {a} and {a}, {begin} {b}";
    made.begin = "<B>";
    made.end = "<E>";
    const FilledTemplate filled = fillTemplate(made, {{"a", "{b}"}, {"b", "B"}});
    EXPECT_EQ(filled.user, "{literal} {b} and {b}, <B> B");
    EXPECT_EQ(*made.placeholders(), (std::vector<std::string>{"a", "b"}));
    for (const char *text : {"{", "}", "{A}", "{a", "{}", "x { y }"}) {
        made.text = text;
        EXPECT_FALSE(made.placeholders().ok()) << text;
    }
    made.text = "{nothing}";
    const Status checked = made.check(setOf(three));
    ASSERT_FALSE(checked.ok());
    EXPECT_NE(checked.error().detail.find("{nothing}"), std::string::npos);
}

TEST(Template, ofPrimerFitsItsSet)
{
    const std::pair<const char *, const char *> fits[] = {{"exercise", "exercises"},
                                                          {"textbook", "textbooks"},
                                                          {"textbook-pair", "textbooks"},
                                                          {"rewrite", "rewrites"},
                                                          {"free", "textbooks"},
                                                          {"unconstrained-exercise", "exercises"},
                                                          {"grammar-exercise", "grammar-exercises"},
                                                          {"grammar-textbook", "grammar-textbooks"}};
    EXPECT_EQ(std::size(fits), builtInTemplateNames().size());
    for (const auto &[name, setName] : fits) {
        const auto made = loadTemplate(name);
        ASSERT_TRUE(made.ok()) << name << ": " << made.error().detail;
        const Status checked = made->check(*loadConstraintSet(setName));
        EXPECT_TRUE(checked.ok()) << name << ": " << (checked.ok() ? "" : checked.error().detail);
        const auto back = templateFromJson(made->toJson(), name);
        ASSERT_TRUE(back.ok()) << name;
        EXPECT_EQ(back->toJson(), made->toJson());
    }
}
