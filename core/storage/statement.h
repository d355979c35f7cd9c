// Owns: one prepared statement of Qt Sql, bound by position and read forward only, with checked results.
// Not here: connections (connection.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/storage/stepped_statement.h"

class QSqlQuery;
class QVariant;

namespace primer {

class Connection;

/// Bind by position from 1, then step. Texts are bytes, whether UTF-8 or not: they are sent as bytes and made TEXT by
/// a CAST that the statement puts around their placeholders; a query says CAST(column AS BLOB) of a text it reads.
class Statement : public SteppedStatement<Statement>
{
public:
    Statement(Connection &connection, std::string_view sql);
    ~Statement();
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    Statement &bind(int place, std::int64_t value);
    Statement &bind(int place, int value) { return bind(place, std::int64_t(value)); }
    Statement &bind(int place, double value);
    /// The bytes are not copied: they must live until the last step.
    Statement &bindText(int place, std::string_view text);
    Statement &bindBlob(int place, std::string_view bytes);
    Statement &bindNull(int place);

    /// True when a row is there, false at the end.
    Result<bool> step();
    void reset();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    /// Of a column that is a BLOB or was cast to one, byte for byte; of a TEXT only when it is UTF-8.
    std::string text(int column) const;
    /// Of a column that is a BLOB or was cast to one. Valid until the next step or reset.
    std::string_view blob(int column) const;

private:
    enum class State { Bound, Stepping, Ended };

    Statement &bindValue(int place, QVariant value);
    Status prepare();
    Status execute();

    Connection &m_connection;
    std::string m_sql;
    std::unique_ptr<QSqlQuery> m_query;
    std::vector<QVariant> m_values;
    std::vector<bool> m_isText; ///< by place: needs the CAST
    std::vector<int> m_places;  ///< of each placeholder, in their order in the text
    std::size_t m_valueCount = 0;
    State m_state = State::Bound;
};

} // namespace primer
