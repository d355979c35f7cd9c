// Owns: the SQL of samples, their contents and origins. Not here: filters and views (core/query).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/dataset/columns.h"
#include "core/dataset/sample.h"
#include "core/storage/connection.h"

namespace primer {

/// A record hashed, measured and compressed: everything but the database work is done.
struct PreparedRecord {
    Sha256Digest digest{};
    TextMeasures measures;
    SampleKind kind = SampleKind::Code;
    std::int64_t rawSize = 0;
    std::int64_t position = 0;
    Origin origin;
    std::string content; ///< zstd
    std::int64_t threadRawSize = 0;
    std::string thread;       ///< zstd of the posts' JSON, or ""
    std::optional<int> label; ///< a person's, where the row brings one
};

PreparedRecord prepare(ImportRecord &&record);
/// Of an origin's upstream columns, for the check.
std::int64_t checksumOf(std::string_view bytes);

struct InsertCounts {
    std::int64_t added = 0;
    std::int64_t duplicates = 0; ///< places whose content was already there (a place seen before counts too)
    std::int64_t bytes = 0;      ///< raw bytes of all records
    std::int64_t labels = 0;     ///< judgements that records brought
};

/// Ids of the words in table `term`, cached for one run. Not thread-safe: lives on the writer's side.
class TermCache
{
public:
    Result<std::int64_t> idOf(Connection &connection, const std::string &text);

private:
    std::unordered_map<std::string, std::int64_t> m_ids;
};

/// Inside a write transaction. A content already stored gets a further origin; the same origin twice is one.
/// A label that a record brings is the judgement of a sample that nobody judged.
Result<InsertCounts> insertSamples(Connection &connection, std::int64_t source, std::span<const PreparedRecord> records,
                                   TermCache &terms);

/// Of the writing connection. 0 when no sample has this content.
Result<SampleId> sampleWithContent(Connection &connection, const Sha256Digest &digest);
Result<SampleId> maxSampleId(Connection &connection);
/// Sum of raw bytes of all samples.
Result<std::int64_t> totalRawBytes(Connection &connection);

/// Rows in the order of `ids`; unknown ids are left out.
Result<std::vector<SampleRow>> fetchRows(Connection &connection, std::span<const SampleId> ids);
Result<std::string> fetchContent(Connection &connection, SampleId id);
/// As fetchContent into a buffer that is reused.
Status fetchContentInto(Connection &connection, SampleId id, std::string &target);
Result<std::vector<ThreadPost>> fetchThread(Connection &connection, SampleId id);
Result<std::string> fetchSha256Hex(Connection &connection, SampleId id);

struct StoredOrigin {
    Origin origin;
    std::string source;
    std::string sourceUri; ///< the folder or file it was read from
};
/// The places of a content by source and position, until `take` gives false. `take` asks nothing of the connection.
Status forEachOrigin(Connection &connection, SampleId id, const std::function<bool(StoredOrigin &&)> &take);
Result<std::vector<StoredOrigin>> fetchOrigins(Connection &connection, SampleId id, std::size_t maxOrigins = 1000);

/// Numbers of a column for ids above `after`, in id order. Terms come as term ids (kind and verdict as their enum
/// value, -1 for none), dates as yyyymmdd, NULL as NaN. Not for Text columns.
Status readColumn(Connection &connection, Column column, SampleId after,
                  const std::function<bool(SampleId, double)> &take);
/// Texts of a Text column.
Status readTextColumn(Connection &connection, Column column, SampleId after,
                      const std::function<bool(SampleId, std::string_view)> &take);
/// All term ids used by a Term column and their words.
Result<std::vector<std::pair<std::int64_t, std::string>>> readTerms(Connection &connection, Column column);
/// The ids in the order of a text column.
Result<std::vector<SampleId>> idsOrderedByText(Connection &connection, Column column);

/// yyyymmdd of an ISO 8601 date or date-time; NaN when it is none.
double dateNumber(std::string_view iso);

} // namespace primer
