#include "core/storage/native_statement.h"

#include <sqlite3.h>

#include "core/storage/connection.h"
#include "core/storage/sqlite_error.h"

namespace primer {

NativeStatement::NativeStatement(Connection &connection, std::string_view sql) : m_connection(connection)
{
    const int code = sqlite3_prepare_v3(connection.handle(), sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &m_statement, nullptr);
    if (code != SQLITE_OK)
        m_prepared = sqliteError(code, sqlite3_errmsg(connection.handle()), std::string(sql));
}

NativeStatement::~NativeStatement() { sqlite3_finalize(m_statement); }

NativeStatement &NativeStatement::bind(int place, std::int64_t value)
{
    sqlite3_bind_int64(m_statement, place, value);
    return *this;
}

NativeStatement &NativeStatement::bind(int place, double value)
{
    sqlite3_bind_double(m_statement, place, value);
    return *this;
}

NativeStatement &NativeStatement::bindText(int place, std::string_view text)
{
    sqlite3_bind_text64(m_statement, place, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

NativeStatement &NativeStatement::bindBlob(int place, std::string_view bytes)
{
    sqlite3_bind_blob64(m_statement, place, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_STATIC);
    return *this;
}

NativeStatement &NativeStatement::bindNull(int place)
{
    sqlite3_bind_null(m_statement, place);
    return *this;
}

Result<bool> NativeStatement::step()
{
    PRIMER_TRY(m_prepared);
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    sqlite3 *handle = sqlite3_db_handle(m_statement);
    if (code != SQLITE_DONE)
        return sqliteError(code, sqlite3_errmsg(handle), sqlite3_sql(m_statement));
    if (!sqlite3_stmt_readonly(m_statement))
        m_connection.noteChange(sqlite3_last_insert_rowid(handle), sqlite3_changes64(handle));
    return false;
}

void NativeStatement::reset()
{
    if (!m_statement)
        return;
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
}

bool NativeStatement::isNull(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }
std::int64_t NativeStatement::integer(int column) const { return sqlite3_column_int64(m_statement, column); }
double NativeStatement::real(int column) const { return sqlite3_column_double(m_statement, column); }

std::string_view NativeStatement::blob(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return bytes ? std::string_view(bytes, std::size_t(sqlite3_column_bytes(m_statement, column))) : std::string_view();
}

} // namespace primer
