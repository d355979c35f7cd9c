// Owns: an open workspace and the use cases that the window and the command line share.
// Not here: threads (core/jobs): every call may block; SQL (core/storage).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/query/query_engine.h"
#include "core/query/workspace_data.h"
#include "core/storage/judgement_batch.h"
#include "core/storage/store.h"

namespace primer {

struct QueueRequest {
    std::string name;
    std::string filter; ///< for the record: what the samples were drawn from
    std::int64_t count = 100;
    std::uint64_t seed = 1;
    std::string stratifyBy; ///< a Term column's name, or "" for a plain random sample
    bool blind = false;
};

struct WorkspaceCounts {
    std::int64_t samples = 0;
    std::int64_t bytes = 0;
    std::int64_t judgements = 0;
    std::int64_t quarantined = 0;
};

class Workspace
{
public:
    /// `path` is NAME.primer; the suffix may be left out when it is to be created.
    static Result<std::unique_ptr<Workspace>> open(const std::string &path, Store::Access access, bool create);

    const std::string &folder() const { return m_store->folder(); }
    std::string name() const;
    bool isReadOnly() const { return m_store->isReadOnly(); }
    Store &store() { return *m_store; }
    QueryEngine &query() { return *m_query; }
    /// As the modules below see it.
    operator WorkspaceData() { return {*m_store, *m_query}; }

    Result<WorkspaceCounts> counts();
    /// Durable when it returns.
    Result<std::int64_t> judge(const Judgement &judgement);
    Result<SampleId> undo(std::int64_t judgement);
    /// The verdict and value of `like` for all of them, in one transaction that is durable when it returns; what a
    /// cancel or a failure finds done is taken back. 14 s a million samples, the way back 6 s.
    Result<JudgementRange> judgeAll(const Judgement &like, std::vector<SampleId> samples, Feedback &feedback);
    /// The samples concerned. All or none, as well.
    Result<std::vector<SampleId>> undoAll(const JudgementRange &range, Feedback &feedback);
    /// Seeded: the same request over the same samples gives the same queue.
    Result<std::int64_t> createQueue(const QueueRequest &request, const std::vector<SampleId> &from);
    /// A queue of these samples in this order.
    Result<std::int64_t> createQueueOf(const std::string &name, const std::vector<SampleId> &samples);
    /// How many of them were not in it; see extendQueue.
    Result<std::int64_t> addToQueue(std::int64_t queue, const std::vector<SampleId> &samples, Feedback &feedback);
    Status buildIndex(Feedback &feedback);
    /// What is wrong with the database, the contents' hashes and the index, one by one.
    Result<std::vector<std::string>> findProblems(Feedback &feedback);
    /// "ok" or the first of them in one line.
    Result<std::string> check(Feedback &feedback);

private:
    Workspace() = default;
    /// What was written is kept whether or not it can be read again: a failure here is no failure of the write.
    void refreshLabel(SampleId sample);
    void refreshLabels(const std::vector<SampleId> &samples);
    Result<std::int64_t> storeQueue(const Queue &queue, const std::vector<SampleId> &samples);
    std::unique_ptr<Store> m_store;
    std::unique_ptr<QueryEngine> m_query;
};

} // namespace primer
