// Owns: the SQL of judgements, drafts and spot-check queues. Not here: which sample comes next (core/workspace).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/sample.h"
#include "core/storage/connection.h"

namespace primer {

/// Inside a durable transaction: stores the judgement, makes it the sample's current one, drops the draft.
Result<std::int64_t> recordJudgement(Connection &connection, const Judgement &judgement);
/// Takes back one judgement; the sample's previous one (if any) is current again. Nothing is deleted, and its note is
/// the sample's draft again unless another one was begun.
/// The sample concerned, or NotFound when it was taken back before.
Result<SampleId> undoJudgement(Connection &connection, std::int64_t judgement);

/// Newest first, without those taken back. `sample` 0: of all samples.
Result<std::vector<Judgement>> listJudgements(Connection &connection, SampleId sample, int limit);
Result<std::int64_t> countJudgements(Connection &connection);

Status saveDraft(Connection &connection, SampleId sample, const std::string &note);
Result<std::string> loadDraft(Connection &connection, SampleId sample);

struct Queue {
    std::int64_t id = 0;
    std::string name;
    std::string kind; ///< random | stratified | list
    std::int64_t seed = 0;
    std::string filter;
    bool blind = false;
    std::int64_t total = 0;
    std::int64_t done = 0;
};
Result<std::int64_t> createQueue(Connection &connection, const Queue &queue, std::span<const SampleId> samples);
Result<std::vector<Queue>> listQueues(Connection &connection);
struct QueueItem {
    SampleId sample = 0;
    std::optional<Judgement> judgement; ///< given in this queue
};
Result<std::vector<QueueItem>> queueItems(Connection &connection, std::int64_t queue);
/// In the queue's order; NotFound when there is no such queue.
Result<std::vector<SampleId>> queueSamples(Connection &connection, std::int64_t queue);
Status renameQueue(Connection &connection, std::int64_t queue, const std::string &name);

/// All that a queue is, so that it can come back. Its judgements stay what they are while it is gone.
struct RemovedQueue {
    Queue queue;
    std::vector<SampleId> samples;
    std::vector<std::int64_t> judgements; ///< ids of those given in it
};
Result<RemovedQueue> removeQueue(Connection &connection, std::int64_t queue);
/// Under an id of its own, which is the answer.
Result<std::int64_t> restoreQueue(Connection &connection, const RemovedQueue &removed);

} // namespace primer
