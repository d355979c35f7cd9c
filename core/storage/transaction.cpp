#include "core/storage/transaction.h"

#include "core/base/log.h"
#include "core/storage/connection.h"

namespace primer {

Transaction::Transaction(Connection &connection)
    : m_connection(connection), m_begun(connection.cached("BEGIN IMMEDIATE").run()), m_open(m_begun.ok())
{}

Transaction::~Transaction()
{
    if (!m_open)
        return;
    const Status undone = m_connection.cached("ROLLBACK").run();
    if (!undone)
        log::failure(log::Level::Debug, undone.error(), "rollback"); // SQLite has undone the worst failures by itself
}

Status Transaction::commit()
{
    const Status committed = m_connection.cached("COMMIT").run();
    if (committed)
        m_open = false;
    return committed;
}

} // namespace primer
