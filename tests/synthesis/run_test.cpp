#include <algorithm>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"
#include "core/synthesis/accepted_rows.h"
#include "core/synthesis/cell_rows.h"
#include "core/synthesis/coverage.h"
#include "core/synthesis/diversity.h"
#include "core/synthesis/grammar_writer.h"
#include "core/synthesis/synthesis_run.h"
#include "core/synthesis/workspace_values.h"
#include "tests/support/stored_samples.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

class SynthesisRunTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        m_store = std::move(*opened);
    }

    SynthesisRequest request(const std::string &name, std::int64_t count, const std::string &kind = "exercise")
    {
        SynthesisRequest made;
        made.name = name;
        made.set = *loadConstraintSet("grammar-" + kind + "s");
        made.promptTemplate = *loadTemplate("grammar-" + kind);
        made.plan = {PlanSampling::Cover, 5, count};
        return made;
    }
    SynthesisReport carryOn(const std::string &name, std::int64_t maxRows = 0)
    {
        SynthesisLimits limits;
        limits.maxRows = maxRows;
        const auto report = carryOnSynthesis(*m_store, name, ApiKey(), limits, m_feedback);
        EXPECT_TRUE(report.ok()) << report.error().detail;
        return *report;
    }
    void create(const SynthesisRequest &made)
    {
        const auto id = createSynthesis(*m_store, made, m_feedback);
        ASSERT_TRUE(id.ok()) << id.error().detail << " " << id.error().where;
    }
    std::vector<SynthesisItem> items(const std::string &name)
    {
        const auto parts = synthesisParts(*m_store, name);
        return *m_store->read(synthesisItems, parts->run.id, std::optional<ItemState>(), std::int64_t(-1),
                              std::int64_t(100'000));
    }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    Feedback m_feedback;
};

} // namespace

TEST_F(SynthesisRunTest, endsAtItsTargetAndIsExtended)
{
    SynthesisRequest made = request("ex", 400);
    made.target = 120;
    create(made);
    const SynthesisReport first = carryOn("ex");
    EXPECT_EQ(first.stopped, "target");
    EXPECT_GE(first.run.accepted, 120);
    EXPECT_LE(first.run.answered, 140) << "it stops at accepted rows, not far beyond";
    const auto before = items("ex");
    ASSERT_TRUE(extendSynthesis(*m_store, "ex", {600, 0, {}, {}, {}}, m_feedback).ok());
    const SynthesisReport all = carryOn("ex");
    EXPECT_EQ(all.stopped, "");
    EXPECT_EQ(all.run.planned, 600);
    EXPECT_EQ(all.run.answered, 600);
    EXPECT_GE(double(all.run.accepted) / 600, 0.9);
    const auto after = items("ex");
    for (std::size_t row = 0; row < before.size(); ++row) {
        EXPECT_EQ(after[row].choice, before[row].choice);
        if (before[row].answer > 0) {
            EXPECT_EQ(after[row].answer, before[row].answer) << "what was answered stays";
        }
    }
    EXPECT_EQ(createSynthesis(*m_store, made, m_feedback).error().code, ErrorCode::InvalidInput) << "a name once";
}

TEST_F(SynthesisRunTest, moreOfACellComesAheadOfItsTurn)
{
    SynthesisRequest made = request("ex", 100);
    made.target = 20;
    create(made);
    carryOn("ex");
    const auto parts = synthesisParts(*m_store, "ex");
    const auto before = coverageOf(*m_store, *parts, "manner", "audience", 1);
    ASSERT_TRUE(before.ok());
    const CoverageCellName cell{"manner", "audience", before->columns[1], before->rows[2], 1};
    const auto queued = queueMoreOf(*m_store, "ex", cell, 7, m_feedback);
    ASSERT_TRUE(queued.ok()) << queued.error().detail;
    EXPECT_EQ(queued->from, 100);
    EXPECT_EQ(queued->count, 7);
    EXPECT_EQ(coverageOf(*m_store, *parts, "manner", "audience", 1)->at(2, 1).planned, before->at(2, 1).planned + 7);
    // Those alone are asked for, beyond the target that was reached.
    const std::int64_t answered = synthesisStatus(*m_store, "ex")->run.answered;
    SynthesisLimits limits;
    limits.from = queued->from;
    const auto report = carryOnSynthesis(*m_store, "ex", ApiKey(), limits, m_feedback);
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->run.answered, answered + 7);
    // Asked for again there are others; extended, the plan passes over those it has.
    ASSERT_EQ(queueMoreOf(*m_store, "ex", cell, 3, m_feedback)->from, 107);
    ASSERT_TRUE(extendSynthesis(*m_store, "ex", {2000, 0, {}, {}, {}}, m_feedback).ok());
    std::set<PlannedRow> rows;
    for (const SynthesisItem &item : items("ex"))
        rows.emplace(item.choice, item.seed);
    EXPECT_EQ(items("ex").size(), 2000U);
    EXPECT_EQ(rows.size(), 2000U) << "no row twice";
    const CoverageCellName none{"manner", "audience", "nothing", "nobody", 1};
    EXPECT_EQ(queueMoreOf(*m_store, "ex", none, 1, m_feedback)->count, 0);
}

TEST_F(SynthesisRunTest, judgesTheSameInWhateverOrderAnswersCome)
{
    create(request("once", 300));
    carryOn("once");
    create(request("parts", 300));
    for (int round = 0; round < 7; ++round)
        carryOn("parts", 50);
    // The second run holds what the first one holds: the same rows are near-duplicates within it.
    const auto one = items("once"), two = items("parts");
    ASSERT_EQ(one.size(), two.size());
    for (std::size_t row = 0; row < one.size(); ++row) {
        EXPECT_EQ(one[row].verdict, two[row].verdict) << row;
        EXPECT_EQ(one[row].problem, two[row].problem) << row;
        EXPECT_EQ(one[row].detail, two[row].detail) << row;
    }
    ASSERT_TRUE(acceptRun(*m_store, "once", {}, m_feedback).ok());
    const auto again = items("once");
    for (std::size_t row = 0; row < one.size(); ++row)
        EXPECT_EQ(one[row].detail, again[row].detail);
}

TEST_F(SynthesisRunTest, becomesSamplesWithTheirLineage)
{
    create(request("ex", 100));
    const SynthesisReport report = carryOn("ex");
    const auto imported = importAccepted(*m_store, "ex", "MIT", RowsWanted::All, m_feedback);
    ASSERT_TRUE(imported.ok()) << imported.error().detail;
    EXPECT_EQ(imported->added, report.run.accepted);
    EXPECT_EQ(imported->source, "synthetic-ex");
    const auto again = importAccepted(*m_store, "ex", "MIT", RowsWanted::All, m_feedback);
    EXPECT_EQ(again->added, 0);
    EXPECT_EQ(again->known, report.run.accepted);
    const auto origins = m_store->read(fetchOrigins, SampleId(1), std::size_t(10));
    ASSERT_EQ(origins->size(), 1u);
    EXPECT_EQ(origins->front().source, "synthetic-ex");
    EXPECT_EQ(origins->front().origin.licence, "MIT");
    for (const char *column : {"\"model\":\"grammar-1\"", "\"generator\":\"grammar\"", "\"constraints\":{",
                               "\"seed\":", "\"prompt\":\"grammar-1 writes", "\"template\":\"grammar-exercise@1\"",
                               "\"synthesis_run\":\"ex\""})
        EXPECT_NE(origins->front().origin.extraJson.find(column), std::string::npos)
            << column << origins->front().origin.extraJson;
    // Its own samples do not make its rows near-duplicates; those of another run are.
    ASSERT_TRUE(acceptRun(*m_store, "ex", {}, m_feedback).ok());
    EXPECT_EQ(synthesisStatus(*m_store, "ex")->run.accepted, report.run.accepted);
    create(request("copy", 100));
    const SynthesisReport copy = carryOn("copy");
    EXPECT_EQ(copy.run.accepted, 0);
    for (const SynthesisItem &item : items("copy"))
        EXPECT_TRUE(item.problem == "near_duplicate_of_sample" || item.problem == "near_duplicate") << item.problem;
    const auto count = exportAccepted(*m_store, "ex", m_folder / "out.jsonl", RowsWanted::All, m_feedback);
    ASSERT_TRUE(count.ok());
    EXPECT_EQ(*count, report.run.accepted);
    const auto lines = readFile(m_folder / "out.jsonl", 10'000'000);
    EXPECT_EQ(std::count(lines->begin(), lines->end(), '\n'), *count);
}

TEST_F(SynthesisRunTest, showsItsCoverage)
{
    create(request("ex", 600));
    const SynthesisReport report = carryOn("ex");
    const auto parts = synthesisParts(*m_store, "ex");
    const auto coverage = coverageOf(*m_store, *parts, "difficulty", "name", 1);
    ASSERT_TRUE(coverage.ok()) << coverage.error().detail;
    EXPECT_EQ(coverage->columns, (std::vector<std::string>{"easy", "medium", "hard"}));
    EXPECT_EQ(coverage->rows.size(), 30u) << "names are told by their verb";
    CoverageCell sum;
    for (const CoverageCell &cell : coverage->cells) {
        sum.planned += cell.planned;
        sum.answered += cell.answered;
        sum.accepted += cell.accepted;
    }
    EXPECT_EQ(sum.planned, 600);
    EXPECT_EQ(sum.answered, 600);
    EXPECT_EQ(sum.accepted, report.run.accepted);
    const auto rows = rowsOfCell(*m_store, *parts, *coverage, 2, 1, 1);
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ(std::int64_t(rows->size()), coverage->at(2, 1).planned);
    EXPECT_FALSE(coverageOf(*m_store, *parts, "difficulty", "difficulty", 1).ok());
    EXPECT_NE(coverageOf(*m_store, *parts, "topic", "name", 1).error().detail.find("audience, difficulty"),
              std::string::npos);
}

TEST_F(SynthesisRunTest, measuresAConstrainedSetAheadOfAnUnconstrainedOne)
{
    create(request("wide", 400));
    carryOn("wide");
    SynthesisRequest narrow = request("narrow", 400);
    for (Axis &axis : narrow.set.axes) {
        if (axis.kind == AxisKind::Names) {
            axis.verbs = {"count", "collect"};
            axis.qualifiers = {"even"};
        } else {
            axis.values.resize(1);
        }
    }
    create(narrow);
    SynthesisLimits limits;
    limits.acceptance.nearDuplicates.threshold = 0.95; // what is much alike is to be measured too
    ASSERT_TRUE(carryOnSynthesis(*m_store, "narrow", ApiKey(), limits, m_feedback).ok());
    const auto both = compareDiversity(*m_store, "wide", "narrow", 0, m_feedback);
    ASSERT_TRUE(both.ok()) << both.error().detail;
    EXPECT_EQ(both->set.rows, both->baseline.rows);
    EXPECT_GT(both->set.trigramEntropyBits, both->baseline.trigramEntropyBits + 0.5);
    EXPECT_LT(both->set.selfOverlap + 0.05, both->baseline.selfOverlap);
    EXPECT_GT(both->set.shapes.kinds, 2 * both->baseline.shapes.kinds);
    EXPECT_TRUE(homogeneities(both->set).empty()) << homogeneities(both->set)[0];
    EXPECT_FALSE(homogeneities(both->baseline).empty());
    const std::string text = diversityText(both->set, &both->baseline);
    EXPECT_NE(text.find("narrow is homogeneous"), std::string::npos) << text;
}

TEST_F(SynthesisRunTest, takesNamesAndExtractsFromTheWorkspace)
{
    std::vector<ImportRecord> records;
    for (int number = 0; number < 20; ++number)
        records.push_back(test::pythonFile(
            "def parse_log_" + std::string(1, char('a' + number % 3)) + "(x):\n    return x + " + std::to_string(number)
                + "\n\n\ndef test_it_all():\n    pass\n\n\ndef has_close_elements(x):\n    return x\n",
            "f" + std::to_string(number) + ".py", "r"));
    ASSERT_TRUE(test::addSamples(*m_store, std::move(records)).ok());
    std::vector<SampleId> samples(20);
    std::iota(samples.begin(), samples.end(), SampleId(1));
    const auto names = functionNamesIn(*m_store, samples, 10, m_feedback);
    ASSERT_TRUE(names.ok());
    EXPECT_EQ(*names, (std::vector<std::string>{"parse_log_a", "parse_log_b", "parse_log_c"}));
    const ConstraintSet set = *loadConstraintSet("rewrites");
    EXPECT_FALSE(withWorkspaceValues(*m_store, set, {}, 1, m_feedback).ok());
    const auto drawn = withWorkspaceValues(*m_store, set, samples, 1, m_feedback);
    ASSERT_TRUE(drawn.ok());
    EXPECT_EQ(std::set<SampleId>(drawn->axis("sample")->samples.begin(), drawn->axis("sample")->samples.end()).size(),
              20u);
    SynthesisRequest made;
    made.name = "re";
    made.set = set;
    made.promptTemplate = *loadTemplate("rewrite");
    made.plan = {PlanSampling::Cross, 1, 5};
    made.samples = samples;
    const auto preview = previewSynthesis(*m_store, made, 2, m_feedback);
    ASSERT_TRUE(preview.ok()) << preview.error().detail;
    EXPECT_NE(preview->first[0].user.find("def parse_log_"), std::string::npos);
    EXPECT_EQ(extractOf("one\ntwo\nthree", 9), "one\ntwo");
    EXPECT_EQ(extractOf("\xc3\xa4\xc3\xa4\xc3\xa4", 3), "\xc3\xa4");
}
