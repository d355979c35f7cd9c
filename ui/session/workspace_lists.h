// Owns: the workspace's saved views and queues as lists: read once, kept in step, changed off the UI thread.
// Not here: judging a queue (judging_queue.h), what a view selects (current_set.h).
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include <QObject>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/query/query_engine.h"
#include "core/storage/judgement_store.h"
#include "core/workspace/named_sets.h"
#include "core/workspace/workspace.h"

namespace primer {

class WorkspaceLists : public QObject
{
    Q_OBJECT
public:
    explicit WorkspaceLists(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);

    void reload();
    const std::vector<NamedSet> &views() const { return m_views; }
    const std::vector<Queue> &queues() const { return m_queues; }
    /// Null when there is none of that id, or the lists were not read yet.
    const Queue *queue(std::int64_t id) const;

    void saveView(const NamedSet &view);
    void removeView(const QString &name);
    /// Drawn from `from`.
    void createQueue(const QueueRequest &request, std::shared_ptr<const RowSet> from);
    /// A queue of these samples in this order.
    void createQueueOf(const QString &name, const std::vector<SampleId> &samples);
    void renameQueue(std::int64_t queue, const QString &name);
    /// Answers with `queueRemoved`, which holds all that brings it back.
    void removeQueue(std::int64_t queue);
    /// Under a new id; answers with `queueRestored`.
    void restoreQueue(const RemovedQueue &removed);
    /// A judgement was given in the queue or taken back: its count follows without reading the lists again.
    void addDone(std::int64_t queue, std::int64_t by);
    /// Samples were added to the queue.
    void noteExtended(std::int64_t queue) { Q_EMIT queueExtended(queue); }

Q_SIGNALS:
    void viewsChanged();
    void queuesChanged();
    /// It is in the list.
    void queueCreated(std::int64_t queue);
    /// It is in the list no more.
    void queueRemoved(const primer::RemovedQueue &removed);
    void queueRestored(std::int64_t queue);
    void queueExtended(std::int64_t queue);
    void failed(const primer::Error &error);

private:
    struct Changed {
        std::int64_t created = 0, restored = 0; ///< queues
        std::shared_ptr<const RemovedQueue> removed;
    };
    struct Lists {
        std::vector<NamedSet> views;
        std::vector<Queue> queues;
        Changed changed;
        quint64 number = 0; ///< readings are numbered as they begin: one holds every change of those before it
    };
    using Change = std::function<Result<Changed>(Workspace &)>;
    /// The lists as they are after `change`.
    void readAfter(Change change);
    static Result<Changed> write(Workspace &workspace, const Store::Work &work);

    std::shared_ptr<Workspace> m_workspace;
    std::vector<NamedSet> m_views;
    std::vector<Queue> m_queues;
    std::shared_ptr<std::atomic<quint64>> m_begun = std::make_shared<std::atomic<quint64>>(0);
    quint64 m_shown = 0; ///< number of the reading that is shown
    int m_underWay = 0;
};

} // namespace primer
