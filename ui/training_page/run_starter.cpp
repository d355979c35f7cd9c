#include "ui/training_page/run_starter.h"

#include "core/exporters/shard_export.h"
#include "core/jobs/background.h"
#include "core/runs/run_folder.h"

namespace primer {

RunStarter::RunStarter(WorkspaceSession &session, QString engine, QObject *parent)
    : QObject(parent), m_session(session), m_engine(std::move(engine))
{}

QString RunStarter::workspaceFolder() const { return QString::fromStdString(m_session.workspace()->folder()); }

void RunStarter::tell(const Status &status)
{
    if (!status)
        Q_EMIT failed(status.error());
    Q_EMIT changed();
}

void RunStarter::begin(const RunDialog::Choice &choice)
{
    if (!choice.makesShards) {
        create(choice.name, choice.config);
        return;
    }
    const std::string target = (workspaceFolder() + QStringLiteral("/shards/") + choice.name).toStdString();
    ShardOptions options;
    options.vocabularySize = TokenId(choice.config.model.vocabularySize);
    const auto made = std::make_shared<ShardReport>();
    Job *job = m_session.jobs().start(QStringLiteral("shards"), choice.name,
                                      [workspace = m_session.workspace(), set = choice.set, target, options,
                                       tokenizer = choice.tokenizer.toStdString(), made](Feedback &feedback) -> Status {
                                          ShardOptions complete = options;
                                          if (!tokenizer.empty()) {
                                              auto loaded = Tokenizer::load(tokenizer);
                                              if (!loaded)
                                                  return loaded.error();
                                              complete.tokenizer = std::move(*loaded);
                                          }
                                          const auto selection = selectSamples(*workspace, set, feedback);
                                          if (!selection)
                                              return selection.error();
                                          complete.selection = selection->description;
                                          complete.lineageJson = selection->lineageJson;
                                          const auto report = exportShards(workspace->store(), selection->ids, target,
                                                                           complete, feedback);
                                          if (!report)
                                              return report.error();
                                          *made = *report;
                                          return success();
                                      });
    connect(job, &Job::finished, this, [this, job, choice, target, made] {
        if (job->state() == JobState::Failed) {
            Q_EMIT failed(job->error());
        } else if (job->state() == JobState::Done) {
            TrainingConfig config = choice.config;
            config.data = {{target + "/train", 1}};
            if (config.evaluationData.empty() && made->heldOutTokens > std::uint64_t(config.sequenceLength))
                config.evaluationData = target + "/held-out"; // a small set may have held nothing out
            create(choice.name, config);
        }
    });
}

void RunStarter::create(const QString &name, const TrainingConfig &config)
{
    inBackground(
        this,
        [workspace = workspaceFolder().toStdString(), name = name.toStdString(), config,
         engine = m_engine.toStdString()]() -> Result<RunSummary> {
            auto run = createRun(workspace, name, config);
            if (run)
                PRIMER_TRY(startLocalEngine(engine, run->folder));
            return run;
        },
        [this](const Result<RunSummary> &run) {
            if (run)
                Q_EMIT created(QString::fromStdString(run->folder));
            else
                Q_EMIT failed(run.error());
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

} // namespace primer
