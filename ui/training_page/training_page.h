// Owns: the training page: runs of the workspace, the live curves of those shown, the chosen one's facts and controls.
// Not here: training (primer-engine), following runs (run_watch.h), acting on them (run_starter.h), drawing
// (run_charts.h).
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QWidget>

#include "ui/session/workspace_session.h"
#include "ui/training_page/run_charts.h"
#include "ui/training_page/run_dialog.h"

class QPushButton;
class QTreeWidget;

namespace primer {

class MessageBar;
class RunDetails;
class RunFacts;
class RunList;
class RunStarter;
class RunWatch;
struct RunSummary;

class TrainingPage : public QWidget
{
    Q_OBJECT
public:
    /// `engine`: path of primer-engine.
    TrainingPage(WorkspaceSession &session, QString engine, QWidget *parent = nullptr);

    QTreeWidget *runList() const;
    RunCharts *charts() const { return m_charts; }
    RunDetails *details() const { return m_details; }
    RunFacts *facts() const { return m_facts; }
    RunWatch *watch() const { return m_watch; }
    MessageBar *messages() const { return m_messages; }
    /// The chosen run's columns; null before it was read.
    std::shared_ptr<const RunSeries> series() const;
    /// Makes the shards when the choice says so, then the run, and starts it.
    void begin(const RunDialog::Choice &choice);
    /// More steps for the chosen run, whether it trains or not.
    void extend(qint64 steps);

    void openNewRun() { openDialog(std::nullopt, {}); }
    /// The run of this folder trains again.
    void continueRun(const QString &folder);

Q_SIGNALS:
    void devicesKnown();

protected:
    void showEvent(QShowEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeLayout();
    void connectButtons();
    void connectRuns();
    void openDialog(const std::optional<TrainingConfig> &from, const QString &label);
    void fork();
    void chooseCheckpoint(const TrainingConfig &config, const std::vector<std::string> &checkpoints);
    void askForSteps();
    void askForTitle(const QString &folder);
    void askForNotes(const QString &folder);
    void openDialogFrom(const QString &folder);
    void onRemoved(const QString &removed, const QString &folder);
    void showConfig();
    void tellEnd(const RunSummary &run);
    void showDetails();
    void showButtons();

    WorkspaceSession &m_session;
    QString m_engine;
    RunStarter *m_starter;
    RunCharts *m_charts;
    RunWatch *m_watch;
    RunList *m_runs;
    RunFacts *m_facts;
    RunDetails *m_details;
    MessageBar *m_messages;
    QPushButton *m_new, *m_start, *m_stop, *m_checkpoint, *m_extend, *m_fork;
    QList<DeviceChoice> m_devices;
    bool m_hasProbed = false; ///< the devices, with the page's first showing
};

} // namespace primer
