#include "ui/session/workspace_session.h"

#include <utility>

#include "core/jobs/background.h"

namespace primer {

namespace {

// Keys of SessionState. "browse" and "label" held the set and the place in the queue before they had keys of their own.
const QString setKey = QStringLiteral("set"), olderSetKey = QStringLiteral("browse");
const QString queueKey = QStringLiteral("judging"), olderQueueKey = QStringLiteral("label");
const QString cutKey = QStringLiteral("quality");

} // namespace

WorkspaceSession::WorkspaceSession(std::unique_ptr<Workspace> workspace, const std::string &state,
                                   const QString &parquetWorker, QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace)), m_state(m_workspace, state), m_set(m_workspace),
      m_lists(m_workspace), m_judging(m_workspace), m_queue(m_workspace, m_set, m_lists, m_judging),
      m_cut(m_workspace, m_set), m_trainings(folder()), m_bulk(m_workspace, m_jobs, m_judging, m_lists),
      m_jobs(m_workspace, parquetWorker)
{
    restore();
    connectState();
    connectErrors();
    connect(&m_judging, &Judging::judged, this, [this] { countJudgements(1); });
    connect(&m_judging, &Judging::undone, this, [this] { countJudgements(-1); });
    connect(&m_bulk, &BulkWork::judged, this, &WorkspaceSession::countJudgements);
    connect(&m_bulk, &BulkWork::undone, this, [this](int samples) { countJudgements(-samples); });
    connect(&m_bulk, &BulkWork::labelsChanged, this, &WorkspaceSession::noteColumnsChanged);
    connect(&m_jobs, &WorkspaceJobs::importProgressed, this, [this] {
        loadCounts(false);
        const bool isQuick = m_set.value().search().text.empty() && !m_set.nearDuplicates();
        if (!m_set.isQuerying() && isQuick)
            m_set.refresh();
    });
    connect(&m_jobs, &WorkspaceJobs::importFinished, this, [this] {
        m_set.refresh();
        m_lists.reload();
        loadCounts(true);
    });
    connect(&m_jobs, &JobList::jobFinished, this, [this](const Job *job) {
        if (job->kind() == QLatin1String("demo"))
            noteColumnsChanged(); // it labels and scores as well
    });
    m_lists.reload();
    loadCounts(true); // an index that an earlier run left unfinished is completed now
}

WorkspaceSession::WaitsForReads::~WaitsForReads() { interactivePool().waitForDone(); }

void WorkspaceSession::restore()
{
    const auto stored = [this](const QString &key, const QString &older) {
        const QJsonValue value = m_state.value(key);
        return (value.isObject() ? value : m_state.value(older)).toObject();
    };
    m_cut.restore(m_state.value(cutKey).toObject());
    m_queue.restore(stored(queueKey, olderQueueKey));
    const QJsonObject set = stored(setKey, olderSetKey);
    m_set.restore(set);
    if (!set.contains(QStringLiteral("parts")))
        takeOlderExport(m_state.value(QStringLiteral("export")).toObject());
    // Under their own keys from now on: the pages write over the older ones.
    m_state.setValue(setKey, m_set.toJson());
    m_state.setValue(queueKey, m_queue.toJson());
}

/// Threshold and near-duplicates were chosen beside the set, on the page of the export.
void WorkspaceSession::takeOlderExport(const QJsonObject &stored)
{
    SampleSet set = m_set.value();
    if (const QString threshold = stored.value(QStringLiteral("threshold")).toString(); !threshold.isEmpty())
        set.put(SetPart::threshold(threshold.toStdString()));
    if (stored.value(QStringLiteral("drops_copies")).toBool())
        set.put(SetPart::nearDuplicatesLeftOut());
    m_set.change(set);
}

void WorkspaceSession::connectState()
{
    connect(&m_set, &CurrentSet::valueChanged, this, [this] { m_state.setValue(setKey, m_set.toJson()); });
    connect(&m_queue, &JudgingQueue::progressChanged, this, [this] { m_state.setValue(queueKey, m_queue.toJson()); });
    connect(&m_queue, &JudgingQueue::currentChanged, this, [this] { m_state.setValue(queueKey, m_queue.toJson()); });
    const auto storeCut = [this] { m_state.setValue(cutKey, m_cut.toJson()); };
    connect(&m_cut, &CutModel::cutChanged, this, storeCut);
    connect(&m_cut, &CutModel::rulesChanged, this, storeCut);
}

void WorkspaceSession::connectErrors()
{
    connect(&m_state, &SessionState::failed, this, &WorkspaceSession::failed);
    connect(&m_lists, &WorkspaceLists::failed, this, &WorkspaceSession::failed);
    connect(&m_judging, &Judging::failed, this, &WorkspaceSession::failed);
    connect(&m_queue, &JudgingQueue::failed, this, &WorkspaceSession::failed);
    connect(&m_cut, &CutModel::failed, this, &WorkspaceSession::failed);
    connect(&m_trainings, &TrainingRuns::failed, this, &WorkspaceSession::failed);
    connect(&m_jobs, &WorkspaceJobs::cannotGoOn, this, &WorkspaceSession::failed);
}

void WorkspaceSession::countJudgements(int by)
{
    m_counts.judgements += by;
    Q_EMIT countsChanged();
}

void WorkspaceSession::loadCounts(bool thenIndexes)
{
    inBackground(
        this, [workspace = m_workspace] { return workspace->counts(); },
        [this, thenIndexes](const Result<WorkspaceCounts> &counts) {
            if (!counts) {
                Q_EMIT failed(counts.error());
                return;
            }
            m_counts = *counts;
            m_areCountsKnown = true;
            Q_EMIT countsChanged();
            if (thenIndexes)
                m_jobs.startIndex(m_counts.samples);
        });
}

void WorkspaceSession::noteColumnsChanged()
{
    Q_EMIT columnsChanged();
    m_set.refresh();
    m_cut.noteColumnsChanged();
}

} // namespace primer
