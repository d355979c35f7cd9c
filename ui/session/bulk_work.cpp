#include "ui/session/bulk_work.h"

#include <utility>

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

struct Judged {
    JudgementRange range;
    std::vector<SampleId> undone;
    std::optional<CurrentLabel> only; ///< of the sample when it is one
};

/// What a single sample's row says now; nothing when it cannot be read, and the columns are read anew.
std::optional<CurrentLabel> labelOf(Workspace &workspace, SampleId sample)
{
    const auto rows = workspace.store().read(fetchRows, std::span(&sample, 1));
    if (!rows || rows->empty())
        return std::nullopt;
    return CurrentLabel{sample, rows->front().label, rows->front().verdict};
}

} // namespace

BulkWork::BulkWork(std::shared_ptr<Workspace> workspace, WorkspaceJobs &jobs, Judging &judging, WorkspaceLists &lists,
                   QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace)), m_jobs(jobs), m_judging(judging), m_lists(lists)
{}

void BulkWork::run(const QString &kind, const QString &subject, std::size_t samples, Work work, Then then)
{
    if (samples < jobFrom) {
        inBackground(
            this,
            [work = std::move(work)] {
                Feedback feedback;
                return work(feedback);
            },
            std::move(then));
        return;
    }
    Job *job = m_jobs.start(kind, subject, [work = std::move(work)](JobFeedback &feedback) { return work(feedback); });
    connect(job, &Job::finished, this,
            [job, then = std::move(then)] { then(job->state() == JobState::Done ? success() : Status(job->error())); });
}

void BulkWork::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    Q_EMIT stateChanged();
}

void BulkWork::tellLabels(const std::optional<CurrentLabel> &only)
{
    if (only)
        m_judging.noteLabel(*only);
    else
        Q_EMIT labelsChanged();
}

void BulkWork::judge(const Judgement &like, Samples samples)
{
    if (m_isBusy || samples.empty())
        return;
    setBusy(true);
    const std::size_t count = samples.size();
    const auto judged = std::make_shared<Judged>();
    run(
        QStringLiteral("judge"), QString::number(count), count,
        [workspace = m_workspace, like, samples = std::move(samples), judged](Feedback &feedback) -> Status {
            judged->range = PRIMER_TRY(workspace->judgeAll(like, samples, feedback));
            if (samples.size() == 1)
                judged->only = labelOf(*workspace, samples.front());
            return success();
        },
        [this, like, judged](const Status &status) {
            if (status)
                m_done.push_back(judged->range);
            setBusy(false);
            if (!status) {
                Q_EMIT failed(status.error());
                return;
            }
            tellLabels(judged->only);
            Q_EMIT this->judged(int(judged->range.count), like);
        });
}

void BulkWork::undoLast()
{
    if (!canUndo())
        return;
    setBusy(true);
    const JudgementRange range = m_done.back();
    const auto taken = std::make_shared<Judged>();
    run(
        QStringLiteral("unjudge"), QString::number(range.count), std::size_t(range.count),
        [workspace = m_workspace, range, taken](Feedback &feedback) -> Status {
            taken->undone = PRIMER_TRY(workspace->undoAll(range, feedback));
            if (taken->undone.size() == 1)
                taken->only = labelOf(*workspace, taken->undone.front());
            return success();
        },
        [this, taken](const Status &status) {
            // One that was taken back elsewhere would stand in the way of those before it.
            if (status || status.error().code == ErrorCode::NotFound)
                m_done.pop_back();
            setBusy(false);
            if (!status) {
                Q_EMIT failed(status.error());
                return;
            }
            tellLabels(taken->only);
            Q_EMIT undone(int(taken->undone.size()));
        });
}

void BulkWork::createQueue(const QString &name, Samples samples, std::function<void(std::int64_t)> then)
{
    const std::size_t count = samples.size();
    const auto queue = std::make_shared<std::int64_t>(0);
    run(
        QStringLiteral("queue"), name, count,
        [workspace = m_workspace, text = name.toStdString(), samples = std::move(samples),
         queue](Feedback &) -> Status {
            *queue = PRIMER_TRY(workspace->createQueueOf(text, samples));
            return success();
        },
        [this, name, count, queue, then = std::move(then)](const Status &status) {
            if (!status) {
                Q_EMIT failed(status.error());
                return;
            }
            m_lists.reload();
            if (then)
                then(*queue);
            else
                Q_EMIT queued(name, qint64(count));
        });
}

void BulkWork::addToQueue(std::int64_t queue, const QString &name, Samples samples)
{
    const std::size_t count = samples.size();
    const auto added = std::make_shared<std::int64_t>(0);
    run(
        QStringLiteral("queue"), name, count,
        [workspace = m_workspace, queue, samples = std::move(samples), added](Feedback &feedback) -> Status {
            *added = PRIMER_TRY(workspace->addToQueue(queue, samples, feedback));
            return success();
        },
        [this, queue, name, added](const Status &status) {
            if (!status) {
                Q_EMIT failed(status.error());
                return;
            }
            m_lists.reload();
            if (*added > 0)
                m_lists.noteExtended(queue);
            Q_EMIT queued(name, qint64(*added));
        });
}

} // namespace primer
