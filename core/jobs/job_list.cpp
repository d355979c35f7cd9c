#include "core/jobs/job_list.h"

#include "core/base/exception_error.h"

#include <cstdio>
#include <exception>
#include <string>

namespace primer {

namespace {

/// Without its subject, which is a file's name as a rule.
std::string wordsOf(const Job &job) { return "job " + std::to_string(job.id()) + " " + job.kind().toStdString(); }

} // namespace

JobList::JobList(QObject *parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(4);
    m_pool.setThreadPriority(QThread::LowPriority);
}

JobList::~JobList() { cancelAllAndWait(); }

Job *JobList::start(const QString &kind, const QString &subject, Job::Work work, log::Place place)
{
    m_jobs.push_back(std::make_unique<Job>());
    Job *job = m_jobs.back().get();
    job->m_id = m_nextId++;
    job->m_kind = kind;
    job->m_subject = subject;
    job->m_timer.start();
    log::info(wordsOf(*job) + " begins", place);
    if (!subject.isEmpty() && log::isOn(log::Level::Debug))
        log::debug(wordsOf(*job) + " is about " + subject.toStdString(), place);
    const auto carryOut = [job, work = std::move(work)]() -> Status {
        try {
            return work(job->m_feedback);
        } catch (const std::exception &thrown) { // of a library; without an end the job would run for good
            return Error{ErrorCode::WorkerDied, errorOf(thrown).detail, job->m_kind.toStdString()};
        }
    };
    // Not by the future's `then`: it would come here and now when the work has ended, before anybody can listen.
    m_pool.start([this, job, carryOut, place] {
        const Status status = carryOut();
        QMetaObject::invokeMethod(
            this, [this, job, status, place] { finish(job, status, place); }, Qt::QueuedConnection);
    });
    Q_EMIT jobStarted(job);
    return job;
}

void JobList::finish(Job *job, const Status &status, log::Place place)
{
    job->m_elapsedMs = job->m_timer.elapsed();
    job->m_state = JobState::Done;
    if (!status) {
        job->m_error = status.error();
        job->m_state = status.error().code == ErrorCode::Cancelled ? JobState::Cancelled : JobState::Failed;
        log::failure(status.error(), wordsOf(*job), place);
    }
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, " ends after %.3f s", job->seconds());
    log::info(wordsOf(*job) + seconds, place);
    Q_EMIT job->finished();
    Q_EMIT jobFinished(job);
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
