// A set of samples as a value, and which samples it is: every part by itself, off, wrong, and all together.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/quality/thresholds.h"
#include "core/storage/judgement_store.h"
#include "core/storage/view_store.h"
#include "core/workspace/named_sets.h"
#include "core/workspace/quality_start.h"
#include "core/workspace/selection.h"
#include "core/workspace/set_answer.h"
#include "core/workspace/workspace.h"
#include "tests/support/labelled_files.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

SetPart off(SetPart part)
{
    part.isOn = false;
    return part;
}

class SampleSetTest : public ::testing::Test
{
protected:
    static constexpr int files = test::labelledFileCount;

    static void SetUpTestSuite()
    {
        s_folder = std::make_unique<test::TemporaryFolder>();
        auto opened = Workspace::open(*s_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok());
        s_workspace = std::move(*opened);
        ASSERT_TRUE(test::addSamples(s_workspace->store(), test::labelledFiles()).ok());
        std::string copy = test::labelledFiles()[7].content;
        copy.back() = ' ';
        ASSERT_TRUE(test::addSamples(s_workspace->store(), {test::pythonFile(copy, "copy.py", "elsewhere")}).ok());
        Feedback feedback;
        ASSERT_TRUE(startQuality(*s_workspace, {}, feedback).ok());
    }
    static void TearDownTestSuite()
    {
        s_workspace.reset();
        s_folder.reset();
    }

    SetAnswer answer(const SampleSet &set)
    {
        auto answered = answerSet(*s_workspace, set, m_feedback);
        EXPECT_TRUE(answered.ok()) << answered.error().detail;
        return *answered;
    }
    std::vector<SampleId> ids(const SampleSet &set) { return answer(set).rows->ids; }
    std::vector<SampleId> ids(const std::vector<SetPart> &parts) { return ids(SampleSet{parts, {}}); }
    std::size_t count(const std::vector<SetPart> &parts) { return ids(parts).size(); }

    static std::unique_ptr<test::TemporaryFolder> s_folder;
    static std::unique_ptr<Workspace> s_workspace;
    Feedback m_feedback;
};

std::unique_ptr<test::TemporaryFolder> SampleSetTest::s_folder;
std::unique_ptr<Workspace> SampleSetTest::s_workspace;

} // namespace

TEST(SampleSet, IsAValueThatComesBackFromJson)
{
    SampleSet set;
    set.parts = {
        SetPart::condition("lines>=30"), off(SetPart::rule("parses:1")),   SetPart::search({"def \"x\"", true, true}),
        SetPart::cutAt(0.6, 3),          SetPart::threshold("textbook@2"), SetPart::nearDuplicatesLeftOut(),
        SetPart::ofQueue(7, "check")};
    set.sort = "-lines";
    const auto again = SampleSet::fromJson(set.toJson());
    ASSERT_TRUE(again.ok()) << again.error().detail;
    EXPECT_EQ(*again, set);
    EXPECT_EQ(set.description(), "lines>=30 regex: def \"x\" quality>=0.6 of forest 3 threshold textbook@2 without "
                                 "near-duplicates queue check");
    EXPECT_FALSE(set.isEverything());
    EXPECT_TRUE((SampleSet{{off(SetPart::condition("lines>=30"))}, "lines"}.isEverything()));
    for (const char *wrong : {"", "[]", R"({"parts":[{"kind":"colour"}]})", R"({"parts":[{}]})", R"({"parts":7})"})
        EXPECT_EQ(SampleSet::fromJson(wrong).error().code, ErrorCode::Corrupt) << wrong;
}

TEST(SampleSet, HasOneSearchOneCutAndEachConditionOnce)
{
    SampleSet set;
    set.put(SetPart::condition("lines>=3"));
    set.put(SetPart::condition("lines>=3"));
    set.put(SetPart::search({"one"}));
    set.put(SetPart::cutAt(0.5, 1));
    set.put(SetPart::search({"two"}));
    set.put(SetPart::cutAt(0.7, 1));
    ASSERT_EQ(set.parts.size(), 3U);
    EXPECT_EQ(set.search().text, "two");
    EXPECT_EQ(set.find(SetPart::Kind::Cut)->cut, 0.7);
    // A range takes the place of those on its column, and of no other condition on it.
    set.put(SetPart::condition("-lines:7"));
    set.putRange("lines:10..20");
    EXPECT_EQ(set.description(), "search: two quality>=0.7 of forest 1 -lines:7 lines:10..20");
    set.remove(SetPart::Kind::Search);
    EXPECT_EQ(set.search().text, "");
}

TEST(SampleSet, IsMadeOfWhatWasWritten)
{
    const SampleSet set = setOf("stars>>10 lines>=2 path:\"a b\" path:\"open", {"needle"}, "-size");
    ASSERT_EQ(set.parts.size(), 5U);
    EXPECT_EQ(set.parts[0].text, "stars>>10");
    EXPECT_EQ(set.parts[2].text, "path:\"a b\"");
    EXPECT_EQ(set.parts[3].text, "path:\"open");
    EXPECT_EQ(set.parts[4].kind, SetPart::Kind::Search);
    EXPECT_EQ(set.sort, "-size");
}

TEST_F(SampleSetTest, AWrongPartIsToldAndKeepsNoOtherFromBeingApplied)
{
    const std::vector<SampleId> wanted = ids({SetPart::condition("language:python"), SetPart::search({"sort_list"})});
    ASSERT_GT(wanted.size(), 0U);
    ASSERT_LT(wanted.size(), std::size_t(files));
    SampleSet set;
    set.parts = {SetPart::condition("stars>>10"), SetPart::condition("language:python"), SetPart::search({"sort_list"}),
                 SetPart::condition("bogus:1"),   SetPart::threshold("nobody's"),        SetPart::ofQueue(99, "gone"),
                 SetPart::cutAt(0.5, 77),         off(SetPart::condition("alsowrong"))};
    const SetAnswer wrong = answer(set);
    EXPECT_EQ(wrong.rows->ids, wanted);
    ASSERT_EQ(wrong.problems.size(), set.parts.size());
    for (const std::size_t place : {0U, 3U, 4U, 5U, 6U})
        EXPECT_TRUE(wrong.problems[place]) << place;
    for (const std::size_t place : {1U, 2U, 7U})
        EXPECT_FALSE(wrong.problems[place]) << place;
    EXPECT_EQ(wrong.problems[0]->detail, "not_a_number");
    EXPECT_EQ(wrong.problems[3]->detail, "unknown_column");
    EXPECT_EQ(wrong.problems[4]->code, ErrorCode::NotFound);
    set.parts = {SetPart::search({"(", true}), SetPart::condition("language:python")};
    EXPECT_EQ(answer(set).problems[0]->code, ErrorCode::InvalidPattern);
    EXPECT_EQ(ids(set).size(), std::size_t(files) + 1);
    // A dataset is not made of a set that cannot be meant.
    SelectionRequest request;
    request.samples = set;
    EXPECT_EQ(selectSamples(*s_workspace, request, m_feedback).error().code, ErrorCode::InvalidPattern);
}

TEST_F(SampleSetTest, EveryPartChoosesAndAllCombine)
{
    const auto threshold = saveThreshold(*s_workspace, "textbook", "", {"parses:1"}, 0.5, m_feedback);
    ASSERT_TRUE(threshold.ok());
    const auto queue = s_workspace->createQueueOf("check", {3, 8, 20, SampleId(files) + 1});
    ASSERT_TRUE(queue.ok());
    const SetPart parts[] = {SetPart::condition("lines>=2"),         SetPart::rule("parses:1"),
                             SetPart::search({"SORT", false, true}), SetPart::cutAt(0.3, threshold->forest),
                             SetPart::threshold("textbook"),         SetPart::ofQueue(*queue, "check")};
    std::vector<SampleId> all = ids(std::vector<SetPart>{});
    ASSERT_EQ(all.size(), std::size_t(files) + 1);
    std::vector<SetPart> together;
    for (const SetPart &part : parts) {
        const auto alone = ids({part});
        std::vector<SampleId> both;
        std::set_intersection(all.begin(), all.end(), alone.begin(), alone.end(), std::back_inserter(both));
        all = both;
        together.push_back(part);
        EXPECT_EQ(ids(together), all) << part.text;
        EXPECT_EQ(ids({off(part)}).size(), std::size_t(files) + 1);
    }
    EXPECT_EQ(ids({SetPart::ofQueue(*queue, "check")}), (std::vector<SampleId>{3, 8, 20, SampleId(files) + 1}));
    EXPECT_EQ(std::int64_t(count({SetPart::threshold("textbook@1")})), threshold->kept);
    // What is shown is what is exported, whatever the order on screen.
    SelectionRequest request;
    request.samples = {together, "-lines"};
    const auto selection = selectSamples(*s_workspace, request, m_feedback);
    ASSERT_TRUE(selection.ok()) << selection.error().detail;
    EXPECT_EQ(selection->ids, all);
    EXPECT_EQ(selection->threshold, "textbook@1");
    const auto lineage = nlohmann::json::parse(selection->lineageJson);
    EXPECT_EQ(lineage["cut"]["score"], 0.3);
    EXPECT_EQ(lineage["queues"][0]["name"], "check");
    EXPECT_EQ(lineage["search"]["ignores_case"], true);
}

TEST_F(SampleSetTest, NearDuplicatesAreLookedForAmongWhatIsLeftAndNotTwice)
{
    const SampleId copy = SampleId(files) + 1, first = 8;
    SampleSet set;
    set.put(SetPart::nearDuplicatesLeftOut());
    set.sort = "-id";
    const SetAnswer found = answer(set);
    ASSERT_TRUE(found.nearDuplicates);
    EXPECT_EQ(std::count(found.rows->ids.begin(), found.rows->ids.end(), copy), 0);
    EXPECT_EQ(std::count(found.rows->ids.begin(), found.rows->ids.end(), first), 1);
    EXPECT_GT(found.rows->ids.front(), found.rows->ids.back()) << "in the order of the set";
    // Where the first is not chosen, its copy is no copy.
    set.put(SetPart::condition("repo:elsewhere"));
    EXPECT_EQ(ids(set), std::vector<SampleId>{copy});
    set.parts.pop_back();
    int partials = 0;
    const auto again = answerSet(
        *s_workspace, set, m_feedback, [&partials](const auto &) { ++partials; }, found.nearDuplicates);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->nearDuplicates, found.nearDuplicates);
    EXPECT_EQ(partials, 0) << "what is known is shown at once";
    SelectionRequest request;
    request.samples = set;
    std::vector<SampleId> shown = found.rows->ids;
    std::sort(shown.begin(), shown.end());
    EXPECT_EQ(selectSamples(*s_workspace, request, m_feedback)->ids, shown);
}

TEST_F(SampleSetTest, ACutIsMadeInTheSetWithoutIt)
{
    SampleSet set = setOf("lines>=2 quality>=0.2 bogus:1", {"sort"});
    for (const SetPart &part : {SetPart::cutAt(0.3, 0), SetPart::threshold("textbook"), SetPart::rule("parses:1"),
                                SetPart::nearDuplicatesLeftOut(), SetPart::ofQueue(1, "check")})
        set.put(part);
    EXPECT_EQ(withoutCut(set).description(), "lines>=2 bogus:1 search: sort queue check");
}

TEST_F(SampleSetTest, AViewHoldsAllOfItsSet)
{
    SampleSet set = setOf("lines>=2", {"sort", false, true}, "-lines");
    set.put(off(SetPart::rule("parses:1")));
    set.put(SetPart::nearDuplicatesLeftOut());
    const auto write = [](const Store::Work &work) {
        return s_workspace->store().write(Durability::Durable, work).ok();
    };
    const auto all = [] { return *s_workspace->store().read(namedSets); };
    ASSERT_TRUE(write([&](Connection &connection) { return saveNamedSet(connection, {"mine", set}); }));
    ASSERT_TRUE(write([&](Connection &connection) {
        return saveView(connection, {0, "older", "lines>=3 stars>>1", "needle", true, "size"});
    }));
    ASSERT_EQ(all().size(), 2U);
    EXPECT_EQ(all()[0].name, "mine");
    EXPECT_EQ(all()[0].set, set);
    EXPECT_EQ(all()[1].set, setOf("lines>=3 stars>>1", {"needle", true}, "size"));
    // A set is made of the view's parts that are on, with what else was asked for.
    SelectionRequest request;
    request.view = "mine";
    const auto selection = selectSamples(*s_workspace, request, m_feedback);
    ASSERT_TRUE(selection.ok()) << selection.error().detail;
    EXPECT_EQ(selection->filter, "lines>=2");
    EXPECT_EQ(selection->search, "sort");
    EXPECT_TRUE(selection->nearDuplicates);
    // One that was changed by who knows only the columns is what the columns say.
    ASSERT_TRUE(write([&](Connection &connection) {
        return saveView(connection, {0, "mine", "lines>=9", "", false, ""});
    }));
    EXPECT_EQ(all()[0].set, setOf("lines>=9"));
    ASSERT_TRUE(write([](Connection &connection) { return removeNamedSet(connection, "mine"); }));
    ASSERT_EQ(all().size(), 1U);
    EXPECT_EQ(s_workspace->store().read(namedSet, std::string("mine")).error().code, ErrorCode::NotFound);
}

TEST(SampleSet, ChosenSamplesAreACondition)
{
    EXPECT_EQ(partOfSamples({7})->text, "id:7");
    EXPECT_EQ(partOfSamples({9, 3, 4, 5, 9, 12})->text, "id:3..5,9,12");
    EXPECT_FALSE(partOfSamples({}));
    std::vector<SampleId> apart;
    for (SampleId sample = 1; sample <= 201; sample += 2)
        apart.push_back(sample);
    EXPECT_FALSE(partOfSamples(apart)); // 101 stretches
    apart.pop_back();
    EXPECT_TRUE(partOfSamples(apart));
    std::vector<SampleId> all;
    for (SampleId sample = 1; sample <= 1'000'000; ++sample)
        all.push_back(sample);
    EXPECT_EQ(partOfSamples(std::move(all))->text, "id:1..1000000");
}
