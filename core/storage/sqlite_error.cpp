#include "core/storage/sqlite_error.h"

#include <utility>
#include <sqlite3.h>

#include <QSqlError>
#include <QString>

namespace primer {

Error sqliteError(int code, const std::string &text, std::string where)
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
    return Error{meaning, text + " (SQLite " + std::to_string(code) + ")", std::move(where)};
}

Error sqliteError(const QSqlError &error, std::string where)
{
    bool isNumber = false;
    const int code = error.nativeErrorCode().toInt(&isNumber);
    if (!isNumber) // Qt Sql's own: a parameter too many, a connection that is not open
        return Error{ErrorCode::Database, error.text().toStdString(), std::move(where)};
    return sqliteError(code, error.databaseText().toStdString(), std::move(where));
}

} // namespace primer
