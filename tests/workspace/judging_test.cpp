#include <gtest/gtest.h>

#include "core/storage/import_store.h"
#include "core/storage/judgement_store.h"
#include "core/storage/sample_store.h"
#include "core/workspace/workspace.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

TEST(Judging, isASuccessWhenItIsKept)
{
    const test::TemporaryFolder folder;
    auto workspace = Workspace::open(folder / "w.primer", Store::Access::ReadWrite, true);
    ASSERT_TRUE(workspace.ok());
    Store &store = (*workspace)->store();
    ASSERT_TRUE(store
                    .write(Durability::Durable,
                           [](Connection &connection) -> Status {
                               Source wanted;
                               wanted.uri = wanted.name = "file";
                               const Source source = PRIMER_TRY(openSource(connection, wanted));
                               ImportRecord record;
                               record.content = "x = 1\n";
                               const std::vector<PreparedRecord> records{prepare(std::move(record))};
                               TermCache terms;
                               PRIMER_TRY(insertSamples(connection, source.id, records, terms));
                               return connection.execute(
                                   "DROP TABLE quality"); // which every row of a list is read with
                           })
                    .ok());
    ASSERT_FALSE(store.read(fetchRows, std::vector<SampleId>{1}).ok());
    Judgement judgement;
    judgement.sample = 1;
    judgement.value = 3;
    const auto kept = (*workspace)->judge(judgement);
    ASSERT_TRUE(kept.ok()) << kept.error().detail;
    EXPECT_EQ(store.read(countJudgements).value(), 1);
    const auto undone = (*workspace)->undo(*kept);
    ASSERT_TRUE(undone.ok()) << undone.error().detail;
    EXPECT_EQ(store.read(countJudgements).value(), 0);
}

namespace {

class ManySamples : public testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Workspace::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok());
        m_workspace = std::move(*opened);
        ASSERT_TRUE(store()
                        .write(Durability::Bulk,
                               [](Connection &connection) -> Status {
                                   Source wanted;
                                   wanted.uri = wanted.name = "file";
                                   const Source source = PRIMER_TRY(openSource(connection, wanted));
                                   TermCache terms;
                                   std::vector<PreparedRecord> records;
                                   for (int number = 1; number <= samples; ++number) {
                                       ImportRecord record;
                                       record.content = "x = " + std::to_string(number) + "\n";
                                       record.position = number;
                                       records.push_back(prepare(std::move(record)));
                                   }
                                   PRIMER_TRY(insertSamples(connection, source.id, records, terms));
                                   return success();
                               })
                        .ok());
    }

    Store &store() { return m_workspace->store(); }
    SampleRow row(SampleId sample) { return store().read(fetchRows, std::vector<SampleId>{sample})->front(); }
    static Judgement like(int value)
    {
        Judgement judgement;
        judgement.value = value;
        judgement.annotator = "me";
        return judgement;
    }

    static constexpr int samples = 5000;
    const test::TemporaryFolder m_folder;
    std::unique_ptr<Workspace> m_workspace;
    Feedback m_feedback;
};

} // namespace

TEST_F(ManySamples, OneJudgementOfAllIsTakenBackAtOnce)
{
    Judgement first = like(5);
    first.sample = 7;
    first.note = "before";
    ASSERT_TRUE(m_workspace->judge(first).ok());
    ASSERT_TRUE(store()
                    .write(Durability::Durable, [](Connection &connection) { return saveDraft(connection, 9, "mine"); })
                    .ok());
    const auto labels = m_workspace->query().columns().values(Column::Label); // in memory before
    const auto range = m_workspace->judgeAll(like(2), {9, 7, 3000, 7}, m_feedback);
    ASSERT_TRUE(range.ok()) << range.error().detail;
    EXPECT_EQ(range->count, 3); // none twice
    EXPECT_EQ(row(7).label, 2);
    EXPECT_EQ(row(3000).label, 2);
    EXPECT_EQ((**m_workspace->query().columns().values(Column::Label))[2999], 2);
    EXPECT_EQ(store().read(countJudgements).value(), 4);
    // The note that was written before goes into the judgement.
    EXPECT_EQ(store().read(listJudgements, SampleId(9), 1)->front().note, "mine");
    EXPECT_EQ(store().read(listJudgements, SampleId(9), 1)->front().annotator, "me");
    EXPECT_EQ(store().read(loadDraft, SampleId(9)).value(), "");

    const auto undone = m_workspace->undoAll(*range, m_feedback);
    ASSERT_TRUE(undone.ok()) << undone.error().detail;
    EXPECT_EQ(undone->size(), 3u);
    EXPECT_EQ(row(7).label, 5); // the one before stands again
    EXPECT_FALSE(row(9).label);
    EXPECT_FALSE(row(9).verdict);
    EXPECT_EQ(store().read(loadDraft, SampleId(9)).value(), "mine");
    EXPECT_EQ(store().read(countJudgements).value(), 1);
    const auto again = m_workspace->undoAll(*range, m_feedback);
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, ErrorCode::NotFound);
}

TEST_F(ManySamples, ACancelOrAFailureLeavesNothingBehind)
{
    std::vector<SampleId> all;
    for (SampleId sample = 1; sample <= samples; ++sample)
        all.push_back(sample);
    m_feedback.cancel();
    const auto cancelled = m_workspace->judgeAll(like(1), all, m_feedback);
    ASSERT_FALSE(cancelled.ok());
    EXPECT_EQ(cancelled.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(store().read(countJudgements).value(), 0);
    Feedback feedback;
    all.push_back(samples + 1); // there is no such sample
    const auto failed = m_workspace->judgeAll(like(1), all, feedback);
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, ErrorCode::NotFound);
    EXPECT_EQ(store().read(countJudgements).value(), 0);
    EXPECT_FALSE(row(1).label);
    all.pop_back();
    Judgement discard = like(0);
    discard.verdict = Verdict::Discard;
    const auto range = m_workspace->judgeAll(discard, all, feedback);
    ASSERT_TRUE(range.ok());
    EXPECT_EQ(range->count, samples);
    EXPECT_GT(feedback.done(), 0u);
    EXPECT_FALSE(row(5).label);
    EXPECT_EQ(row(5).verdict, Verdict::Discard);
    feedback.cancel();
    ASSERT_FALSE(m_workspace->undoAll(*range, feedback).ok());
    EXPECT_EQ(store().read(countJudgements).value(), samples);
    EXPECT_EQ(row(5).verdict, Verdict::Discard);
}

TEST_F(ManySamples, QueuesOfAListGrowAndDrawnOnesDoNot)
{
    const auto list = m_workspace->createQueueOf("mine", {4, 2});
    ASSERT_TRUE(list.ok());
    const auto added = m_workspace->addToQueue(*list, {2, 9, 9, 1}, m_feedback);
    ASSERT_TRUE(added.ok()) << added.error().detail;
    EXPECT_EQ(*added, 2);
    EXPECT_EQ(*store().read(queueSamples, *list), (std::vector<SampleId>{4, 2, 9, 1}));
    QueueRequest request;
    request.name = "drawn";
    request.count = 3;
    const auto drawn = m_workspace->createQueue(request, {1, 2, 3, 4, 5});
    ASSERT_TRUE(drawn.ok());
    const auto refused = m_workspace->addToQueue(*drawn, {9}, m_feedback);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(store().read(queueSamples, *drawn)->size(), 3u);
    EXPECT_EQ(m_workspace->addToQueue(99, {1}, m_feedback).error().code, ErrorCode::NotFound);
}
