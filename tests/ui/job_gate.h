// Owns: work for a job that runs until it is cancelled or let go. Not here: jobs.
#pragma once

#include <atomic>
#include <semaphore>

#include <QThread>

#include "core/jobs/job.h"

namespace primer::test {

class JobGate
{
public:
    Job::Work work()
    {
        return [this](JobFeedback &feedback) -> Status {
            m_begun.release();
            while (!m_isOpen && !feedback.isCancelled())
                QThread::yieldCurrentThread();
            return m_isOpen ? success() : Status(Error{ErrorCode::Cancelled, "", ""});
        };
    }
    void waitForBegin() { m_begun.acquire(); }
    void open() { m_isOpen = true; }

private:
    std::binary_semaphore m_begun{0};
    std::atomic<bool> m_isOpen{false};
};

} // namespace primer::test
