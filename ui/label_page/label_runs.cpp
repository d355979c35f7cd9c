#include "ui/label_page/label_runs.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/jobs/background.h"
#include "core/labelling/heuristic_teacher.h"
#include "core/workspace/heuristic_labelling.h"
#include "ui/session/kept_choice.h"

namespace primer {

namespace {

const QString jobKind = QStringLiteral("label");

const QString runKey = QStringLiteral("run"), setKey = QStringLiteral("set"), kindKey = QStringLiteral("kind"),
              stratifyKey = QStringLiteral("stratify"), countKey = QStringLiteral("count"),
              seedKey = QStringLiteral("seed");

std::string continuationOf(const SelectionRequest &set, const SamplingRequest &draw)
{
    return compactJson({{setKey, toJson(set)},
                        {kindKey, int(draw.kind)},
                        {stratifyKey, QString::fromStdString(draw.stratifyBy)},
                        {countKey, qint64(draw.count)},
                        {seedKey, QString::number(draw.seed)}});
}

SamplingRequest drawOf(const QJsonObject &kept)
{
    SamplingRequest draw;
    draw.kind = Sampling(std::clamp(kept.value(kindKey).toInt(), int(Sampling::Random), int(Sampling::Uncertain)));
    draw.stratifyBy = kept.value(stratifyKey).toString().toStdString();
    draw.count = kept.value(countKey).toInteger();
    draw.seed = kept.value(seedKey).toString().toULongLong();
    return draw;
}

std::string continuationOf(std::int64_t run) { return "{\"run\":" + std::to_string(run) + "}"; }

Result<std::vector<SampleId>> drawFor(Workspace &workspace, const std::string &teacher,
                                      const std::vector<SampleId> &from, const SamplingRequest &draw)
{
    const auto open = PRIMER_TRY(withoutLabelsOf(workspace, teacher, from));
    return drawSamples(workspace.query(), draw, open);
}

/// What the run came to, for whoever looks at the job: rows that failed are failures, and a server that cannot be asked
/// is one of the job.
Status tellOutcome(Workspace &workspace, const TeacherRunReport &report, JobFeedback &feedback)
{
    const auto parts = PRIMER_TRY(runParts(workspace.store(), report.run));
    feedback.setFigure("labelled", report.labelled);
    feedback.setFigure("failed", report.failed);
    feedback.setFigure("waiting", report.waiting);
    const auto reasons = PRIMER_TRY(workspace.store().read(failureCounts, report.run));
    for (const auto &[reason, count] : reasons)
        feedback.addLine(std::to_string(count) + " failed: " + reason);
    if (!reasons.empty())
        feedback.setFailures(report.failed, {ErrorCode::Io, reasons.front().first, parts.endpoint.baseUrl});
    if (report.stopped == "cancelled")
        return Error{ErrorCode::Cancelled, "", parts.endpoint.baseUrl};
    if (report.waiting > 0 && report.stopped != "limit" && !report.stopped.empty())
        return Error{ErrorCode::Io, report.stopped, parts.endpoint.baseUrl};
    return success();
}

} // namespace

LabelRuns::LabelRuns(WorkspaceSession &session, QObject *parent)
    : QObject(parent), m_session(session), m_keys(new TypedKeys(this))
{
    connect(m_keys, &TypedKeys::notKept, this, &LabelRuns::keyNotKept);
    session.jobs().setContinuation(jobKind, this, [this](const QJsonObject &continuation) {
        if (continuation.contains(setKey))
            carryOnByRules(continuation);
        else
            carryOn(continuation.value(runKey).toInteger());
    });
}

void LabelRuns::carryOn(std::int64_t id)
{
    inBackground(
        this, [workspace = m_session.workspace(), id] { return workspace->store().read(labelRun, id); },
        [this](const Result<LabelRun> &run) {
            if (isRunning())
                return; // asked for twice
            if (!run)
                Q_EMIT failed(run.error());
            else if (run->waiting == 0 && run->failed > 0)
                retryFailed(*run);
            else
                goOn(*run);
        });
}

void LabelRuns::begin(const TeacherDialog::Choice &choice)
{
    if (choice.asksModel)
        beginByModel(m_session.set().rows()->ids, choice);
    else
        beginByRules(m_session.set().selection(), choice.draw);
}

void LabelRuns::carryOnByRules(const QJsonObject &kept)
{
    const auto set = selectionRequestOf(kept.value(setKey).toObject());
    if (set)
        beginByRules(*set, drawOf(kept));
    else
        Q_EMIT failed(set.error());
}

void LabelRuns::beginByRules(const SelectionRequest &set, const SamplingRequest &draw)
{
    Job *job = m_session.jobs().start(jobKind, QString::fromUtf8(heuristicTeacherName), continuationOf(set, draw),
                                      [workspace = m_session.workspace(), set, draw](Feedback &feedback) -> Status {
                                          const auto from = PRIMER_TRY(selectSamples(*workspace, set, feedback));
                                          const auto samples = PRIMER_TRY(
                                              drawFor(*workspace, heuristicTeacherName, from.ids, draw));
                                          PRIMER_TRY(labelHeuristically(*workspace, samples, feedback));
                                          return success();
                                      });
    connect(job, &Job::finished, this, [this, job] {
        if (job->state() == JobState::Failed)
            Q_EMIT failed(job->error());
        m_session.noteColumnsChanged();
    });
}

void LabelRuns::beginByModel(const std::vector<SampleId> &from, const TeacherDialog::Choice &choice)
{
    m_keys->take(choice);
    runModel(
        0,
        [from, choice](Workspace &workspace) -> Result<Begun> {
            const auto key = PRIMER_TRY(TypedKeys::find(choice.key, choice.endpoint, choice.keyVariable));
            TeacherRequest request;
            request.endpoint = choice.endpoint;
            request.prompt = choice.prompt;
            request.samples = PRIMER_TRY(
                drawFor(workspace, teacherName(choice.endpoint, choice.prompt), from, choice.draw));
            request.repeated = choice.repeated;
            request.budgetNanos = choice.budgetNanos;
            const std::int64_t run = PRIMER_TRY(createTeacherRun(workspace, request));
            return Begun{run, key};
        },
        choice.pilot, QString::fromStdString(choice.endpoint.model));
}

void LabelRuns::goOn(const LabelRun &run)
{
    ApiKey typed;
    if (const auto endpoint = Endpoint::fromJson(run.settingsJson))
        typed = m_keys->of(*endpoint);
    runModel(
        run.id,
        [run = run.id, typed, variable = m_keys->variable().toStdString()](Workspace &workspace) -> Result<Begun> {
            if (!typed.isEmpty())
                return Begun{run, typed};
            const ApiKey key = PRIMER_TRY(keyForRun(workspace, run, variable));
            return Begun{run, key};
        },
        0, QString::fromStdString(run.teacher));
}

void LabelRuns::retryFailed(const LabelRun &run)
{
    inBackground(
        this,
        [workspace = m_session.workspace(), id = run.id] {
            return workspace->store().write(Durability::Durable, [id](Connection &connection) -> Status {
                PRIMER_TRY(primer::retryFailed(connection, id, ""));
                return success();
            });
        },
        [this, run](const Status &written) {
            if (written)
                goOn(run);
            else
                Q_EMIT failed(written.error());
        });
}

void LabelRuns::stop()
{
    if (Job *job = m_session.jobs().job(m_job))
        job->cancel();
}

void LabelRuns::runModel(std::int64_t run, const std::function<Result<Begun>(Workspace &)> &begin, std::int64_t maxRows,
                         const QString &subject)
{
    struct Outcome {
        TeacherRunReport report;
        Forecast forecast;
    };
    const auto outcome = std::make_shared<Outcome>();
    Job *job = m_session.jobs().start(
        jobKind, subject, run > 0 ? continuationOf(run) : std::string(),
        [workspace = m_session.workspace(), begin, maxRows, outcome](JobFeedback &feedback) -> Status {
            const Begun begun = PRIMER_TRY(begin(*workspace));
            feedback.setContinuation(continuationOf(begun.run));
            outcome->report = PRIMER_TRY(carryOnTeacherRun(*workspace, begun.run, begun.key, maxRows, feedback));
            outcome->forecast = PRIMER_TRY(forecastRest(*workspace, begun.run));
            return tellOutcome(*workspace, outcome->report, feedback);
        });
    m_job = job->id();
    Q_EMIT started();
    connect(job, &Job::finished, this, [this, job, outcome] {
        m_job = 0;
        Q_EMIT finished();
        if (job->state() == JobState::Failed && outcome->report.run == 0)
            Q_EMIT failed(job->error());
        else
            Q_EMIT paused(outcome->report, outcome->forecast);
        m_session.noteColumnsChanged();
    });
}

} // namespace primer
