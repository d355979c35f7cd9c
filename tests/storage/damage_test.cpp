#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "core/storage/import_store.h"
#include "core/storage/migrations.h"
#include "core/storage/sample_store.h"
#include "core/storage/schema_check.h"
#include "core/storage/store.h"
#include "core/storage/stored_rows_check.h"
#include "core/storage/view_store.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

namespace {

std::string bytesOfFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<PreparedRecord> recordsOf(int first, int count)
{
    std::vector<PreparedRecord> records;
    for (int number = first; number < first + count; ++number) {
        ImportRecord record;
        record.content = "x = " + std::to_string(number) + "\n";
        record.origin.path = "p" + std::to_string(number) + ".py";
        record.origin.repository = "owner/repository";
        record.origin.licence = "MIT";
        record.origin.language = "python";
        record.origin.extraJson = R"({"upstream":1})";
        record.position = number;
        records.push_back(prepare(std::move(record)));
    }
    return records;
}

std::unique_ptr<Store> made(const std::string &folder)
{
    auto store = Store::open(folder, Store::Access::ReadWrite, true);
    EXPECT_TRUE(store.ok());
    return std::move(*store);
}

/// As an import does; what is asked for after the rows may undo them.
Result<InsertCounts> insert(Store &store, const std::vector<PreparedRecord> &records, bool isUndone = false)
{
    InsertCounts counts;
    TermCache terms;
    PRIMER_TRY(store.write(Durability::Bulk, [&](Connection &connection) -> Status {
        Source wanted;
        wanted.uri = wanted.name = "file";
        wanted.format = "jsonl";
        const Source source = PRIMER_TRY(openSource(connection, wanted));
        counts = PRIMER_TRY(insertSamples(connection, source.id, records, terms));
        return isUndone ? Status(Error{ErrorCode::Cancelled, "", ""}) : success();
    }));
    return counts;
}

} // namespace

TEST(DamagedWorkspace, isToldAndLeftAlone)
{
    const std::tuple<std::int64_t, ErrorCode> versions[] = {
        {0, ErrorCode::Corrupt},
        {-1, ErrorCode::Corrupt},
        {-100'000, ErrorCode::Corrupt},
        {std::numeric_limits<std::int32_t>::min(), ErrorCode::Corrupt},
        {currentSchemaVersion() + 1, ErrorCode::NewerFormat},
        {std::numeric_limits<std::int32_t>::max(), ErrorCode::NewerFormat},
    };
    const TemporaryFolder folder;
    const std::string workspace = folder / "w.primer", path = workspace + "/workspace.db";
    made(workspace).reset();
    for (const auto &[version, code] : versions) {
        {
            auto connection = Connection::open(path, Connection::Mode::ReadWrite);
            ASSERT_TRUE((*connection)->execute("PRAGMA user_version=" + std::to_string(version)).ok());
        }
        const std::string before = bytesOfFile(path);
        for (const bool creates : {true, false}) {
            for (const Store::Access access : {Store::Access::ReadWrite, Store::Access::ReadOnly}) {
                const auto store = Store::open(workspace, access, creates);
                ASSERT_FALSE(store.ok()) << version;
                EXPECT_EQ(store.error().code, code) << version;
            }
        }
        EXPECT_EQ(bytesOfFile(path), before) << version;
    }
}

TEST(DamagedWorkspace, ofNoBytesIsNotMadeAnew)
{
    const TemporaryFolder folder;
    for (const char *ending : {"", "-wal"}) { // the second: a log that has lost its database
        const std::string workspace = folder / (std::string("w") + ending + ".primer");
        test::writeFile(workspace + "/workspace.db" + ending, "");
        for (const bool creates : {true, false}) {
            const auto store = Store::open(workspace, Store::Access::ReadWrite, creates);
            ASSERT_FALSE(store.ok());
            EXPECT_EQ(store.error().code, *ending && !creates ? ErrorCode::NotFound : ErrorCode::Corrupt);
        }
        EXPECT_EQ(std::filesystem::exists(workspace + "/workspace.db"), *ending == 0);
        EXPECT_EQ(bytesOfFile(workspace + "/workspace.db" + ending), "");
    }
}

TEST(NewWorkspace, isWholeOrNotThere)
{
    const TemporaryFolder folder;
    const std::string workspace = folder / "w.primer";
    test::writeFile(workspace + "/workspace.db.partial", "what a program left that was killed while it made one");
    auto store = made(workspace);
    EXPECT_FALSE(std::filesystem::exists(workspace + "/workspace.db.partial"));
    const auto problems = store->read(schemaProblems);
    ASSERT_TRUE(problems.ok()) << problems.error().detail;
    EXPECT_TRUE(problems->empty()) << problems->front();
}

TEST(SampleKeysTest, findWhatIsStoredThroughUndoneWritesAndNewProcesses)
{
    const TemporaryFolder folder;
    const std::string workspace = folder / "w.primer";
    const auto records = recordsOf(0, 100);
    auto store = made(workspace);
    EXPECT_FALSE(insert(*store, records, true).ok());
    EXPECT_EQ(insert(*store, recordsOf(50, 50))->added, 50); // under the ids of those that were undone
    EXPECT_EQ(insert(*store, records)->duplicates, 50);
    store.reset();
    store = made(workspace);
    EXPECT_EQ(insert(*store, records)->added, 0);
    // Enough to be moved to the table, once undone.
    const auto many = recordsOf(1000, 140'000);
    EXPECT_FALSE(insert(*store, many, true).ok());
    EXPECT_EQ(store->read(maxSampleId).value(), 100U);
    EXPECT_EQ(insert(*store, many)->added, 140'000);
    EXPECT_EQ(store->read(loadSetting, "storage.keyed_samples").value(), "140100");
    EXPECT_EQ(insert(*store, recordsOf(500, 141'000))->added, 1000);
    EXPECT_TRUE(store->read(rowProblems, Feedback())->empty());
    store.reset();
    store = made(workspace);
    EXPECT_EQ(insert(*store, recordsOf(500, 141'000))->added, 0);
}

TEST(RowCheck, findsEveryChangeOfWhatIsExported)
{
    const TemporaryFolder folder;
    auto store = made(folder / "w.primer");
    ASSERT_TRUE(insert(*store, recordsOf(0, 5)).ok());
    ASSERT_TRUE(store->read(rowProblems, Feedback())->empty());
    for (SampleId sample = 1; sample <= 5; ++sample)
        EXPECT_EQ(store->read(contentProblem, sample).value(), "");
    const char *changes[] = {
        "UPDATE sample SET path='q.py' WHERE id=3",
        "UPDATE origin SET path='q.py' WHERE sample_id=3",
        "UPDATE sample SET licence_id=repository_id WHERE id=3",
        "UPDATE sample SET licence_id=77 WHERE id=3",
        "UPDATE origin SET licence_id=77 WHERE sample_id=3",
        "UPDATE origin SET language_id=licence_id WHERE sample_id=3",
        "UPDATE origin SET stars=4 WHERE sample_id=3",
        "UPDATE sample SET score=0.5 WHERE id=3",
        "UPDATE sample SET created_at='2020-01-01' WHERE id=3",
        "UPDATE sample SET copies=2 WHERE id=3",
        "UPDATE sample SET label=2 WHERE id=3",
        "UPDATE sample SET verdict=1 WHERE id=3",
        "UPDATE origin SET sample_id=9 WHERE sample_id=3",
        "UPDATE origin SET extra='{\"upstream\":2}' WHERE sample_id=3",
        "UPDATE origin SET extra='{' WHERE sample_id=3",
        "INSERT INTO current_label(sample_id, value, term_id) VALUES(3, 4, 1)",
        "UPDATE setting SET value='5' WHERE key='storage.keyed_samples'",
    };
    const auto problemsAfter = [&](const char *change, const auto &find) {
        std::string found;
        (void)store->write(Durability::Bulk, [&](Connection &connection) -> Status {
            PRIMER_TRY(connection.execute(change));
            found = PRIMER_TRY(find(connection));
            return Error{ErrorCode::Cancelled, "", ""}; // as it was for the next one
        });
        return found;
    };
    for (const char *change : changes) {
        EXPECT_NE(problemsAfter(change,
                                [](Connection &connection) -> Result<std::string> {
                                    const auto problems = PRIMER_TRY(rowProblems(connection, Feedback()));
                                    return problems.empty() ? "" : problems.front();
                                }),
                  "")
            << change;
    }
    for (const char *change :
         {"UPDATE sample SET sha256=zeroblob(32) WHERE id=3", "UPDATE sample SET sha_key=4 WHERE id=3",
          "UPDATE sample SET line_count=9 WHERE id=3", "UPDATE sample SET size_bytes=9 WHERE id=3",
          "UPDATE sample SET alphanum_fraction=0.25 WHERE id=3", "UPDATE sample SET valid_utf8=0 WHERE id=3",
          "UPDATE sample SET kind=2 WHERE id=3",
          "UPDATE content SET bytes=(SELECT bytes FROM content WHERE sample_id=4) "
          "WHERE sample_id=3"}) {
        EXPECT_NE(problemsAfter(change, [](Connection &connection) { return contentProblem(connection, 3); }), "")
            << change;
    }
}

TEST(SchemaCheck, findsAnotherNameInTheSchema)
{
    const TemporaryFolder folder;
    const std::string workspace = folder / "w.primer", path = workspace + "/workspace.db";
    made(workspace).reset();
    const std::string whole = bytesOfFile(path);
    for (const std::string word : {"max_line_length INTEGER", "licence_id INTEGER NOT NULL,\n    language", "undone_at",
                                   "extra_checksum", "INDEX judgement_queue", "TABLE saved_view"}) {
        std::string flipped = whole;
        const std::size_t place = flipped.find(word);
        ASSERT_NE(place, std::string::npos) << word;
        flipped[place + word.find('_') + 1] ^= 1;
        test::writeFile(path, flipped);
        const auto store = Store::open(workspace, Store::Access::ReadOnly, false);
        if (!store)
            continue; // SQLite says so itself
        const auto problems = (*store)->read(schemaProblems);
        EXPECT_TRUE(!problems || !problems->empty()) << word;
    }
}
