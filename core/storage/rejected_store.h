// Owns: reading rejected rows with the source they came from, by reason and in parts; dropping those of an older try.
// Not here: recording them (import_store.h).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/dataset/sample.h"
#include "core/storage/connection.h"

namespace primer {

struct RejectedRow {
    std::int64_t id = 0;
    QuarantinedRow row;
    std::string sourceUri;
    std::string sourceFormat;
};

/// Reasons and how many rows have them, the most frequent first.
Result<std::vector<std::pair<std::string, std::int64_t>>> rejectedReasons(Connection &connection);
/// Those after `after` in order of id; of one reason, or "" for all.
Result<std::vector<RejectedRow>> rejectedRows(Connection &connection, const std::string &reason, std::int64_t after,
                                              std::int64_t limit);
/// A file was read again with other columns: what its earlier tries rejected is said no more.
Status dropRejectedOfEarlierTries(Connection &connection, const std::string &sourceUri);

} // namespace primer
