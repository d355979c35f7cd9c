// Owns: a write transaction that rolls back unless it was committed. Not here: who may write (store.h).
#pragma once

#include "core/base/result.h"

namespace primer {

class Connection;

/// BEGIN IMMEDIATE: a deferred transaction that turns into a writer fails with SQLITE_BUSY_SNAPSHOT whatever the busy
/// timeout.
class Transaction
{
public:
    explicit Transaction(Connection &connection);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    Status begun() const { return m_begun; }
    Status commit();

private:
    Connection &m_connection;
    Status m_begun;
    bool m_open = false;
};

} // namespace primer
