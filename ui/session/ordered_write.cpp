#include "ui/session/ordered_write.h"

#include <future>
#include <utility>

#include "core/jobs/background.h"

namespace primer {

void writeInOrder(QObject *context, Workspace &workspace, Store::Work work, std::function<void(const Error &)> failed)
{
    // Enqueued here, so that the writer's thread stores it in order; only its answer is waited for elsewhere.
    const auto written = std::make_shared<std::future<Status>>(
        workspace.store().enqueue(Durability::Durable, std::move(work)));
    inBackground(
        context, [written] { return written->get(); },
        [failed = std::move(failed)](const Status &status) {
            if (!status)
                failed(status.error());
        });
}

} // namespace primer
