// Accepted rows run, and solutions and tests held against each other. Without a sandbox they are passed over.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/storage/store.h"
#include "core/synthesis/accepted_rows.h"
#include "core/synthesis/agreement.h"
#include "core/synthesis/execution.h"
#include "core/synthesis/synthesis_run.h"
#include "tests/sandbox/open_sandbox.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

class ExecutionTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        if (!hasSandbox())
            GTEST_SKIP() << whyNoSandbox();
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        m_store = std::move(*opened);
    }

    std::int64_t make(const std::string &kind, std::int64_t count)
    {
        SynthesisRequest made;
        made.name = kind;
        made.set = *loadConstraintSet("grammar-" + kind + "s");
        made.promptTemplate = *loadTemplate("grammar-" + kind);
        made.plan = {PlanSampling::Cover, 5, count};
        EXPECT_TRUE(createSynthesis(*m_store, made, m_feedback).ok());
        const auto report = carryOnSynthesis(*m_store, kind, ApiKey(), {}, m_feedback);
        EXPECT_TRUE(report.ok());
        return report->run.id;
    }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    Feedback m_feedback;
};

} // namespace

TEST_F(ExecutionTest, whatGrammarWritesIsAsItSays)
{
    for (const std::string kind : {"exercise", "textbook"}) {
        make(kind, 30);
        const auto report = executeAccepted(*m_store, kind, openSandbox(), {}, m_feedback);
        ASSERT_TRUE(report.ok()) << report.error().detail;
        EXPECT_GT(report->accepted, 20);
        EXPECT_EQ(report->ran, report->accepted);
        EXPECT_GE(report->claims, report->accepted * (kind == "exercise" ? 0.8 : 1));
        EXPECT_EQ(report->outcomes, (std::map<std::string, std::int64_t>{{"passed", report->accepted}}));
        const auto again = executeAccepted(*m_store, kind, openSandbox(), {}, m_feedback);
        EXPECT_EQ(again->ran, 0);
        EXPECT_EQ(again->known, report->accepted);
        EXPECT_EQ(again->claims, report->claims);
    }
}

TEST_F(ExecutionTest, rowsThatDoNotKeepTheirWordAreTold)
{
    const std::int64_t run = make("exercise", 10);
    // As if a reply had been accepted that says of itself what is not so.
    const std::string wrong = "def f(x):\n    \"\"\"Double it.\n\n    >>> f(2)\n    5\n    \"\"\"\n    return 2 * x\n";
    SynthesisJudgement judgement{0, SynthesisVerdict::Accepted, "", "", "f", wrong};
    ASSERT_TRUE(m_store
                    ->write(Durability::Bulk,
                            [&](Connection &connection) {
                                return putJudgements(connection, run, {&judgement, 1});
                            })
                    .ok());
    const auto report = executeAccepted(*m_store, "exercise", openSandbox(), {}, m_feedback);
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->outcomes.at("failed"), 1);
    const auto executions = m_store->read(synthesisExecutions, run);
    EXPECT_EQ(executions->at(0).outcome, "failed");
    EXPECT_NE(executions->at(0).reason.find("expected 5, got 4"), std::string::npos) << executions->at(0).reason;
    EXPECT_TRUE(executions->at(0).backend.starts_with("bubblewrap"));
    EXPECT_TRUE(executionOf(*executions, 0, wrong));
    EXPECT_FALSE(executionOf(*executions, 0, wrong + "\n")) << "another text has not run";
    const auto all = exportAccepted(*m_store, "exercise", m_folder / "all.jsonl", RowsWanted::All, m_feedback);
    const auto passed = exportAccepted(*m_store, "exercise", m_folder / "passed.jsonl", RowsWanted::Passed, m_feedback);
    EXPECT_EQ(*all, *passed + 1);
}

TEST_F(ExecutionTest, cancelledKeepsWhatRan)
{
    make("exercise", 30);
    Feedback stopped;
    stopped.cancel();
    const auto report = executeAccepted(*m_store, "exercise", openSandbox(), {}, stopped);
    ASSERT_FALSE(report.ok());
    EXPECT_EQ(report.error().code, ErrorCode::Cancelled);
    const auto rest = executeAccepted(*m_store, "exercise", openSandbox(), {}, m_feedback);
    EXPECT_EQ(rest->ran + rest->known, rest->accepted);
}

TEST_F(ExecutionTest, aMajorityOfSolutionsAgrees)
{
    const std::string right = "def twice(x):\n    return 2 * x\n", other = "def twice(x):\n    return x + x\n",
                      wrong = "def twice(x):\n    return x ** 2\n";
    const std::vector<std::string> tests{"assert twice(3) == 6", "assert twice(2) == 4", "twice(1)",
                                         "assert twice(3) == 9", "assert True"};
    const auto agreement = agreementOf({right, wrong, other}, tests, "twice", openSandbox(), {}, m_feedback);
    ASSERT_TRUE(agreement.ok()) << agreement.error().detail;
    EXPECT_EQ(agreement->keptTests, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(agreement->vacuousTests, (std::vector<std::size_t>{2, 4}));
    EXPECT_EQ(agreement->agreeingSolutions, (std::vector<std::size_t>{0, 2}));
    EXPECT_TRUE(agreement->isAgreed);
    const auto split = agreementOf({right, wrong}, {tests[0], tests[3]}, "twice", openSandbox(), {}, m_feedback);
    EXPECT_FALSE(split->isAgreed);
}
