#include "ui/session/training_runs.h"

#include <algorithm>
#include <utility>

#include "core/jobs/background.h"
#include "core/runs/run_upkeep.h"

namespace primer {

namespace {

constexpr int watchedLookMs = 500;
constexpr int hiddenLookMs = 2000;

using Runs = std::vector<KnownRun>;

/// What does not change while no event comes is taken from the look before.
KnownRun known(const RunSummary &summary, const Runs &before)
{
    KnownRun run;
    run.summary = summary;
    run.folder = QString::fromStdString(summary.folder);
    run.title = QString::fromStdString(runTitle(summary.folder));
    run.notes = QString::fromStdString(runNotes(summary.folder));
    const auto earlier = std::find_if(before.begin(), before.end(),
                                      [&run](const KnownRun &other) { return other.folder == run.folder; });
    const bool isStill = earlier != before.end() && earlier->summary.last.time == summary.last.time
                         && earlier->summary.isRunning == summary.isRunning;
    if (summary.last.kind == RunEvent::Kind::Step)
        run.lastStep = summary.last;
    else
        run.lastStep = isStill ? earlier->lastStep : primer::lastStep(summary.folder + "/events.jsonl");
    if (isStill && !summary.isRunning) {
        run.steps = earlier->steps;
    } else {
        const auto config = readRunConfig(summary.folder);
        run.steps = config ? config->steps : 0;
    }
    return run;
}

} // namespace

bool KnownRun::isSameAs(const KnownRun &other) const
{
    return folder == other.folder && title == other.title && notes == other.notes && steps == other.steps
           && summary.state == other.summary.state && summary.failure == other.summary.failure
           && summary.last.time == other.summary.last.time && summary.last.step == other.summary.last.step
           && summary.last.kind == other.summary.last.kind;
}

TrainingRuns::TrainingRuns(QString workspaceFolder, QObject *parent)
    : QObject(parent), m_workspaceFolder(std::move(workspaceFolder))
{
    connect(&m_timer, &QTimer::timeout, this, &TrainingRuns::refresh);
    m_timer.start(hiddenLookMs);
    refresh();
}

void TrainingRuns::setWatched(bool isWatched)
{
    m_timer.start(isWatched ? watchedLookMs : hiddenLookMs);
    if (isWatched)
        refresh();
}

void TrainingRuns::refresh()
{
    if (std::exchange(m_isLooking, true))
        return;
    inBackground(
        this,
        [folder = m_workspaceFolder.toStdString(), before = m_runs]() -> Result<Runs> {
            Runs runs;
            for (const RunSummary &summary : listRuns(folder))
                runs.push_back(known(summary, before));
            return runs;
        },
        [this](const Result<Runs> &runs) {
            m_isLooking = false;
            if (!runs)
                return; // in the log; the next look may do better
            m_runs = *runs;
            m_hasLooked = true;
            Q_EMIT looked();
        });
}

std::vector<QString> TrainingRuns::namesOfRunning() const
{
    std::vector<QString> names;
    for (const KnownRun &run : m_runs) {
        if (run.summary.isRunning)
            names.push_back(run.title);
    }
    return names;
}

void TrainingRuns::stop(const QString &folder)
{
    inBackground(
        this, [folder = folder.toStdString()] { return sendToRun(folder, "stop"); },
        [this](const Status &sent) {
            if (!sent)
                Q_EMIT failed(sent.error());
        });
}

} // namespace primer
