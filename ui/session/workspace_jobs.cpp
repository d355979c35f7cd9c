#include "ui/session/workspace_jobs.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include "core/demo/demo.h"
#include "core/exporters/dataset_export.h"
#include "core/importers/import_run.h"
#include "core/workspace/selection.h"
#include "ui/session/job_log.h"
#include "ui/session/kept_choice.h"

namespace primer {

namespace {

constexpr int lookEveryMs = 1500;
const QString importKind = QStringLiteral("import");
const QString exportKind = QStringLiteral("export");
const QString indexKind = QStringLiteral("index");
const QString labelKind = QStringLiteral("label");
const QString demoKind = QStringLiteral("demo");
const QString synthesisKind = QStringLiteral("synthesis");
const QString acceptedKind = QStringLiteral("accepted"); ///< rows of synthesis that become samples

std::string continuationOf(const QStringList &paths, const ImportOptions &options)
{
    QJsonObject mapping;
    for (const auto &[field, column] : options.mapping)
        mapping.insert(QString::fromStdString(field), QString::fromStdString(column));
    const QJsonObject json{{QStringLiteral("paths"), QJsonArray::fromStringList(paths)},
                           {QStringLiteral("format"), QString::fromStdString(options.format)},
                           {QStringLiteral("mapping"), mapping}};
    return compactJson(json);
}

ImportOptions optionsOf(const QJsonObject &continuation)
{
    ImportOptions options;
    options.format = continuation.value(QStringLiteral("format")).toString().toStdString();
    const QJsonObject mapping = continuation.value(QStringLiteral("mapping")).toObject();
    for (auto field = mapping.begin(); field != mapping.end(); ++field)
        options.mapping[field.key().toStdString()] = field.value().toString().toStdString();
    return options;
}

void tellFigures(JobFeedback &feedback, const ImportReport &report)
{
    feedback.setFigure("added", report.added);
    feedback.setFigure("duplicates", report.duplicates);
    feedback.setFigure("rejected", report.quarantined);
    feedback.setFigure("rows", report.rows);
    feedback.setFigure("joined", report.joined);
    std::int64_t passedOver = 0;
    for (const auto &[rule, count] : report.passedOver)
        passedOver += count;
    feedback.setFigure("passed_over", passedOver);
    feedback.setFigure("side_files", std::int64_t(report.sideFiles.size()));
    feedback.setFigure("bytes", report.bytes);
}

QString fileName(const QString &path) { return QFileInfo(path).fileName(); }

} // namespace

WorkspaceJobs::WorkspaceJobs(std::shared_ptr<Workspace> workspace, QString parquetWorker, QObject *parent)
    : JobList(parent), m_workspace(std::move(workspace)), m_parquetWorker(std::move(parquetWorker)),
      m_log(new JobLog(m_workspace, *this))
{
    m_timer.setInterval(lookEveryMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (isImporting())
            Q_EMIT importProgressed();
        else
            m_timer.stop();
    });
    connect(this, &JobList::jobFinished, this, [this](const Job *job) {
        if (job->kind() == importKind || job->kind() == demoKind || job->kind() == acceptedKind)
            Q_EMIT importFinished();
    });
    connect(this, &JobList::jobStarted, this, [this](const Job *job) { forgetWhatGoesOn(*job); });
    connect(m_log, &JobLog::loaded, this, &WorkspaceJobs::earlierJobsLoaded);
    setContinuation(importKind, this, [this](const QJsonObject &continuation) {
        startImport(continuation.value(QStringLiteral("paths")).toVariant().toStringList(), optionsOf(continuation));
    });
    setContinuation(demoKind, this, [this](const QJsonObject &) { startDemo(); });
    setContinuation(exportKind, this, [this](const QJsonObject &continuation) {
        const auto kept = KeptExport::fromJson(continuation);
        if (kept)
            startExport(kept->target, kept->options, kept->set);
        else
            Q_EMIT cannotGoOn(kept.error());
    });
}

WorkspaceJobs::~WorkspaceJobs()
{
    QList<int> cancelled;
    for (const auto &job : jobs()) {
        if (job->isActive() && job->feedback().isCancelled())
            cancelled.append(job->id());
    }
    cancelAllAndWait();
    m_log->keepAtTheEnd(cancelled);
}

bool WorkspaceJobs::isImporting() const { return isRunning(importKind) || isRunning(demoKind); }

void WorkspaceJobs::setContinuation(const QString &kind, QObject *context, GoOn goOn)
{
    m_continuations.insert(kind, {context, std::move(goOn)});
    Q_EMIT offersChanged();
}

bool WorkspaceJobs::canGoOn(const Job &job) const
{
    if (job.isActive() || m_workspace->isReadOnly() || job.state() == JobState::Done)
        return false;
    if ((job.kind() == labelKind || job.kind() == synthesisKind) && isRunning(job.kind()))
        return false; // one at a time
    return job.hasAgain()
           || (!job.record().continuation.empty() && m_continuations.value(job.kind()).context != nullptr);
}

void WorkspaceJobs::goOn(Job *job)
{
    if (!canGoOn(*job))
        return;
    const std::size_t before = jobs().size();
    if (job->hasAgain()) {
        job->doAgain();
    } else {
        const QByteArray continuation = QByteArray::fromStdString(job->record().continuation);
        const GoOn goOn = m_continuations.value(job->kind()).goOn;
        goOn(QJsonDocument::fromJson(continuation).object());
    }
    if (jobs().size() > before)
        forget(job);
}

void WorkspaceJobs::forget(Job *job)
{
    job->forgetContinuation();
    m_log->keep(*job);
    Q_EMIT offersChanged();
}

void WorkspaceJobs::forgetWhatGoesOn(const Job &begun)
{
    const JobRecord record = begun.record();
    if (record.continuation.empty())
        return;
    for (const auto &job : jobs()) {
        if (!job->isActive() && job->kind() == record.kind && job->record().continuation == record.continuation)
            forget(job.get());
    }
}

std::vector<Job *> WorkspaceJobs::interrupted() const
{
    std::vector<Job *> found;
    for (const auto &job : jobs()) {
        if (job->state() == JobState::Interrupted && canGoOn(*job))
            found.push_back(job.get());
    }
    return found;
}

bool WorkspaceJobs::isRunning(const QString &kind) const
{
    return std::any_of(jobs().begin(), jobs().end(),
                       [&kind](const auto &job) { return job->kind() == kind && job->isActive(); });
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
    const QString subject = paths.size() == 1 ? fileName(paths.first()) : QString::number(paths.size());
    Job *job = start(importKind, subject, continuationOf(paths, options),
                     [workspace = m_workspace, list, complete, report](JobFeedback &feedback) {
                         const Status imported = importPaths(workspace->store(), list, complete, feedback, *report);
                         tellFigures(feedback, *report);
                         return imported;
                     });
    m_timer.start();
    return job;
}

Job *WorkspaceJobs::startExport(const QString &target, const ExportOptions &options, const SelectionRequest &set)
{
    const auto report = std::make_shared<ExportReport>();
    ExportOptions complete = options;
    complete.parquetProgram = m_parquetWorker.toStdString();
    Job *job = start(exportKind, fileName(target), KeptExport{target, options, set}.toJson(),
                     [workspace = m_workspace, set, target = target.toStdString(), complete,
                      report](JobFeedback &feedback) -> Status {
                         feedback.addLine(target);
                         const auto selection = PRIMER_TRY(selectSamples(*workspace, set, feedback));
                         *report = PRIMER_TRY(exportDataset(workspace->store(), selection, target, complete, feedback));
                         feedback.setFigure("samples", report->samples);
                         feedback.setFigure("left_out", report->leftOutByLicence);
                         return success();
                     });
    job->setAgain(this, [this, target, options, set] { startExport(target, options, set); });
    m_exportReports.insert(job->id(), report);
    return job;
}

Job *WorkspaceJobs::startDemo()
{
    const std::string folder = QFileInfo(QString::fromStdString(m_workspace->folder())).absolutePath().toStdString();
    Job *job = start(
        demoKind, {}, "{}",
        [workspace = m_workspace, folder, program = m_parquetWorker.toStdString()](JobFeedback &feedback) -> Status {
            const DemoReport report = PRIMER_TRY(fillDemo(*workspace, folder, {}, program, feedback));
            feedback.setFigure("added", report.added);
            feedback.setFigure("rejected", report.quarantined);
            feedback.setFigure("labelled", report.labelled);
            feedback.setFigure("samples", report.exported);
            return success();
        });
    m_timer.start();
    return job;
}

void WorkspaceJobs::startIndex(std::int64_t samples)
{
    if (isRunning(indexKind) || std::int64_t(m_workspace->query().index().indexedUpTo()) >= samples)
        return;
    start(indexKind, {}, [workspace = m_workspace](Feedback &feedback) { return workspace->buildIndex(feedback); });
}

ExportReport WorkspaceJobs::exportReport(const Job *job) const
{
    const auto report = m_exportReports.value(job->id());
    return report && !job->isActive() ? *report : ExportReport();
}

} // namespace primer
