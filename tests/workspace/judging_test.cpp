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
