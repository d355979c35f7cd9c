// Owns: the training page: runs of the workspace, the live curves of those shown, the chosen one's facts and controls.
// Not here: training (primer-engine), files of runs (core/runs), drawing (run_charts.h).
#pragma once

#include <map>
#include <memory>
#include <set>

#include <QTimer>
#include <QWidget>

#include "core/runs/event_tail.h"
#include "core/runs/run_folder.h"
#include "ui/models/workspace_session.h"
#include "ui/training_page/run_charts.h"
#include "ui/training_page/run_dialog.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace primer {

class MessageBar;
class RunDetails;
class RunStarter;

class TrainingPage : public QWidget
{
    Q_OBJECT
public:
    /// `engine`: path of primer-engine.
    TrainingPage(WorkspaceSession &session, QString engine, QWidget *parent = nullptr);

    QTreeWidget *runList() const { return m_runs; }
    RunCharts *charts() const { return m_charts; }
    RunDetails *details() const { return m_details; }
    MessageBar *messages() const { return m_messages; }
    /// The chosen run's columns; null before it was read.
    std::shared_ptr<const RunSeries> series() const;
    /// Makes the shards when the choice says so, then the run, and starts it.
    void begin(const RunDialog::Choice &choice);
    /// More steps for the chosen run, whether it trains or not.
    void extend(qint64 steps);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    /// A run whose events are read: the chosen one and those ticked.
    struct Followed {
        std::shared_ptr<EventTail> tail;
        std::shared_ptr<RunSeries> series;
    };
    struct Snapshot {
        std::vector<RunSummary> runs;
        std::map<QString, std::vector<RunEvent>> events; ///< by folder
        std::string lastWords;                           ///< of the chosen run's engine
        bool isCut = false;                              ///< there was more to read
    };
    void makeLayout();
    void connectAll();
    void openDialog(const std::optional<TrainingConfig> &from, const QString &label);
    void fork();
    void saveCsv(const QString &path);
    void refresh();
    void take(const Snapshot &snapshot);
    void showRuns(const std::vector<RunSummary> &runs);
    void tellEnds(const std::vector<RunSummary> &runs);
    void followShown();
    void chooseRun();
    void showDetails();
    void showFacts();
    void showError(const Error &error);
    int colourOf(const QString &folder);
    QString workspaceFolder() const;

    WorkspaceSession &m_session;
    QString m_engine;
    RunStarter *m_starter;
    QTreeWidget *m_runs;
    RunCharts *m_charts;
    RunDetails *m_details;
    QLabel *m_facts;
    QProgressBar *m_progress;
    MessageBar *m_messages;
    QPushButton *m_new, *m_start, *m_stop, *m_checkpoint, *m_extend, *m_fork;
    QTimer m_timer;
    QString m_chosen; ///< folder of the chosen run
    std::set<QString> m_ticked;
    std::map<QString, Followed> m_followed;
    std::map<QString, int> m_colours;
    std::set<QString> m_running; ///< as of the last look
    QList<DeviceChoice> m_devices;
    QString m_lastWords;
    bool m_isChosenRunning = false;
    bool m_isReading = false;
    bool m_hasProbed = false; ///< the devices, with the page's first showing
};

} // namespace primer
