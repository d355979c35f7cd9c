// Owns: the SQL of jobs as they are kept over the end of a program. Not here: what their words mean (ui/session).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/storage/connection.h"

namespace primer {

struct StoredJob {
    std::string key;
    std::string kind, subject, state;
    std::string errorCode, errorDetail, errorWhere;
    std::int64_t failures = 0;
    std::string figuresJson;
    std::string continuation;
    std::string log;     ///< lines
    std::string beganAt; ///< ISO 8601, UTC
    double seconds = 0;
};

/// Over an earlier state of the same key.
Status saveJob(Connection &connection, const StoredJob &job);
/// The newest first.
Result<std::vector<StoredJob>> listJobs(Connection &connection, std::int64_t limit);
/// All but the newest.
Status forgetOldJobs(Connection &connection, std::int64_t kept);

} // namespace primer
