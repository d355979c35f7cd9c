// Owns: carrying a labelling run through: rows to requests, replies to labels, with the ledger, the budget and what to
// do about faults (README). A run may be ended and gone on with at any time. Not here: which rows, words for people.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/storage/label_store.h"
#include "core/storage/store.h"
#include "core/teacher/endpoint.h"

namespace primer {

struct TeacherRunReport {
    std::int64_t run = 0;
    std::int64_t labelled = 0, failed = 0, waiting = 0; ///< of the whole run
    std::int64_t requests = 0;                          ///< of this call
    std::int64_t spentNanos = 0, budgetNanos = 0;       ///< of the whole run
    std::string stopped; ///< why rows still wait: "", budget, limit, cancelled, refused_key, no_credit, unreachable
    double seconds = 0;
};

/// What a run was drawn up with.
struct RunParts {
    LabelRun run;
    Endpoint endpoint;
    Prompt prompt;
};
Result<RunParts> runParts(Store &store, std::int64_t run);
/// How the run stands after a call that sent so many requests.
Result<TeacherRunReport> reportOfRun(Store &store, std::int64_t run, std::int64_t requests, const std::string &stopped,
                                     double seconds);

/// The name labels carry: the model and the prompt's name and version.
std::string teacherName(const Endpoint &endpoint, const Prompt &prompt);

/// Asks for the rows that wait, at most `maxRows` of them (0: all). Cancelling lets what is under way come in for some
/// seconds. Errors are those of the database; what the endpoint does ends in the report.
Result<TeacherRunReport> runTeacher(Store &store, std::int64_t run, const ApiKey &key, std::int64_t maxRows,
                                    Feedback &feedback);

} // namespace primer
