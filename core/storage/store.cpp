#include "core/storage/store.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/exception_error.h"
#include "core/base/log.h"
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

/// What a kill left half written before the database had a log. Only a connection that may write rolls it back: every
/// other is refused until then. Where that fails, the look at the database says why.
void rollBackJournal(const std::string &database)
{
    std::error_code failure;
    if (!std::filesystem::exists(database + "-journal", failure))
        return;
    const auto connection = Connection::open(database, Connection::Mode::ReadWrite);
    const auto version = connection ? schemaVersion(**connection) : Result<int>(connection.error()); // any reading does
    if (!version)
        log::failure(log::Level::Warning, version.error(), "rolling back what a kill left");
}

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
    if (exists)
        rollBackJournal(store->databasePath());
    if (access == Access::ReadOnly) {
        PRIMER_TRY(store->reader());
        return store;
    }
    PRIMER_TRY(store->lock());
    PRIMER_TRY(exists ? store->checkDatabase() : store->createDatabase());
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

/// Under another name first: a workspace.db that is there is whole, whatever ended the program that made it.
Status Store::createDatabase()
{
    const std::string path = databasePath(), partial = path + ".partial";
    std::error_code failure;
    if (std::filesystem::exists(path + "-wal", failure))
        return Error{ErrorCode::Corrupt, "there is a log of a database, but not the database", path + "-wal"};
    for (const char *ending : {"", "-journal", "-wal", "-shm"})
        std::filesystem::remove(partial + ending, failure);
    {
        auto made = PRIMER_TRY(Connection::open(partial, Connection::Mode::Create));
        PRIMER_TRY(made->execute("PRAGMA page_size=8192; PRAGMA synchronous=OFF")); // synced as a whole below
        PRIMER_TRY(applyMigrations(*made, 0, currentSchemaVersion()));
        // From the first: changed under its own name, a kill in between would leave a journal to be rolled back.
        PRIMER_TRY(made->execute("PRAGMA journal_mode=WAL"));
    }
    PRIMER_TRY(syncPath(partial));
    std::filesystem::rename(partial, path, failure);
    if (failure)
        return errnoError(failure.value(), path);
    return syncPath(m_folder);
}

/// By a connection that writes nothing: what is no workspace stays as it is.
Status Store::checkDatabase() const
{
    std::error_code failure;
    if (std::filesystem::file_size(databasePath(), failure) == 0 && !failure)
        return Error{ErrorCode::Corrupt, "the database is empty", databasePath()};
    auto connection = PRIMER_TRY(Connection::open(databasePath(), Connection::Mode::ReadOnly));
    const auto version = PRIMER_TRY(schemaVersion(*connection));
    return checkSchemaVersion(version, databasePath());
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
    auto writer = PRIMER_TRY(Connection::open(databasePath(), Connection::Mode::ReadWrite));
    PRIMER_TRY(writer->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-24576; "
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
    PRIMER_TRY(caught([&] { return task.work(writer); })); // the thread has no other boundary
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
    auto connection = PRIMER_TRY(openReader());
    return Reader(*this, std::move(connection));
}

/// A database in WAL mode wants a file beside it even of those who only read. Where none can be made and no log is
/// left, the database is all there is and can be read by itself.
Result<std::unique_ptr<Connection>> Store::openReader()
{
    const std::string path = databasePath(), log = path + "-wal";
    const auto opened = [&](Connection::Mode mode) -> Result<std::unique_ptr<Connection>> {
        auto connection = PRIMER_TRY(Connection::open(path, mode));
        const auto version = PRIMER_TRY(schemaVersion(*connection));
        PRIMER_TRY(checkSchemaVersion(version, path));
        return connection;
    };
    std::error_code failure;
    if (std::filesystem::file_size(path, failure) == 0 && !failure)
        return Error{ErrorCode::Corrupt, "the database is empty", path};
    if (m_isUnchanging)
        return opened(Connection::Mode::Unchanging);
    auto connection = opened(Connection::Mode::ReadOnly);
    const bool isWritable = ::access(m_folder.c_str(), W_OK) == 0 && ::access(path.c_str(), W_OK) == 0;
    if (connection || !isReadOnly() || isWritable || connection.error().code == ErrorCode::Corrupt
        || connection.error().code == ErrorCode::NewerFormat)
        return connection;
    const auto logBytes = std::filesystem::file_size(log, failure);
    if (!failure && logBytes > 0)
        return Error{ErrorCode::NoPermission,
                     "what was written last is still in the log beside it, which cannot be read where nothing may be "
                     "written; a copy of the folder can",
                     log};
    auto unchanging = opened(Connection::Mode::Unchanging);
    m_isUnchanging = unchanging.ok();
    return unchanging;
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
