#include "core/storage/statement.h"

#include <algorithm>

#include <QByteArray>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include "core/storage/connection.h"
#include "core/storage/sqlite_error.h"

namespace primer {

namespace {

struct Placeholders {
    std::string sql;         ///< with a plain '?' for each, in a CAST when it is a text's
    std::vector<int> places; ///< which value each of them takes
    int highest = 0;         ///< of those
};

/// Qt Sql names the placeholders itself, one after the other: it knows no ?2 and no second use of a place. A '?' in
/// single quotes is none; in double quotes Qt would take it for one, so no statement has it there.
Placeholders placeholdersOf(std::string_view sql, const std::vector<bool> &isText)
{
    Placeholders found;
    bool isQuoted = false;
    for (std::size_t at = 0; at < sql.size(); ++at) {
        isQuoted = isQuoted != (sql[at] == '\'');
        if (sql[at] != '?' || isQuoted) {
            found.sql += sql[at];
            continue;
        }
        int place = 0;
        while (at + 1 < sql.size() && sql[at + 1] >= '0' && sql[at + 1] <= '9')
            place = place * 10 + (sql[++at] - '0');
        if (place == 0)
            place = found.highest + 1;
        found.highest = std::max(found.highest, place);
        found.places.push_back(place);
        found.sql += std::size_t(place) <= isText.size() && isText[std::size_t(place) - 1] ? "CAST(? AS TEXT)" : "?";
    }
    return found;
}

QByteArray viewed(std::string_view bytes)
{
    return QByteArray::fromRawData(bytes.data() ? bytes.data() : "", qsizetype(bytes.size()));
}

} // namespace

Statement::Statement(Connection &connection, std::string_view sql) : m_connection(connection), m_sql(sql) {}
Statement::~Statement() = default;

Statement &Statement::bindValue(int place, QVariant value)
{
    if (m_values.size() < std::size_t(place))
        m_values.resize(std::size_t(place));
    m_values[std::size_t(place) - 1] = std::move(value);
    return *this;
}

Statement &Statement::bind(int place, std::int64_t value) { return bindValue(place, QVariant(qlonglong(value))); }
Statement &Statement::bind(int place, double value) { return bindValue(place, QVariant(value)); }
Statement &Statement::bindBlob(int place, std::string_view bytes) { return bindValue(place, QVariant(viewed(bytes))); }
Statement &Statement::bindNull(int place) { return bindValue(place, QVariant()); }

Statement &Statement::bindText(int place, std::string_view text)
{
    if (m_isText.size() < std::size_t(place))
        m_isText.resize(std::size_t(place));
    if (!m_isText[std::size_t(place) - 1]) {
        m_isText[std::size_t(place) - 1] = true;
        m_query.reset(); // to be prepared with the CAST
    }
    return bindValue(place, QVariant(viewed(text)));
}

Status Statement::prepare()
{
    const QSqlDatabase database = QSqlDatabase::database(QString::fromStdString(m_connection.name()), false);
    if (!database.isValid())
        return Error{ErrorCode::Database, "a connection is used outside of the thread that holds it", m_sql};
    auto query = std::make_unique<QSqlQuery>(database);
    query->setForwardOnly(true);
    Placeholders placeholders = placeholdersOf(m_sql, m_isText);
    if (!query->prepare(QString::fromStdString(placeholders.sql)))
        return sqliteError(query->lastError(), m_sql);
    m_query = std::move(query);
    m_places = std::move(placeholders.places);
    m_valueCount = std::size_t(placeholders.highest);
    return success();
}

Status Statement::execute()
{
    if (!m_query)
        PRIMER_TRY(prepare());
    if (m_values.size() != m_valueCount)
        return Error{ErrorCode::Database, "not as many values as places", m_sql};
    for (std::size_t number = 0; number < m_places.size(); ++number)
        m_query->bindValue(int(number), m_values[std::size_t(m_places[number]) - 1]);
    if (!m_query->exec())
        return sqliteError(m_query->lastError(), m_sql);
    if (!m_query->isSelect())
        m_connection.noteChange(m_query->lastInsertId().toLongLong(), m_query->numRowsAffected());
    return success();
}

Result<bool> Statement::step()
{
    if (m_state == State::Ended)
        return false;
    if (m_state == State::Bound)
        PRIMER_TRY(execute());
    m_state = State::Stepping;
    if (m_query->next())
        return true;
    if (const QSqlError error = m_query->lastError(); error.isValid()) {
        m_state = State::Bound;
        return sqliteError(error, m_sql);
    }
    m_state = State::Ended;
    return false;
}

void Statement::reset()
{
    if (m_state == State::Stepping)
        m_query->finish();
    std::fill(m_values.begin(), m_values.end(), QVariant());
    m_state = State::Bound;
}

bool Statement::isNull(int column) const { return m_query->isNull(column); }
double Statement::real(int column) const { return m_query->value(column).toDouble(); }
std::int64_t Statement::integer(int column) const { return m_query->value(column).toLongLong(); }

std::string Statement::text(int column) const
{
    const QVariant value = m_query->value(column);
    return value.typeId() == QMetaType::QByteArray ? value.toByteArray().toStdString() : value.toString().toStdString();
}

std::string_view Statement::blob(int column) const
{
    const QVariant value = m_query->value(column); // the result keeps another reference to the same bytes
    if (value.typeId() != QMetaType::QByteArray)
        return {};
    const auto &bytes = *static_cast<const QByteArray *>(value.constData());
    return {bytes.constData(), std::size_t(bytes.size())};
}

} // namespace primer
