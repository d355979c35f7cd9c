#include "ui/main_window/training_rows.h"

#include <algorithm>

#include "ui/main_window/job_texts.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr std::size_t maxRates = 120;

bool isProblem(const RunSummary &run)
{
    return run.state == RunState::Failed || run.state == RunState::BadLoss || run.state == RunState::Interrupted;
}

int shareOf(const KnownRun &run, int whole)
{
    return run.steps > 0 ? int(std::min(1.0, double(run.lastStep.step) / double(run.steps)) * whole) : -1;
}

} // namespace

TrainingRows::TrainingRows(WorkspaceSession &session, QWidget *parent)
    : QObject(parent), m_session(session), m_parent(parent)
{
    connect(&session.trainings(), &TrainingRuns::looked, this, &TrainingRows::take);
}

JobRow *TrainingRows::row(const QString &folder) const
{
    const auto found = m_rows.find(folder);
    return found == m_rows.end() ? nullptr : found->second.row;
}

JobState TrainingRows::stateOf(const RunSummary &run)
{
    switch (run.state) {
    case RunState::New: return JobState::Waiting;
    case RunState::Running: return JobState::Running;
    case RunState::Finished: return JobState::Done;
    case RunState::Stopped: return JobState::Cancelled;
    case RunState::BadLoss:
    case RunState::Failed: return JobState::Failed;
    case RunState::Interrupted: break;
    }
    return JobState::Interrupted;
}

/// It trains, or has moved on since the window opened: one may fail between two looks.
bool TrainingRows::isOfThisWindow(const KnownRun &run) const
{
    if (run.summary.isRunning || m_rows.contains(run.folder))
        return true;
    const auto before = m_atOpening.find(run.folder);
    return run.summary.state != RunState::New
           && (before == m_atOpening.end() || before->second.summary.state != run.summary.state
               || before->second.summary.last.time != run.summary.last.time);
}

void TrainingRows::take()
{
    const std::vector<KnownRun> &runs = m_session.trainings().runs();
    if (!m_hasLooked) {
        m_hasLooked = true;
        for (const KnownRun &run : runs) {
            if (!run.summary.isRunning)
                m_atOpening.emplace(run.folder, run);
        }
    }
    const std::size_t before = m_rows.size();
    const auto isThere = [&runs](const QString &folder) {
        return std::any_of(runs.begin(), runs.end(), [&](const KnownRun &run) { return run.folder == folder; });
    };
    std::erase_if(m_rows, [&](const auto &entry) {
        if (isThere(entry.first))
            return false;
        delete entry.second.row;
        return true;
    });
    bool isNew = m_rows.size() != before;
    for (const KnownRun &run : runs) {
        const auto shown = m_rows.find(run.folder);
        if (!isOfThisWindow(run) || (shown != m_rows.end() && shown->second.run.isSameAs(run)))
            continue;
        const bool wasProblem = shown != m_rows.end() && isProblem(shown->second.run.summary);
        fill(show(run));
        if (isProblem(run.summary) && !wasProblem)
            Q_EMIT problemSeen();
        isNew = true;
    }
    if (isNew)
        Q_EMIT changed();
}

TrainingRows::Shown &TrainingRows::show(const KnownRun &run)
{
    Shown &shown = m_rows[run.folder];
    shown.run = run;
    if (!shown.row) {
        shown.row = new JobRow(m_parent);
        const QString folder = run.folder;
        connect(shown.row, &JobRow::cancelClicked, this, [this, folder] { m_session.trainings().stop(folder); });
        connect(shown.row, &JobRow::showMeClicked, this, [this, folder] { Q_EMIT runWanted(folder); });
        connect(shown.row, &JobRow::goOnClicked, this, [this, folder] { Q_EMIT continueWanted(folder); });
        Q_EMIT rowMade(shown.row);
    }
    if (run.summary.isRunning && run.lastStep.tokensPerSecond > 0) {
        shown.rates.push_back(run.lastStep.tokensPerSecond);
        if (shown.rates.size() > maxRates)
            shown.rates.erase(shown.rates.begin());
    }
    return shown;
}

QString TrainingRows::facts(const KnownRun &run)
{
    const RunEvent &last = run.lastStep;
    const QString step = tr("step %1 of %2").arg(HumanText::count(last.step), HumanText::count(run.steps));
    const QString why = QString::fromStdString(run.summary.failure);
    switch (run.summary.state) {
    case RunState::New: return tr("It was not started yet.");
    case RunState::Finished: return step;
    case RunState::Stopped: return tr("Stopped at %1. It is kept and can be continued.").arg(step);
    case RunState::BadLoss:
        return tr("Stopped by a bad loss at %1. Its checkpoints are kept: fork one with a lower learning rate.")
            .arg(step);
    case RunState::Failed:
        return why.isEmpty() ? tr("The engine ended without a word.")
                             : tr("%1 (%2)").arg(why, last.step > 0 ? step : tr("before its first step"));
    case RunState::Interrupted:
        return tr("The engine ended without a word at %1. It continues from its newest checkpoint.").arg(step);
    case RunState::Running: break;
    }
    QStringList facts{step};
    if (last.tokensPerSecond > 0)
        facts.append(tr("%1 tokens/s").arg(HumanText::count(qint64(last.tokensPerSecond))));
    if (last.seconds > 0 && run.steps > last.step)
        facts.append(tr("%1 left").arg(HumanText::duration(last.seconds * double(run.steps - last.step))));
    return facts.join(QStringLiteral(" · "));
}

void TrainingRows::fill(Shown &shown) const
{
    const KnownRun &run = shown.run;
    JobRowView view;
    view.title = tr("Training %1").arg(run.title);
    view.state = run.summary.state == RunState::Stopped ? tr("Stopped") : JobTexts::state(stateOf(run.summary), 0);
    view.isProblem = isProblem(run.summary);
    view.facts = facts(run);
    view.rates = shown.rates;
    if (run.summary.isRunning) {
        view.permille = run.steps > 0 ? shareOf(run, 1000) : JobRowView::endless;
        view.cancel = tr("Stop");
    } else if (run.summary.state != RunState::Finished && run.summary.state != RunState::BadLoss
               && !m_session.workspace()->isReadOnly()) {
        view.goOn = tr("Continue");
    }
    shown.row->show(view);
}

const KnownRun *TrainingRows::newestRunning() const
{
    const KnownRun *newest = nullptr;
    for (const auto &[folder, shown] : m_rows) {
        if (shown.run.summary.isRunning && (!newest || shown.run.summary.last.time > newest->summary.last.time))
            newest = &shown.run;
    }
    return newest;
}

QString TrainingRows::headline() const
{
    const KnownRun *run = newestRunning();
    if (!run)
        return {};
    const QString title = tr("Training %1").arg(run->title);
    return run->steps > 0 ? title + QStringLiteral(" %1 %").arg(shareOf(*run, 100)) : title;
}

int TrainingRows::percent() const
{
    const KnownRun *run = newestRunning();
    return run ? shareOf(*run, 100) : -1;
}

} // namespace primer
