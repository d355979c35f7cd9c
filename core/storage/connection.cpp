#include "core/storage/connection.h"

#include <atomic>
#include <utility>
#include <vector>

#include <sqlite3.h>

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QThread>
#include <QVariant>

#include "core/storage/sample_keys.h"
#include "core/storage/sqlite_error.h"

namespace primer {

namespace {

std::atomic<std::uint64_t> connectionsMade{0};

/// As a URI, so that a folder's name may be any bytes: the driver takes a QString, which holds only Unicode.
QString uriOf(const std::string &path, Connection::Mode mode)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string uri = path.starts_with('/') ? "file://" : "file:";
    for (const char letter : path) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool isPlain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
                             || (byte >= '0' && byte <= '9') || byte == '/' || byte == '.' || byte == '-'
                             || byte == '_';
        if (isPlain)
            uri += letter;
        else
            uri += {'%', digits[byte >> 4], digits[byte & 0xf]};
    }
    switch (mode) {
    case Connection::Mode::Create: uri += "?mode=rwc"; break;
    case Connection::Mode::ReadWrite: uri += "?mode=rw"; break;
    case Connection::Mode::ReadOnly: uri += "?mode=ro"; break;
    case Connection::Mode::Unchanging: uri += "?mode=ro&immutable=1"; break;
    }
    return QString::fromStdString(uri);
}

sqlite3 *handleOf(const QSqlDriver &driver)
{
    const QVariant handle = driver.handle();
    if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
        return nullptr;
    return *static_cast<sqlite3 *const *>(handle.constData());
}

/// SQLite itself says where a statement ends, so that a ';' in a text, a comment or a trigger is no end.
std::vector<std::string> statementsOf(const std::string &sql)
{
    std::vector<std::string> statements;
    std::string statement;
    for (const char letter : sql) {
        if (statement.empty() && (letter == ' ' || letter == '\n'))
            continue;
        statement += letter;
        if (letter == ';' && sqlite3_complete(statement.c_str()))
            statements.push_back(std::exchange(statement, {}));
    }
    if (!statement.empty())
        statements.push_back(std::move(statement));
    return statements;
}

} // namespace

Connection::Connection(std::string name) : m_name(std::move(name)) {}

Result<std::unique_ptr<Connection>> Connection::open(const std::string &path, Mode mode)
{
    if (!QCoreApplication::instance()) // Qt finds the driver's plugin and ends its connections through it
        return Error{ErrorCode::Database, "no QCoreApplication", path};
    // First, so that an early end leaves nothing behind that holds the connection when it is removed.
    auto connection = std::unique_ptr<Connection>(new Connection("primer-" + std::to_string(++connectionsMade)));
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"),
                                                      QString::fromStdString(connection->m_name));
    if (!database.isValid())
        return Error{ErrorCode::Unsupported, "Qt's SQLite driver is not installed", path};
    connection->m_driver = database.driver();
    database.setConnectOptions(
        QStringLiteral("QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=5000")
        + (mode == Mode::ReadOnly || mode == Mode::Unchanging ? QStringLiteral(";QSQLITE_OPEN_READONLY") : QString()));
    database.setDatabaseName(uriOf(path, mode));
    if (!database.open())
        return sqliteError(database.lastError(), path);
    connection->m_handle = handleOf(*connection->m_driver);
    if (!connection->m_handle)
        return Error{ErrorCode::Unsupported, "Qt's SQLite driver gives no handle", path};
    PRIMER_TRY(connection->configure());
    return connection;
}

Status Connection::configure()
{
    // The handle may only be given to the very library that made it.
    Statement &source = cached("SELECT CAST(sqlite_source_id() AS BLOB)");
    PRIMER_TRY(source.step());
    if (source.blob(0) != sqlite3_sourceid())
        return Error{ErrorCode::Unsupported, "Qt's SQLite driver has a SQLite of its own", std::string(source.blob(0))};
    source.reset();
    sqlite3_extended_result_codes(m_handle, 1);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // Only the store's writer may checkpoint (SQLite before 3.51.3 can lose commits when a checkpoint races one),
    // so the default is never.
    return execute("PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
                   "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-16384");
}

Connection::~Connection()
{
    if (m_driver)
        adopt();
    m_statements.clear();
    m_nativeStatements.clear();
    const QString name = QString::fromStdString(m_name);
    QSqlDatabase::database(name, false).close();
    QSqlDatabase::removeDatabase(name);
}

Status Connection::execute(const std::string &sql)
{
    for (const std::string &statement : statementsOf(sql))
        PRIMER_TRY(Statement(*this, statement).run());
    return success();
}

void Connection::release()
{
    m_statements.clear(); // Qt moves a connection only without queries
    m_nativeStatements.resetAll();
    m_driver->moveToThread(nullptr);
}

void Connection::adopt()
{
    if (m_driver->thread() != QThread::currentThread())
        m_driver->moveToThread(QThread::currentThread());
}

SampleKeys &Connection::sampleKeys()
{
    if (!m_sampleKeys)
        m_sampleKeys = std::make_unique<SampleKeys>();
    return *m_sampleKeys;
}

void Connection::noteChange(std::int64_t lastInsertId, std::int64_t changes)
{
    m_lastInsertId = lastInsertId;
    m_changes = changes;
}

} // namespace primer
