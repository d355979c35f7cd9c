// Owns: one SQLite connection and its statements, as values with checked results.
// Not here: what is stored; which thread may write (store.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "core/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace primer {

/// A prepared statement. Bind by position from 1, then step; a connection's cached statement is reset by `cached`.
class Statement
{
public:
    Statement() = default;
    Statement(sqlite3 *connection, std::string_view sql);
    ~Statement();
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&other) noexcept;

    Statement &bind(int place, std::int64_t value);
    Statement &bind(int place, int value) { return bind(place, std::int64_t(value)); }
    Statement &bind(int place, double value);
    /// The bytes are not copied: they must live until the next step, reset or clear.
    Statement &bindText(int place, std::string_view text);
    Statement &bindBlob(int place, std::string_view bytes);
    Statement &bindNull(int place);
    template<typename T>
    Statement &bindOptional(int place, const std::optional<T> &value)
    {
        return value ? bind(place, *value) : bindNull(place);
    }

    /// True when a row is there, false at the end. After an error every further step is the same error.
    Result<bool> step();
    /// Steps to the end; for statements without rows.
    Status run();
    void reset();
    /// Calls `take` (which may return nothing or a Status) at every row that is left, then resets.
    template<typename Take>
    Status forEachRow(Take take)
    {
        for (;;) {
            const Result<bool> row = step();
            if (!row)
                return row.error();
            if (!*row)
                break;
            if constexpr (std::is_void_v<decltype(take())>)
                take();
            else
                PRIMER_TRY(take());
        }
        reset();
        return success();
    }

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    /// Valid until the next step or reset.
    std::string_view blob(int column) const;
    std::optional<std::int64_t> optionalInteger(int column) const;
    std::optional<double> optionalReal(int column) const;

private:
    sqlite3_stmt *m_statement = nullptr;
    sqlite3 *m_connection = nullptr;
    int m_prepareCode = 0;
};

/// Rolls back unless committed. Uses BEGIN IMMEDIATE: a deferred transaction that turns into a writer fails with
/// SQLITE_BUSY_SNAPSHOT whatever the busy timeout.
class Connection
{
public:
    enum class Mode { Create, ReadWrite, ReadOnly };

    static Result<std::unique_ptr<Connection>> open(const std::string &path, Mode mode);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    Status execute(const std::string &sql);
    /// A statement kept for reuse, reset and with its bindings cleared. One user at a time per text.
    Statement &cached(std::string_view sql);
    /// Ends every cached statement, so that none holds a read snapshot open (it would pin the write-ahead log).
    void resetAll();
    std::int64_t lastInsertId() const;
    std::int64_t changes() const;
    /// Makes running statements of this connection end with Cancelled; callable from any thread.
    void interrupt();
    sqlite3 *handle() const { return m_connection; }

private:
    explicit Connection(sqlite3 *connection) : m_connection(connection) {}
    sqlite3 *m_connection;
    std::unordered_map<std::string, Statement> m_statements;
};

class Transaction
{
public:
    explicit Transaction(Connection &connection);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    Status begun() const { return m_begun; }
    Status commit();

private:
    Connection &m_connection;
    Status m_begun;
    bool m_open = false;
};

} // namespace primer
