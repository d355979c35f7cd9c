#include "core/teacher/group_commit.h"

#include <utility>

namespace primer {

Status GroupCommit::run(const Store::Work &work)
{
    Waiting own{&work, false, success()};
    std::unique_lock lock(m_mutex);
    m_waiting.push_back(&own);
    // The first to come writes for all that wait by then.
    m_wake.wait(lock, [&] { return own.isDone || !m_isWriting; });
    if (own.isDone)
        return own.result;
    m_isWriting = true;
    const std::vector<Waiting *> group = std::exchange(m_waiting, {});
    lock.unlock();
    const Status written = m_store.write(Durability::Durable, [&](Connection &connection) -> Status {
        for (const Waiting *waiting : group)
            PRIMER_TRY((*waiting->work)(connection));
        return success();
    });
    lock.lock();
    for (Waiting *waiting : group) {
        waiting->result = written;
        waiting->isDone = true;
    }
    m_isWriting = false;
    m_wake.notify_all();
    return own.result;
}

} // namespace primer
