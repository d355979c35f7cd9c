#include "ui/session/job_log.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/log.h"
#include "core/jobs/background.h"
#include "core/storage/job_store.h"

namespace primer {

namespace {

constexpr std::int64_t keptJobs = 100;
constexpr std::array<std::pair<JobState, const char *>, 7> stateWords{{
    {JobState::Waiting, "waiting"},
    {JobState::Running, "running"},
    {JobState::Done, "done"},
    {JobState::DoneWithFailures, "done_with_failures"},
    {JobState::Failed, "failed"},
    {JobState::Cancelled, "cancelled"},
    {JobState::Interrupted, "interrupted"},
}};

const char *wordOf(JobState state)
{
    for (const auto &[known, word] : stateWords) {
        if (known == state)
            return word;
    }
    return "";
}

/// As it is now that its program is gone.
JobState stateOf(const std::string &word)
{
    for (const auto &[state, known] : stateWords) {
        if (known == word && state != JobState::Waiting && state != JobState::Running)
            return state;
    }
    return JobState::Interrupted;
}

ErrorCode codeOf(const std::string &name)
{
    for (int code = 0; code <= int(ErrorCode::NeedsKey); ++code) {
        if (name == errorCodeName(ErrorCode(code)))
            return ErrorCode(code);
    }
    return ErrorCode::Io;
}

StoredJob storedOf(const JobRecord &record)
{
    QJsonObject figures;
    for (const auto &[word, value] : record.figures)
        figures.insert(QString::fromStdString(word), qint64(value));
    StoredJob job;
    job.key = record.key.toStdString();
    job.kind = record.kind.toStdString();
    job.subject = record.subject.toStdString();
    job.state = wordOf(record.state);
    job.errorCode = errorCodeName(record.error.code);
    job.errorDetail = record.error.detail;
    job.errorWhere = record.error.where;
    job.failures = record.failures;
    job.figuresJson = QJsonDocument(figures).toJson(QJsonDocument::Compact).toStdString();
    job.continuation = record.continuation;
    job.log = record.log.join(QLatin1Char('\n')).toStdString();
    job.beganAt = record.began.toString(Qt::ISODateWithMs).toStdString();
    job.seconds = record.seconds;
    return job;
}

JobRecord recordOf(const StoredJob &job)
{
    JobRecord record;
    record.key = QString::fromStdString(job.key);
    record.kind = QString::fromStdString(job.kind);
    record.subject = QString::fromStdString(job.subject);
    record.state = stateOf(job.state);
    record.error = {codeOf(job.errorCode), job.errorDetail, job.errorWhere};
    record.failures = job.failures;
    const QJsonObject figures = QJsonDocument::fromJson(QByteArray::fromStdString(job.figuresJson)).object();
    for (auto figure = figures.begin(); figure != figures.end(); ++figure)
        record.figures[figure.key().toStdString()] = figure.value().toInteger();
    record.continuation = job.continuation;
    if (!job.log.empty())
        record.log = QString::fromStdString(job.log).split(QLatin1Char('\n'));
    record.began = QDateTime::fromString(QString::fromStdString(job.beganAt), Qt::ISODateWithMs);
    record.seconds = job.seconds;
    return record;
}

} // namespace

JobLog::JobLog(std::shared_ptr<Workspace> workspace, JobList &jobs)
    : QObject(&jobs), m_workspace(std::move(workspace)), m_jobs(jobs)
{
    if (m_workspace->isReadOnly())
        return; // its jobs are another program's, which may be at work on them
    connect(&jobs, &JobList::jobStarted, this, [this](const Job *job) { write(job->record()); });
    connect(&jobs, &JobList::jobFinished, this, [this](const Job *job) {
        m_written.remove(job->id());
        write(job->record());
    });
    connect(&jobs, &JobList::jobLookedAt, this, [this](const Job *job) {
        const JobRecord record = job->record();
        const std::string now = record.continuation + '\n' + std::to_string(record.log.size());
        if (std::exchange(m_written[job->id()], now) != now)
            write(record);
    });
    load();
}

void JobLog::load()
{
    inBackground(
        this,
        [workspace = m_workspace]() -> Result<std::vector<StoredJob>> {
            PRIMER_TRY(workspace->store().write(
                Durability::Bulk, [](Connection &connection) { return forgetOldJobs(connection, keptJobs); }));
            return workspace->store().read(listJobs, keptJobs);
        },
        [this](const Result<std::vector<StoredJob>> &stored) {
            if (!stored)
                return; // it is in the log; a list of old jobs keeps nobody from work
            for (const StoredJob &job : *stored) {
                const QString key = QString::fromStdString(job.key);
                const bool isOurs = std::any_of(m_jobs.jobs().begin(), m_jobs.jobs().end(),
                                                [&key](const auto &known) { return known->record().key == key; });
                if (isOurs)
                    continue;
                const Job *adopted = m_jobs.adopt(recordOf(job));
                if (adopted->state() == JobState::Interrupted && job.state != wordOf(JobState::Interrupted))
                    write(adopted->record());
            }
            Q_EMIT loaded();
        });
}

void JobLog::write(const JobRecord &record)
{
    if (m_workspace->isReadOnly())
        return;
    m_workspace->store().enqueue(Durability::Bulk, [job = storedOf(record)](Connection &connection) {
        const Status written = saveJob(connection, job);
        if (!written)
            log::failure(written.error(), "the workspace's list of jobs");
        return written;
    });
}

void JobLog::keepAtTheEnd(const QList<int> &cancelled)
{
    if (m_workspace->isReadOnly())
        return;
    for (const auto &job : m_jobs.jobs()) {
        if (!job->isActive())
            continue;
        JobRecord record = job->record();
        record.state = cancelled.contains(job->id()) ? JobState::Cancelled : JobState::Interrupted;
        write(record);
    }
}

} // namespace primer
