// Owns: the training page: runs of the workspace, the live loss of the chosen one, its facts, its controls.
// Not here: training (primer-engine), files of runs (core/runs).
#pragma once

#include <memory>

#include <QTimer>
#include <QWidget>

#include "core/runs/event_tail.h"
#include "core/runs/run_folder.h"
#include "ui/models/workspace_session.h"
#include "ui/training_page/run_dialog.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTreeWidget;

namespace primer {

class LossChart;
class MessageBar;

class TrainingPage : public QWidget
{
    Q_OBJECT
public:
    /// `engine`: path of primer-engine.
    TrainingPage(WorkspaceSession &session, QString engine, QWidget *parent = nullptr);

    QTreeWidget *runList() const { return m_runs; }
    LossChart *chart() const { return m_chart; }
    MessageBar *messages() const { return m_messages; }
    /// Makes the shards when the choice says so, then the run, and starts it.
    void begin(const RunDialog::Choice &choice);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    struct Snapshot {
        std::vector<RunSummary> runs;
        std::vector<RunEvent> events; ///< of the chosen run
        std::string lastWords;        ///< of its engine
    };
    void openDialog();
    void createAndStart(const QString &name, const TrainingConfig &config);
    void startChosen();
    void send(const std::string &word);
    void refresh();
    void take(const Snapshot &snapshot);
    void showRuns(const std::vector<RunSummary> &runs);
    void takeEvent(const RunEvent &event);
    void showFacts();
    void chooseRun();
    void showError(const Error &error);
    QString workspaceFolder() const;

    WorkspaceSession &m_session;
    QString m_engine;
    QTreeWidget *m_runs;
    LossChart *m_chart;
    QLabel *m_facts;
    QPlainTextEdit *m_warnings;
    MessageBar *m_messages;
    QPushButton *m_new;
    QPushButton *m_start;
    QPushButton *m_stop;
    QPushButton *m_checkpoint;
    QTimer m_timer;
    QString m_chosen;                    ///< folder of the chosen run
    std::shared_ptr<EventTail> m_tail;
    RunEvent m_lastStep, m_lastEvaluation, m_lastCheckpoint;
    std::int64_t m_plannedSteps = 0;
    QString m_end;                       ///< reason of the last end, "" while it runs
    QString m_lastWords;
    bool m_isChosenRunning = false;
    bool m_isReading = false;
    quint64 m_generation = 0;
};

} // namespace primer
