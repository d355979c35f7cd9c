// Owns: running the accepted rows of a run and holding them against what they say of themselves; what came of it,
// beside the verdicts of acceptance. Not here: the sandbox (core/sandbox), what a text claims (claims.h).
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/sandbox/sandbox.h"
#include "core/storage/execution_store.h"
#include "core/storage/store.h"
#include "core/synthesis/row_prompt.h"

namespace primer {

struct ExecutionSettings {
    SandboxLimits limits;
    int parallel = 0;     ///< 0: as many as there are processors
    bool isAgain = false; ///< also rows whose text ran before; what was not run runs again anyway
};

struct ExecutionReport {
    std::int64_t accepted = 0, ran = 0, known = 0; ///< rows; of this call; with a result from before
    std::int64_t claims = 0;                       ///< over all that have a result
    std::map<std::string, std::int64_t> outcomes;  ///< of all accepted rows with a result, by sandboxOutcomeName
    double seconds = 0;
};
/// Stored as they come; cancelled keeps those that are stored. Prose alone, without a block of code, passes.
Result<ExecutionReport> executeAccepted(Store &store, const std::string &run, const Sandbox &sandbox,
                                        const ExecutionSettings &settings, Feedback &feedback);

/// What is known of a row's text as it is now; null when this text has not run.
const SynthesisExecution *executionOf(const std::map<std::int64_t, SynthesisExecution> &executions,
                                      std::int64_t position, const std::string &text);

} // namespace primer
