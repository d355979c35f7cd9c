#include "ui/main_window/interrupted_offer.h"

#include <algorithm>

#include "ui/main_window/job_texts.h"

namespace primer {

namespace {

const QString topic = QStringLiteral("interrupted");

} // namespace

InterruptedOffer::InterruptedOffer(WorkspaceJobs &jobs, PageStack &pages, QObject *parent)
    : QObject(parent), m_jobs(jobs), m_pages(pages)
{
    connect(&jobs, &WorkspaceJobs::earlierJobsLoaded, this, [this] {
        m_areKnown = true;
        update();
    });
    connect(&jobs, &WorkspaceJobs::offersChanged, this, &InterruptedOffer::update);
    connect(&jobs, &JobList::jobFinished, this, &InterruptedOffer::update); // one labelling at a time
}

void InterruptedOffer::update()
{
    if (!m_areKnown)
        return;
    const std::vector<Job *> jobs = m_jobs.interrupted();
    std::set<int> ids;
    for (const Job *job : jobs)
        ids.insert(job->id());
    if (ids == m_left)
        return;
    m_left = ids;
    const bool hasGrown = !std::includes(m_offered.begin(), m_offered.end(), ids.begin(), ids.end());
    const bool isShown = m_shownOn && m_shownOn->isShowing(topic);
    if (isShown)
        m_shownOn->withdraw(topic);
    m_offered.insert(ids.begin(), ids.end());
    if (!jobs.empty() && (hasGrown || isShown))
        show(jobs);
}

void InterruptedOffer::show(const std::vector<Job *> &jobs)
{
    MessageBar *messages = m_pages.messages();
    if (jobs.size() == 1) {
        Job *job = jobs.front();
        messages->showMessage(MessageBar::Kind::Note, tr("%1 was interrupted.").arg(JobTexts::title(*job)),
                              JobTexts::facts(*job), {}, {JobTexts::goOn(*job), [this, job] {
                                                              Q_EMIT jobsWanted();
                                                              m_jobs.goOn(job);
                                                          }});
    } else {
        messages->showMessage(MessageBar::Kind::Note, tr("%n jobs were interrupted.", nullptr, int(jobs.size())),
                              tr("They can be continued or started again."), {},
                              {tr("Show jobs"), [this] { Q_EMIT jobsWanted(); }});
    }
    messages->setTopic(topic);
    m_shownOn = messages;
}

} // namespace primer
