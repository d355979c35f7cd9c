// Owns: a statement on SQLite's own handle, for the few places where Qt Sql was measured too slow (README.md).
// Not here: every other statement (statement.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/storage/stepped_statement.h"

struct sqlite3;
struct sqlite3_stmt;

namespace primer {

class Connection;

/// As Statement, but texts need no CAST, and the bytes of a column are not copied.
class NativeStatement : public SteppedStatement<NativeStatement>
{
public:
    NativeStatement(Connection &connection, std::string_view sql);
    ~NativeStatement();
    NativeStatement(const NativeStatement &) = delete;
    NativeStatement &operator=(const NativeStatement &) = delete;

    NativeStatement &bind(int place, std::int64_t value);
    NativeStatement &bind(int place, int value) { return bind(place, std::int64_t(value)); }
    NativeStatement &bind(int place, double value);
    /// The bytes are not copied: they must live until the last step.
    NativeStatement &bindText(int place, std::string_view text);
    NativeStatement &bindBlob(int place, std::string_view bytes);
    NativeStatement &bindNull(int place);

    /// True when a row is there, false at the end.
    Result<bool> step();
    void reset();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const { return std::string(blob(column)); }
    /// The bytes of a text or a blob. Valid until the next step or reset.
    std::string_view blob(int column) const;

private:
    Connection &m_connection;
    sqlite3_stmt *m_statement = nullptr;
    Status m_prepared = success();
};

} // namespace primer
