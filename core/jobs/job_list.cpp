#include "core/jobs/job_list.h"

#include <exception>

#include <QtConcurrentRun>

namespace primer {

JobList::JobList(QObject *parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(4);
    m_pool.setThreadPriority(QThread::LowPriority);
}

JobList::~JobList() { cancelAllAndWait(); }

Job *JobList::start(const QString &kind, const QString &subject, Job::Work work)
{
    m_jobs.push_back(std::make_unique<Job>());
    Job *job = m_jobs.back().get();
    job->m_id = m_nextId++;
    job->m_kind = kind;
    job->m_subject = subject;
    job->m_timer.start();
    QtConcurrent::run(&m_pool, [job, work = std::move(work)]() -> Status {
        try {
            return work(job->m_feedback);
        } catch (const std::exception &thrown) { // of a library; without an end the job would run for good
            return Error{ErrorCode::WorkerDied, thrown.what(), job->m_kind.toStdString()};
        }
    }).then(this, [this, job](const Status &status) {
        job->m_elapsedMs = job->m_timer.elapsed();
        job->m_state = JobState::Done;
        if (!status) {
            job->m_error = status.error();
            job->m_state = status.error().code == ErrorCode::Cancelled ? JobState::Cancelled : JobState::Failed;
        }
        Q_EMIT job->finished();
        Q_EMIT jobFinished(job);
    });
    Q_EMIT jobStarted(job);
    return job;
}

int JobList::runningCount() const
{
    int count = 0;
    for (const auto &job : m_jobs)
        count += job->state() == JobState::Running;
    return count;
}

void JobList::cancelAllAndWait()
{
    for (const auto &job : m_jobs)
        job->cancel();
    m_pool.waitForDone();
}

} // namespace primer
