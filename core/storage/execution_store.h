// Owns: the SQL of what came of running accepted texts of synthesis. Not here: running them (core/synthesis).
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "core/base/hashing.h"
#include "core/storage/connection.h"

namespace primer {

struct SynthesisExecution {
    std::int64_t position = 0;
    Sha256Digest textDigest{};
    std::string outcome, reason; ///< core/sandbox's words
    std::int64_t claims = 0;     ///< examples and outputs that were held against it
    std::string backend;
    double cpuSeconds = 0;
};

/// In the place of what was known of these rows.
Status putExecutions(Connection &connection, std::int64_t run, std::span<const SynthesisExecution> executions);
/// By position; of texts that are no longer the accepted ones too.
Result<std::map<std::int64_t, SynthesisExecution>> synthesisExecutions(Connection &connection, std::int64_t run);

} // namespace primer
