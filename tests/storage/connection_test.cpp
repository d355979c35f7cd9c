#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

#include "core/storage/connection.h"
#include "core/storage/interrupt_on_cancel.h"
#include "core/storage/transaction.h"
#include "core/storage/view_store.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

namespace {

/// Every byte, twice, with what is no UTF-8 in it: a lone surrogate, an overlong '/', a cut sequence at the end.
std::string anyBytes()
{
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes.push_back(char(byte));
    return bytes + std::string("\0\xed\xa0\x80\xc0\xaf", 6) + bytes + "\xe2\x82";
}

class ConnectionTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Connection::open(m_folder / "a.db", Connection::Mode::Create);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        m_connection = std::move(*opened);
        execute("CREATE TABLE t(id INTEGER PRIMARY KEY, whole INTEGER, real REAL, text TEXT, blob BLOB, "
                "UNIQUE(text))");
    }
    void execute(const std::string &sql)
    {
        const Status status = m_connection->execute(sql);
        ASSERT_TRUE(status.ok()) << status.error().detail << ": " << status.error().where;
    }
    std::string text(const std::string &sql)
    {
        std::string found;
        Statement statement(*m_connection, sql);
        EXPECT_TRUE(statement.forEachRow([&] { found += statement.text(0) + ";"; }).ok());
        return found;
    }
    Error errorOf(const std::string &sql)
    {
        const Status status = m_connection->execute(sql);
        return status.ok() ? Error{ErrorCode::Io, "no error", sql} : status.error();
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Connection> m_connection;
};

} // namespace

TEST_F(ConnectionTest, KeepsWholeNumbersExact)
{
    const std::int64_t values[] = {0,
                                   -1,
                                   (std::int64_t(1) << 53) + 1,
                                   -(std::int64_t(1) << 53) - 1,
                                   std::numeric_limits<std::int64_t>::max(),
                                   std::numeric_limits<std::int64_t>::min()};
    for (const std::int64_t value : values) {
        execute("DELETE FROM t");
        ASSERT_TRUE(m_connection->cached("INSERT INTO t(whole) VALUES(?)").bind(1, value).run().ok());
        Statement &read = m_connection->cached("SELECT whole FROM t");
        ASSERT_TRUE(*read.step());
        EXPECT_EQ(read.integer(0), value);
    }
}

TEST_F(ConnectionTest, KeepsRealNumbersExact)
{
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double value :
         {0.1, -0.0, 1e308, std::numeric_limits<double>::denorm_min(), 9007199254740993.0, infinity, -infinity}) {
        execute("DELETE FROM t");
        ASSERT_TRUE(m_connection->cached("INSERT INTO t(real) VALUES(?)").bind(1, value).run().ok());
        Statement &read = m_connection->cached("SELECT real FROM t");
        ASSERT_TRUE(*read.step());
        EXPECT_FALSE(read.isNull(0));
        EXPECT_EQ(read.real(0), value);
    }
    // SQLite knows no NaN: it is "no value".
    ASSERT_TRUE(m_connection->cached("UPDATE t SET real=?").bind(1, std::nan("")).run().ok());
    EXPECT_EQ(text("SELECT typeof(real) FROM t"), "null;");
}

TEST_F(ConnectionTest, TellsNothingFromEmpty)
{
    execute("INSERT INTO t(id) VALUES(1)");
    Statement &update = m_connection->cached("UPDATE t SET text=?, blob=? WHERE id=1");
    ASSERT_TRUE(update.bindText(1, {}).bindBlob(2, {}).run().ok());
    EXPECT_EQ(text("SELECT typeof(text)||length(text)||typeof(blob)||length(blob) FROM t"), "text0blob0;");
    Statement &read = m_connection->cached("SELECT CAST(text AS BLOB), blob, whole FROM t");
    ASSERT_TRUE(*read.step());
    EXPECT_FALSE(read.isNull(0));
    EXPECT_FALSE(read.isNull(1));
    EXPECT_TRUE(read.isNull(2));
    EXPECT_EQ(read.text(0), "");
    EXPECT_EQ(read.blob(1), "");
    EXPECT_EQ(read.optionalInteger(2), std::nullopt);
    read.reset();
    ASSERT_TRUE(update.bindNull(1).bindNull(2).run().ok());
    EXPECT_EQ(text("SELECT typeof(text)||typeof(blob) FROM t"), "nullnull;");
}

TEST_F(ConnectionTest, KeepsEveryByteOfTextsAndBlobs)
{
    const std::string bytes = anyBytes();
    ASSERT_TRUE(
        m_connection->cached("INSERT INTO t(text, blob) VALUES(?,?)").bindText(1, bytes).bindBlob(2, bytes).run().ok());
    EXPECT_EQ(text("SELECT typeof(text)||typeof(blob) FROM t"), "textblob;");
    Statement &read = m_connection->cached("SELECT CAST(text AS BLOB), blob, id FROM t WHERE text=?");
    ASSERT_TRUE(*read.bindText(1, bytes).step());
    EXPECT_EQ(read.text(0), bytes);
    EXPECT_EQ(read.blob(1), bytes);
    EXPECT_EQ(read.integer(2), m_connection->lastInsertId());
}

TEST_F(ConnectionTest, ANativeStatementDoesTheSame)
{
    const std::string bytes = anyBytes();
    NativeStatement &insert = m_connection->cachedNative("INSERT INTO t(whole, real, text, blob) VALUES(?,?,?,?)");
    const std::int64_t whole = std::numeric_limits<std::int64_t>::max();
    ASSERT_TRUE(insert.bind(1, whole).bind(2, 0.1).bindText(3, bytes).bindBlob(4, bytes).run().ok());
    EXPECT_EQ(m_connection->lastInsertId(), 1);
    EXPECT_EQ(m_connection->changes(), 1);
    Statement &read = m_connection->cached("SELECT whole, real, CAST(text AS BLOB), blob FROM t WHERE text=?");
    ASSERT_TRUE(*read.bindText(1, bytes).step());
    NativeStatement &native = m_connection->cachedNative("SELECT whole, real, text, blob FROM t WHERE text=?");
    ASSERT_TRUE(*native.bindText(1, bytes).step());
    EXPECT_EQ(read.integer(0), whole);
    EXPECT_EQ(native.integer(0), whole);
    EXPECT_EQ(read.real(1), 0.1);
    EXPECT_EQ(native.real(1), 0.1);
    for (const int column : {2, 3}) {
        EXPECT_EQ(read.text(column), bytes);
        EXPECT_EQ(native.text(column), bytes);
    }
    const Status twice = insert.bindText(3, bytes).run();
    EXPECT_EQ(twice.error().detail, "UNIQUE constraint failed: t.text (SQLite 2067)");
    EXPECT_EQ(m_connection->cachedNative("SELECT absent FROM t").run().error().detail,
              "no such column: absent (SQLite 1)");
    ASSERT_TRUE(insert.bindOptional(1, std::optional<std::int64_t>()).run().ok()); // a reset forgot what was bound
    EXPECT_EQ(text("SELECT typeof(whole)||typeof(text) FROM t WHERE id=2"), "nullnull;");
}

TEST_F(ConnectionTest, ATextIsFoundByItsIndex)
{
    std::string plan;
    Statement statement(*m_connection, "EXPLAIN QUERY PLAN SELECT id FROM t WHERE text=?");
    ASSERT_TRUE(statement.bindText(1, "x").forEachRow([&] { plan += statement.text(3); }).ok());
    EXPECT_NE(plan.find("SEARCH t USING COVERING INDEX"), std::string::npos) << plan;
}

TEST_F(ConnectionTest, PlaceholdersKeepTheirPlaces)
{
    Statement &read = m_connection->cached("SELECT CAST(?2||'?'||?1||?2 AS BLOB), ?3, CAST(? AS BLOB)");
    ASSERT_TRUE(*read.bindText(1, "one").bindText(2, "two").bind(3, 3).bindText(4, "four").step());
    EXPECT_EQ(read.text(0), "two?onetwo");
    EXPECT_EQ(read.integer(1), 3);
    EXPECT_EQ(read.text(2), "four");
}

TEST_F(ConnectionTest, AResetForgetsWhatWasBound)
{
    Statement &insert = m_connection->cached("INSERT INTO t(whole, text) VALUES(?,?)");
    ASSERT_TRUE(insert.bind(1, 7).bindText(2, "x").run().ok());
    ASSERT_TRUE(insert.bindText(2, "y").run().ok());
    EXPECT_EQ(text("SELECT CAST(coalesce(whole, 'nothing') AS BLOB) FROM t ORDER BY id"), "7;nothing;");
    EXPECT_EQ(m_connection->lastInsertId(), 2);
    execute("UPDATE t SET whole=1");
    EXPECT_EQ(m_connection->changes(), 2);
}

TEST_F(ConnectionTest, ErrorsCarrySqlitesCodeAndText)
{
    execute("CREATE TABLE child(id INTEGER REFERENCES t(id)); INSERT INTO t(text) VALUES('a')");
    const Error unique = errorOf("INSERT INTO t(text) VALUES('a')");
    EXPECT_EQ(unique.code, ErrorCode::Database);
    EXPECT_EQ(unique.detail, "UNIQUE constraint failed: t.text (SQLite 2067)");
    EXPECT_EQ(unique.where, "INSERT INTO t(text) VALUES('a')");
    EXPECT_EQ(errorOf("INSERT INTO child VALUES(99)").detail, "FOREIGN KEY constraint failed (SQLite 787)");
    EXPECT_EQ(errorOf("SELECT absent FROM t").detail, "no such column: absent (SQLite 1)");
    // The error of a row that is not the first comes at its step.
    Statement rows(*m_connection, "SELECT abs(x) FROM (SELECT 1 AS x UNION ALL SELECT -9223372036854775807 - 1)");
    EXPECT_TRUE(*rows.step());
    const Result<bool> second = rows.step();
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().detail, "integer overflow (SQLite 1)");
    EXPECT_FALSE(m_connection->cached("SELECT ?").bind(1, 1).bind(2, 2).run().ok());
    EXPECT_FALSE(m_connection->cached("SELECT ?, ?").bind(1, 1).run().ok());
    // None of them is in the way of the next.
    EXPECT_EQ(text("SELECT count(*) FROM t"), "1;");
}

TEST_F(ConnectionTest, ErrorsOfOpeningHaveAMeaning)
{
    EXPECT_EQ(Connection::open(m_folder / "none.db", Connection::Mode::ReadWrite).error().code, ErrorCode::NotFound);
    EXPECT_EQ(Connection::open(m_folder / "none.db", Connection::Mode::ReadOnly).error().code, ErrorCode::NotFound);
    EXPECT_FALSE(std::filesystem::exists(m_folder / "none.db"));
    auto reading = Connection::open(m_folder / "a.db", Connection::Mode::ReadOnly);
    ASSERT_TRUE(reading.ok());
    EXPECT_EQ((*reading)->execute("DELETE FROM t").error().code, ErrorCode::NoPermission);
    execute("BEGIN EXCLUSIVE");
    EXPECT_EQ((*reading)->execute("PRAGMA busy_timeout=0; SELECT * FROM t").error().code, ErrorCode::Locked);
    execute("COMMIT");
}

TEST_F(ConnectionTest, RunsSeveralStatementsUpToTheFirstError)
{
    execute("-- a comment; with a semicolon\n"
            "CREATE TABLE u(x TEXT DEFAULT ';'); -- and one: behind\n"
            "CREATE TRIGGER copies AFTER INSERT ON u BEGIN INSERT INTO t(text) VALUES(new.x); "
            "UPDATE t SET whole=5; END;\n"
            "INSERT INTO u DEFAULT VALUES; \n");
    EXPECT_EQ(text("SELECT CAST(text||whole AS BLOB) FROM t"), ";5;");
    EXPECT_EQ(errorOf("DELETE FROM u; DELETE FROM nowhere; DELETE FROM t").where, "DELETE FROM nowhere;");
    EXPECT_EQ(text("SELECT (SELECT count(*) FROM u)||(SELECT count(*) FROM t)"), "01;");
}

TEST_F(ConnectionTest, IsSetUpToBeSafe)
{
    EXPECT_EQ(text("PRAGMA wal_autocheckpoint"), "0;");
    EXPECT_EQ(text("PRAGMA foreign_keys"), "1;");
    EXPECT_EQ(text("PRAGMA trusted_schema"), "0;");
    EXPECT_EQ(text("PRAGMA busy_timeout"), "5000;");
    EXPECT_EQ(text("PRAGMA mmap_size"), "0;");
    EXPECT_FALSE(m_connection->execute("PRAGMA writable_schema=ON; DELETE FROM sqlite_schema").ok()); // defensive
}

TEST_F(ConnectionTest, OpensAPathOfAnyBytes)
{
    const std::string folder = m_folder / "100% ?&#\xff\xe2\x82 x\xed\x95\x9c";
    std::filesystem::create_directories(folder);
    ASSERT_TRUE(
        Connection::open(folder + "/b.db", Connection::Mode::Create).value()->execute("CREATE TABLE v(x)").ok());
    EXPECT_TRUE(std::filesystem::exists(folder + "/b.db"));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(m_folder.path()), {}), 2);
    EXPECT_TRUE(
        Connection::open(folder + "/b.db", Connection::Mode::ReadOnly).value()->execute("SELECT x FROM v").ok());
}

TEST_F(ConnectionTest, AnotherThreadInterruptsAStatementThatNeverEnds)
{
    constexpr std::string_view endless =
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT count(*) FROM n";
    Feedback feedback;
    const auto interruptible = std::make_optional<InterruptOnCancel>(*m_connection, feedback);
    Statement &statement = m_connection->cached(endless);
    NativeStatement &native = m_connection->cachedNative(endless);
    std::thread canceller([&] { feedback.cancel(); });
    const Status ended = statement.run();
    const Status nativeEnded = native.run();
    canceller.join();
    EXPECT_EQ(ended.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(ended.error().detail, "interrupted (SQLite 9)");
    EXPECT_EQ(nativeEnded.error().detail, "interrupted (SQLite 9)");
}

TEST_F(ConnectionTest, ACancelledCheckLeavesTheConnectionUsable)
{
    execute("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n LIMIT 20000) INSERT INTO t(text) SELECT x "
            "FROM n");
    Feedback feedback;
    feedback.cancel();
    EXPECT_EQ(integrityReport(*m_connection, feedback).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(*integrityReport(*m_connection, Feedback()), "ok");
}

TEST_F(ConnectionTest, OnlyTheThreadThatHoldsItMayUseIt)
{
    Status used = success();
    std::thread([&] { used = m_connection->cached("SELECT 1").run(); }).join();
    EXPECT_EQ(used.error().code, ErrorCode::Database);
    m_connection->release();
    std::thread([&] {
        m_connection->adopt();
        used = m_connection->cached("SELECT 1").run();
        m_connection->release();
    }).join();
    EXPECT_TRUE(used.ok());
    EXPECT_FALSE(m_connection->cached("SELECT 1").run().ok());
    m_connection->adopt();
    EXPECT_TRUE(m_connection->cached("SELECT 1").run().ok());
}

TEST_F(ConnectionTest, ATransactionThatIsNotCommittedLeavesNothing)
{
    {
        Transaction transaction(*m_connection);
        ASSERT_TRUE(transaction.begun().ok());
        execute("INSERT INTO t(text) VALUES('gone')");
    }
    {
        Transaction transaction(*m_connection);
        execute("INSERT INTO t(text) VALUES('kept')");
        EXPECT_TRUE(transaction.commit().ok());
    }
    EXPECT_EQ(text("SELECT CAST(text AS BLOB) FROM t"), "kept;");
}
