// Owns: the work that belongs to no page, as jobs: checking the workspace, fetching a model. Not here: doing it
// (core/workspace, core/hub), words (job_texts.h), the panel.
#pragma once

#include <QObject>

#include "core/hub/model_fetch.h"
#include "core/jobs/job.h"
#include "ui/main_window/page_stack.h"
#include "ui/session/workspace_session.h"

namespace primer {

class ToolJobs : public QObject
{
    Q_OBJECT
public:
    /// What is found is said on the page of `pages` that is shown then.
    ToolJobs(WorkspaceSession &session, PageStack &pages, QObject *parent);

    /// One at a time; null while one runs.
    Job *check();
    void askForModel(QWidget *window);
    /// Goes on where an earlier one into the same folder ended.
    Job *fetch(const ModelFetch &fetch);

Q_SIGNALS:
    void started();
    /// The person wants to see what a job says of itself.
    void jobsWanted();

private:
    void tellFindings(const Job &check);

    WorkspaceSession &m_session;
    PageStack &m_pages;
};

} // namespace primer
