// Owns: one reader run to its end: read, hash, measure and compress, write; every row accounted for. Not here: which
// readers, and their order (import_run.h).
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/bounded_queue.h"
#include "core/base/feedback.h"
#include "core/importers/formats/record_reader.h"
#include "core/importers/import_report.h"
#include "core/storage/store.h"

namespace primer {

/// What became of the rows of one reader.
struct RowTally {
    std::int64_t rows = 0;
    std::int64_t staged = 0;
    std::int64_t accounted = 0; ///< with those staged
};

/// The source that the rows are stored under.
struct PipelineSource {
    std::int64_t id = 0;
    std::string file;
    std::string upstream; ///< members of a JSON object that every row gets, "" none
};

/// PipelineSource::upstream as text and in its parts.
struct UpstreamMembers {
    struct Member {
        std::string name, quotedName, value; ///< the last two as JSON
    };
    std::string text;
    std::vector<Member> each;
};

/// One thread reads, `threads` prepare, the caller writes: batches in the order they were read, each in one transaction
/// together with its cursor.
class ImportPipeline
{
public:
    /// `first`: a batch already taken from the reader, or none.
    ImportPipeline(Store &store, PipelineSource source, RecordReader &reader, int threads, Feedback &feedback,
                   std::optional<ImportBatch> first = std::nullopt);
    ~ImportPipeline();
    ImportPipeline(const ImportPipeline &) = delete;
    ImportPipeline &operator=(const ImportPipeline &) = delete;

    Result<RowTally> run(ImportReport &report, std::uint64_t doneBefore, std::uint64_t totalAll);

private:
    /// Batches between the reader and the database at once; with 4 MiB batches this bounds the memory.
    static constexpr int batchesInFlight = 6;
    struct PreparedBatch {
        std::vector<PreparedRecord> records;
        ImportBatch rest; ///< all but its records
    };

    void read();
    void endReading(Status status);
    void prepareAll();
    void addUpstream(ImportBatch &batch) const;
    Status write(PreparedBatch &batch, ImportReport &report);
    void count(const PreparedBatch &batch, const InsertCounts &counts, std::size_t readQuarantined,
               ImportReport &report);
    void stop();

    Store &m_store;
    PipelineSource m_source;
    UpstreamMembers m_upstream;
    RecordReader &m_reader;
    Feedback &m_feedback;
    std::optional<ImportBatch> m_first;
    TermCache m_terms;
    RowTally m_tally;
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

} // namespace primer
