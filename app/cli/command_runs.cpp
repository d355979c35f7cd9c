#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <thread>

#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/run_answer.h"

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/runs/event_tail.h"
#include "core/runs/run_folder.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, action = "list", run;
    std::int64_t steps = 1000;
};

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
            case RunEvent::Kind::Start:
                start = event;
                end.clear();
                break;
            case RunEvent::Kind::Step: step = event; break;
            case RunEvent::Kind::Evaluation: evaluation = event; break;
            case RunEvent::Kind::Checkpoint: checkpoint = event; break;
            case RunEvent::Kind::End: end = event.word; break;
            default: start.steps = event.steps > 0 ? event.steps : start.steps; break; // it was extended
            }
        }
    }
    if (start.steps == 0) { // it never began: what was wanted
        if (const auto config = readRunConfig(run.folder))
            start.steps = config->steps;
    }
    Json json{{"id", run.id},
              {"folder", run.folder},
              {"running", run.isRunning},
              {"state", stateText(run)},
              {"step", step.step},
              {"steps", start.steps},
              {"loss", step.step > 0 ? Json(step.loss) : Json()}, // NaN is null too: JSON has no other word for it
              {"tokens", step.tokens},
              {"tokens_per_second", step.tokensPerSecond},
              {"checkpoint", checkpoint.detail},
              {"end", end}};
    if (evaluation.step > 0)
        json["evaluation_loss"] = evaluation.loss;
    return json;
}

std::string lossText(double loss, const char *format)
{
    char text[32];
    std::snprintf(text, sizeof text, format, loss);
    return std::isnan(loss) ? "nan" : text; // without a sign
}

std::string lineOf(const Json &standing)
{
    std::string line = standing["id"].get<std::string>() + "  " + standing["state"].get<std::string>();
    if (standing["step"] == 0)
        return line + "  no step yet\n";
    const Json &loss = standing["loss"];
    return line + "  step " + humanCount(standing["step"]) + " of " + humanCount(standing["steps"]) + "  loss "
           + lossText(loss.is_number() ? loss.get<double>() : std::nan(""), "%.6f") + "\n";
}

Result<Answer> started(const RunSummary &run)
{
    Answer answer;
    answer.json = {{"id", run.id}, {"folder", run.folder}};
    answer.text = startedText(run);
    return answer;
}

/// One line, written over itself on a terminal, plain lines elsewhere; until the run stands still.
Status follow(const RunSummary &run, const Feedback &feedback)
{
    constexpr auto pause = std::chrono::milliseconds(500);
    constexpr auto pauseOfLines = std::chrono::seconds(10);
    const bool isTerminal = ::isatty(STDERR_FILENO) == 1;
    EventTail tail(run.folder + "/events.jsonl");
    std::int64_t planned = 0;
    RunEvent last;
    auto told = std::chrono::steady_clock::time_point();
    for (bool isLastLook = false;; isLastLook = !isRunning(run.folder)) {
        for (auto events = tail.poll(); !events.empty(); events = tail.poll()) {
            for (const RunEvent &event : events) {
                if (event.steps > 0) // it began, or was extended
                    planned = event.steps;
                if (event.kind == RunEvent::Kind::Step)
                    last = event;
                else if (event.kind == RunEvent::Kind::Warning)
                    std::fprintf(stderr, "%s%s\n", isTerminal ? "\n" : "", oneLine(event.detail).c_str());
            }
        }
        const auto now = std::chrono::steady_clock::now();
        if (last.step > 0 && (isTerminal || isLastLook || now - told >= pauseOfLines)) {
            told = now;
            const double tokensPerStep = double(last.tokens) / double(last.step);
            const double left = last.tokensPerSecond > 0
                                    ? double(planned - last.step) * tokensPerStep / last.tokensPerSecond
                                    : 0;
            std::fprintf(stderr, "%sstep %s of %s  loss %s  %s tokens/s  %.0f s left%s", isTerminal ? "\r\033[K" : "",
                         humanCount(last.step).c_str(), humanCount(planned).c_str(),
                         lossText(last.loss, "%.3f").c_str(), humanCount(std::int64_t(last.tokensPerSecond)).c_str(),
                         left, isTerminal ? "" : "\n");
            std::fflush(stderr);
        }
        if (isLastLook || feedback.isCancelled())
            break; // the run itself goes on when only the looking is ended
        std::this_thread::sleep_for(pause);
    }
    if (isTerminal)
        std::fputc('\n', stderr);
    return success();
}

Result<Answer> runs(const Options &options, const Feedback &feedback)
{
    Answer answer;
    std::error_code failure;
    if (!std::filesystem::exists(options.workspace + "/workspace.db", failure))
        return Error{ErrorCode::NotFound, "no workspace.db in it", options.workspace};
    if (options.action == "list") {
        answer.json["runs"] = Json::array();
        for (const RunSummary &run : listRuns(options.workspace)) {
            answer.json["runs"].push_back(standingOf(run));
            answer.text += lineOf(answer.json["runs"].back());
        }
        return answer;
    }
    const auto run = PRIMER_TRY(findRun(options));
    const StartWait wait{wholeStart, &feedback};
    if (options.action == "resume") {
        PRIMER_TRY(startLocalEngine(enginePath(), run.folder, wait));
        return started(run);
    }
    if (options.action == "extend" && !run.isRunning) {
        PRIMER_TRY(extendStandingRun(enginePath(), run.folder, options.steps, {false, wait}));
        return started(run);
    }
    if (options.action == "checkpoint" && !run.isRunning)
        return Error{ErrorCode::InvalidInput, "no engine trains there; `resume` starts one", options.run};
    if (options.action == "follow")
        PRIMER_TRY(follow(run, feedback));
    else if (options.action != "show" && run.isRunning) // one that stands is stopped already
        PRIMER_TRY(sendToRun(run.folder,
                             options.action == "extend" ? "extend " + std::to_string(options.steps) : options.action));
    const auto now = PRIMER_TRY(findRun(options)); // it may have gone on meanwhile
    answer.json = standingOf(now);
    const bool isBad = now.state == RunState::Failed || now.state == RunState::BadLoss
                       || now.state == RunState::Interrupted;
    if (options.action == "follow" && isBad)
        answer.exitCode = exitFailed;
    if (const std::string words = lastWords(run.folder); !words.empty())
        answer.json["engine_log"] = words;
    answer.text = lineOf(answer.json);
    return answer;
}

} // namespace

void addRuns(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("runs", "How the runs of a workspace stand; stop, resume or checkpoint one");
    command->add_option("workspace", options->workspace, "NAME.primer")->required()->check(CLI::ExistingDirectory);
    command->add_option("action", options->action, "list, show, follow, stop, resume, checkpoint, extend")
        ->check(CLI::IsMember({"list", "show", "follow", "stop", "resume", "checkpoint", "extend"}))
        ->capture_default_str();
    command->add_option("run", options->run, "Id of the run, for all but list");
    command->footer("Example: primer-cli runs code.primer stop run-2");
    command->add_option("steps", options->steps, "For extend: how many more")->check(CLI::PositiveNumber);
    add(command, [options](Context &context) { return runs(*options, context.feedback); });
}

} // namespace primer::cli
