// Owns: one named connection of Qt Sql, its statements, and what Qt Sql leaves to SQLite's own handle.
// Not here: what is stored; which thread may write (store.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/storage/native_statement.h"
#include "core/storage/statement.h"
#include "core/storage/statement_cache.h"

class QSqlDriver;
struct sqlite3;

namespace primer {

class SampleKeys;

/// Belongs to the thread that opened it, until `release`. Needs a QCoreApplication, which must outlive it.
class Connection
{
public:
    /// Unchanging: where nothing can be written, not even beside the database; nobody else may write it meanwhile.
    enum class Mode { Create, ReadWrite, ReadOnly, Unchanging };

    static Result<std::unique_ptr<Connection>> open(const std::string &path, Mode mode);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// One statement or several, with ';' between them.
    Status execute(const std::string &sql);
    /// A statement kept for reuse, reset and with its bindings cleared. One user at a time per text.
    Statement &cached(std::string_view sql) { return m_statements.of(*this, sql); }
    /// The same for the places where Qt Sql was measured too slow; README.md names them.
    NativeStatement &cachedNative(std::string_view sql) { return m_nativeStatements.of(*this, sql); }
    std::int64_t lastInsertId() const { return m_lastInsertId; }
    std::int64_t changes() const { return m_changes; }

    /// Ends every statement (one that stands at a row pins the write-ahead log) and leaves the connection to no
    /// thread, for whichever calls `adopt` next.
    void release();
    void adopt();

    /// Of the writing connection.
    SampleKeys &sampleKeys();

    const std::string &name() const { return m_name; }
    sqlite3 *handle() const { return m_handle; }
    /// For statements: what the last insert, update or delete did.
    void noteChange(std::int64_t lastInsertId, std::int64_t changes);

private:
    explicit Connection(std::string name);
    Status configure();

    std::string m_name;
    QSqlDriver *m_driver = nullptr;
    sqlite3 *m_handle = nullptr;
    StatementCache<Statement> m_statements;
    StatementCache<NativeStatement> m_nativeStatements;
    std::unique_ptr<SampleKeys> m_sampleKeys;
    std::int64_t m_lastInsertId = 0;
    std::int64_t m_changes = 0;
};

} // namespace primer
