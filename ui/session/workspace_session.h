// Owns: an open workspace as the window sees it, in parts: the set, the lists, judging, the cut, jobs, what comes back
// after a kill; and what one part's change means for another. Lives on the UI thread; every call returns at once.
// Not here: widgets; words; what the parts do.
#pragma once

#include <memory>
#include <string>

#include <QJsonObject>
#include <QObject>

#include "core/workspace/workspace.h"
#include "ui/session/bulk_work.h"
#include "ui/session/current_set.h"
#include "ui/session/cut_model.h"
#include "ui/session/judging.h"
#include "ui/session/judging_queue.h"
#include "ui/session/session_state.h"
#include "ui/session/training_runs.h"
#include "ui/session/workspace_jobs.h"
#include "ui/session/workspace_lists.h"

namespace primer {

class WorkspaceSession : public QObject
{
    Q_OBJECT
public:
    /// `state` is what SessionState::read gave, read where it may block.
    WorkspaceSession(std::unique_ptr<Workspace> workspace, const std::string &state, const QString &parquetWorker,
                     QObject *parent = nullptr);

    const std::shared_ptr<Workspace> &workspace() const { return m_workspace; }
    QString folder() const { return QString::fromStdString(m_workspace->folder()); }
    const WorkspaceCounts &counts() const { return m_counts; }
    bool areCountsKnown() const { return m_areCountsKnown; }

    SessionState &state() { return m_state; }
    CurrentSet &set() { return m_set; }
    WorkspaceLists &lists() { return m_lists; }
    Judging &judging() { return m_judging; }
    JudgingQueue &queue() { return m_queue; }
    CutModel &cut() { return m_cut; }
    TrainingRuns &trainings() { return m_trainings; }
    WorkspaceJobs &jobs() { return m_jobs; }
    BulkWork &bulk() { return m_bulk; }

    /// After rows came or went in another way than by an import.
    void reloadCounts() { loadCounts(false); }
    /// After labels, facts or scores of many samples changed.
    void noteColumnsChanged();
    /// An error that has no place of its own on a page reaches the person by `failed`.
    void tell(const Error &error) { Q_EMIT failed(error); }

Q_SIGNALS:
    void countsChanged();
    void columnsChanged();
    void failed(const primer::Error &error);

private:
    void restore();
    void takeOlderExport(const QJsonObject &stored);
    void connectState();
    void connectErrors();
    void loadCounts(bool thenIndexes);
    void countJudgements(int by);

    /// Qt SQL takes every connection away when the program ends; a read that still ran would crash. Before the
    /// workspace, so that it goes after all that starts and cancels reads.
    struct WaitsForReads {
        ~WaitsForReads();
    };

    std::shared_ptr<Workspace> m_workspace;
    WaitsForReads m_waitsForReads;
    WorkspaceCounts m_counts;
    bool m_areCountsKnown = false;
    SessionState m_state;
    CurrentSet m_set;
    WorkspaceLists m_lists;
    Judging m_judging;
    JudgingQueue m_queue;
    CutModel m_cut;
    TrainingRuns m_trainings;
    BulkWork m_bulk;
    WorkspaceJobs m_jobs; ///< last: waits for its jobs before anything they use goes
};

} // namespace primer
