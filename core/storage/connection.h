// Owns: one named connection of Qt Sql, its statements, and what Qt Sql leaves to SQLite's own handle.
// Not here: what is stored; which thread may write (store.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/result.h"
#include "core/storage/statement.h"

class QSqlDriver;
struct sqlite3;

namespace primer {

/// Belongs to the thread that opened it, until `release`; only `interrupt` may be called from another one. Needs a
/// QCoreApplication, which must outlive it.
class Connection
{
public:
    enum class Mode { Create, ReadWrite, ReadOnly };

    static Result<std::unique_ptr<Connection>> open(const std::string &path, Mode mode);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// One statement or several, with ';' between them.
    Status execute(const std::string &sql);
    /// A statement kept for reuse, reset and with its bindings cleared. One user at a time per text.
    Statement &cached(std::string_view sql);
    std::int64_t lastInsertId() const { return m_lastInsertId; }
    std::int64_t changes() const { return m_changes; }
    /// Makes running statements of this connection end with Cancelled; callable from any thread.
    void interrupt();

    /// Ends every statement (one that stands at a row pins the write-ahead log) and leaves the connection to no
    /// thread, for whichever calls `adopt` next.
    void release();
    void adopt();

    const std::string &name() const { return m_name; }
    /// For Statement: what the last insert, update or delete did.
    void noteChange(std::int64_t lastInsertId, std::int64_t changes);

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    explicit Connection(std::string name);
    Status configure();

    std::string m_name;
    QSqlDriver *m_driver = nullptr;
    sqlite3 *m_handle = nullptr;
    std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> m_statements;
    std::int64_t m_lastInsertId = 0;
    std::int64_t m_changes = 0;
};

} // namespace primer
