#include <filesystem>

#include "app/cli/command.h"
#include "app/cli/endpoint_options.h"
#include "app/cli/selection_options.h"
#include "app/cli/synthesis_answers.h"

#include "core/base/atomic_file.h"
#include "core/synthesis/accepted_rows.h"
#include "core/synthesis/coverage.h"
#include "core/synthesis/synthesis_run.h"
#include "core/teacher/key_source.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, action, run, set, promptTemplate, sampling, against, across = "topic", down = "audience",
                                                                                reason, out, licence;
    SelectionOptions selection;
    EndpointOptions asking;
    PlanRequest plan;
    std::int64_t target = 0, pilot = 0, shown = 2, rows = 0;
    int levels = 1;
    double similarity = 0.7;
    int parallel = 0;
    bool isRejected = false, ignoresWorkspace = false, isAgain = false, onlyPassed = false;
    CLI::Option *countGiven = nullptr, *targetGiven = nullptr, *budgetGiven = nullptr, *temperatureGiven = nullptr,
                *concurrencyGiven = nullptr;
};

AcceptanceSettings acceptanceOf(const Options &options)
{
    AcceptanceSettings settings;
    settings.nearDuplicates.threshold = options.similarity;
    settings.againstWorkspace = !options.ignoresWorkspace;
    return settings;
}

Result<SynthesisRequest> requestOf(Options &options, Workspace &workspace, std::vector<SampleId> &samples,
                                   Context &context)
{
    if (options.set.empty())
        return Error{
            ErrorCode::InvalidInput,
            "a constraint set: a file, or exercises, textbooks, rewrites, grammar-exercises, grammar-textbooks",
            "--set"};
    SynthesisRequest request;
    request.name = options.run;
    request.set = PRIMER_TRY(loadConstraintSet(options.set));
    const std::string name = options.promptTemplate.empty() ? templateNameFor(options.set) : options.promptTemplate;
    if (name.empty())
        return Error{ErrorCode::InvalidInput, "a template: a file, or exercise, textbook, rewrite, ...", "--template"};
    request.promptTemplate = PRIMER_TRY(loadTemplate(name));
    request.plan = options.plan;
    request.plan.sampling = request.set.sampling;
    if (!options.sampling.empty())
        request.plan.sampling = PRIMER_TRY(samplingOfName(options.sampling));
    if (!options.asking.endpoint.baseUrl.empty()) {
        PRIMER_TRY(options.asking.complete());
        request.endpoint = options.asking.endpoint;
    }
    request.target = options.target;
    request.budgetNanos = PRIMER_TRY(budgetNanosOf(options.asking.budget));
    auto selection = PRIMER_TRY(options.selection.select(workspace, context.feedback));
    samples = std::move(selection.ids);
    request.samples = samples;
    return request;
}

Result<Answer> plan(Options &options, Workspace &workspace, Context &context)
{
    std::vector<SampleId> samples;
    const auto request = PRIMER_TRY(requestOf(options, workspace, samples, context));
    const auto preview = PRIMER_TRY(
        previewSynthesis(workspace.store(), request, std::size_t(options.shown), context.feedback));
    return answerOf(request, preview);
}

/// Makes the run where there is none of this name; extends one that is there by what was given; goes on with it.
Result<Answer> run(Options &options, Workspace &workspace, Context &context)
{
    Store &store = workspace.store();
    const auto known = store.read(synthesisRun, options.run);
    if (!known && known.error().code != ErrorCode::NotFound)
        return known.error();
    ApiKey key;
    if (!known) {
        std::vector<SampleId> samples;
        const auto request = PRIMER_TRY(requestOf(options, workspace, samples, context));
        if (request.endpoint)
            key = PRIMER_TRY(findKey(*request.endpoint, options.asking.keyVariable));
        PRIMER_TRY(createSynthesis(store, request, context.feedback));
    } else {
        SynthesisExtension extension;
        extension.count = options.countGiven->count() > 0 ? options.plan.count : 0;
        if (options.targetGiven->count() > 0)
            extension.target = options.target;
        if (options.budgetGiven->count() > 0)
            extension.budgetNanos = PRIMER_TRY(budgetNanosOf(options.asking.budget));
        if (options.temperatureGiven->count() > 0)
            extension.temperature = options.asking.endpoint.temperature;
        if (options.concurrencyGiven->count() > 0)
            extension.concurrency = options.asking.endpoint.concurrency;
        if (!options.set.empty() || !options.promptTemplate.empty())
            return Error{ErrorCode::InvalidInput,
                         "this run has its set and template; another run with other ones reuses the same answers",
                         options.run};
        PRIMER_TRY(extendSynthesis(store, options.run, extension, context.feedback));
        if (known->kind == "chat") {
            const auto endpoint = PRIMER_TRY(Endpoint::fromJson(known->settingsJson));
            key = PRIMER_TRY(findKey(endpoint, options.asking.keyVariable));
        }
    }
    SynthesisLimits limits;
    limits.maxRows = options.pilot;
    limits.acceptance = acceptanceOf(options);
    const auto report = PRIMER_TRY(carryOnSynthesis(store, options.run, key, limits, context.feedback));
    return answerOf(report);
}

Result<Answer> status(const Options &options, Workspace &workspace)
{
    if (!options.run.empty()) {
        const auto report = PRIMER_TRY(synthesisStatus(workspace.store(), options.run));
        Answer answer = answerOf(report);
        answer.exitCode = exitDone;
        return answer;
    }
    const auto runs = PRIMER_TRY(workspace.store().read(listSynthesisRuns));
    Answer answer;
    answer.json["runs"] = Json::array();
    for (const SynthesisRun &one : runs) {
        answer.json["runs"].push_back(jsonOf(one));
        answer.text += lineOf(one);
    }
    return answer;
}

Result<Answer> accept(const Options &options, Workspace &workspace, Context &context)
{
    PRIMER_TRY(acceptRun(workspace.store(), options.run, acceptanceOf(options), context.feedback));
    return status(options, workspace);
}

Result<Answer> retry(const Options &options, Workspace &workspace)
{
    Answer answer;
    PRIMER_TRY(workspace.store().write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto known = PRIMER_TRY(synthesisRun(connection, options.run));
        const auto count = PRIMER_TRY(retrySynthesis(connection, known.id, options.reason, options.isRejected));
        answer.json = {{"waiting_again", count}};
        answer.text = counted(count, "row waits", "rows wait") + " again; primer-cli synthesise WORKSPACE run "
                      + known.name + " asks for " + (count == 1 ? "it" : "them") + "\n";
        return success();
    }));
    return answer;
}

Result<Answer> coverage(const Options &options, Workspace &workspace)
{
    const auto parts = PRIMER_TRY(synthesisParts(workspace.store(), options.run));
    const auto map = PRIMER_TRY(coverageOf(workspace.store(), parts, options.across, options.down, options.levels));
    return answerOf(map);
}

RowsWanted wantedOf(const Options &options) { return options.onlyPassed ? RowsWanted::Passed : RowsWanted::All; }

Result<Answer> execute(const Options &options, Workspace &workspace, Context &context)
{
    const Sandbox sandbox = PRIMER_TRY(Sandbox::open());
    ExecutionSettings settings;
    settings.parallel = options.parallel;
    settings.isAgain = options.isAgain;
    const auto report = PRIMER_TRY(
        executeAccepted(workspace.store(), options.run, sandbox, settings, context.feedback));
    return executionAnswer(workspace, options.run, sandbox.facts(), report, options.shown);
}

Result<Answer> exportRows(const Options &options, Workspace &workspace, Context &context)
{
    if (options.out.empty())
        return Error{ErrorCode::InvalidInput, "the file that is written, as in --out exercises.jsonl", "--out"};
    const auto count = PRIMER_TRY(
        exportAccepted(workspace.store(), options.run, options.out, wantedOf(options), context.feedback));
    Answer answer;
    answer.json = {{"rows", count}, {"path", options.out}};
    answer.text = counted(count, "row") + " in " + oneLine(options.out) + "\n";
    return answer;
}

Result<Answer> importRows(const Options &options, Workspace &workspace, Context &context)
{
    const auto done = PRIMER_TRY(
        importAccepted(workspace.store(), options.run, options.licence, wantedOf(options), context.feedback));
    Answer answer;
    answer.json = {{"added", done.added}, {"known", done.known}, {"source", done.source}};
    answer.text = counted(done.added, "sample") + " added, " + humanCount(done.known)
                  + " were there; --filter source:" + done.source + " finds them\n";
    return answer;
}

Result<Answer> writeFiles(const Options &options)
{
    if (options.out.empty())
        return Error{ErrorCode::InvalidInput, "the folder that the files are written to, as in --out sets", "--out"};
    std::error_code problem;
    std::filesystem::create_directories(options.out, problem);
    Answer answer;
    answer.json["files"] = Json::array();
    const auto put = [&](const std::string &name, const std::string &file) -> Status {
        const std::string path = options.out + "/" + file + ".json";
        if (std::filesystem::exists(path))
            return Error{ErrorCode::TargetNotOurs, "there is a file of this name already", path};
        const auto body = PRIMER_TRY(builtInSynthesisFile(name));
        PRIMER_TRY(writeFileAtomically(path, body));
        answer.json["files"].push_back(path);
        answer.text += oneLine(path) + "\n";
        return success();
    };
    for (const std::string &name : builtInSetNames())
        PRIMER_TRY(put(name, name));
    for (const std::string &name : builtInTemplateNames())
        PRIMER_TRY(put("template-" + name, "template-" + name));
    PRIMER_TRY(put("topics", "topics"));
    return answer;
}

Result<Answer> synthesise(Options &options, Context &context)
{
    if (options.action == "files")
        return writeFiles(options);
    if (options.run.empty() && options.action != "plan" && options.action != "status")
        return Error{ErrorCode::InvalidInput, "the name of the run", options.action};
    const bool writes = options.action == "run" || options.action == "accept" || options.action == "retry"
                        || options.action == "import" || options.action == "execute";
    auto workspace = PRIMER_TRY(
        Workspace::open(options.workspace, writes ? Store::Access::ReadWrite : Store::Access::ReadOnly, false));
    if (options.action == "plan")
        return plan(options, *workspace, context);
    if (options.action == "run")
        return run(options, *workspace, context);
    if (options.action == "status")
        return status(options, *workspace);
    if (options.action == "accept")
        return accept(options, *workspace, context);
    if (options.action == "rejects")
        return rejections(*workspace, options.run, options.shown);
    if (options.action == "retry")
        return retry(options, *workspace);
    if (options.action == "coverage")
        return coverage(options, *workspace);
    if (options.action == "diversity")
        return diversityAnswer(*workspace, options.run, options.against, options.rows, context.feedback);
    if (options.action == "execute")
        return execute(options, *workspace, context);
    if (options.action == "export")
        return exportRows(options, *workspace, context);
    return importRows(options, *workspace, context);
}

void addNumbers(CLI::App *command, Options &options)
{
    options.plan.count = 100;
    options.countGiven = command->add_option("--count", options.plan.count, "Prompts; more of them extend a run")
                             ->check(CLI::PositiveNumber)
                             ->capture_default_str();
    command->add_option("--sampling", options.sampling, "cross, cover or weighted; else as the set says");
    command->add_option("--seed", options.plan.seed, "Of the plan")->capture_default_str();
    options.targetGiven =
        command->add_option("--target", options.target, "Accepted rows at which the run ends; 0: all prompts are asked")
            ->check(CLI::NonNegativeNumber);
    command->add_option("--pilot", options.pilot, "Ask for so many rows only and forecast the rest")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--show", options.shown, "Prompts of a plan, or examples for each reason, that are shown")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command
        ->add_option("--similarity", options.similarity, "Jaccard of word 5-grams from which a row is a near-duplicate")
        ->check(CLI::Range(0.05, 1.0))
        ->capture_default_str();
    command->add_flag("--ignore-workspace", options.ignoresWorkspace,
                      "Do not hold rows against the samples of the workspace");
    command->add_option("--across", options.across, "Of coverage: an axis")->capture_default_str();
    command->add_option("--down", options.down, "Of coverage: another")->capture_default_str();
    command->add_option("--levels", options.levels, "Of coverage: how many levels of a tree are told; 0: its values")
        ->check(CLI::Range(0, 8))
        ->capture_default_str();
    command->add_option("--against", options.against, "Of diversity: a run to compare with, at the same size");
    command->add_option("--rows", options.rows, "Of diversity: how many are measured; 0: 2,000")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--reason", options.reason, "Of retry: only rows of this reason");
    command->add_flag("--rejected", options.isRejected,
                      "Of retry: rows that were answered and rejected; they are paid again");
    command->add_option("--out", options.out, "Of export: the file; of files: the folder");
    command->add_option("--parallel", options.parallel, "Of execute: programs at once; 0: as many as processors")
        ->check(CLI::Range(0, 256));
    command->add_flag("--again", options.isAgain, "Of execute: also rows that ran before");
    command->add_flag("--executed", options.onlyPassed, "Of export and import: only rows that ran and passed");
    command->add_option("--licence", options.licence,
                        "Of import: an SPDX expression for the samples; unknown without it");
}

} // namespace

void addSynthesise(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand(
        "synthesise", "Textbook sections and exercises by a model or by grammar-1, from constraints, checked");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command
        ->add_option(
            "action", options->action,
            "plan, run NAME, status [NAME], accept NAME, rejects NAME, retry NAME, execute NAME (runs what was "
            "accepted in the sandbox), coverage NAME, diversity NAME, export NAME, import NAME, files")
        ->required()
        ->check(CLI::IsMember({"plan", "run", "status", "accept", "rejects", "retry", "execute", "coverage",
                               "diversity", "export", "import", "files"}));
    command->add_option("run", options->run, "The name of the run; a new one is made with --set");
    command->add_option(
        "--set", options->set,
        "Constraint set: a file, or exercises, textbooks, rewrites, grammar-exercises, grammar-textbooks");
    command->add_option("--template", options->promptTemplate,
                        "Prompt template: a file, or exercise, textbook, textbook-pair, rewrite, free, "
                        "unconstrained-exercise, grammar-exercise, grammar-textbook");
    addNumbers(command, *options);
    options->selection.addTo(command);
    options->asking.endpoint.maxTokens = 1200;
    options->asking.endpoint.temperature = 0.9;
    options->asking.addTo(command, "Without it grammar-1 writes, which needs no key");
    options->budgetGiven = command->get_option("--budget");
    options->temperatureGiven = command->get_option("--temperature");
    options->concurrencyGiven = command->get_option("--concurrency");
    command->footer(
        "Example: primer-cli synthesise code.primer run ex1 --set exercises --count 2000 --target 1000 --url "
        "http://127.0.0.1:8000/v1 --model qwen --budget 5");
    add(command, [options](Context &context) { return synthesise(*options, context); });
}

} // namespace primer::cli
