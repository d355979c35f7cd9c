#include "ui/quality_page/quality_jobs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/quality/forest_scoring.h"
#include "core/workspace/quality_start.h"

namespace primer {

QualityJobs::QualityJobs(WorkspaceSession &session, QObject *parent) : QObject(parent), m_session(session) {}

void QualityJobs::run(const QString &kind, const QString &subject, Job::Work work)
{
    Job *job = m_session.jobs().start(kind, subject, work);
    job->setAgain(this, [this, kind, subject, work = std::move(work)] { run(kind, subject, work); });
    Q_EMIT started();
    connect(job, &Job::finished, this, [this, job] {
        Q_EMIT ended();
        if (job->state() == JobState::Failed)
            Q_EMIT failed(job->error());
        m_session.noteColumnsChanged();
    });
}

void QualityJobs::start()
{
    run(QStringLiteral("quality"), {}, [workspace = m_session.workspace()](Feedback &feedback) -> Status {
        PRIMER_TRY(startQuality(*workspace, {}, feedback));
        return success();
    });
}

void QualityJobs::fit(const FitRequest &request)
{
    run(QStringLiteral("fit"), {}, [workspace = m_session.workspace(), request](Feedback &feedback) -> Status {
        const FitSummary fitted = PRIMER_TRY(fitForest(*workspace, request, feedback));
        PRIMER_TRY(scoreSamples(*workspace, fitted.forest, feedback));
        return success();
    });
}

void QualityJobs::score(std::int64_t forest, const QString &name)
{
    run(QStringLiteral("score"), name, [workspace = m_session.workspace(), forest](Feedback &feedback) -> Status {
        PRIMER_TRY(scoreWithVectors(*workspace, forest, feedback));
        return success();
    });
}

void QualityJobs::findCopies()
{
    const auto found = std::make_shared<NearDuplicates>();
    std::vector<SampleId> ids = m_session.set().rows()->ids;
    std::sort(ids.begin(), ids.end());
    Job *job = m_session.jobs().start(
        QStringLiteral("near_duplicates"), {},
        [workspace = m_session.workspace(), ids = std::move(ids), found](Feedback &feedback) -> Status {
            *found = PRIMER_TRY(findNearDuplicates(workspace->store(), ids, {}, feedback));
            return success();
        });
    Q_EMIT started();
    connect(job, &Job::finished, this, [this, job, found] {
        Q_EMIT ended();
        if (job->state() == JobState::Failed)
            Q_EMIT failed(job->error());
        else if (job->state() == JobState::Done)
            Q_EMIT copiesFound(found);
    });
}

} // namespace primer
