#include "ui/session/workspace_jobs.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <QFileInfo>

#include "core/exporters/dataset_export.h"
#include "core/importers/import_run.h"
#include "core/workspace/selection.h"

namespace primer {

namespace {

constexpr int lookEveryMs = 1500;
const QString importKind = QStringLiteral("import");
const QString exportKind = QStringLiteral("export");
const QString indexKind = QStringLiteral("index");

} // namespace

WorkspaceJobs::WorkspaceJobs(std::shared_ptr<Workspace> workspace, QString parquetWorker, QObject *parent)
    : JobList(parent), m_workspace(std::move(workspace)), m_parquetWorker(std::move(parquetWorker))
{
    m_timer.setInterval(lookEveryMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (isRunning(importKind))
            Q_EMIT importProgressed();
        else
            m_timer.stop();
    });
    connect(this, &JobList::jobFinished, this, [this](const Job *job) {
        if (job->kind() == importKind)
            Q_EMIT importFinished();
    });
}

WorkspaceJobs::~WorkspaceJobs() { cancelAllAndWait(); }

bool WorkspaceJobs::isRunning(const QString &kind) const
{
    return std::any_of(jobs().begin(), jobs().end(),
                       [&kind](const auto &job) { return job->kind() == kind && job->state() == JobState::Running; });
}

Job *WorkspaceJobs::job(int id) const
{
    const auto found = std::find_if(jobs().begin(), jobs().end(), [id](const auto &job) { return job->id() == id; });
    return found == jobs().end() ? nullptr : found->get();
}

Job *WorkspaceJobs::startImport(const QStringList &paths, const ImportOptions &options)
{
    std::vector<std::string> list;
    for (const QString &path : paths)
        list.push_back(path.toStdString());
    ImportOptions complete = options;
    complete.parquetWorker = m_parquetWorker.toStdString();
    const auto report = std::make_shared<ImportReport>();
    const QString subject = paths.size() == 1 ? QFileInfo(paths.first()).fileName() : QString::number(paths.size());
    Job *job = start(importKind, subject, [workspace = m_workspace, list, complete, report](Feedback &feedback) {
        return importPaths(workspace->store(), list, complete, feedback, *report);
    });
    m_importReports.insert(job->id(), report);
    m_timer.start();
    return job;
}

Job *WorkspaceJobs::startExport(const QString &target, const ExportOptions &options, const SelectionRequest &set)
{
    const auto report = std::make_shared<ExportReport>();
    ExportOptions complete = options;
    complete.parquetProgram = m_parquetWorker.toStdString();
    Job *job = start(
        exportKind, QFileInfo(target).fileName(),
        [workspace = m_workspace, set, target = target.toStdString(), complete, report](Feedback &feedback) -> Status {
            const auto selection = PRIMER_TRY(selectSamples(*workspace, set, feedback));
            *report = PRIMER_TRY(exportDataset(workspace->store(), selection, target, complete, feedback));
            return success();
        });
    m_exportReports.insert(job->id(), report);
    return job;
}

void WorkspaceJobs::startIndex(std::int64_t samples)
{
    if (isRunning(indexKind) || std::int64_t(m_workspace->query().index().indexedUpTo()) >= samples)
        return;
    start(indexKind, {}, [workspace = m_workspace](Feedback &feedback) { return workspace->buildIndex(feedback); });
}

ImportReport WorkspaceJobs::importReport(const Job *job) const
{
    const auto report = m_importReports.value(job->id());
    return report && job->state() != JobState::Running ? *report : ImportReport();
}

ExportReport WorkspaceJobs::exportReport(const Job *job) const
{
    const auto report = m_exportReports.value(job->id());
    return report && job->state() != JobState::Running ? *report : ExportReport();
}

} // namespace primer
