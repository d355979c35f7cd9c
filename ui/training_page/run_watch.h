// Owns: the runs of a workspace as they are, which of them is chosen and which are ticked, and the events of those,
// followed off the UI thread. Not here: showing any of it; starting and stopping (run_starter.h).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/runs/event_tail.h"
#include "core/runs/run_folder.h"
#include "ui/training_page/run_charts.h"

namespace primer {

class RunWatch : public QObject
{
    Q_OBJECT
public:
    /// `smoothing` is asked for when a run is followed anew.
    RunWatch(QString workspaceFolder, std::function<double()> smoothing, QObject *parent = nullptr);

    /// As of the last look.
    const std::vector<RunSummary> &runs() const { return m_runs; }
    /// Folder of the chosen run, or "".
    const QString &chosen() const { return m_chosen; }
    bool isChosenRunning() const;
    bool isTicked(const QString &folder) const { return m_ticked.contains(folder); }
    /// A run keeps its colour: the first one that no other has.
    int colourOf(const QString &folder);
    /// The columns of a run that is followed, else null.
    std::shared_ptr<const RunSeries> series(const QString &folder) const;
    /// The chosen run and those ticked.
    std::vector<ShownRun> shown();
    /// On standard error, of the chosen run's engine when it said nothing else.
    const QString &lastWords() const { return m_lastWords; }

    /// Its events are read from the beginning, so that they can be listed.
    void choose(const QString &folder);
    void setTicked(const QString &folder, bool isTicked);
    /// Looks often, and at events, while somebody sees them; else only for runs that end.
    void setWatched(bool isWatched);
    void refresh();

Q_SIGNALS:
    void chosenChanged();
    void shownChanged();
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
    using Tails = std::map<QString, std::shared_ptr<EventTail>>;
    struct Snapshot {
        std::vector<RunSummary> runs;
        std::map<QString, std::vector<RunEvent>> events; ///< by folder
        std::string lastWords;
        bool isCut = false; ///< there was more to read
    };
    static Snapshot look(const std::string &workspace, const Tails &tails, const std::string &chosen);
    void take(const Snapshot &snapshot, const Tails &tails);
    void tellEnds();
    void follow();

    QString m_workspaceFolder;
    std::function<double()> m_smoothing;
    QTimer m_timer;
    std::vector<RunSummary> m_runs;
    QString m_chosen;
    std::set<QString> m_ticked;
    std::map<QString, Followed> m_followed;
    std::map<QString, int> m_colours;
    std::set<QString> m_running; ///< as of the last look
    QString m_lastWords;
    bool m_isWatched = false;
    bool m_isReading = false;
};

} // namespace primer
