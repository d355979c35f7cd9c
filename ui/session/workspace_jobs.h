// Owns: the long jobs of an open workspace: import, export and index started here, their reports kept; pages start
// their own with `start`. Not here: running them (core/jobs), what follows from their end (workspace_session.h).
#pragma once

#include <memory>

#include <QHash>
#include <QStringList>
#include <QTimer>

#include "core/jobs/job_list.h"
#include "core/workspace/workspace.h"

namespace primer {

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
    /// Cancels what runs and waits for it.
    ~WorkspaceJobs() override;

    Job *startImport(const QStringList &paths, const ImportOptions &options);
    /// `set` decides what leaves and what the manifest says of it.
    Job *startExport(const QString &target, const ExportOptions &options, const SelectionRequest &set);
    /// When there are samples that it does not hold, and none is being made.
    void startIndex(std::int64_t samples);
    bool isRunning(const QString &kind) const;
    /// Null when there is none of that id.
    Job *job(int id) const;

    /// Of a finished job; zeros for others.
    ImportReport importReport(const Job *job) const;
    ExportReport exportReport(const Job *job) const;

Q_SIGNALS:
    /// Now and then while an import runs: rows may have come.
    void importProgressed();
    void importFinished();

private:
    std::shared_ptr<Workspace> m_workspace;
    QString m_parquetWorker;
    QTimer m_timer;
    QHash<int, std::shared_ptr<ImportReport>> m_importReports;
    QHash<int, std::shared_ptr<ExportReport>> m_exportReports;
};

} // namespace primer
