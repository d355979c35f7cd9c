// Owns: a long job as pages see it: what it is about, its state, progress, rate, log, and what is kept of it.
// Not here: carrying it out (job_list.h), words for people.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <QDateTime>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QStringList>

#include "core/base/result.h"
#include "core/jobs/job_feedback.h"

namespace primer {

/// Interrupted: its program ended before it did.
enum class JobState { Waiting, Running, Done, DoneWithFailures, Failed, Cancelled, Interrupted };

/// What outlives the program that ran a job.
struct JobRecord {
    QString key;  ///< no other job of any time has it
    QString kind; ///< a stable word: "import", "export", "index", ...; the window has the sentence for it
    QString subject;
    JobState state = JobState::Waiting;
    Error error; ///< why it failed, or most of its items
    std::int64_t failures = 0;
    std::map<std::string, std::int64_t> figures; ///< counts of the result, by stable words
    std::string continuation;                    ///< JSON by which it can go on; "" when it cannot
    QStringList log;
    QDateTime began;
    double seconds = 0;
};

class Job : public QObject
{
    Q_OBJECT
public:
    /// Runs on a worker thread.
    using Work = std::function<Status(JobFeedback &)>;

    int id() const { return m_id; }
    QString kind() const { return m_record.kind; }
    QString subject() const { return m_record.subject; }
    JobState state() const;
    /// It waits or runs.
    bool isActive() const { return m_record.state == JobState::Waiting; }
    const Error &error() const { return m_record.error; }
    /// As it is now.
    JobRecord record() const;
    std::int64_t figure(const std::string &word) const;
    JobFeedback &feedback() { return m_feedback; }
    const JobFeedback &feedback() const { return m_feedback; }
    double seconds() const { return isActive() ? double(m_timer.elapsed()) / 1000.0 : m_record.seconds; }
    /// -1 when it is not known.
    double secondsLeft() const;
    /// Units of progress a second, one for each look while it ran, the newest last.
    const std::vector<double> &rates() const { return m_rates; }
    void cancel() { m_feedback.cancel(); }

    /// How to do it once more in this program, for as long as `context` lives.
    void setAgain(QObject *context, std::function<void()> again);
    bool hasAgain() const { return m_again && m_againContext; }
    /// By what `setAgain` said; it is offered only once.
    void doAgain();
    /// What it takes to go on was used: it is not offered again.
    void forgetContinuation();

Q_SIGNALS:
    void finished();

private:
    friend class JobList;
    void look();
    void addToLog(const QString &line);

    int m_id = 0;
    JobRecord m_record; ///< its state is Waiting until the end
    std::atomic<bool> m_hasBegun{false};
    JobFeedback m_feedback;
    QElapsedTimer m_timer;
    std::vector<double> m_rates;
    std::uint64_t m_doneAtLook = 0;
    qint64 m_lookedAtMs = 0;
    std::string m_step; ///< at the last look
    QPointer<QObject> m_againContext;
    std::function<void()> m_again;
};

} // namespace primer
