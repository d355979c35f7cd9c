// Owns: the open workspace as the window sees it: the current set that all pages share, judging, jobs, and the session
// that comes back after a kill. Lives on the UI thread; every call returns at once.
// Not here: widgets; words.
#pragma once

#include <memory>

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include "core/jobs/job_list.h"
#include "core/query/query_engine.h"
#include "core/storage/judgement_store.h"
#include "core/storage/view_store.h"
#include "core/workspace/workspace.h"

namespace primer {

struct ExportOptions;
struct ExportReport;
struct ImportOptions;
struct ImportReport;
struct SelectionRequest;

class WorkspaceSession : public QObject
{
    Q_OBJECT
public:
    /// `state` is what storedState gave, read where it may block.
    WorkspaceSession(std::unique_ptr<Workspace> workspace, const std::string &state, QString parquetWorker,
                     QObject *parent = nullptr);
    ~WorkspaceSession() override;

    /// The session an earlier window left, or "". Blocks: not for the UI thread.
    static std::string storedState(Workspace &workspace);

    const std::shared_ptr<Workspace> &workspace() const { return m_workspace; }
    JobList &jobs() { return m_jobs; }

    const QuerySpec &spec() const { return m_spec; }
    /// Never null; empty until the first answer.
    std::shared_ptr<const RowSet> rows() const { return m_rows; }
    const WorkspaceCounts &counts() const { return m_counts; }
    bool isQuerying() const { return m_queryFeedback != nullptr; }
    void setSpec(const QuerySpec &spec);
    /// Asks the same question again: rows may have come.
    void refresh();

    void judge(const Judgement &judgement);
    void undo(std::int64_t judgement);
    void saveDraft(SampleId sample, const QString &note);

    Job *startImport(const QStringList &paths, const ImportOptions &options);
    /// `set` decides what leaves and what the manifest says of it.
    Job *startExport(const QString &target, const ExportOptions &options, const SelectionRequest &set);
    void startIndex();
    /// Of a finished job; zeros for others.
    ImportReport importReport(const Job *job) const;
    ExportReport exportReport(const Job *job) const;
    QString parquetWorker() const { return m_parquetWorker; }

    void saveView(const SavedView &view);
    void removeView(const QString &name);
    const std::vector<SavedView> &views() const { return m_views; }
    void createQueue(const QueueRequest &request);
    /// A queue of these samples in this order.
    void createQueueOf(const QString &name, const std::vector<SampleId> &samples);
    const std::vector<Queue> &queues() const { return m_queues; }
    void reloadLists();
    /// After labels, facts or scores of many samples changed.
    void noteColumnsChanged();

    /// Small values that belong to this workspace (layout, position); written within 2 s, and at the end.
    QJsonValue state(const QString &key) const { return m_state.value(key); }
    void setState(const QString &key, const QJsonValue &value);
    void flushState();

Q_SIGNALS:
    void queryStarted();
    void rowsChanged();
    void queryFailed(const primer::Error &error);
    void countsChanged();
    void sampleChanged(primer::SampleId sample);
    void columnsChanged();
    void judged(const primer::Judgement &judgement);
    void judgementFailed(const primer::Judgement &judgement, const primer::Error &error);
    void undone(std::int64_t judgement, primer::SampleId sample);
    void viewsChanged();
    void queuesChanged();
    void queueCreated(std::int64_t queue);
    void storeFailed(const primer::Error &error);

private:
    void run();
    void tellQueue(const Result<std::int64_t> &queue);
    void loadCounts();
    void whileJobsRun();
    void onJobFinished(Job *job);

    std::shared_ptr<Workspace> m_workspace;
    QString m_parquetWorker;
    QuerySpec m_spec;
    std::shared_ptr<const RowSet> m_rows = std::make_shared<RowSet>();
    WorkspaceCounts m_counts;
    std::shared_ptr<Feedback> m_queryFeedback;
    quint64 m_generation = 0;
    std::vector<SavedView> m_views;
    std::vector<Queue> m_queues;
    QJsonObject m_state;
    QTimer m_stateTimer;
    QTimer m_jobTimer;
    QHash<int, std::shared_ptr<ImportReport>> m_importReports;
    QHash<int, std::shared_ptr<ExportReport>> m_exportReports;
    JobList m_jobs; ///< last: waits for its jobs before anything they use goes
};

} // namespace primer
