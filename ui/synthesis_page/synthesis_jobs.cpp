#include "ui/synthesis_page/synthesis_jobs.h"

#include <algorithm>
#include <utility>

#include "core/storage/synthesis_store.h"
#include "ui/session/kept_choice.h"
#include "ui/synthesis_page/synthesis_summary.h"

namespace primer {

namespace {

constexpr std::int64_t nothingToAsk = -1;
const QString runKey = QStringLiteral("run"), fromKey = QStringLiteral("from"), againstKey = QStringLiteral("against");

std::string continuationOf(const std::string &run, std::int64_t from)
{
    QJsonObject json{{runKey, QString::fromStdString(run)}};
    if (from > 0)
        json.insert(fromKey, qint64(from));
    return compactJson(json);
}

/// What the run came to, for whoever looks at the job: rows that failed are failures, and a server that cannot be asked
/// is one of the job.
Status tellOutcome(Workspace &workspace, const SynthesisReport &report, JobFeedback &feedback)
{
    const SynthesisRun &run = report.run;
    const auto endpoint = SynthesisSummary::endpointOf(run);
    const std::string address = endpoint ? endpoint->baseUrl : run.writer;
    feedback.setFigure("accepted", run.accepted);
    feedback.setFigure("declined", run.rejected); // "rejected" is of imports
    feedback.setFigure("failed", run.failed);
    feedback.setFigure("waiting", run.waiting);
    const auto reasons = PRIMER_TRY(workspace.store().read(rejectCounts, run.id));
    for (const RejectCount &one : reasons)
        feedback.addLine(std::to_string(one.count) + ": " + one.reason);
    if (report.stopped == "cancelled")
        return Error{ErrorCode::Cancelled, "", address};
    if (!report.stopped.empty() && report.stopped != "limit" && report.stopped != "target")
        return Error{ErrorCode::Io, report.stopped, address};
    const auto most = std::find_if(reasons.begin(), reasons.end(), [](const RejectCount &one) { return one.isFailed; });
    if (most != reasons.end()) {
        const Error cause{ErrorCode::Io, most->reason, address};
        if (run.answered == 0)
            return cause;
        feedback.setFailures(run.failed, cause);
    }
    return success();
}

bool needsSamples(const ConstraintSet &set)
{
    for (const Axis &axis : set.axes) {
        if (axis.kind == AxisKind::Samples || axis.fromWorkspace > 0)
            return true;
    }
    return false;
}

} // namespace

SynthesisJobs::SynthesisJobs(WorkspaceSession &session, QObject *parent)
    : QObject(parent), m_session(session), m_keys(new TypedKeys(this))
{
    connect(m_keys, &TypedKeys::notKept, this, &SynthesisJobs::keyNotKept);
    connectContinuations();
}

void SynthesisJobs::connectContinuations()
{
    WorkspaceJobs &jobs = m_session.jobs();
    jobs.setContinuation(kind(), this, [this](const QJsonObject &kept) {
        goOn(kept.value(runKey).toString().toStdString(), kept.value(fromKey).toInteger());
    });
    jobs.setContinuation(measureKind(), this, [this](const QJsonObject &kept) {
        measure(kept.value(runKey).toString().toStdString(), kept.value(againstKey).toString().toStdString());
    });
    jobs.setContinuation(addKind(), this, [this](const QJsonObject &kept) {
        addToWorkspace(kept.value(runKey).toString().toStdString());
    });
}

void SynthesisJobs::begin(const SynthesisChoice &choice)
{
    if (choice.asking)
        m_keys->take(*choice.asking);
    const auto rows = needsSamples(choice.request.set) ? m_session.set().rows() : std::make_shared<const RowSet>();
    const std::string name = choice.request.name;
    run(name,
        [choice, rows](Workspace &workspace, JobFeedback &feedback) -> Result<std::int64_t> {
            SynthesisRequest request = choice.request;
            request.samples = rows->ids;
            PRIMER_TRY(createSynthesis(workspace.store(), request, feedback));
            feedback.setContinuation(continuationOf(request.name, 0));
            return std::int64_t(0);
        },
        choice.pilot, {});
}

void SynthesisJobs::goOn(const std::string &name, std::int64_t from)
{
    run(
        name, [from](Workspace &, JobFeedback &) -> Result<std::int64_t> { return from; }, 0,
        continuationOf(name, from));
}

void SynthesisJobs::extend(const std::string &name, const SynthesisExtension &extension)
{
    run(
        name,
        [name, extension](Workspace &workspace, JobFeedback &feedback) -> Result<std::int64_t> {
            PRIMER_TRY(extendSynthesis(workspace.store(), name, extension, feedback));
            return std::int64_t(0);
        },
        0, continuationOf(name, 0));
}

void SynthesisJobs::retry(const std::string &name, const std::string &reason, bool isRejected)
{
    run(
        name,
        [name, reason, isRejected](Workspace &workspace, JobFeedback &) -> Result<std::int64_t> {
            PRIMER_TRY(workspace.store().write(Durability::Durable, [&](Connection &connection) -> Status {
                const auto run = PRIMER_TRY(synthesisRun(connection, name));
                PRIMER_TRY(retrySynthesis(connection, run.id, reason, isRejected));
                return success();
            }));
            return std::int64_t(0);
        },
        0, continuationOf(name, 0));
}

void SynthesisJobs::generateMore(const std::string &name, const CoverageCellName &cell, std::int64_t count)
{
    run(name,
        [name, cell, count](Workspace &workspace, JobFeedback &feedback) -> Result<std::int64_t> {
            const auto queued = PRIMER_TRY(queueMoreOf(workspace.store(), name, cell, count, feedback));
            if (queued.count == 0)
                return nothingToAsk;
            feedback.setContinuation(continuationOf(name, queued.from));
            return queued.from;
        },
        0, {});
}

void SynthesisJobs::run(const std::string &name, const Prepare &prepare, std::int64_t pilot,
                        const std::string &continuation)
{
    if (isRunning())
        return; // the same row asked for twice would be paid twice
    const auto report = std::make_shared<SynthesisReport>();
    Job *job = m_session.jobs().start(
        kind(), QString::fromStdString(name), continuation,
        [workspace = m_session.workspace(), name, prepare, pilot, typed = m_keys->finder(),
         variable = m_keys->variable(), report](JobFeedback &feedback) -> Status {
            const std::int64_t from = PRIMER_TRY(prepare(*workspace, feedback));
            if (from == nothingToAsk)
                return success();
            const auto run = PRIMER_TRY(workspace->store().read(synthesisRun, name));
            ApiKey key;
            if (run.kind == "chat") {
                const auto endpoint = PRIMER_TRY(Endpoint::fromJson(run.settingsJson));
                key = PRIMER_TRY(TypedKeys::find(typed(endpoint), endpoint, variable));
            }
            SynthesisLimits limits;
            limits.maxRows = pilot;
            limits.from = from;
            *report = PRIMER_TRY(carryOnSynthesis(workspace->store(), name, key, limits, feedback));
            return tellOutcome(*workspace, *report, feedback);
        });
    m_job = job->id();
    Q_EMIT started();
    connect(job, &Job::finished, this, [this, job, report] { finish(*job, *report); });
}

void SynthesisJobs::finish(const Job &job, const SynthesisReport &report)
{
    m_job = 0;
    Q_EMIT ended();
    if (report.run.id > 0)
        Q_EMIT paused(report, report.run.failed > 0 ? job.error().detail : std::string());
    else if (job.state() == JobState::Failed)
        Q_EMIT failed(job.error());
    else if (job.state() == JobState::Done)
        Q_EMIT noRowsLeft();
}

void SynthesisJobs::stop()
{
    if (Job *job = m_session.jobs().job(m_job))
        job->cancel();
}

void SynthesisJobs::addToWorkspace(const std::string &name)
{
    if (m_session.jobs().isRunning(addKind()))
        return;
    const auto import = std::make_shared<SampleImport>();
    Job *job = m_session.jobs().start(
        addKind(), QString::fromStdString(name), continuationOf(name, 0),
        [workspace = m_session.workspace(), name, import](JobFeedback &feedback) -> Status {
            *import = PRIMER_TRY(importAccepted(workspace->store(), name, "", RowsWanted::All, feedback));
            feedback.setFigure("added", import->added);
            feedback.setFigure("known", import->known);
            return success();
        });
    Q_EMIT started();
    connect(job, &Job::finished, this, [this, job, name, import] {
        Q_EMIT ended();
        if (job->state() == JobState::Failed)
            Q_EMIT failed(job->error());
        else
            Q_EMIT added(QString::fromStdString(name), *import);
    });
}

void SynthesisJobs::measure(const std::string &name, const std::string &against)
{
    if (isMeasuring())
        return;
    const auto measured = std::make_shared<MeasuredDiversity>();
    measured->run = name;
    measured->against = against;
    const QJsonObject kept{{runKey, QString::fromStdString(name)}, {againstKey, QString::fromStdString(against)}};
    Job *job = m_session.jobs().start(
        measureKind(), QString::fromStdString(name), compactJson(kept),
        [workspace = m_session.workspace(), measured](JobFeedback &feedback) -> Status {
            Store &store = workspace->store();
            if (measured->against.empty())
                measured->both.set = PRIMER_TRY(diversityOf(store, measured->run, 0, feedback));
            else
                measured->both = PRIMER_TRY(compareDiversity(store, measured->run, measured->against, 0, feedback));
            return success();
        });
    Q_EMIT started();
    connect(job, &Job::finished, this, [this, job, measured] {
        Q_EMIT ended();
        if (job->state() == JobState::Failed)
            Q_EMIT failed(job->error());
        else if (job->state() == JobState::Done)
            Q_EMIT this->measured(measured);
    });
}

} // namespace primer
