// Owns: carrying a labelling run through by the Batch API: requests as JSON lines, uploaded, worked off by the server
// within a day, fetched as an output and an error file. May be ended and gone on with at any time. Not here: which
// rows.
#pragma once

#include "core/teacher/teacher_run.h"

namespace primer {

struct BatchSettings {
    std::int64_t pollMs = 10'000;
    bool waits = true;             ///< false: hand in and fetch what is ready, without waiting
    std::int64_t maxRows = 50'000; ///< of a batch
};

/// Hands in the rows that wait (as far as the budget holds their worst case), takes in what is ready. A batch whose
/// upload was broken off is looked for by its name before it is handed in again, so that none is paid twice.
Result<TeacherRunReport> runBatches(Store &store, std::int64_t run, const ApiKey &key, const BatchSettings &settings,
                                    Feedback &feedback);

} // namespace primer
