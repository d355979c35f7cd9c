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

void WorkspaceLists::readAfter(std::function<Result<std::int64_t>(Workspace &)> change)
{
    ++m_underWay;
    inBackground(
        this,
        [workspace = m_workspace, begun = m_begun, change = std::move(change)]() -> Result<Lists> {
            Lists lists;
            if (change)
                lists.created = PRIMER_TRY(change(*workspace));
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
            if (lists->created)
                Q_EMIT queueCreated(lists->created);
        });
}

void WorkspaceLists::reload() { readAfter({}); }

void WorkspaceLists::saveView(const NamedSet &view)
{
    readAfter([view](Workspace &workspace) -> Result<std::int64_t> {
        PRIMER_TRY(workspace.store().write(Durability::Durable,
                                           [&view](Connection &connection) { return saveNamedSet(connection, view); }));
        return std::int64_t(0);
    });
}

void WorkspaceLists::removeView(const QString &name)
{
    readAfter([text = name.toStdString()](Workspace &workspace) -> Result<std::int64_t> {
        PRIMER_TRY(workspace.store().write(
            Durability::Durable, [&text](Connection &connection) { return removeNamedSet(connection, text); }));
        return std::int64_t(0);
    });
}

void WorkspaceLists::createQueue(const QueueRequest &request, std::shared_ptr<const RowSet> from)
{
    readAfter(
        [request, from = std::move(from)](Workspace &workspace) { return workspace.createQueue(request, from->ids); });
}

void WorkspaceLists::createQueueOf(const QString &name, const std::vector<SampleId> &samples)
{
    readAfter(
        [text = name.toStdString(), samples](Workspace &workspace) { return workspace.createQueueOf(text, samples); });
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
