// Owns: which of the workspace's runs is chosen and which are ticked, and the events of those, followed off the UI
// thread. Not here: looking for runs (ui/session/training_runs.h); showing any of it; starting and stopping
// (run_starter.h).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <QObject>

#include "core/runs/event_tail.h"
#include "core/runs/run_folder.h"
#include "ui/session/training_runs.h"
#include "ui/training_page/run_charts.h"
#include "ui/training_page/run_looks.h"

namespace primer {

class RunWatch : public QObject
{
    Q_OBJECT
public:
    /// `smoothing` is asked for when a run is followed anew; `looks` is what an earlier window stored.
    RunWatch(TrainingRuns &source, std::function<double()> smoothing, const QJsonObject &looks,
             QObject *parent = nullptr);

    /// As of the last look.
    const std::vector<RunSummary> &runs() const { return m_runs; }
    /// Folder of the chosen run, or "".
    const QString &chosen() const { return m_chosen; }
    bool isChosenRunning() const;
    bool isTicked(const QString &folder) const { return m_looks.ticked().contains(folder); }
    int colourOf(const QString &folder) { return m_looks.colourOf(folder); }
    /// What the person calls it.
    QString titleOf(const QString &folder) const;
    /// What the person wrote of it.
    QString notesOf(const QString &folder) const;
    /// The last step of a run, whether it is followed or not; Other when there is none.
    RunEvent lastStepOf(const QString &folder) const;
    QJsonObject looks() const { return m_looks.toJson(); }
    /// The columns of a run that is followed, else null.
    std::shared_ptr<const RunSeries> series(const QString &folder) const;
    /// The chosen run and those ticked.
    std::vector<ShownRun> shown();
    /// On standard error, of the chosen run's engine when it said nothing else.
    const QString &lastWords() const { return m_lastWords; }

    /// Its events are read from the beginning, so that they can be listed.
    void choose(const QString &folder);
    void setTicked(const QString &folder, bool isTicked);
    /// It was put away: it is listed no more, until it is brought back.
    void setRemoved(const QString &folder, bool isRemoved);
    /// Looks often, and at events, while somebody sees them; else only for runs that end.
    void setWatched(bool isWatched);
    void refresh();

Q_SIGNALS:
    void chosenChanged();
    void shownChanged();
    /// Colours, ticks or the choice.
    void looksChanged();
    /// Of the chosen run.
    void eventCame(const primer::RunEvent &event);
    /// There was a look, and everything may have grown.
    void refreshed();
    /// A run that trained at the last look does not any more; not told of one that the user stopped.
    void ended(const primer::RunSummary &run);

private:
    struct Followed {
        std::shared_ptr<EventTail> tail;
        std::shared_ptr<RunSeries> series;
    };
    struct Words {
        QString title, notes;
        bool operator==(const Words &) const = default;
    };
    using Tails = std::map<QString, std::shared_ptr<EventTail>>;
    struct News {
        std::map<QString, std::vector<RunEvent>> events; ///< by folder
        bool isCut = false;                              ///< there was more to read
    };
    static News newsOf(const Tails &tails);
    /// The events of those that are followed, then the runs themselves as they were at the last look.
    void read();
    void readRuns();
    void take(const News &news, const Tails &tails);
    void tellEnds();
    void follow();

    TrainingRuns &m_source;
    std::function<double()> m_smoothing;
    std::vector<RunSummary> m_runs;
    QString m_chosen;
    RunLooks m_looks;
    std::set<QString> m_removed;
    std::map<QString, Words> m_words;
    std::map<QString, RunEvent> m_lastSteps;
    std::map<QString, Followed> m_followed;
    std::set<QString> m_running; ///< as of the last look
    QString m_lastWords;
    bool m_isWatched = false;
    bool m_isReading = false;
};

} // namespace primer
