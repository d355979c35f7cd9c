#include "core/storage/connection.h"

#include <utility>
#include <sqlite3.h>

namespace primer {

namespace {

Error sqliteError(sqlite3 *connection, int code, std::string where)
{
    ErrorCode meaning = ErrorCode::Database;
    switch (code & 0xff) {
    case SQLITE_FULL: meaning = ErrorCode::DiskFull; break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: meaning = ErrorCode::Locked; break;
    case SQLITE_INTERRUPT: meaning = ErrorCode::Cancelled; break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: meaning = ErrorCode::Corrupt; break;
    case SQLITE_READONLY:
    case SQLITE_PERM: meaning = ErrorCode::NoPermission; break;
    case SQLITE_CANTOPEN: meaning = ErrorCode::NotFound; break;
    case SQLITE_IOERR: meaning = ErrorCode::Io; break;
    default: break;
    }
    const char *message = connection ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
    return Error{meaning, message, std::move(where)};
}

} // namespace

Statement::Statement(sqlite3 *connection, std::string_view sql) : m_connection(connection)
{
    m_prepareCode = sqlite3_prepare_v3(connection, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &m_statement,
                                       nullptr);
}

Statement::~Statement() { sqlite3_finalize(m_statement); }

Statement::Statement(Statement &&other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr)), m_connection(other.m_connection),
      m_prepareCode(other.m_prepareCode)
{}

Statement &Statement::operator=(Statement &&other) noexcept
{
    std::swap(m_statement, other.m_statement);
    std::swap(m_connection, other.m_connection);
    std::swap(m_prepareCode, other.m_prepareCode);
    return *this;
}

Statement &Statement::bind(int place, std::int64_t value)
{
    sqlite3_bind_int64(m_statement, place, value);
    return *this;
}

Statement &Statement::bind(int place, double value)
{
    sqlite3_bind_double(m_statement, place, value);
    return *this;
}

Statement &Statement::bindText(int place, std::string_view text)
{
    sqlite3_bind_text64(m_statement, place, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Statement &Statement::bindBlob(int place, std::string_view bytes)
{
    sqlite3_bind_blob64(m_statement, place, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_STATIC);
    return *this;
}

Statement &Statement::bindNull(int place)
{
    sqlite3_bind_null(m_statement, place);
    return *this;
}

Result<bool> Statement::step()
{
    if (!m_statement)
        return sqliteError(m_connection, m_prepareCode, "prepare");
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return sqliteError(m_connection, code, sqlite3_sql(m_statement));
}

Status Statement::run()
{
    for (;;) {
        const Result<bool> row = step();
        if (!row) {
            reset();
            return row.error();
        }
        if (!*row)
            break;
    }
    reset();
    return success();
}

void Statement::reset()
{
    if (m_statement) {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement);
    }
}

bool Statement::isNull(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(m_statement, column); }
double Statement::real(int column) const { return sqlite3_column_double(m_statement, column); }

std::string Statement::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return bytes ? std::string(bytes, std::size_t(sqlite3_column_bytes(m_statement, column))) : std::string();
}

std::string_view Statement::blob(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return bytes ? std::string_view(bytes, std::size_t(sqlite3_column_bytes(m_statement, column))) : std::string_view();
}

std::optional<std::int64_t> Statement::optionalInteger(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<double> Statement::optionalReal(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(real(column));
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string &path, Mode mode)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (mode) {
    case Mode::Create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
    case Mode::ReadWrite: flags |= SQLITE_OPEN_READWRITE; break;
    case Mode::ReadOnly: flags |= SQLITE_OPEN_READONLY; break;
    }
    sqlite3 *handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    if (code != SQLITE_OK) {
        const Error error = sqliteError(handle, code, path);
        sqlite3_close_v2(handle);
        return error;
    }
    sqlite3_busy_timeout(handle, 5000);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    auto connection = std::unique_ptr<Connection>(new Connection(handle));
    // Only the store's writer may checkpoint (SQLite before 3.51.3 can lose commits when a checkpoint races one),
    // so the default is never.
    PRIMER_TRY(connection->execute("PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
                                   "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-16384"));
    return connection;
}

Connection::~Connection()
{
    m_statements.clear();
    sqlite3_close_v2(m_connection);
}

Status Connection::execute(const std::string &sql)
{
    const int code = sqlite3_exec(m_connection, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return sqliteError(m_connection, code, sql.substr(0, 120));
    return success();
}

Statement &Connection::cached(std::string_view sql)
{
    const auto [entry, isNew] = m_statements.try_emplace(std::string(sql));
    if (isNew)
        entry->second = Statement(m_connection, sql);
    entry->second.reset();
    return entry->second;
}

void Connection::resetAll()
{
    for (auto &[sql, statement] : m_statements)
        statement.reset();
}

std::int64_t Connection::lastInsertId() const { return sqlite3_last_insert_rowid(m_connection); }
std::int64_t Connection::changes() const { return sqlite3_changes64(m_connection); }
void Connection::interrupt() { sqlite3_interrupt(m_connection); }

Transaction::Transaction(Connection &connection)
    : m_connection(connection), m_begun(connection.execute("BEGIN IMMEDIATE"))
{
    m_open = m_begun.ok();
}

Transaction::~Transaction()
{
    if (m_open)
        (void)m_connection.execute("ROLLBACK");
}

Status Transaction::commit()
{
    const Status committed = m_connection.execute("COMMIT");
    if (committed)
        m_open = false;
    return committed;
}

} // namespace primer
