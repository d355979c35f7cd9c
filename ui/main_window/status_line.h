// Owns: the line at the bottom: workspace, counts, current set, jobs. Not here: the panel of jobs (jobs_panel.h).
#pragma once

#include <QWidget>

#include "ui/session/workspace_session.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace primer {

class JobsPanel;

class StatusLine : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);
    /// Follows the workspace and its jobs until `close`.
    void open(WorkspaceSession &session, const JobsPanel &jobs);
    void close();

Q_SIGNALS:
    void jobsWanted();
    void rejectedRowsWanted();

private:
    void showCounts();
    void showJobs(const JobsPanel &jobs);

    WorkspaceSession *m_session = nullptr;
    QLabel *m_text;
    QToolButton *m_rejected;
    QToolButton *m_jobs;
    QProgressBar *m_progress;
};

} // namespace primer
