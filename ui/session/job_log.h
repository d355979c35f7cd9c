// Owns: keeping the jobs of a workspace in it: written as they begin, while they run and at their end, read when it is
// opened. What neither ended nor was cancelled counts as interrupted, whether its program quit or was killed.
// Not here: going on with them (workspace_jobs.h).
#pragma once

#include <memory>

#include <QHash>
#include <QObject>

#include "core/jobs/job_list.h"
#include "core/workspace/workspace.h"

namespace primer {

class JobLog : public QObject
{
    Q_OBJECT
public:
    JobLog(std::shared_ptr<Workspace> workspace, JobList &jobs);

    /// After it changed in another way than by running.
    void keep(const Job &job) { write(job.record()); }
    /// At the end of a window, when all work has stopped: what is still active is kept as interrupted. `cancelled`: by
    /// id, what the person had cancelled before.
    void keepAtTheEnd(const QList<int> &cancelled);

Q_SIGNALS:
    /// The jobs of earlier programs are in the list.
    void loaded();

private:
    void load();
    void write(const JobRecord &record);

    std::shared_ptr<Workspace> m_workspace;
    JobList &m_jobs;
    QHash<int, std::string> m_written; ///< what can change while a job runs, as it was written last
};

} // namespace primer
