// Owns: what is done with many samples at once: one judgement of all of them and the way back, queues of them. A few
// are done at once, more than a second's worth is a job; the window waits for neither. Not here: which samples, words.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/workspace/workspace.h"
#include "ui/session/judging.h"
#include "ui/session/workspace_jobs.h"
#include "ui/session/workspace_lists.h"

namespace primer {

class BulkWork : public QObject
{
    Q_OBJECT
public:
    using Samples = std::vector<SampleId>;
    static constexpr std::size_t jobFrom = 5000; ///< samples

    BulkWork(std::shared_ptr<Workspace> workspace, WorkspaceJobs &jobs, Judging &judging, WorkspaceLists &lists,
             QObject *parent = nullptr);

    /// Verdict, value and annotator of `like` for each; `judged` when all are on disk, `failed` when none is. Does
    /// nothing while another judgement or an undo is under way.
    void judge(const Judgement &like, Samples samples);
    /// Takes back the last call of `judge` that was not taken back.
    void undoLast();
    bool canUndo() const { return !m_done.empty() && !m_isBusy; }
    bool isBusy() const { return m_isBusy; }

    /// A queue of these samples in this order; `then` gets its id.
    void createQueue(const QString &name, Samples samples, std::function<void(std::int64_t queue)> then = {});
    /// Those that are not in it yet, at its end.
    void addToQueue(std::int64_t queue, const QString &name, Samples samples);

Q_SIGNALS:
    /// What can be undone, or whether something is under way.
    void stateChanged();
    void judged(int samples, const primer::Judgement &like);
    void undone(int samples);
    /// `added` of the samples were not in it.
    void queued(const QString &name, qint64 added);
    /// Labels of more samples than one.
    void labelsChanged();
    void failed(const primer::Error &error);

private:
    using Work = std::function<Status(Feedback &)>;
    using Then = std::function<void(const Status &)>;
    void run(const QString &kind, const QString &subject, std::size_t samples, Work work, Then then);
    void setBusy(bool isBusy);
    void tellLabels(const std::optional<CurrentLabel> &only);

    std::shared_ptr<Workspace> m_workspace;
    WorkspaceJobs &m_jobs;
    Judging &m_judging;
    WorkspaceLists &m_lists;
    std::vector<JudgementRange> m_done; ///< newest last
    bool m_isBusy = false;
};

} // namespace primer
