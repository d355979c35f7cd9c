// Owns: the long jobs of an open workspace: import, export, demo and index started here, their reports kept, and how
// each kind goes on after an interruption; pages start their own with `start`. Not here: running them (core/jobs),
// keeping them (job_log.h), what follows from their end (workspace_session.h).
#pragma once

#include <functional>
#include <memory>

#include <QHash>
#include <QJsonObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>

#include "core/jobs/job_list.h"
#include "core/workspace/workspace.h"

namespace primer {

class JobLog;
struct ExportOptions;
struct ExportReport;
struct ImportOptions;
struct ImportReport;
struct SelectionRequest;

class WorkspaceJobs : public JobList
{
    Q_OBJECT
public:
    WorkspaceJobs(std::shared_ptr<Workspace> workspace, QString parquetWorker, QObject *parent = nullptr);
    /// Cancels what runs and waits for it; it is kept as interrupted.
    ~WorkspaceJobs() override;

    Job *startImport(const QStringList &paths, const ImportOptions &options);
    /// `set` decides what leaves and what the manifest says of it.
    Job *startExport(const QString &target, const ExportOptions &options, const SelectionRequest &set);
    /// The demo (core/demo) in this workspace, its other files beside it.
    Job *startDemo();
    /// When there are samples that it does not hold, and none is being made.
    void startIndex(std::int64_t samples);
    bool isRunning(const QString &kind) const;
    /// Null when there is none of that id.
    Job *job(int id) const;

    using GoOn = std::function<void(const QJsonObject &continuation)>;
    /// How a job of this kind goes on from what is kept of it, for as long as `context` lives: as a job that is started
    /// at once, or later with the same continuation.
    void setContinuation(const QString &kind, QObject *context, GoOn goOn);
    bool canGoOn(const Job &job) const;
    /// As a new job. The old one offers it until that has begun, and never again.
    void goOn(Job *job);
    std::vector<Job *> interrupted() const;

    ExportReport exportReport(const Job *job) const;
    /// Path of primer-parquet.
    const QString &parquetWorker() const { return m_parquetWorker; }

Q_SIGNALS:
    /// Now and then while rows are imported: some may have come.
    void importProgressed();
    void importFinished();
    /// The jobs of earlier windows are in the list.
    void earlierJobsLoaded();
    /// A job's offer to go on was used or has become possible.
    void offersChanged();
    /// What is kept of a job cannot be used.
    void cannotGoOn(const primer::Error &error);

private:
    struct Continuation {
        QPointer<QObject> context;
        GoOn goOn;
    };
    bool isImporting() const;
    void forget(Job *job);
    /// Those that offered what a new job has begun to do.
    void forgetWhatGoesOn(const Job &begun);

    std::shared_ptr<Workspace> m_workspace;
    QString m_parquetWorker;
    JobLog *m_log;
    QTimer m_timer;
    QHash<QString, Continuation> m_continuations;
    QHash<int, std::shared_ptr<ExportReport>> m_exportReports;
};

} // namespace primer
