#include "ui/training_page/run_starter.h"

#include <memory>
#include <utility>

#include "core/base/feedback.h"
#include "core/jobs/background.h"
#include "core/jobs/job_list.h"
#include "core/runs/run_folder.h"
#include "core/runs/run_upkeep.h"
#include "core/workspace/training_start.h"
#include "ui/session/kept_choice.h"

namespace primer {

namespace {

const QString shardsKind = QStringLiteral("shards");
const QString nameKey = QStringLiteral("name"), configKey = QStringLiteral("config"), setKey = QStringLiteral("set"),
              tokenizerKey = QStringLiteral("tokenizer");

std::string continuationOf(const RunDialog::Choice &choice)
{
    return compactJson({{nameKey, choice.name},
                        {configKey, QString::fromStdString(choice.config.toJson())},
                        {setKey, toJson(choice.set)},
                        {tokenizerKey, choice.tokenizer}});
}

Result<RunDialog::Choice> choiceOf(const QJsonObject &kept)
{
    RunDialog::Choice choice;
    choice.name = kept.value(nameKey).toString();
    choice.config = PRIMER_TRY(TrainingConfig::fromJson(kept.value(configKey).toString().toStdString()));
    choice.set = PRIMER_TRY(selectionRequestOf(kept.value(setKey).toObject()));
    choice.tokenizer = kept.value(tokenizerKey).toString();
    choice.makesShards = true;
    return choice;
}

} // namespace

RunStarter::RunStarter(WorkspaceSession &session, QString engine, QObject *parent)
    : QObject(parent), m_session(session), m_engine(std::move(engine))
{
    session.jobs().setContinuation(shardsKind, this, [this](const QJsonObject &kept) {
        const auto choice = choiceOf(kept);
        if (choice)
            begin(*choice);
        else
            Q_EMIT failed(choice.error());
    });
}

void RunStarter::tell(const Status &status)
{
    if (!status)
        Q_EMIT failed(status.error());
    Q_EMIT changed();
}

void RunStarter::begin(const RunDialog::Choice &choice)
{
    TrainingStart start;
    start.name = choice.name.toStdString();
    start.config = choice.config;
    start.shardFolder = choice.shardFolder.toStdString();
    start.engine = m_engine.toStdString();
    if (!choice.makesShards) {
        inBackground(
            this,
            [workspace = m_session.workspace(), start]() -> Result<StartedTraining> {
                Feedback feedback;
                return startTraining(*workspace, start, feedback);
            },
            [this](const Result<StartedTraining> &started) {
                if (started)
                    Q_EMIT created(QString::fromStdString(started->run.folder));
                else
                    Q_EMIT failed(started.error());
            });
        return;
    }
    start.shards = ShardRequest{};
    start.shards->set = choice.set;
    start.shards->tokenizer = choice.tokenizer.toStdString();
    const auto folder = std::make_shared<std::string>();
    Job *job = m_session.jobs().start(shardsKind, choice.name, continuationOf(choice),
                                      [workspace = m_session.workspace(), start, folder](Feedback &feedback) -> Status {
                                          const auto started = PRIMER_TRY(startTraining(*workspace, start, feedback));
                                          *folder = started.run.folder;
                                          return success();
                                      });
    job->setAgain(this, [this, choice] { begin(choice); });
    connect(job, &Job::finished, this, [this, job, folder] {
        if (job->state() == JobState::Failed)
            Q_EMIT failed(job->error());
        else if (job->state() == JobState::Done)
            Q_EMIT created(QString::fromStdString(*folder));
    });
}

void RunStarter::start(const QString &folder)
{
    inBackground(
        this,
        [engine = m_engine.toStdString(), folder = folder.toStdString()] { return startLocalEngine(engine, folder); },
        [this](const Status &started) { tell(started); });
}

void RunStarter::send(const QString &folder, const std::string &word)
{
    inBackground(
        this, [folder = folder.toStdString(), word] { return sendToRun(folder, word); },
        [this](const Status &sent) {
            if (!sent)
                Q_EMIT failed(sent.error());
        });
}

void RunStarter::extend(const QString &folder, qint64 steps, bool isRunning)
{
    if (isRunning) {
        send(folder, "extend " + std::to_string(steps));
        return;
    }
    inBackground(
        this,
        [folder = folder.toStdString(), steps, engine = m_engine.toStdString()] {
            return extendStandingRun(engine, folder, steps);
        },
        [this](const Status &started) { tell(started); });
}

void RunStarter::extendKeepingSchedule(const QString &folder, qint64 steps)
{
    inBackground(
        this,
        [folder = folder.toStdString(), steps, engine = m_engine.toStdString()] {
            return extendStandingRun(engine, folder, steps, {true, {}});
        },
        [this](const Status &started) { tell(started); });
}

void RunStarter::rename(const QString &folder, const QString &title)
{
    inBackground(
        this, [folder = folder.toStdString(), title = title.toStdString()] { return setRunTitle(folder, title); },
        [this](const Status &renamed) { tell(renamed); });
}

void RunStarter::note(const QString &folder, const QString &notes)
{
    inBackground(
        this, [folder = folder.toStdString(), notes = notes.toStdString()] { return setRunNotes(folder, notes); },
        [this](const Status &written) { tell(written); });
}

void RunStarter::remove(const QString &folder)
{
    inBackground(
        this,
        [workspace = m_session.folder().toStdString(), folder = folder.toStdString()] {
            return putRunAway(workspace, folder);
        },
        [this, folder](const Result<std::string> &put) {
            if (put)
                Q_EMIT removed(QString::fromStdString(*put), folder);
            else
                Q_EMIT failed(put.error());
        });
}

void RunStarter::takeBack(const QString &removed, const QString &folder)
{
    inBackground(
        this, [removed = removed.toStdString(), folder = folder.toStdString()] { return takeRunBack(removed, folder); },
        [this, folder](const Status &taken) {
            if (taken)
                Q_EMIT cameBack(folder);
            else
                Q_EMIT failed(taken.error());
        });
}

} // namespace primer
