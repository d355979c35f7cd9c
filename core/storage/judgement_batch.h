// Owns: the SQL of one judgement of many samples, its way back, and queues that grow. Each call belongs in one
// transaction: all of it is there or nothing. Not here: one judgement, reading (judgement_store.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/feedback.h"
#include "core/storage/connection.h"
#include "core/storage/judgement_store.h"

namespace primer {

/// Judgements that were written together have ids one after another.
struct JudgementRange {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// Each sample gets the verdict, value and annotator of `like`; its note is the sample's draft, which goes. Cancelled
/// when the feedback says so: the transaction has to be given up then. NotFound when a sample is not there.
Result<JudgementRange> recordJudgements(Connection &connection, const Judgement &like,
                                        std::span<const SampleId> samples, Feedback &feedback);
/// As undoJudgement for each of them that stands. The samples concerned.
Result<std::vector<SampleId>> undoJudgements(Connection &connection, const JudgementRange &range, Feedback &feedback);

/// Samples that are not in the queue yet, at its end; how many those were. InvalidInput when the queue was drawn by
/// chance: more by hand would make what it measures wrong.
Result<std::int64_t> extendQueue(Connection &connection, std::int64_t queue, std::span<const SampleId> samples,
                                 Feedback &feedback);

} // namespace primer
