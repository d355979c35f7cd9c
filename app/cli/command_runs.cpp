#include <filesystem>

#include "app/cli/command.h"

#include "core/base/atomic_file.h"
#include "core/runs/event_tail.h"
#include "core/runs/run_folder.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, action = "list", run, name = "run", preset = "small-cpu", data;
    std::vector<std::string> settings;
};

std::string enginePath() { return std::filesystem::path(parquetWorkerPath()).replace_filename("primer-engine").string(); }

Result<RunSummary> findRun(const Options &options)
{
    for (RunSummary &run : listRuns(options.workspace)) {
        if (run.id == options.run)
            return run;
    }
    return Error{ErrorCode::NotFound, "no such run; primer-cli runs WORKSPACE lists them", options.run};
}

/// The last of each kind of event says how a run stands.
Json standingOf(const RunSummary &run)
{
    EventTail tail(run.folder + "/events.jsonl");
    RunEvent step, evaluation, checkpoint, start;
    std::string end;
    for (auto events = tail.poll(); !events.empty(); events = tail.poll()) {
        for (const RunEvent &event : events) {
            switch (event.kind) {
            case RunEvent::Kind::Start: start = event; end.clear(); break;
            case RunEvent::Kind::Step: step = event; break;
            case RunEvent::Kind::Evaluation: evaluation = event; break;
            case RunEvent::Kind::Checkpoint: checkpoint = event; break;
            case RunEvent::Kind::End: end = event.word; break;
            default: break;
            }
        }
    }
    Json json{{"id", run.id}, {"folder", run.folder}, {"running", run.isRunning}, {"step", step.step}, {"steps", start.steps}, {"loss", step.loss},
              {"tokens", step.tokens}, {"tokens_per_second", step.tokensPerSecond}, {"checkpoint", checkpoint.detail}, {"end", end}};
    if (evaluation.step > 0)
        json["evaluation_loss"] = evaluation.loss;
    return json;
}

std::string lineOf(const Json &standing)
{
    return standing["id"].get<std::string>() + "  " + (standing["running"].get<bool>() ? "running" : standing["end"].get<std::string>()) + "  step "
           + humanCount(standing["step"]) + " of " + humanCount(standing["steps"]) + "  loss " + std::to_string(standing["loss"].get<double>()) + "\n";
}

Result<Answer> started(const RunSummary &run)
{
    Answer answer;
    answer.json = {{"id", run.id}, {"folder", run.folder}};
    answer.text = run.id + " trains in " + run.folder + "; primer-cli runs shows how it stands\n";
    return answer;
}

Result<Answer> train(const Options &options)
{
    auto config = TrainingConfig::fromPreset(options.preset);
    if (!config)
        return config.error();
    std::error_code failure;
    if (!options.data.empty()) {
        const std::string folder = std::filesystem::absolute(options.data).string();
        config->data = {{folder + "/train", 1}};
        if (std::filesystem::exists(folder + "/held-out/00000.tok", failure))
            config->evaluationData = folder + "/held-out";
    }
    for (const std::string &setting : options.settings)
        PRIMER_TRY(config->set(setting));
    const auto run = createRun(options.workspace, options.name, *config);
    if (!run)
        return run.error();
    PRIMER_TRY(startLocalEngine(enginePath(), run->folder));
    return started(*run);
}

Result<Answer> runs(const Options &options)
{
    Answer answer;
    if (options.action == "list") {
        answer.json["runs"] = Json::array();
        for (const RunSummary &run : listRuns(options.workspace)) {
            answer.json["runs"].push_back(standingOf(run));
            answer.text += lineOf(answer.json["runs"].back());
        }
        return answer;
    }
    const auto run = findRun(options);
    if (!run)
        return run.error();
    if (options.action == "resume") {
        PRIMER_TRY(startLocalEngine(enginePath(), run->folder));
        return started(*run);
    }
    if (options.action != "show")
        PRIMER_TRY(sendToRun(run->folder, options.action));
    answer.json = standingOf(*run);
    if (const std::string words = lastWords(run->folder); !words.empty())
        answer.json["engine_log"] = words;
    answer.text = lineOf(answer.json);
    return answer;
}

} // namespace

void addTrain(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("train", "Start a training run on this machine; it goes on when this program ends");
    command->add_option("workspace", options->workspace, "NAME.primer")->required()->check(CLI::ExistingDirectory);
    command->add_option("--name", options->name, "Name of the run")->capture_default_str();
    command->add_option("--preset", options->preset, "phi1-pretrain, phi1-finetune, small-cpu, tiny")->capture_default_str();
    command->add_option("--data", options->data, "A folder made by primer-cli shards");
    command->add_option("--set", options->settings, "key=value, for example maxLearningRate=3e-4 model.layers=6");
    command->footer("Example: primer-cli train code.primer --preset small-cpu --data shards --set steps=1000");
    add(command, [options](Context &) { return train(*options); });
}

void addRuns(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("runs", "How the runs of a workspace stand; stop, resume or checkpoint one");
    command->add_option("workspace", options->workspace, "NAME.primer")->required()->check(CLI::ExistingDirectory);
    command->add_option("action", options->action, "list, show, stop, resume, checkpoint")
        ->check(CLI::IsMember({"list", "show", "stop", "resume", "checkpoint"}))->capture_default_str();
    command->add_option("run", options->run, "Id of the run, for all but list");
    command->footer("Example: primer-cli runs code.primer stop run-2");
    add(command, [options](Context &) { return runs(*options); });
}

} // namespace primer::cli
