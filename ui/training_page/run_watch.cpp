#include "ui/training_page/run_watch.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QFileInfo>

#include "core/jobs/background.h"
#include "core/runs/run_upkeep.h"

namespace primer {

namespace {

constexpr int watchedPollMs = 500;
constexpr int hiddenPollMs = 3000;
constexpr std::size_t eventsAtOnce = 200'000;

} // namespace

RunWatch::RunWatch(QString workspaceFolder, std::function<double()> smoothing, const QJsonObject &looks,
                   QObject *parent)
    : QObject(parent), m_workspaceFolder(std::move(workspaceFolder)), m_smoothing(std::move(smoothing))
{
    m_looks.restore(looks, m_workspaceFolder + QStringLiteral("/runs"));
    connect(&m_timer, &QTimer::timeout, this, &RunWatch::refresh);
    m_timer.start(hiddenPollMs);
}

bool RunWatch::isChosenRunning() const
{
    const std::string folder = m_chosen.toStdString();
    return std::any_of(m_runs.begin(), m_runs.end(),
                       [&folder](const RunSummary &run) { return run.folder == folder && run.isRunning; });
}

QString RunWatch::titleOf(const QString &folder) const
{
    const auto found = m_words.find(folder);
    return found == m_words.end() ? QFileInfo(folder).fileName() : found->second.title;
}

QString RunWatch::notesOf(const QString &folder) const
{
    const auto found = m_words.find(folder);
    return found == m_words.end() ? QString() : found->second.notes;
}

RunEvent RunWatch::lastStepOf(const QString &folder) const
{
    if (const auto followed = series(folder); followed && followed->stepCount() > 0)
        return followed->lastStep();
    const auto found = m_lastSteps.find(folder);
    return found == m_lastSteps.end() ? RunEvent() : found->second;
}

std::shared_ptr<const RunSeries> RunWatch::series(const QString &folder) const
{
    const auto found = m_followed.find(folder);
    return found == m_followed.end() ? nullptr : found->second.series;
}

std::vector<ShownRun> RunWatch::shown()
{
    std::vector<ShownRun> shown;
    for (const auto &[folder, followed] : m_followed)
        shown.push_back({titleOf(folder), colourOf(folder), followed.series});
    return shown;
}

void RunWatch::choose(const QString &folder)
{
    m_followed.erase(folder);
    m_chosen = folder;
    m_looks.choose(folder);
    Q_EMIT looksChanged();
    Q_EMIT chosenChanged();
    follow();
    refresh();
}

void RunWatch::setTicked(const QString &folder, bool isTicked)
{
    m_looks.setTicked(folder, isTicked);
    Q_EMIT looksChanged();
    follow();
    refresh();
}

void RunWatch::setRemoved(const QString &folder, bool isRemoved)
{
    if (!isRemoved) {
        m_removed.erase(folder);
        choose(folder);
        return;
    }
    m_removed.insert(folder);
    m_running.erase(folder);
    m_looks.setTicked(folder, false);
    if (m_chosen == folder) {
        m_chosen.clear();
        m_looks.choose({});
        Q_EMIT chosenChanged();
    }
    follow();
    refresh();
}

void RunWatch::setWatched(bool isWatched)
{
    m_isWatched = isWatched;
    m_timer.start(isWatched ? watchedPollMs : hiddenPollMs);
    if (isWatched)
        refresh();
}

/// Reads what is shown, forgets what is not.
void RunWatch::follow()
{
    std::set<QString> wanted = m_looks.ticked();
    if (!m_chosen.isEmpty())
        wanted.insert(m_chosen);
    std::erase_if(m_followed, [&wanted](const auto &entry) { return !wanted.contains(entry.first); });
    for (const QString &folder : wanted) {
        Followed &followed = m_followed[folder];
        if (!followed.tail)
            followed = {std::make_shared<EventTail>((folder + QStringLiteral("/events.jsonl")).toStdString()),
                        std::make_shared<RunSeries>(m_smoothing())};
    }
    Q_EMIT shownChanged();
}

void RunWatch::refresh()
{
    if (m_isReading)
        return;
    m_isReading = true;
    Tails tails;
    if (m_isWatched) {
        for (const auto &[folder, followed] : m_followed)
            tails.emplace(folder, followed.tail);
    }
    inBackground(
        this,
        [workspace = m_workspaceFolder.toStdString(), tails, chosen = m_chosen.toStdString(),
         known = m_stepsKnown]() -> Result<Snapshot> { return look(workspace, tails, chosen, known); },
        [this, tails](const Result<Snapshot> &snapshot) {
            m_isReading = false;
            if (!snapshot)
                return; // in the log; the next look may do better
            take(*snapshot, tails);
            if (snapshot->isCut)
                refresh();
        });
}

RunWatch::Snapshot RunWatch::look(const std::string &workspace, const Tails &tails, const std::string &chosen,
                                  const Times &known)
{
    Snapshot snapshot;
    snapshot.runs = listRuns(workspace);
    for (const RunSummary &run : snapshot.runs) {
        const QString folder = QString::fromStdString(run.folder);
        snapshot.words[folder] = {QString::fromStdString(runTitle(run.folder)),
                                  QString::fromStdString(runNotes(run.folder))};
        if (run.last.kind == RunEvent::Kind::Step)
            snapshot.steps[folder] = run.last;
        else if (const auto read = known.find(folder); read == known.end() || read->second != run.last.time)
            snapshot.steps[folder] = lastStep(run.folder + "/events.jsonl");
    }
    for (const auto &[folder, tail] : tails) {
        std::vector<RunEvent> &events = snapshot.events[folder];
        for (auto more = tail->poll(); !more.empty(); more = tail->poll()) {
            events.insert(events.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
            snapshot.isCut = events.size() >= eventsAtOnce;
            if (snapshot.isCut)
                break;
        }
    }
    for (const RunSummary &run : snapshot.runs) {
        if (run.folder == chosen)
            snapshot.lastWords = run.failure;
    }
    return snapshot;
}

void RunWatch::take(Snapshot snapshot, const Tails &tails)
{
    for (const auto &[folder, tail] : tails) {
        // Who was dropped meanwhile, or is followed anew, starts from its beginning.
        const auto found = m_followed.find(folder);
        if (found == m_followed.end() || found->second.tail != tail)
            continue;
        for (const RunEvent &event : snapshot.events.at(folder)) {
            found->second.series->take(event);
            if (folder == m_chosen)
                Q_EMIT eventCame(event);
        }
    }
    readRuns(snapshot);
    m_lastWords = QString::fromStdString(snapshot.lastWords);
    tellEnds();
    if (m_chosen.isEmpty() && !m_runs.empty()) {
        const bool isThere = std::any_of(m_runs.begin(), m_runs.end(), [this](const RunSummary &run) {
            return QString::fromStdString(run.folder) == m_looks.chosen();
        });
        choose(isThere ? m_looks.chosen() : QString::fromStdString(m_runs.back().folder));
    }
    Q_EMIT refreshed();
}

void RunWatch::readRuns(Snapshot &snapshot)
{
    std::erase_if(snapshot.runs,
                  [this](const RunSummary &run) { return m_removed.contains(QString::fromStdString(run.folder)); });
    const QJsonObject before = m_looks.toJson();
    const bool areWordsNew = snapshot.words != m_words;
    m_runs = std::move(snapshot.runs);
    m_words = std::move(snapshot.words);
    for (const RunSummary &run : m_runs) {
        const QString folder = QString::fromStdString(run.folder);
        m_looks.know(folder);
        if (const auto step = snapshot.steps.find(folder); step != snapshot.steps.end()) {
            m_lastSteps[folder] = step->second;
            m_stepsKnown[folder] = run.last.time;
        }
    }
    if (areWordsNew)
        Q_EMIT shownChanged();
    if (m_looks.toJson() != before)
        Q_EMIT looksChanged();
}

void RunWatch::tellEnds()
{
    std::set<QString> running;
    for (const RunSummary &run : m_runs) {
        const QString folder = QString::fromStdString(run.folder);
        if (run.isRunning)
            running.insert(folder);
        else if (m_running.contains(folder) && !(run.last.kind == RunEvent::Kind::End && run.last.word == "stopped"))
            Q_EMIT ended(run);
    }
    m_running = std::move(running);
}

} // namespace primer
