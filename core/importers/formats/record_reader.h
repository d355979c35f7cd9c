// Owns: the interface between a source's format and the import pipeline.
// Not here: hashing, storing, threads (import_run.h).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/storage/import_store.h"

namespace primer {

/// Which source column fills which field of a sample, e.g. {"content", "code"}. Fields: content path repo licence
/// language created stars score. A field that is not named is found by its usual names (row_mapper.h).
using ColumnMapping = std::map<std::string, std::string>;

ColumnMapping parseMapping(const std::vector<std::string> &assignments); ///< "content=code"
std::string mappingText(const ColumnMapping &mapping);

/// How many rows a rule left out, by the rule's stable word: tag_wiki, git_ignored, ...
using PassedOver = std::map<std::string, std::int64_t>;

/// What a reader hands over at once: at most some megabytes. `cursor` is where the next batch begins. Every one of its
/// rows is a record, a post, rejected, passed over, or joined to a record: the import checks that.
struct ImportBatch {
    std::vector<ImportRecord> records;
    std::vector<QuarantinedRow> quarantined;
    std::vector<StagedPost> posts; ///< to be joined to threads when everything is read
    PassedOver passedOver;
    std::string cursor;
    std::int64_t rows = 0;   ///< taken from the source
    std::int64_t joined = 0; ///< posts that went into the thread of another
    std::int64_t lost = 0;   ///< rejected rows beside those of `quarantined`, one of which speaks for them
    std::int64_t rawBytes = 0;
};

namespace import_limits {
constexpr std::size_t lineBytes = std::size_t(16) << 20;
constexpr std::size_t fileBytes = std::size_t(16) << 20;
constexpr std::size_t batchBytes = std::size_t(4) << 20;
constexpr std::size_t batchRecords = 1024;
constexpr std::size_t compressionRatio = 1000;
} // namespace import_limits

class RecordReader
{
public:
    virtual ~RecordReader() = default;
    /// Fills the batch; false when nothing is left. An error ends this source: what was handed over is kept.
    virtual Result<bool> next(ImportBatch &batch) = 0;
    /// Bytes of the source consumed and in all (0 unknown), for the progress.
    virtual std::uint64_t bytesDone() const = 0;
    virtual std::uint64_t bytesTotal() const = 0;
    /// NeedsMapping when no row so far told which column is its content.
    virtual Status fault() const { return success(); }
};

inline bool isFull(const ImportBatch &batch)
{
    return std::size_t(batch.rawBytes) >= import_limits::batchBytes
           || batch.records.size() + batch.posts.size() >= import_limits::batchRecords;
}

} // namespace primer
