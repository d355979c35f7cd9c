#include "ui/models/workspace_session.h"

#include <algorithm>
#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QMetaObject>
#include <QPointer>

#include "core/exporters/dataset_export.h"
#include "core/importers/import_run.h"
#include "core/jobs/background.h"
#include "core/storage/sample_store.h"
#include "core/workspace/selection.h"

namespace primer {

namespace {

constexpr int stateDelayMs = 2000;
constexpr int jobRefreshMs = 1500;
constexpr const char *stateKey = "session";

std::string utf8(const QString &text) { return text.toStdString(); }

} // namespace

WorkspaceSession::WorkspaceSession(std::unique_ptr<Workspace> workspace, const std::string &state,
                                   QString parquetWorker, QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace)), m_parquetWorker(std::move(parquetWorker))
{
    m_stateTimer.setSingleShot(true);
    m_stateTimer.setInterval(stateDelayMs);
    connect(&m_stateTimer, &QTimer::timeout, this, &WorkspaceSession::flushState);
    m_jobTimer.setInterval(jobRefreshMs);
    connect(&m_jobTimer, &QTimer::timeout, this, &WorkspaceSession::whileJobsRun);
    connect(&m_jobs, &JobList::jobFinished, this, &WorkspaceSession::onJobFinished);
    m_state = QJsonDocument::fromJson(QByteArray::fromStdString(state)).object();
    reloadLists();
    loadCounts();
}

WorkspaceSession::~WorkspaceSession()
{
    if (m_queryFeedback)
        m_queryFeedback->cancel();
    flushState();
    m_jobs.cancelAllAndWait();
}

void WorkspaceSession::setSpec(const QuerySpec &spec)
{
    m_spec = spec;
    run();
}

void WorkspaceSession::refresh() { run(); }

void WorkspaceSession::run()
{
    if (m_queryFeedback)
        m_queryFeedback->cancel();
    const quint64 generation = ++m_generation;
    const auto feedback = std::make_shared<Feedback>();
    m_queryFeedback = feedback;
    Q_EMIT queryStarted();
    const QPointer<WorkspaceSession> self(this);
    const auto partial = [self, generation](std::shared_ptr<const RowSet> soFar) {
        QMetaObject::invokeMethod(qApp, [self, generation, soFar] {
            // A part that is delivered after the whole must not take its place.
            if (!self || self->m_generation != generation || !self->m_queryFeedback)
                return;
            self->m_rows = soFar;
            Q_EMIT self->rowsChanged();
        });
    };
    inBackground(
        this,
        [workspace = m_workspace, spec = m_spec, feedback, partial] {
            return workspace->query().run(spec, *feedback, partial);
        },
        [this, generation](const Result<std::shared_ptr<const RowSet>> &answer) {
            if (generation != m_generation)
                return; // a newer question was asked meanwhile
            m_queryFeedback.reset();
            if (!answer) {
                Q_EMIT queryFailed(answer.error());
                return;
            }
            m_rows = *answer;
            Q_EMIT rowsChanged();
        });
}

void WorkspaceSession::loadCounts()
{
    inBackground(
        this, [workspace = m_workspace] { return workspace->counts(); },
        [this](const Result<WorkspaceCounts> &counts) {
            if (!counts)
                return;
            m_counts = *counts;
            Q_EMIT countsChanged();
        });
}

void WorkspaceSession::judge(const Judgement &judgement)
{
    inBackground(
        this, [workspace = m_workspace, judgement] { return workspace->judge(judgement); },
        [this, judgement](const Result<std::int64_t> &id) {
            if (!id) {
                Q_EMIT judgementFailed(judgement, id.error());
                return;
            }
            Judgement stored = judgement;
            stored.id = *id;
            ++m_counts.judgements;
            Q_EMIT judged(stored);
            Q_EMIT sampleChanged(stored.sample);
            Q_EMIT countsChanged();
            if (stored.queue)
                reloadLists();
        });
}

void WorkspaceSession::undo(std::int64_t judgement)
{
    inBackground(
        this, [workspace = m_workspace, judgement] { return workspace->undo(judgement); },
        [this, judgement](const Result<SampleId> &sample) {
            if (!sample) {
                Q_EMIT storeFailed(sample.error());
                return;
            }
            --m_counts.judgements;
            Q_EMIT undone(judgement, *sample);
            Q_EMIT sampleChanged(*sample);
            Q_EMIT countsChanged();
            reloadLists();
        });
}

void WorkspaceSession::saveDraft(SampleId sample, const QString &note)
{
    if (m_workspace->isReadOnly())
        return;
    // Enqueued, not waited for: the writer thread stores it in order.
    m_workspace->store().enqueue(Durability::Durable, [sample, text = utf8(note)](Connection &connection) {
        return primer::saveDraft(connection, sample, text);
    });
}

Job *WorkspaceSession::startImport(const QStringList &paths, const ImportOptions &options)
{
    std::vector<std::string> list;
    for (const QString &path : paths)
        list.push_back(utf8(path));
    ImportOptions complete = options;
    complete.parquetWorker = utf8(m_parquetWorker);
    const auto report = std::make_shared<ImportReport>();
    const QString subject = paths.size() == 1 ? QFileInfo(paths.first()).fileName() : QString::number(paths.size());
    Job *job = m_jobs.start(QStringLiteral("import"), subject,
                            [workspace = m_workspace, list, complete, report](Feedback &feedback) {
                                return importPaths(workspace->store(), list, complete, feedback, *report);
                            });
    m_importReports.insert(job->id(), report);
    m_jobTimer.start();
    return job;
}

Job *WorkspaceSession::startExport(const QString &target, const ExportOptions &options, const SelectionRequest &set)
{
    const auto report = std::make_shared<ExportReport>();
    ExportOptions complete = options;
    complete.parquetProgram = utf8(m_parquetWorker);
    Job *job = m_jobs.start(
        QStringLiteral("export"), QFileInfo(target).fileName(),
        [workspace = m_workspace, set, target = utf8(target), complete, report](Feedback &feedback) mutable -> Status {
            const auto selection = selectSamples(*workspace, set, feedback);
            if (!selection)
                return selection.error();
            const auto done = exportDataset(workspace->store(), *selection, target, complete, feedback);
            if (!done)
                return done.error();
            *report = *done;
            return success();
        });
    m_exportReports.insert(job->id(), report);
    return job;
}

void WorkspaceSession::startIndex()
{
    for (const auto &job : m_jobs.jobs()) {
        if (job->kind() == QLatin1String("index") && job->state() == JobState::Running)
            return;
    }
    if (m_workspace->query().index().indexedUpTo() >= m_counts.samples)
        return;
    m_jobs.start(QStringLiteral("index"), {},
                 [workspace = m_workspace](Feedback &feedback) { return workspace->buildIndex(feedback); });
}

ImportReport WorkspaceSession::importReport(const Job *job) const
{
    const auto report = m_importReports.value(job->id());
    return report && job->state() != JobState::Running ? *report : ImportReport();
}

ExportReport WorkspaceSession::exportReport(const Job *job) const
{
    const auto report = m_exportReports.value(job->id());
    return report && job->state() != JobState::Running ? *report : ExportReport();
}

void WorkspaceSession::whileJobsRun()
{
    bool importing = false;
    for (const auto &job : m_jobs.jobs())
        importing = importing || (job->kind() == QLatin1String("import") && job->state() == JobState::Running);
    if (!importing) {
        m_jobTimer.stop();
        return;
    }
    loadCounts();
    if (!isQuerying() && m_spec.search.text.empty())
        refresh();
}

void WorkspaceSession::onJobFinished(Job *job)
{
    if (job->kind() != QLatin1String("import"))
        return;
    refresh();
    reloadLists();
    inBackground(
        this, [workspace = m_workspace] { return workspace->counts(); },
        [this](const Result<WorkspaceCounts> &counts) {
            if (!counts)
                return;
            m_counts = *counts;
            Q_EMIT countsChanged();
            startIndex();
        });
}

void WorkspaceSession::saveView(const SavedView &view)
{
    inBackground(
        this,
        [workspace = m_workspace, view] {
            return workspace->store().write(
                Durability::Durable, [&view](Connection &connection) { return primer::saveView(connection, view); });
        },
        [this](const Status &status) {
            if (!status)
                Q_EMIT storeFailed(status.error());
            reloadLists();
        });
}

void WorkspaceSession::removeView(const QString &name)
{
    inBackground(
        this,
        [workspace = m_workspace, text = utf8(name)] {
            return workspace->store().write(
                Durability::Durable, [&text](Connection &connection) { return primer::removeView(connection, text); });
        },
        [this](const Status &) { reloadLists(); });
}

void WorkspaceSession::createQueue(const QueueRequest &request)
{
    inBackground(
        this, [workspace = m_workspace, request, rows = m_rows] { return workspace->createQueue(request, rows->ids); },
        [this](const Result<std::int64_t> &queue) { tellQueue(queue); });
}

void WorkspaceSession::createQueueOf(const QString &name, const std::vector<SampleId> &samples)
{
    inBackground(
        this, [workspace = m_workspace, name = utf8(name), samples] { return workspace->createQueueOf(name, samples); },
        [this](const Result<std::int64_t> &queue) { tellQueue(queue); });
}

void WorkspaceSession::tellQueue(const Result<std::int64_t> &queue)
{
    if (!queue) {
        Q_EMIT storeFailed(queue.error());
        return;
    }
    reloadLists();
    Q_EMIT queueCreated(*queue);
}

void WorkspaceSession::noteColumnsChanged()
{
    Q_EMIT columnsChanged();
    refresh();
}

void WorkspaceSession::reloadLists()
{
    struct Lists {
        std::vector<SavedView> views;
        std::vector<Queue> queues;
    };
    inBackground(
        this,
        [workspace = m_workspace]() -> Result<Lists> {
            auto reader = workspace->store().reader();
            if (!reader)
                return reader.error();
            auto views = listViews(**reader);
            if (!views)
                return views.error();
            auto queues = listQueues(**reader);
            if (!queues)
                return queues.error();
            return Lists{std::move(*views), std::move(*queues)};
        },
        [this](const Result<Lists> &lists) {
            if (!lists)
                return;
            m_views = lists->views;
            m_queues = lists->queues;
            Q_EMIT viewsChanged();
            Q_EMIT queuesChanged();
        });
}

std::string WorkspaceSession::storedState(Workspace &workspace)
{
    auto reader = workspace.store().reader();
    if (!reader)
        return {};
    const Result<std::string> stored = loadSetting(**reader, stateKey);
    return stored ? *stored : std::string();
}

void WorkspaceSession::setState(const QString &key, const QJsonValue &value)
{
    if (m_state.value(key) == value)
        return;
    m_state.insert(key, value);
    if (!m_stateTimer.isActive())
        m_stateTimer.start();
}

void WorkspaceSession::flushState()
{
    m_stateTimer.stop();
    if (m_workspace->isReadOnly())
        return;
    m_workspace->store().enqueue(Durability::Durable,
                                 [text = QJsonDocument(m_state).toJson(QJsonDocument::Compact).toStdString()](
                                     Connection &connection) { return saveSetting(connection, stateKey, text); });
}

} // namespace primer
