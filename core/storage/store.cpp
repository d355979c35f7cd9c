#include "core/storage/store.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "core/storage/migrations.h"
#include "core/storage/transaction.h"

namespace primer {

namespace {

// WAL needs shared memory between the processes of one machine; on these file systems it silently breaks.
bool isNetworkFileSystem(const std::string &path)
{
    struct statfs info {};
    if (::statfs(path.c_str(), &info) != 0)
        return false;
    constexpr long nfs = 0x6969, smb = 0x517b, smb2 = 0xfe534d42, cifs = 0xff534d42, afs = 0x5346414f;
    const auto type = static_cast<unsigned long>(info.f_type) & 0xffffffff;
    return type == nfs || type == smb || type == smb2 || type == cifs || type == afs;
}

constexpr int walPagesBeforeCheckpoint = 1024; // 8 MiB: longer logs make longer pauses, and a longer end

} // namespace

Result<std::unique_ptr<Store>> Store::open(const std::string &folder, Access access, bool create)
{
    std::error_code failure;
    std::unique_ptr<Store> store(new Store(folder, access));
    const bool exists = std::filesystem::exists(store->databasePath(), failure);
    if (!exists && !create)
        return Error{ErrorCode::NotFound, "no workspace.db in it", folder};
    if (!exists) {
        std::filesystem::create_directories(folder, failure);
        if (failure)
            return errnoError(failure.value(), folder);
    }
    if (isNetworkFileSystem(folder))
        return Error{ErrorCode::Unsupported, "network file system", folder};
    if (access == Access::ReadOnly) {
        PRIMER_TRY(store->reader());
        return store;
    }
    PRIMER_TRY(store->lock());
    // The writer's connection is made, used and closed by its own thread.
    std::promise<Status> promise;
    std::future<Status> opened = promise.get_future();
    store->m_thread = std::thread(
        [raw = store.get(), promise = std::move(promise)]() mutable { raw->runWriter(std::move(promise)); });
    PRIMER_TRY(opened.get());
    return store;
}

Store::~Store()
{
    if (m_thread.joinable()) {
        {
            const std::lock_guard guard(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }
    m_idleReaders.clear();
    if (m_lockDescriptor >= 0)
        ::close(m_lockDescriptor);
}

Status Store::lock()
{
    const std::string path = m_folder + "/lock";
    m_lockDescriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_lockDescriptor < 0)
        return errnoError(errno, path);
    if (::flock(m_lockDescriptor, LOCK_EX | LOCK_NB) != 0) {
        char holder[32] = {};
        const ssize_t got = ::pread(m_lockDescriptor, holder, sizeof holder - 1, 0);
        return Error{ErrorCode::Locked, got > 0 ? "process " + std::string(holder) : std::string("another process"),
                     m_folder};
    }
    const std::string self = std::to_string(::getpid());
    if (::ftruncate(m_lockDescriptor, 0) != 0 || ::pwrite(m_lockDescriptor, self.data(), self.size(), 0) < 0)
        return errnoError(errno, path);
    return success();
}

std::future<Status> Store::enqueue(Durability durability, Work work)
{
    Task task{durability, std::move(work), {}};
    std::future<Status> done = task.done.get_future();
    if (isReadOnly()) {
        task.done.set_value(Error{ErrorCode::Locked, "opened for reading only", m_folder});
        return done;
    }
    {
        const std::lock_guard guard(m_mutex);
        (durability == Durability::Durable ? m_durableTasks : m_bulkTasks).push_back(std::move(task));
    }
    m_wake.notify_one();
    return done;
}

Status Store::write(Durability durability, Work work) { return enqueue(durability, std::move(work)).get(); }

Result<std::unique_ptr<Connection>> Store::openWriter()
{
    auto writer = PRIMER_TRY(Connection::open(databasePath(), Connection::Mode::Create));
    PRIMER_TRY(writer->execute(
        "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-24576; "
        "PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint="
        + std::to_string(walPagesBeforeCheckpoint)));
    PRIMER_TRY(migrate(*writer, databasePath()));
    return writer;
}

void Store::runWriter(std::promise<Status> opened)
{
    const auto writer = openWriter();
    opened.set_value(writer ? success() : Status(writer.error()));
    if (!writer)
        return;
    Durability current = Durability::Durable;
    for (;;) {
        std::unique_lock guard(m_mutex);
        m_wake.wait(guard, [this] { return m_stopping || !m_durableTasks.empty() || !m_bulkTasks.empty(); });
        std::deque<Task> &tasks = m_durableTasks.empty() ? m_bulkTasks : m_durableTasks;
        if (tasks.empty())
            break;
        Task task = std::move(tasks.front());
        tasks.pop_front();
        guard.unlock();
        task.done.set_value(runTask(task, **writer, current));
    }
    // The last connection to close writes the log back into the database, which readers may not do.
    const std::lock_guard guard(m_readersMutex);
    m_idleReaders.clear();
}

Status Store::runTask(Task &task, Connection &writer, Durability &current)
{
    if (task.durability != current) {
        PRIMER_TRY(writer.execute(task.durability == Durability::Durable ? "PRAGMA synchronous=FULL"
                                                                         : "PRAGMA synchronous=NORMAL"));
        current = task.durability;
    }
    Transaction transaction(writer);
    PRIMER_TRY(transaction.begun());
    PRIMER_TRY(task.work(writer));
    return transaction.commit();
}

Result<Store::Reader> Store::reader()
{
    {
        const std::lock_guard guard(m_readersMutex);
        if (!m_idleReaders.empty()) {
            std::unique_ptr<Connection> idle = std::move(m_idleReaders.back());
            m_idleReaders.pop_back();
            idle->adopt();
            return Reader(*this, std::move(idle));
        }
    }
    auto connection = PRIMER_TRY(Connection::open(databasePath(), Connection::Mode::ReadOnly));
    const auto version = PRIMER_TRY(schemaVersion(*connection));
    if (version > currentSchemaVersion())
        return Error{ErrorCode::NewerFormat, "schema " + std::to_string(version), m_folder};
    return Reader(*this, std::move(connection));
}

Store::Reader::~Reader()
{
    if (!m_connection)
        return;
    m_connection->release();
    const std::lock_guard guard(m_store->m_readersMutex);
    m_store->m_idleReaders.push_back(std::move(m_connection));
}

} // namespace primer
