#include "ui/training_page/run_watch.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QFileInfo>

#include "core/jobs/background.h"

namespace primer {

namespace {

constexpr std::size_t eventsAtOnce = 200'000;

} // namespace

RunWatch::RunWatch(TrainingRuns &source, std::function<double()> smoothing, const QJsonObject &looks, QObject *parent)
    : QObject(parent), m_source(source), m_smoothing(std::move(smoothing))
{
    m_looks.restore(looks, source.workspaceFolder() + QStringLiteral("/runs"));
    connect(&source, &TrainingRuns::looked, this, &RunWatch::read);
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
    m_source.setWatched(isWatched);
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

void RunWatch::refresh() { m_source.refresh(); }

void RunWatch::read()
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
        this, [tails]() -> Result<News> { return newsOf(tails); },
        [this, tails](const Result<News> &news) {
            m_isReading = false;
            if (!news)
                return; // in the log; the next look may do better
            take(*news, tails);
            if (news->isCut)
                read();
        });
}

RunWatch::News RunWatch::newsOf(const Tails &tails)
{
    News news;
    for (const auto &[folder, tail] : tails) {
        std::vector<RunEvent> &events = news.events[folder];
        for (auto more = tail->poll(); !more.empty(); more = tail->poll()) {
            events.insert(events.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
            news.isCut = events.size() >= eventsAtOnce;
            if (news.isCut)
                break;
        }
    }
    return news;
}

void RunWatch::take(const News &news, const Tails &tails)
{
    for (const auto &[folder, tail] : tails) {
        // Who was dropped meanwhile, or is followed anew, starts from its beginning.
        const auto found = m_followed.find(folder);
        if (found == m_followed.end() || found->second.tail != tail)
            continue;
        for (const RunEvent &event : news.events.at(folder)) {
            found->second.series->take(event);
            if (folder == m_chosen)
                Q_EMIT eventCame(event);
        }
    }
    readRuns();
    tellEnds();
    if (m_chosen.isEmpty() && !m_runs.empty()) {
        const bool isThere = std::any_of(m_runs.begin(), m_runs.end(), [this](const RunSummary &run) {
            return QString::fromStdString(run.folder) == m_looks.chosen();
        });
        choose(isThere ? m_looks.chosen() : QString::fromStdString(m_runs.back().folder));
    }
    Q_EMIT refreshed();
}

void RunWatch::readRuns()
{
    const QJsonObject before = m_looks.toJson();
    const std::map<QString, Words> wordsBefore = std::exchange(m_words, {});
    m_runs.clear();
    m_lastWords.clear();
    for (const KnownRun &run : m_source.runs()) {
        m_words[run.folder] = {run.title, run.notes};
        m_lastSteps[run.folder] = run.lastStep;
        if (run.folder == m_chosen)
            m_lastWords = QString::fromStdString(run.summary.failure);
        if (m_removed.contains(run.folder))
            continue;
        m_runs.push_back(run.summary);
        m_looks.know(run.folder);
    }
    if (m_words != wordsBefore)
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
