// Owns: the panel of long work, jobs and training runs alike, the newest first, and the headline of it for the status
// line. Not here: running it (core/jobs), one row (job_row.h), words (job_texts.h).
#pragma once

#include <QHash>
#include <QTimer>
#include <QWidget>

#include "ui/main_window/page_stack.h"
#include "ui/main_window/training_rows.h"
#include "ui/session/workspace_session.h"

class QLabel;
class QVBoxLayout;

namespace primer {

class JobRow;

class JobsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit JobsPanel(WorkspaceSession &session, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    /// "import 62 % · 4 min" of the job that runs; or how many failed since the panel was last seen; or "".
    QString headline() const;
    /// 0-100, -1 when nothing runs or the end is unknown.
    int percent() const;
    bool isBusy() const { return newestActive() || m_trainings->isAnyRunning(); }
    const TrainingRows &trainings() const { return *m_trainings; }
    /// Null when it has none.
    JobRow *row(const Job &job) const { return m_rows.value(job.id()); }

Q_SIGNALS:
    void progressed();
    void pageWanted(primer::PageStack::Page page);
    /// By its folder, on its page.
    void runWanted(const QString &folder);
    /// The run is to train again.
    void continueWanted(const QString &folder);
    void rejectedRowsWanted();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void add(Job *job);
    void addEarlier(Job *job);
    JobRow *makeRow(Job *job);
    /// What came of it.
    void showWhere(const Job &job);
    void tick();
    void show(const Job &job);
    void connectTrainings();
    void showAll();
    void countProblem();
    void onFinished(const Job *job);
    const Job *newestActive() const;

    WorkspaceSession &m_session;
    TrainingRows *m_trainings;
    QVBoxLayout *m_list;
    QLabel *m_empty;
    QHash<int, JobRow *> m_rows;
    QTimer m_timer;
    int m_unseenProblems = 0;
};

} // namespace primer
