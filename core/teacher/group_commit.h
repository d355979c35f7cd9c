// Owns: letting many threads' small durable writes share a transaction, so that they share its sync. Thread-safe. Not
// here: the writes.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "core/storage/store.h"

namespace primer {

class GroupCommit
{
public:
    explicit GroupCommit(Store &store) : m_store(store) {}
    /// Returns after the commit that `work` is part of. An error of one write undoes those it shared the transaction
    /// with, and all get it: errors here mean that the database cannot be written.
    Status run(const Store::Work &work);

private:
    struct Waiting {
        const Store::Work *work = nullptr;
        bool isDone = false;
        Status result = success();
    };
    Store &m_store;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Waiting *> m_waiting;
    bool m_isWriting = false;
};

} // namespace primer
