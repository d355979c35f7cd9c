#include "ui/quality_page/quality_jobs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <QJsonArray>

#include "core/quality/forest_scoring.h"
#include "core/workspace/quality_start.h"

#include "ui/session/kept_choice.h"

namespace primer {

namespace {

const QString qualityKind = QStringLiteral("quality"), fitKind = QStringLiteral("fit"),
              scoreKind = QStringLiteral("score"), copiesKind = QStringLiteral("near_duplicates");
// Keys of what is kept of them.
const QString featuresKey = QStringLiteral("features"), teacherKey = QStringLiteral("teacher"),
              positiveFromKey = QStringLiteral("positive_from"), leaveOutKey = QStringLiteral("leave_out"),
              treesKey = QStringLiteral("trees"), seedKey = QStringLiteral("seed"),
              heldOutKey = QStringLiteral("held_out_share"), quickKey = QStringLiteral("is_quick"),
              forestKey = QStringLiteral("forest"), nameKey = QStringLiteral("name");

} // namespace

namespace {

std::string continuationOf(const FitRequest &request)
{
    QJsonArray features, leftOut;
    for (const std::string &name : request.features)
        features.append(QString::fromStdString(name));
    for (const SampleId id : request.leaveOut)
        leftOut.append(qint64(id));
    return compactJson({{featuresKey, features},
                        {teacherKey, QString::fromStdString(request.teacher)},
                        {positiveFromKey, request.positiveFrom},
                        {leaveOutKey, leftOut},
                        {treesKey, qint64(request.forest.trees)},
                        {seedKey, qint64(request.forest.seed)},
                        {heldOutKey, request.heldOutShare},
                        {quickKey, request.isQuick}});
}

FitRequest fitOf(const QJsonObject &kept)
{
    FitRequest request;
    request.features.clear();
    for (const QJsonValue name : kept.value(featuresKey).toArray())
        request.features.push_back(name.toString().toStdString());
    for (const QJsonValue id : kept.value(leaveOutKey).toArray())
        request.leaveOut.push_back(SampleId(id.toInteger()));
    request.teacher = kept.value(teacherKey).toString().toStdString();
    request.positiveFrom = kept.value(positiveFromKey).toDouble();
    request.forest.trees = std::size_t(kept.value(treesKey).toInteger(qint64(request.forest.trees)));
    request.forest.seed = std::uint64_t(kept.value(seedKey).toInteger(qint64(request.forest.seed)));
    request.heldOutShare = kept.value(heldOutKey).toDouble(request.heldOutShare);
    request.isQuick = kept.value(quickKey).toBool();
    return request;
}

} // namespace

QualityJobs::QualityJobs(WorkspaceSession &session, QObject *parent) : QObject(parent), m_session(session)
{
    WorkspaceJobs &jobs = session.jobs();
    jobs.setContinuation(qualityKind, this, [this](const QJsonObject &) { start(); });
    jobs.setContinuation(fitKind, this, [this](const QJsonObject &kept) { fit(fitOf(kept)); });
    jobs.setContinuation(scoreKind, this, [this](const QJsonObject &kept) {
        score(kept.value(forestKey).toInteger(), kept.value(nameKey).toString());
    });
    jobs.setContinuation(copiesKind, this, [this](const QJsonObject &) { findCopies(); });
}

void QualityJobs::run(const QString &kind, const QString &subject, const std::string &continuation, Job::Work work)
{
    Job *job = m_session.jobs().start(kind, subject, continuation, work);
    job->setAgain(
        this, [this, kind, subject, continuation, work = std::move(work)] { run(kind, subject, continuation, work); });
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
    run(qualityKind, {}, "{}", [workspace = m_session.workspace()](Feedback &feedback) -> Status {
        PRIMER_TRY(startQuality(*workspace, {}, feedback));
        return success();
    });
}

void QualityJobs::fit(const FitRequest &request)
{
    const auto work = [workspace = m_session.workspace(), request](Feedback &feedback) -> Status {
        FitSummary fitted;
        {
            const FeedbackStep step(feedback, "forest", 0, 0.8);
            fitted = PRIMER_TRY(fitForest(*workspace, request, feedback));
        }
        const FeedbackStep step(feedback, "scores", 0.8, 1);
        PRIMER_TRY(scoreSamples(*workspace, fitted.forest, feedback));
        return success();
    };
    run(fitKind, {}, continuationOf(request), work);
}

void QualityJobs::score(std::int64_t forest, const QString &name)
{
    run(scoreKind, name, compactJson({{forestKey, qint64(forest)}, {nameKey, name}}),
        [workspace = m_session.workspace(), forest](Feedback &feedback) -> Status {
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
        copiesKind, {}, "{}",
        [workspace = m_session.workspace(), ids = std::move(ids), found](Feedback &feedback) -> Status {
            *found = PRIMER_TRY(findNearDuplicates(workspace->store(), ids, {}, feedback));
            return success();
        });
    job->setAgain(this, [this] { findCopies(); });
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
