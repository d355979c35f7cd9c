// Owns: the rows of training runs in the panel of jobs: those that train and those that did since the window opened,
// each with where it stands, and why it failed. Not here: looking for runs (ui/session/training_runs.h), placing the
// rows (jobs_panel.h), steering runs beyond Stop.
#pragma once

#include <map>
#include <vector>

#include <QObject>
#include <QString>

#include "core/jobs/job.h"
#include "ui/main_window/job_row.h"
#include "ui/session/workspace_session.h"

namespace primer {

class TrainingRows : public QObject
{
    Q_OBJECT
public:
    /// Rows are children of `parent`.
    TrainingRows(WorkspaceSession &session, QWidget *parent);

    bool isEmpty() const { return m_rows.empty(); }
    /// Null when it has none.
    JobRow *row(const QString &folder) const;
    /// "Training NAME 40 %" of the one that began last; "" when none trains.
    QString headline() const;
    /// 0-100, -1 when nothing trains or the end is unknown.
    int percent() const;
    bool isAnyRunning() const { return newestRunning() != nullptr; }
    static JobState stateOf(const RunSummary &run);

Q_SIGNALS:
    /// To be placed among the others, the newest first.
    void rowMade(primer::JobRow *row);
    void changed();
    /// One that was seen to train failed, lost its way or was cut off.
    void problemSeen();
    void runWanted(const QString &folder);
    void continueWanted(const QString &folder);

private:
    struct Shown {
        KnownRun run;
        JobRow *row = nullptr;
        std::vector<double> rates;
    };
    void take();
    bool isOfThisWindow(const KnownRun &run) const;
    Shown &show(const KnownRun &run);
    void fill(Shown &shown) const;
    const KnownRun *newestRunning() const;
    static QString facts(const KnownRun &run);

    WorkspaceSession &m_session;
    QWidget *m_parent;
    std::map<QString, Shown> m_rows;         ///< by folder
    std::map<QString, KnownRun> m_atOpening; ///< those that stood at the first look
    bool m_hasLooked = false;
};

} // namespace primer
