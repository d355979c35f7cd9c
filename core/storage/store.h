// Owns: an open workspace database: the lock, one writer thread, a pool of reading connections.
// Not here: SQL about samples or judgements (sample_store.h, judgement_store.h, ...).
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/storage/connection.h"

namespace primer {

/// Durable: synced to disk before it is acknowledged (judgements). Bulk: consistent, but the last transactions may
/// be lost by a power cut (imports, which resume).
enum class Durability { Durable, Bulk };

class Store
{
public:
    enum class Access { ReadWrite, ReadOnly };

    /// `folder` is NAME.primer/. Creates the database when `create` is set. A workspace another program is writing
    /// is refused with Locked (ReadWrite) or opened beside it (ReadOnly).
    static Result<std::unique_ptr<Store>> open(const std::string &folder, Access access, bool create);
    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    using Work = std::function<Status(Connection &)>;
    /// Runs `work` inside one transaction on the writer thread; the future is set after COMMIT. Judgements overtake
    /// queued bulk work.
    std::future<Status> enqueue(Durability durability, Work work);
    /// As enqueue, waiting. Not for the UI thread.
    Status write(Durability durability, Work work);

    /// A reading connection that belongs to the calling thread until the lease ends there. Blocks only while opening a
    /// new one.
    class Reader
    {
    public:
        Reader(Store &store, std::unique_ptr<Connection> connection)
            : m_store(&store), m_connection(std::move(connection))
        {}
        ~Reader();
        Reader(Reader &&) = default;
        Connection &operator*() { return *m_connection; }
        Connection *operator->() { return m_connection.get(); }

    private:
        Store *m_store;
        std::unique_ptr<Connection> m_connection;
    };
    Result<Reader> reader();
    /// One reading by a function of the stores: `store.read(fetchRows, ids)`, or by a lambda that takes the connection.
    template<typename Work, typename... Arguments>
    auto read(Work &&work, Arguments &&...arguments) -> std::invoke_result_t<Work, Connection &, Arguments...>
    {
        auto lease = PRIMER_TRY(reader());
        return std::forward<Work>(work)(*lease, std::forward<Arguments>(arguments)...);
    }

    bool isReadOnly() const { return m_access == Access::ReadOnly; }
    const std::string &folder() const { return m_folder; }
    std::string databasePath() const { return m_folder + "/workspace.db"; }

private:
    struct Task {
        Durability durability;
        Work work;
        std::promise<Status> done;
    };

    Store(std::string folder, Access access) : m_folder(std::move(folder)), m_access(access) {}
    Status lock();
    Status createDatabase();
    Status checkDatabase() const;
    Result<std::unique_ptr<Connection>> openReader();
    void runWriter(std::promise<Status> opened);
    Result<std::unique_ptr<Connection>> openWriter();
    Status runTask(Task &task, Connection &writer, Durability &current);

    std::string m_folder;
    Access m_access;
    int m_lockDescriptor = -1;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_durableTasks;
    std::deque<Task> m_bulkTasks;
    bool m_stopping = false;
    std::thread m_thread;

    std::atomic<bool> m_isUnchanging{false}; ///< read without anything written beside it

    std::mutex m_readersMutex;
    std::vector<std::unique_ptr<Connection>> m_idleReaders;
};

} // namespace primer
