#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/storage/import_store.h"
#include "core/storage/judgement_store.h"
#include "core/storage/migrations.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"
#include "core/storage/view_store.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

namespace {

ImportRecord recordOf(const std::string &content, const std::string &path, std::int64_t position)
{
    ImportRecord record;
    record.content = content;
    record.origin.path = path;
    record.origin.repository = "repo";
    record.origin.licence = "MIT";
    record.origin.language = "python";
    record.position = position;
    return record;
}

class StorageTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        m_store = std::move(*opened);
        Source wanted;
        wanted.uri = "/data/file";
        wanted.name = "file";
        wanted.format = "jsonl";
        write([&](Connection &connection) -> Status {
            auto source = openSource(connection, wanted);
            if (!source)
                return source.error();
            m_source = source->id;
            return success();
        });
    }
    void write(const Store::Work &work)
    {
        const Status status = m_store->write(Durability::Durable, work);
        ASSERT_TRUE(status.ok()) << status.error().detail;
    }
    InsertCounts insert(std::vector<ImportRecord> records)
    {
        std::vector<PreparedRecord> prepared;
        for (ImportRecord &record : records)
            prepared.push_back(prepare(std::move(record)));
        InsertCounts counts;
        write([&](Connection &connection) -> Status {
            TermCache terms;
            auto inserted = insertSamples(connection, m_source, prepared, terms);
            if (!inserted)
                return inserted.error();
            counts = *inserted;
            return success();
        });
        return counts;
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    std::int64_t m_source = 0;
};

} // namespace

TEST_F(StorageTest, KeepsEqualContentOnceWithEveryPlace)
{
    const InsertCounts counts = insert(
        {recordOf("x = 1\n", "a.py", 0), recordOf("x = 1\n", "b.py", 1), recordOf("y = 2\n", "c.py", 2)});
    EXPECT_EQ(counts.added, 2);
    EXPECT_EQ(counts.duplicates, 1);
    auto reader = m_store->reader();
    const SampleId first = 1;
    EXPECT_EQ(fetchRows(**reader, {&first, 1})->front().copies, 2);
    const auto origins = fetchOrigins(**reader, 1);
    ASSERT_EQ(origins->size(), 2u);
    EXPECT_EQ((*origins)[1].origin.path, "b.py");
}

TEST_F(StorageTest, TheSamePlaceTwiceIsOnePlace)
{
    insert({recordOf("x = 1\n", "a.py", 0)});
    insert({recordOf("x = 1\n", "a.py", 0)});
    auto reader = m_store->reader();
    EXPECT_EQ(fetchOrigins(**reader, 1)->size(), 1u);
    const SampleId first = 1;
    EXPECT_EQ(fetchRows(**reader, {&first, 1})->front().copies, 1);
}

TEST_F(StorageTest, ContentComesBackByteForByte)
{
    std::string every;
    for (int byte = 0; byte < 256; ++byte)
        every.push_back(char(byte));
    insert({recordOf(every + "\xff\xfe" + every, "bytes", 0)});
    auto reader = m_store->reader();
    EXPECT_EQ(*fetchContent(**reader, 1), every + "\xff\xfe" + every);
    EXPECT_EQ(*fetchSha256Hex(**reader, 1), toHex(sha256(every + "\xff\xfe" + every)));
    EXPECT_EQ(fetchContent(**reader, 2).error().code, ErrorCode::NotFound);
}

TEST_F(StorageTest, JudgementsAreCurrentUntilTakenBack)
{
    insert({recordOf("x = 1\n", "a.py", 0)});
    Judgement judgement;
    judgement.sample = 1;
    std::int64_t second = 0;
    write([&](Connection &connection) -> Status {
        judgement.value = 2;
        const auto first = recordJudgement(connection, judgement);
        judgement.value = 5;
        second = *recordJudgement(connection, judgement);
        return first.ok() ? success() : Status(first.error());
    });
    const SampleId sample = 1;
    EXPECT_EQ(fetchRows(**m_store->reader(), {&sample, 1})->front().label, 5);
    write([&](Connection &connection) -> Status {
        return undoJudgement(connection, second).ok() ? success() : Status(Error{});
    });
    EXPECT_EQ(fetchRows(**m_store->reader(), {&sample, 1})->front().label, 2);
    EXPECT_EQ(*countJudgements(**m_store->reader()), 1);
}

TEST_F(StorageTest, RefusesJudgementsThatMeanNothing)
{
    insert({recordOf("x = 1\n", "a.py", 0)});
    const auto attempt = [&](SampleId sample, int value) {
        return m_store->write(Durability::Durable, [&](Connection &connection) -> Status {
            Judgement judgement;
            judgement.sample = sample;
            judgement.value = value;
            const auto id = recordJudgement(connection, judgement);
            return id ? success() : Status(id.error());
        });
    };
    EXPECT_EQ(attempt(1, 6).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(attempt(1, -1).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(attempt(99, 3).error().code, ErrorCode::NotFound);
    EXPECT_EQ(*countJudgements(**m_store->reader()), 0);
}

TEST_F(StorageTest, AJudgementDropsItsDraft)
{
    insert({recordOf("x = 1\n", "a.py", 0)});
    write([](Connection &connection) { return saveDraft(connection, 1, "half a thought"); });
    EXPECT_EQ(*loadDraft(**m_store->reader(), 1), "half a thought");
    write([](Connection &connection) -> Status {
        Judgement judgement;
        judgement.sample = 1;
        return recordJudgement(connection, judgement).ok() ? success() : Status(Error{});
    });
    EXPECT_EQ(*loadDraft(**m_store->reader(), 1), "");
}

TEST_F(StorageTest, AFailedTransactionLeavesNothing)
{
    const Status status = m_store->write(Durability::Durable, [](Connection &connection) -> Status {
        PRIMER_TRY(saveSetting(connection, "key", "value"));
        return Error{ErrorCode::InvalidInput, "", ""};
    });
    EXPECT_EQ(status.error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(*loadSetting(**m_store->reader(), "key"), "");
}

TEST_F(StorageTest, ASecondWriterIsRefusedAndAReaderIsNot)
{
    const auto second = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, false);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, ErrorCode::Locked);
    auto reading = Store::open(m_folder / "w.primer", Store::Access::ReadOnly, false);
    ASSERT_TRUE(reading.ok());
    EXPECT_EQ((*reading)->write(Durability::Durable, [](Connection &) { return success(); }).error().code,
              ErrorCode::Locked);
}

TEST_F(StorageTest, ReadersNeverCheckpoint)
{
    auto reader = m_store->reader();
    Statement &pragma = (*reader)->cached("PRAGMA wal_autocheckpoint");
    ASSERT_TRUE(pragma.step().ok());
    EXPECT_EQ(pragma.integer(0), 0);
}

TEST_F(StorageTest, AnUnfinishedReadIsEndedWhenTheReaderGoesBack)
{
    insert({recordOf("x = 1\n", "a.py", 0), recordOf("y = 1\n", "b.py", 1)});
    {
        auto reader = m_store->reader();
        Statement &all = (*reader)->cached("SELECT id FROM sample");
        ASSERT_TRUE(*all.step());
    }
    auto reader = m_store->reader();
    insert({recordOf("z = 1\n", "c.py", 2)});
    EXPECT_EQ(*maxSampleId(**reader), 3u); // a pinned snapshot would still say 2
}

TEST_F(StorageTest, OnlyTheWriterCheckpointsAndADurableWriteIsSynced)
{
    const auto pragmas = [&](Durability durability) {
        std::string found;
        EXPECT_TRUE(m_store
                        ->write(durability,
                                [&](Connection &connection) -> Status {
                                    for (const char *pragma : {"PRAGMA synchronous", "PRAGMA wal_autocheckpoint"}) {
                                        Statement &statement = connection.cached(pragma);
                                        PRIMER_TRY(statement.step());
                                        found += std::to_string(statement.integer(0)) + " ";
                                        statement.reset();
                                    }
                                    return success();
                                })
                        .ok());
        return found;
    };
    EXPECT_EQ(pragmas(Durability::Durable), "2 1024 ");
    EXPECT_EQ(pragmas(Durability::Bulk), "1 1024 ");
    EXPECT_EQ(pragmas(Durability::Durable), "2 1024 ");
}

TEST_F(StorageTest, ReadingConnectionsGoFromThreadToThread)
{
    insert({recordOf("x = 1\n", "a.py", 0)});
    constexpr int rounds = 200;
    std::atomic<int> read{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&] {
            for (int round = 0; round < rounds; ++round) {
                const auto outer = m_store->reader();
                read += outer.ok() && m_store->read(fetchContent, SampleId(1)).ok();
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    EXPECT_EQ(read, 4 * rounds);
}

TEST_F(StorageTest, TheLogGoesWithTheWriterThoughReadersAreIdle)
{
    insert({recordOf("x = 1\n", "a.py", 0)});
    std::thread([&] { EXPECT_TRUE(m_store->read(maxSampleId).ok()); }).join();
    EXPECT_TRUE(std::filesystem::exists(m_store->databasePath() + "-wal"));
    m_store.reset();
    EXPECT_FALSE(std::filesystem::exists(m_folder / "w.primer/workspace.db-wal"));
}

TEST(Migrations, RefuseANewerSchemaAndBackUpAnOlderOne)
{
    const TemporaryFolder folder;
    {
        ASSERT_TRUE(Store::open(folder / "w.primer", Store::Access::ReadWrite, true).ok());
    }
    {
        auto connection = Connection::open(folder / "w.primer/workspace.db", Connection::Mode::ReadWrite);
        ASSERT_TRUE((*connection)->execute("PRAGMA user_version=99").ok());
    }
    EXPECT_EQ(Store::open(folder / "w.primer", Store::Access::ReadWrite, false).error().code, ErrorCode::NewerFormat);
    EXPECT_EQ(Store::open(folder / "w.primer", Store::Access::ReadOnly, false).error().code, ErrorCode::NewerFormat);
}

TEST(Store, SaysWhatIsNotThere)
{
    const TemporaryFolder folder;
    EXPECT_EQ(Store::open(folder / "none.primer", Store::Access::ReadWrite, false).error().code, ErrorCode::NotFound);
    test::writeFile(folder / "bad.primer/workspace.db", "this is not a database at all, just some text in its place");
    EXPECT_EQ(Store::open(folder / "bad.primer", Store::Access::ReadWrite, false).error().code, ErrorCode::Corrupt);
}

TEST(Migration, anOldWorkspaceKeepsItsRowsAndABackup)
{
    const TemporaryFolder folder;
    const std::string path = folder / "old.primer/workspace.db";
    std::filesystem::create_directories(folder / "old.primer");
    {
        auto connection = Connection::open(path, Connection::Mode::Create);
        ASSERT_TRUE(connection.ok());
        std::ifstream file(PRIMER_MIGRATIONS "/001_workspace.sql");
        const std::string first((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        ASSERT_TRUE((*connection)->execute(first).ok());
        ASSERT_TRUE((*connection)
                        ->execute("INSERT INTO setting(key, value) VALUES('kept', 'yes'); PRAGMA user_version=1")
                        .ok());
    }
    std::ofstream(path + ".backup-v1.partial") << "one that broke off";
    auto store = Store::open(folder / "old.primer", Store::Access::ReadWrite, false);
    ASSERT_TRUE(store.ok()) << store.error().detail;
    auto reader = (*store)->reader();
    EXPECT_EQ(*schemaVersion(**reader), currentSchemaVersion());
    EXPECT_EQ(*loadSetting(**reader, "kept"), "yes");
    EXPECT_EQ(*integrityReport(**reader, Feedback()), "ok");
    const auto backup = Connection::open(path + ".backup-v1", Connection::Mode::ReadOnly);
    ASSERT_TRUE(backup.ok());
    EXPECT_EQ(*loadSetting(**backup, "kept"), "yes");
    EXPECT_FALSE(std::filesystem::exists(path + ".backup-v1.partial"));
}

TEST(Store, RollsBackWhatAKillLeftBeforeThereWasALog)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(Store::open(folder / "w.primer", Store::Access::ReadWrite, true).ok());
    const std::string path = folder / "w.primer/workspace.db";
    {
        auto writing = Connection::open(path, Connection::Mode::ReadWrite);
        ASSERT_TRUE(writing.ok());
        ASSERT_TRUE((*writing)
                        ->execute("PRAGMA journal_mode=DELETE; PRAGMA cache_size=1; BEGIN IMMEDIATE; "
                                  "WITH RECURSIVE number(id) AS (VALUES(1) UNION ALL SELECT id+1 FROM number WHERE "
                                  "id<5000) INSERT INTO setting(key, value) SELECT 'key'||id, hex(zeroblob(200)) FROM "
                                  "number")
                        .ok());
        for (const char *copy : {"read", "written"}) { // as a kill leaves it
            std::filesystem::create_directories(folder / copy);
            for (const char *name : {"/workspace.db", "/workspace.db-journal"})
                std::filesystem::copy_file(folder / "w.primer" + name, folder / copy + name);
        }
        ASSERT_TRUE((*writing)->execute("ROLLBACK").ok());
    }
    const auto refused = Connection::open(folder / "read/workspace.db", Connection::Mode::ReadOnly);
    EXPECT_FALSE(refused.ok() && schemaVersion(**refused).ok()) << "it is half written";
    for (const auto &[copy, access] :
         {std::pair{"read", Store::Access::ReadOnly}, {"written", Store::Access::ReadWrite}}) {
        const auto store = Store::open(folder / copy, access, false);
        ASSERT_TRUE(store.ok()) << store.error().detail;
        EXPECT_EQ(*(*store)->read(loadSetting, "key1"), "");
        EXPECT_EQ(*integrityReport(**(*store)->reader(), Feedback()), "ok");
    }
}
