// Owns: offering, on the page that is shown, to continue what an earlier window left unfinished: once it is known what
// that is, again when more of it can be continued (pages say how, and are made later), no more when nothing is left.
// Not here: continuing (ui/session/workspace_jobs.h).
#pragma once

#include <set>

#include <QObject>
#include <QPointer>

#include "ui/main_window/page_stack.h"
#include "ui/session/workspace_jobs.h"
#include "ui/widgets/message_bar.h"

namespace primer {

class InterruptedOffer : public QObject
{
    Q_OBJECT
public:
    InterruptedOffer(WorkspaceJobs &jobs, PageStack &pages, QObject *parent);

Q_SIGNALS:
    /// The person wants to see them.
    void jobsWanted();

private:
    void update();
    void show(const std::vector<Job *> &jobs);

    WorkspaceJobs &m_jobs;
    PageStack &m_pages;
    bool m_areKnown = false;        ///< the jobs of earlier windows are in the list
    std::set<int> m_left;           ///< ids of those that can be continued now
    std::set<int> m_offered;        ///< and that were offered, whether or not the person has put the message away
    QPointer<MessageBar> m_shownOn; ///< the page may have changed since
};

} // namespace primer
