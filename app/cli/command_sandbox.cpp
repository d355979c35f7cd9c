#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "app/cli/command.h"

#include "core/base/atomic_file.h"
#include "core/sandbox/sandbox.h"

namespace primer::cli {

namespace {

struct Options {
    std::string action, file, testsFile, entryPoint;
    double cpuSeconds = SandboxLimits().cpuSeconds;
    std::uint64_t memoryMebibytes = SandboxLimits().memoryBytes >> 20;
    SandboxOptions sandbox;
};

Json jsonOf(const SandboxResult &result)
{
    return {{"outcome", sandboxOutcomeName(result.outcome)},
            {"reason", result.reason},
            {"output", result.output},
            {"errors", result.errors},
            {"output_cut", result.isOutputCut},
            {"calls", result.calls},
            {"cpu_seconds", result.cpuSeconds},
            {"wall_seconds", result.wallSeconds},
            {"attempts", result.attempts},
            {"backend", result.backend}};
}

/// The verdict first; what the program wrote may be long, and may end without a line end.
std::string textOf(const SandboxResult &result)
{
    char seconds[64];
    std::snprintf(seconds, sizeof seconds, " (%.2f s of CPU time, %.2f s)", result.cpuSeconds, result.wallSeconds);
    std::string text = std::string(sandboxOutcomeName(result.outcome)) + seconds;
    if (!result.reason.empty())
        text += ": " + oneLine(result.reason);
    text += "\n";
    for (const auto &[name, written] : {std::pair("output", &result.output), {"errors", &result.errors}}) {
        if (!written->empty())
            text += std::string("--- ") + name + "\n" + *written + (written->ends_with('\n') ? "" : "\n");
    }
    if (result.isOutputCut)
        text += "--- the rest was thrown away\n";
    return text;
}

Result<Answer> check(const Options &options)
{
    const auto begin = std::chrono::steady_clock::now();
    const Sandbox sandbox = PRIMER_TRY(Sandbox::open(options.sandbox)); // which runs a right and a wrong program
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const SandboxFacts &facts = sandbox.facts();
    Answer answer;
    answer.json = {{"backend", facts.backend},  {"python", facts.python},    {"layers", facts.layers},
                   {"right_program", "passed"}, {"wrong_program", "failed"}, {"seconds", seconds}};
    answer.text = facts.backend + ", " + facts.python + "\n";
    for (const std::string &layer : facts.layers)
        answer.text += "  " + layer + "\n";
    answer.text += "A right program passed, a wrong one failed.\n";
    return answer;
}

Result<Answer> run(const Options &options, Context &context)
{
    constexpr std::size_t most = std::size_t(16) << 20;
    SandboxProgram program;
    program.code = PRIMER_TRY(readFile(options.file, most));
    if (!options.testsFile.empty())
        program.tests = PRIMER_TRY(readFile(options.testsFile, most));
    program.entryPoint = options.entryPoint;
    SandboxLimits limits;
    limits.cpuSeconds = options.cpuSeconds;
    limits.memoryBytes = options.memoryMebibytes << 20;
    const Sandbox sandbox = PRIMER_TRY(Sandbox::open(options.sandbox));
    const SandboxResult result = sandbox.run(program, limits, &context.feedback);
    if (context.feedback.isCancelled() && result.outcome == SandboxOutcome::NotRun)
        return Error{ErrorCode::Cancelled, "", options.file};
    Answer answer{jsonOf(result), textOf(result)};
    answer.exitCode = result.outcome == SandboxOutcome::Passed ? exitDone : exitFailed;
    return answer;
}

} // namespace

void addSandbox(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand(
        "sandbox",
        "Run a Python program where it can do no harm: check (is there a sandbox, of what layers), run FILE");
    command->add_option("action", options->action, "check or run")->required()->check(CLI::IsMember({"check", "run"}));
    command->add_option("file", options->file, "The program; without tests it passes by ending with exit code 0");
    command->add_option(
        "--tests", options->testsFile,
        "A file of statements (assert f(1) == 2, test functions, check(candidate)); they run in another "
        "process than the program, and reach its functions by their names");
    command->add_option("--entry-point", options->entryPoint, "Name of the function that is the candidate of check");
    constexpr double longestSeconds = 3600;
    command
        ->add_option("--cpu-seconds", options->cpuSeconds,
                     "CPU time, whole seconds upwards; five times that of wall time")
        ->check(CLI::Range(0.1, longestSeconds))
        ->capture_default_str();
    constexpr std::uint64_t minMemory = 64, maxMemory = 1 << 20;
    command->add_option("--memory", options->memoryMebibytes, "MiB")
        ->check(CLI::Range(minMemory, maxMemory))
        ->capture_default_str();
    command->add_option("--python", options->sandbox.python, "The interpreter")->capture_default_str();
    command->add_option("--bubblewrap", options->sandbox.bubblewrap, "The program bwrap")->capture_default_str();
    command->footer("Example: primer-cli sandbox run solution.py --tests tests.py --cpu-seconds 2");
    add(command, [options](Context &context) -> Result<Answer> {
        if (options->action == "check")
            return check(*options);
        if (options->file.empty())
            return Error{ErrorCode::InvalidInput, "run needs the file of a program", "sandbox"};
        return run(*options, context);
    });
}

} // namespace primer::cli
