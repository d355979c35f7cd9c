#include "core/jobs/job_list.h"

#include "core/base/exception_error.h"

#include <cstdio>
#include <exception>
#include <string>
#include <utility>

#include <QUuid>

namespace primer {

namespace {

constexpr int lookEveryMs = 500;

/// Without its subject, which is a file's name as a rule.
std::string wordsOf(const Job &job) { return "job " + std::to_string(job.id()) + " " + job.kind().toStdString(); }

} // namespace

JobList::JobList(QObject *parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(4);
    m_pool.setThreadPriority(QThread::LowPriority);
    m_looks.setInterval(lookEveryMs);
    connect(&m_looks, &QTimer::timeout, this, &JobList::look);
}

JobList::~JobList() { cancelAllAndWait(); }

Job *JobList::add(JobRecord record)
{
    m_jobs.push_back(std::make_unique<Job>());
    Job *job = m_jobs.back().get();
    job->m_id = m_nextId++;
    job->m_record = std::move(record);
    return job;
}

Job *JobList::adopt(JobRecord record)
{
    Job *job = add(std::move(record));
    Q_EMIT jobAdopted(job);
    return job;
}

Job *JobList::start(const QString &kind, const QString &subject, Job::Work work, log::Place place)
{
    return start(kind, subject, {}, std::move(work), place);
}

Job *JobList::start(const QString &kind, const QString &subject, std::string continuation, Job::Work work,
                    log::Place place)
{
    JobRecord record;
    record.key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    record.kind = kind;
    record.subject = subject;
    record.continuation = std::move(continuation);
    record.began = QDateTime::currentDateTimeUtc();
    Job *job = add(std::move(record));
    job->m_timer.start();
    log::info(wordsOf(*job) + " begins", place);
    if (!subject.isEmpty() && log::isOn(log::Level::Debug))
        log::debug(wordsOf(*job) + " is about " + subject.toStdString(), place);
    const auto carryOut = [job, work = std::move(work)]() -> Status {
        try {
            return work(job->m_feedback);
        } catch (const std::exception &thrown) { // of a library; without an end the job would run for good
            return Error{ErrorCode::WorkerDied, errorOf(thrown).detail, job->m_record.kind.toStdString()};
        }
    };
    // Not by the future's `then`: it would come here and now when the work has ended, before anybody can listen.
    m_pool.start([this, job, carryOut, place] {
        job->m_hasBegun = true;
        const Status status = carryOut();
        QMetaObject::invokeMethod(
            this, [this, job, status, place] { finish(job, status, place); }, Qt::QueuedConnection);
    });
    m_looks.start();
    Q_EMIT jobStarted(job);
    return job;
}

void JobList::look()
{
    if (runningCount() == 0)
        m_looks.stop();
    for (const auto &job : m_jobs) {
        if (!job->isActive())
            continue;
        job->look();
        Q_EMIT jobLookedAt(job.get());
    }
}

void JobList::finish(Job *job, const Status &status, log::Place place)
{
    job->look(); // its last lines
    JobRecord record = job->record();
    const auto [failures, cause] = job->m_feedback.failures();
    record.failures = failures;
    record.state = failures > 0 ? JobState::DoneWithFailures : JobState::Done;
    record.error = cause;
    if (!status) {
        record.error = status.error();
        record.state = status.error().code == ErrorCode::Cancelled ? JobState::Cancelled : JobState::Failed;
        log::failure(status.error(), wordsOf(*job), place);
    }
    if (record.state == JobState::Done)
        record.continuation.clear();
    job->m_record = std::move(record);
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
        count += job->isActive();
    return count;
}

void JobList::cancelAllAndWait()
{
    for (const auto &job : m_jobs)
        job->cancel();
    m_pool.waitForDone();
}

} // namespace primer
