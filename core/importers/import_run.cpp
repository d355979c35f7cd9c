#include "core/importers/import_run.h"

#include <atomic>
#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <semaphore>
#include <thread>
#include <utility>

#include <malloc.h>
#include <sys/stat.h>

#include "core/base/atomic_file.h"
#include "core/base/bounded_queue.h"
#include "core/importers/jsonl_reader.h"
#include "core/importers/parquet_reader.h"
#include "core/importers/posts_xml_reader.h"
#include "core/importers/row_mapper.h"
#include "core/importers/source_tree_reader.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<SourceFormat, const char *>, 5> formatNames{{
    {SourceFormat::SourceTree, "tree"},
    {SourceFormat::PythonEnvironment, "python-env"},
    {SourceFormat::Jsonl, "jsonl"},
    {SourceFormat::Parquet, "parquet"},
    {SourceFormat::PostsXml, "posts-xml"},
}};

/// Batches between the reader and the database at once; with 4 MiB batches this bounds the memory.
constexpr int batchesInFlight = 6;

struct PreparedBatch {
    std::vector<PreparedRecord> records;
    std::vector<QuarantinedRow> quarantined;
    std::vector<StagedPost> posts;
    std::string cursor;
};

/// Runs one reader to its end: this thread writes, one reads, `threads` prepare. Batches are written in the order
/// they were read, each in one transaction together with its cursor.
class Pipeline
{
public:
    /// `first`: a batch already taken from the reader, or none.
    Pipeline(Store &store, std::int64_t source, RecordReader &reader, int threads, Feedback &feedback,
             std::optional<ImportBatch> first = std::nullopt)
        : m_store(store), m_source(source), m_reader(reader), m_feedback(feedback), m_first(std::move(first)),
          m_toPrepare(batchesInFlight)
    {
        m_threads.emplace_back([this] { read(); });
        for (int i = 0; i < std::max(1, threads); ++i)
            m_threads.emplace_back([this] { prepareAll(); });
    }

    ~Pipeline()
    {
        stop();
        for (std::thread &thread : m_threads)
            thread.join();
    }

    Status run(ImportReport &report, std::uint64_t doneBefore, std::uint64_t totalAll)
    {
        for (std::size_t next = 0;; ++next) {
            PreparedBatch batch;
            {
                std::unique_lock lock(m_mutex);
                m_ready.wait(lock, [&] { return m_prepared.count(next) || (m_readEnded && next >= m_batchesRead); });
                const auto found = m_prepared.find(next);
                if (found == m_prepared.end())
                    return m_readStatus;
                batch = std::move(found->second);
                m_prepared.erase(found);
            }
            const Status written = write(batch, report);
            m_room.release();
            if (!written)
                return written;
            m_feedback.report(doneBefore + m_bytesDone.load(), std::max(totalAll, doneBefore + m_bytesDone.load()));
            m_feedback.setItems(std::uint64_t(report.added + report.duplicates));
        }
    }

private:
    void read()
    {
        for (std::size_t number = 0; !m_stopping; ++number) {
            m_room.acquire();
            if (m_stopping || m_feedback.isCancelled()) {
                endReading(Error{ErrorCode::Cancelled, "", "import"});
                return;
            }
            ImportBatch batch;
            const Result<bool> more = m_first ? Result<bool>(true) : m_reader.next(batch);
            if (m_first)
                batch = std::move(*std::exchange(m_first, std::nullopt));
            m_bytesDone = m_reader.bytesDone();
            if (!more || !*more) {
                endReading(more ? success() : Status(more.error()));
                return;
            }
            {
                const std::lock_guard lock(m_mutex);
                ++m_batchesRead;
            }
            m_toPrepare.push({number, std::move(batch)});
        }
        endReading(Error{ErrorCode::Cancelled, "", "import"});
    }

    void endReading(Status status)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_readEnded = true;
            m_readStatus = std::move(status);
        }
        m_toPrepare.close();
        m_ready.notify_all();
    }

    void prepareAll()
    {
        while (auto item = m_toPrepare.pop()) {
            PreparedBatch prepared;
            prepared.cursor = std::move(item->second.cursor);
            prepared.quarantined = std::move(item->second.quarantined);
            prepared.posts = std::move(item->second.posts);
            prepared.records.reserve(item->second.records.size());
            for (ImportRecord &record : item->second.records) {
                ImportRecord taken = std::move(record); // its content is freed before the next one is prepared
                prepared.records.push_back(prepare(std::move(taken)));
            }
            {
                const std::lock_guard lock(m_mutex);
                m_prepared.emplace(item->first, std::move(prepared));
            }
            m_ready.notify_all();
        }
    }

    Status write(PreparedBatch &batch, ImportReport &report)
    {
        InsertCounts counts;
        std::int64_t quarantined = 0;
        const Status written = m_store.write(Durability::Bulk, [&](Connection &connection) -> Status {
            const auto inserted = insertSamples(connection, m_source, batch.records, m_terms);
            if (!inserted)
                return inserted.error();
            counts = *inserted;
            PRIMER_TRY(stagePosts(connection, m_source, batch.posts));
            const auto rejected = insertQuarantined(connection, m_source, batch.quarantined);
            if (!rejected)
                return rejected.error();
            quarantined = *rejected;
            return advanceSource(connection, m_source, batch.cursor, counts, quarantined, false);
        });
        if (!written)
            return written;
        report.added += counts.added;
        report.duplicates += counts.duplicates;
        report.bytes += counts.bytes;
        report.quarantined += std::int64_t(batch.quarantined.size());
        return success();
    }

    void stop()
    {
        m_stopping = true;
        m_room.release();
        m_toPrepare.close();
    }

    Store &m_store;
    std::int64_t m_source;
    RecordReader &m_reader;
    Feedback &m_feedback;
    std::optional<ImportBatch> m_first;
    TermCache m_terms;
    std::counting_semaphore<1024> m_room{batchesInFlight};
    BoundedQueue<std::pair<std::size_t, ImportBatch>> m_toPrepare;
    std::atomic<bool> m_stopping{false};
    std::atomic<std::uint64_t> m_bytesDone{0};
    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::map<std::size_t, PreparedBatch> m_prepared;
    std::size_t m_batchesRead = 0;
    bool m_readEnded = false;
    Status m_readStatus = success();
    std::vector<std::thread> m_threads;
};

std::string fingerprintOf(const std::string &path)
{
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0)
        return {};
    if (S_ISDIR(info.st_mode))
        return "folder"; // its files may change without it: a finished one is always walked again
    return std::to_string(info.st_size) + ":" + std::to_string(info.st_mtim.tv_sec) + "."
           + std::to_string(info.st_mtim.tv_nsec);
}

/// Rows are allocated on one thread and freed on another; by default glibc hands that memory back to the kernel and
/// fetches it again, page by page: a tenth of an import's time. Two arenas also keep the peak lower.
void keepFreedMemory()
{
    static const bool isSet = [] {
        ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
        ::mallopt(M_TRIM_THRESHOLD, 128 << 20);
        ::mallopt(M_ARENA_MAX, 2);
        return true;
    }();
    (void)isSet;
}

struct PlannedSource {
    std::string path;
    SourceFormat format;
    std::uint64_t bytes = 0;
};

bool isDataFile(const fs::path &path)
{
    const std::string name = path.filename().string();
    for (const char *suffix : {".parquet", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson"}) {
        if (name.ends_with(suffix))
            return true;
    }
    return false;
}

/// A folder of Parquet files is a dataset, every other folder is source code.
Result<std::vector<PlannedSource>> plan(const std::string &path, const std::string &format)
{
    std::error_code failure;
    const fs::path canonical = fs::canonical(path, failure);
    if (failure)
        return errnoError(failure.value(), path);
    std::vector<PlannedSource> planned;
    if (fs::is_directory(canonical, failure) && (format == "auto" || format == "parquet" || format == "jsonl")) {
        std::vector<std::string> tables;
        bool hasParquet = false;
        for (fs::recursive_directory_iterator it(canonical, fs::directory_options::skip_permission_denied, failure),
             end;
             !failure && it != end; it.increment(failure)) {
            if (!it->is_regular_file(failure) || !isDataFile(it->path()))
                continue;
            tables.push_back(it->path().string());
            hasParquet = hasParquet || it->path().extension() == ".parquet";
        }
        std::sort(tables.begin(), tables.end());
        if (hasParquet || (format != "auto" && !tables.empty())) {
            for (const std::string &table : tables) {
                const auto detected = detectFormat(table);
                if (detected)
                    planned.push_back({table, *detected, fs::file_size(table, failure)});
            }
            return planned;
        }
    }
    const auto chosen = format == "auto" ? detectFormat(canonical.string()) : sourceFormatByName(format);
    if (!chosen)
        return chosen.error();
    const std::uint64_t bytes = fs::is_regular_file(canonical, failure) ? fs::file_size(canonical, failure) : 0;
    planned.push_back({canonical.string(), *chosen, bytes});
    return planned;
}

Result<std::unique_ptr<RecordReader>> openReader(const PlannedSource &planned, const ImportOptions &options,
                                                 const std::string &cursor)
{
    switch (planned.format) {
    case SourceFormat::SourceTree: return openSourceTree(planned.path, {}, cursor);
    case SourceFormat::PythonEnvironment: return openSourceTree(planned.path, {true}, cursor);
    case SourceFormat::Jsonl: return openJsonl(planned.path, options.mapping, cursor);
    case SourceFormat::Parquet: return openParquet(planned.path, options.mapping, cursor, options.parquetWorker);
    case SourceFormat::PostsXml: return openPostsXml(planned.path, cursor);
    }
    return Error{ErrorCode::Unsupported, "", planned.path};
}

Status importOne(Store &store, const PlannedSource &planned, const ImportOptions &options, Feedback &feedback,
                 ImportReport &report, std::uint64_t doneBefore, std::uint64_t totalAll)
{
    feedback.setCurrent(planned.path);
    // The reader of a fresh start is opened first: a file that cannot be read leaves no source behind.
    Source wanted;
    wanted.uri = planned.path;
    wanted.name = fs::path(planned.path).filename().string();
    wanted.format = sourceFormatName(planned.format);
    wanted.mapping = mappingText(options.mapping);
    wanted.fingerprint = fingerprintOf(planned.path);
    auto reader = openReader(planned, options, "");
    if (!reader)
        return reader.error();
    std::optional<ImportBatch> first;
    if (planned.format == SourceFormat::Jsonl || planned.format == SourceFormat::Parquet) {
        first.emplace();
        const auto more = (*reader)->next(*first);
        if (!more)
            return more.error();
        if (!*more)
            first.reset();
    }
    Source source;
    PRIMER_TRY(store.write(Durability::Durable, [&](Connection &connection) -> Status {
        auto opened = openSource(connection, wanted);
        if (!opened)
            return opened.error();
        source = std::move(*opened);
        return success();
    }));
    report.resumed = report.resumed || !source.cursor.empty();
    if (!isThreadCursor(source.cursor)) {
        if (!source.cursor.empty()) {
            first.reset();
            reader = openReader(planned, options, source.cursor);
            if (!reader)
                return reader.error();
        }
        Pipeline pipeline(store, source.id, **reader, options.threads, feedback, std::move(first));
        PRIMER_TRY(pipeline.run(report, doneBefore, totalAll ? totalAll : (*reader)->bytesTotal()));
    }
    // Sets of posts, one a row: joined now that every one of them is staged. Other sources have none.
    const auto threads = openStagedThreads(store, source.id, planned.path, source.cursor);
    {
        Pipeline pipeline(store, source.id, *threads, options.threads, feedback);
        PRIMER_TRY(pipeline.run(report, doneBefore, totalAll));
    }
    return store.write(Durability::Durable, [&](Connection &connection) -> Status {
        PRIMER_TRY(dropStagedPosts(connection, source.id));
        return advanceSource(connection, source.id, "", {}, 0, true);
    });
}

} // namespace

const char *sourceFormatName(SourceFormat format)
{
    for (const auto &[known, name] : formatNames) {
        if (known == format)
            return name;
    }
    return "tree";
}

Result<SourceFormat> sourceFormatByName(const std::string &name)
{
    for (const auto &[format, known] : formatNames) {
        if (name == known)
            return format;
    }
    return Error{ErrorCode::InvalidInput, "formats: auto tree python-env jsonl parquet posts-xml", name};
}

Result<SourceFormat> detectFormat(const std::string &path)
{
    std::error_code failure;
    if (fs::is_directory(path, failure))
        return isPythonEnvironment(path) || fs::exists(path + "/os.py", failure) ? SourceFormat::PythonEnvironment
                                                                                 : SourceFormat::SourceTree;
    if (!fs::exists(path, failure))
        return Error{ErrorCode::NotFound, "no such file or folder", path};
    if (!fs::is_regular_file(path, failure))
        return Error{ErrorCode::Unsupported, "neither a file nor a folder", path};
    const std::string name = fs::path(path).filename().string();
    if (name.ends_with(".parquet"))
        return SourceFormat::Parquet;
    if (name.ends_with(".7z") || name.ends_with(".xml"))
        return SourceFormat::PostsXml;
    for (const char *suffix :
         {".jsonl", ".ndjson", ".json", ".jsonl.gz", ".jsonl.zst", ".json.gz", ".json.zst", ".gz", ".zst"}) {
        if (name.ends_with(suffix))
            return SourceFormat::Jsonl;
    }
    return SourceFormat::SourceTree;
}

Status importPaths(Store &store, const std::vector<std::string> &paths, const ImportOptions &options,
                   Feedback &feedback, ImportReport &report)
{
    keepFreedMemory();
    const auto begin = std::chrono::steady_clock::now();
    std::vector<PlannedSource> planned;
    std::uint64_t total = 0;
    for (const std::string &path : paths) {
        const auto sources = plan(path, options.format);
        if (!sources)
            return sources.error();
        planned.insert(planned.end(), sources->begin(), sources->end());
    }
    for (const PlannedSource &source : planned)
        total += source.bytes;
    Status status = success();
    std::uint64_t done = 0;
    for (const PlannedSource &source : planned) {
        status = importOne(store, source, options, feedback, report, done, total);
        if (!status)
            break;
        done += source.bytes;
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return status;
}

Result<SourcePreview> previewSource(const std::string &path, const ImportOptions &options, std::size_t rows)
{
    const auto format = options.format == "auto" ? detectFormat(path) : sourceFormatByName(options.format);
    if (!format)
        return format.error();
    if (*format != SourceFormat::Jsonl && *format != SourceFormat::Parquet)
        return Error{ErrorCode::Unsupported, "only tables have columns to map", path};
    auto texts = *format == SourceFormat::Jsonl ? previewJsonl(path, rows)
                                                : previewParquet(path, rows, options.parquetWorker);
    if (!texts)
        return texts.error();
    SourcePreview preview;
    preview.rows = std::move(*texts);
    if (preview.rows.empty())
        return preview;
    auto keys = jsonKeys(preview.rows.front());
    if (!keys)
        return Error{ErrorCode::InvalidInput, keys.error().detail, path};
    preview.columns = std::move(*keys);
    if (const auto mapper = RowMapper::create(preview.columns, options.mapping))
        preview.contentColumn = (*mapper)->contentColumn();
    return preview;
}

} // namespace primer
