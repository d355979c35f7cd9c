#include "core/importers/import_run.h"

#include <atomic>
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <semaphore>
#include <thread>
#include <utility>

#include <sys/stat.h>

#include "core/base/atomic_file.h"
#include "core/base/bounded_queue.h"
#include "core/importers/formats/jsonl_reader.h"
#include "core/importers/formats/parquet_reader.h"
#include "core/importers/formats/posts_xml_reader.h"
#include "core/importers/formats/row_mapper.h"
#include "core/importers/formats/source_tree_reader.h"
#include "core/importers/formats/staged_posts.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

/// Batches between the reader and the database at once; with 4 MiB batches this bounds the memory.
constexpr int batchesInFlight = 6;

struct PreparedBatch {
    std::vector<PreparedRecord> records;
    ImportBatch rest; ///< all but its records
};

/// What became of the rows of one reader.
struct Tally {
    std::int64_t rows = 0;
    std::int64_t staged = 0;
    std::int64_t accounted = 0; ///< with those staged
};

/// Runs one reader to its end: this thread writes, one reads, `threads` prepare. Batches are written in the order
/// they were read, each in one transaction together with its cursor.
class Pipeline
{
public:
    /// `first`: a batch already taken from the reader, or none.
    Pipeline(Store &store, std::int64_t source, std::string file, RecordReader &reader, int threads, Feedback &feedback,
             std::optional<ImportBatch> first = std::nullopt)
        : m_store(store), m_source(source), m_file(std::move(file)), m_reader(reader), m_feedback(feedback),
          m_first(std::move(first)), m_toPrepare(batchesInFlight)
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

    Result<Tally> run(ImportReport &report, std::uint64_t doneBefore, std::uint64_t totalAll)
    {
        for (std::size_t next = 0;; ++next) {
            PreparedBatch batch;
            {
                std::unique_lock lock(m_mutex);
                m_ready.wait(lock, [&] { return m_prepared.count(next) || (m_readEnded && next >= m_batchesRead); });
                const auto found = m_prepared.find(next);
                if (found == m_prepared.end()) {
                    PRIMER_TRY(std::move(m_readStatus));
                    return m_tally;
                }
                batch = std::move(found->second);
                m_prepared.erase(found);
            }
            const Status written = write(batch, report);
            m_room.release();
            if (!written)
                return written.error();
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
            prepared.rest = std::move(item->second);
            std::vector<ImportRecord> records = std::exchange(prepared.rest.records, {});
            prepared.records.reserve(records.size());
            for (ImportRecord &record : records) {
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
        ImportBatch &rest = batch.rest;
        const std::size_t readQuarantined = rest.quarantined.size();
        InsertCounts counts;
        PRIMER_TRY(m_store.write(Durability::Bulk, [&](Connection &connection) -> Status {
            rest.quarantined.resize(readQuarantined); // what a transaction that is done again had added
            counts = PRIMER_TRY(insertSamples(connection, m_source, batch.records, m_terms));
            for (const std::size_t place : PRIMER_TRY(stagePosts(connection, m_source, rest.posts))) {
                const StagedPost &post = rest.posts[place];
                rest.quarantined.push_back(
                    quarantinedPost(post, m_file, "id_taken", "another post has the Id " + std::to_string(post.id)));
            }
            const std::int64_t isNew = PRIMER_TRY(insertQuarantined(connection, m_source, rest.quarantined));
            return advanceSource(connection, m_source, rest.cursor, counts, isNew, false);
        }));
        const auto rejected = std::int64_t(rest.quarantined.size());
        report.added += counts.added;
        report.duplicates += counts.duplicates;
        report.bytes += counts.bytes;
        report.quarantined += rejected;
        report.joined += rest.joined;
        std::int64_t passedOver = 0;
        for (const auto &[rule, count] : rest.passedOver) {
            report.passedOver[rule] += count;
            passedOver += count;
        }
        const auto staged = std::int64_t(rest.posts.size() - (rest.quarantined.size() - readQuarantined));
        report.rows += rest.rows - staged;
        m_tally.rows += rest.rows;
        m_tally.staged += staged;
        m_tally.accounted += counts.added + counts.duplicates + rejected + rest.joined + passedOver + staged;
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
    std::string m_file;
    RecordReader &m_reader;
    Feedback &m_feedback;
    std::optional<ImportBatch> m_first;
    TermCache m_terms;
    Tally m_tally;
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

Result<std::unique_ptr<RecordReader>> openReader(const PlannedSource &planned, const ImportOptions &options,
                                                 const std::string &cursor, const Feedback &feedback)
{
    switch (planned.format) {
    case SourceFormat::SourceTree: return openSourceTree(planned.path, {}, cursor, feedback);
    case SourceFormat::PythonEnvironment: return openSourceTree(planned.path, {true}, cursor, feedback);
    case SourceFormat::Jsonl: return openJsonl(planned.path, options.mapping, cursor);
    case SourceFormat::Parquet: return openParquet(planned.path, options.mapping, cursor, options.parquetWorker);
    case SourceFormat::PostsXml: return openPostsXml(planned.path, cursor);
    }
    return Error{ErrorCode::Unsupported, "", planned.path};
}

Status checkTally(const Tally &tally, const std::string &path)
{
    if (tally.rows == tally.accounted)
        return success();
    return Error{ErrorCode::Corrupt,
                 std::to_string(tally.rows) + " rows were read, " + std::to_string(tally.accounted)
                     + " are accounted for",
                 path};
}

/// A table whose columns tell no content is found out before anything is written.
Result<std::optional<ImportBatch>> firstBatch(const PlannedSource &planned, RecordReader &reader)
{
    if (planned.format != SourceFormat::Jsonl && planned.format != SourceFormat::Parquet)
        return std::optional<ImportBatch>();
    ImportBatch batch;
    const bool more = PRIMER_TRY(reader.next(batch));
    return more ? std::optional(std::move(batch)) : std::nullopt;
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
    auto reader = PRIMER_TRY(openReader(planned, options, "", feedback));
    auto first = PRIMER_TRY(firstBatch(planned, *reader));
    Source source;
    PRIMER_TRY(store.write(Durability::Durable, [&](Connection &connection) -> Status {
        source = PRIMER_TRY(openSource(connection, wanted));
        return success();
    }));
    const bool isFresh = source.cursor.empty();
    report.resumed = report.resumed || !isFresh;
    Tally read;
    if (!isThreadCursor(source.cursor)) {
        if (!isFresh) {
            first.reset();
            auto resumed = PRIMER_TRY(openReader(planned, options, source.cursor, feedback));
            reader = std::move(resumed);
        }
        Pipeline pipeline(store, source.id, planned.path, *reader, options.threads, feedback, std::move(first));
        read = PRIMER_TRY(pipeline.run(report, doneBefore, totalAll ? totalAll : reader->bytesTotal()));
        PRIMER_TRY(checkTally(read, planned.path));
    }
    // Sets of posts, one a row: joined now that every one of them is staged. Other sources have none.
    const auto threads = openStagedThreads(store, source.id, planned.path, source.cursor);
    {
        Pipeline pipeline(store, source.id, planned.path, *threads, options.threads, feedback);
        const Tally joined = PRIMER_TRY(pipeline.run(report, doneBefore, totalAll));
        PRIMER_TRY(checkTally(joined, planned.path));
        if (isFresh)
            PRIMER_TRY(checkTally({.rows = read.staged, .accounted = joined.rows}, planned.path));
    }
    return store.write(Durability::Durable, [&](Connection &connection) -> Status {
        PRIMER_TRY(dropStagedPosts(connection, source.id));
        return advanceSource(connection, source.id, "", {}, 0, true);
    });
}

} // namespace

Status importPaths(Store &store, const std::vector<std::string> &paths, const ImportOptions &options,
                   Feedback &feedback, ImportReport &report)
{
    const auto begin = std::chrono::steady_clock::now();
    std::vector<PlannedSource> planned;
    std::uint64_t total = 0;
    for (const std::string &path : paths) {
        const auto sources = PRIMER_TRY(planSources(path, options.format, feedback));
        planned.insert(planned.end(), sources.begin(), sources.end());
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
    const auto format = PRIMER_TRY(options.format == "auto" ? detectFormat(path) : sourceFormatByName(options.format));
    if (format != SourceFormat::Jsonl && format != SourceFormat::Parquet)
        return Error{ErrorCode::Unsupported, "only tables have columns to map", path};
    auto texts = PRIMER_TRY(format == SourceFormat::Jsonl ? previewJsonl(path, rows)
                                                          : previewParquet(path, rows, options.parquetWorker));
    SourcePreview preview;
    preview.rows = std::move(texts);
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
