// Owns: the long jobs of a program: start, progress, cancel, end. Lives on the UI thread (or main thread).
// Not here: one job (job.h), what the jobs do, and words for people.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include "core/base/log.h"
#include "core/jobs/job.h"

namespace primer {

class JobList : public QObject
{
    Q_OBJECT
public:
    explicit JobList(QObject *parent = nullptr);
    /// Cancels what runs and waits for it.
    ~JobList() override;

    /// Its beginning and end, and how it failed, are in the log; so is an exception, which counts as a failure.
    Job *start(const QString &kind, const QString &subject, Job::Work work, log::Place place = log::Place::here());
    /// `continuation`: JSON by which another program can go on with it, known from before it begins.
    Job *start(const QString &kind, const QString &subject, std::string continuation, Job::Work work,
               log::Place place = log::Place::here());
    /// One that ended in an earlier program.
    Job *adopt(JobRecord record);
    const std::vector<std::unique_ptr<Job>> &jobs() const { return m_jobs; }
    /// Those that run or wait.
    int runningCount() const;
    void cancelAllAndWait();

Q_SIGNALS:
    void jobStarted(primer::Job *job);
    void jobAdopted(primer::Job *job);
    /// Twice a second while it is active: rate, log and figures may be new.
    void jobLookedAt(primer::Job *job);
    void jobFinished(primer::Job *job);

private:
    Job *add(JobRecord record);
    void look();
    void finish(Job *job, const Status &status, log::Place place);

    std::vector<std::unique_ptr<Job>> m_jobs;
    QThreadPool m_pool;
    QTimer m_looks;
    int m_nextId = 1;
};

} // namespace primer
