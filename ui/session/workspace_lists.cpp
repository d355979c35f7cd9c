#include "ui/session/workspace_lists.h"

#include <algorithm>
#include <utility>

#include "core/jobs/background.h"

namespace primer {

WorkspaceLists::WorkspaceLists(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace))
{}

const Queue *WorkspaceLists::queue(std::int64_t id) const
{
    const auto found = std::find_if(m_queues.begin(), m_queues.end(), [id](const Queue &one) { return one.id == id; });
    return found == m_queues.end() ? nullptr : &*found;
}

void WorkspaceLists::readAfter(Change change)
{
    ++m_underWay;
    inBackground(
        this,
        [workspace = m_workspace, begun = m_begun, change = std::move(change)]() -> Result<Lists> {
            Lists lists;
            if (change)
                lists.changed = PRIMER_TRY(change(*workspace));
            lists.number = ++*begun;
            auto reader = PRIMER_TRY(workspace->store().reader());
            lists.views = PRIMER_TRY(namedSets(*reader));
            lists.queues = PRIMER_TRY(listQueues(*reader));
            return lists;
        },
        [this](const Result<Lists> &lists) {
            --m_underWay;
            if (!lists) {
                Q_EMIT failed(lists.error());
                return;
            }
            if (lists->number > m_shown) { // else what is shown holds more
                m_shown = lists->number;
                m_views = lists->views;
                m_queues = lists->queues;
                Q_EMIT viewsChanged();
                Q_EMIT queuesChanged();
            }
            if (lists->changed.created)
                Q_EMIT queueCreated(lists->changed.created);
            if (lists->changed.removed)
                Q_EMIT queueRemoved(*lists->changed.removed);
            if (lists->changed.restored)
                Q_EMIT queueRestored(lists->changed.restored);
        });
}

Result<WorkspaceLists::Changed> WorkspaceLists::write(Workspace &workspace, const Store::Work &work)
{
    PRIMER_TRY(workspace.store().write(Durability::Durable, work));
    return Changed{};
}

void WorkspaceLists::reload() { readAfter({}); }

void WorkspaceLists::saveView(const NamedSet &view)
{
    readAfter([view](Workspace &workspace) {
        return write(workspace, [&view](Connection &connection) { return saveNamedSet(connection, view); });
    });
}

void WorkspaceLists::removeView(const QString &name)
{
    readAfter([text = name.toStdString()](Workspace &workspace) {
        return write(workspace, [&text](Connection &connection) { return removeNamedSet(connection, text); });
    });
}

void WorkspaceLists::createQueue(const QueueRequest &request, std::shared_ptr<const RowSet> from)
{
    readAfter([request, from = std::move(from)](Workspace &workspace) -> Result<Changed> {
        const auto created = PRIMER_TRY(workspace.createQueue(request, from->ids));
        return Changed{created, 0, nullptr};
    });
}

void WorkspaceLists::createQueueOf(const QString &name, const std::vector<SampleId> &samples)
{
    readAfter([text = name.toStdString(), samples](Workspace &workspace) -> Result<Changed> {
        const auto created = PRIMER_TRY(workspace.createQueueOf(text, samples));
        return Changed{created, 0, nullptr};
    });
}

void WorkspaceLists::renameQueue(std::int64_t queue, const QString &name)
{
    readAfter([queue, text = name.toStdString()](Workspace &workspace) {
        return write(workspace, [&](Connection &connection) { return primer::renameQueue(connection, queue, text); });
    });
}

void WorkspaceLists::removeQueue(std::int64_t queue)
{
    readAfter([queue](Workspace &workspace) -> Result<Changed> {
        auto removed = std::make_shared<RemovedQueue>();
        PRIMER_TRY(workspace.store().write(Durability::Durable, [&](Connection &connection) -> Status {
            *removed = PRIMER_TRY(primer::removeQueue(connection, queue));
            return success();
        }));
        return Changed{0, 0, removed};
    });
}

void WorkspaceLists::restoreQueue(const RemovedQueue &removed)
{
    readAfter([removed](Workspace &workspace) -> Result<Changed> {
        Changed changed;
        PRIMER_TRY(workspace.store().write(Durability::Durable, [&](Connection &connection) -> Status {
            changed.restored = PRIMER_TRY(primer::restoreQueue(connection, removed));
            return success();
        }));
        return changed;
    });
}

void WorkspaceLists::addDone(std::int64_t queue, std::int64_t by)
{
    if (by == 0)
        return;
    for (Queue &one : m_queues) {
        if (one.id == queue)
            one.done += by;
    }
    Q_EMIT queuesChanged();
    if (m_underWay > 0) // it may have counted before
        reload();
}

} // namespace primer
