// Owns: the long jobs of a program: start, progress, cancel, end. Lives on the UI thread (or main thread).
// Not here: what the jobs do, and words for people.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>

#include "core/base/feedback.h"
#include "core/base/log.h"
#include "core/base/result.h"

namespace primer {

enum class JobState { Running, Done, Failed, Cancelled };

class Job : public QObject
{
    Q_OBJECT
public:
    /// Runs on a worker thread.
    using Work = std::function<Status(Feedback &)>;

    int id() const { return m_id; }
    /// A stable word: "import", "export", "index", ...; the window has the sentence for it.
    QString kind() const { return m_kind; }
    QString subject() const { return m_subject; }
    JobState state() const { return m_state; }
    const Error &error() const { return m_error; }
    Feedback &feedback() { return m_feedback; }
    const Feedback &feedback() const { return m_feedback; }
    double seconds() const { return double(m_state == JobState::Running ? m_timer.elapsed() : m_elapsedMs) / 1000.0; }
    void cancel() { m_feedback.cancel(); }

Q_SIGNALS:
    void finished();

private:
    friend class JobList;
    int m_id = 0;
    QString m_kind;
    QString m_subject;
    JobState m_state = JobState::Running;
    Error m_error;
    Feedback m_feedback;
    QElapsedTimer m_timer;
    qint64 m_elapsedMs = 0;
};

class JobList : public QObject
{
    Q_OBJECT
public:
    explicit JobList(QObject *parent = nullptr);
    /// Cancels what runs and waits for it.
    ~JobList() override;

    /// Its beginning and end, and how it failed, are in the log; so is an exception, which counts as a failure.
    Job *start(const QString &kind, const QString &subject, Job::Work work, log::Place place = log::Place::here());
    const std::vector<std::unique_ptr<Job>> &jobs() const { return m_jobs; }
    int runningCount() const;
    void cancelAllAndWait();

Q_SIGNALS:
    void jobStarted(primer::Job *job);
    void jobFinished(primer::Job *job);

private:
    void finish(Job *job, const Status &status, log::Place place);

    std::vector<std::unique_ptr<Job>> m_jobs;
    QThreadPool m_pool;
    int m_nextId = 1;
};

} // namespace primer
