// Owns: what SQLite's result codes mean as an Error. Not here: statements and connections.
#pragma once

#include <string>

#include "core/base/result.h"

class QSqlError;

namespace primer {

/// `code` is an extended result code of SQLite, `text` its own message; both go into the detail.
Error sqliteError(int code, const std::string &text, std::string where);
/// The same of an error of Qt Sql, whose native code and database text are SQLite's.
Error sqliteError(const QSqlError &error, std::string where);

} // namespace primer
