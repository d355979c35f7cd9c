#include "app/cli/command.h"
#include "app/cli/endpoint_options.h"
#include "app/cli/label_answers.h"
#include "app/cli/selection_options.h"

#include "core/labelling/heuristic_teacher.h"
#include "core/labelling/prompt.h"
#include "core/query/label_sampling.h"
#include "core/workspace/facts.h"
#include "core/workspace/heuristic_labelling.h"
#include "core/workspace/teacher_labelling.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, sampling = "random";
    SamplingRequest draw;
    SelectionOptions selection;
    bool again = false;
    EndpointOptions asking;
    std::string prompt = "rubric";
    std::int64_t pilot = 0, repeated = 0, pollMs = 10'000;
    bool usesBatches = false;
};

/// A run is written down first; then it is carried on as far as the pilot or the budget allows.
Result<Answer> askModel(Options &options, Workspace &workspace, std::vector<SampleId> samples, const Prompt &prompt,
                        Context &context)
{
    const auto key = PRIMER_TRY(findKey(options.asking.endpoint, options.asking.keyVariable));
    TeacherRequest request;
    request.endpoint = options.asking.endpoint;
    request.prompt = prompt;
    request.samples = std::move(samples);
    request.repeated = options.repeated;
    request.usesBatches = options.usesBatches;
    request.budgetNanos = PRIMER_TRY(budgetNanosOf(options.asking.budget));
    const auto run = PRIMER_TRY(createTeacherRun(workspace, request));
    return carryOn(workspace, run, key, options.pilot, options.pollMs, context);
}

Result<Answer> label(Options &options, Context &context)
{
    auto workspace = PRIMER_TRY(Workspace::open(options.workspace, Store::Access::ReadWrite, false));
    const auto kind = PRIMER_TRY(samplingByName(options.sampling));
    options.draw.kind = kind;
    const auto selection = PRIMER_TRY(options.selection.select(*workspace, context.feedback));
    const bool asksModel = !options.asking.endpoint.baseUrl.empty();
    const auto prompt = PRIMER_TRY(builtInPrompt(options.prompt));
    if (asksModel) {
        PRIMER_TRY(options.asking.complete());
        PRIMER_TRY(budgetNanosOf(options.asking.budget));
    }
    const std::string teacher = asksModel ? teacherName(options.asking.endpoint, prompt) : heuristicTeacherName;
    auto from = PRIMER_TRY(options.again ? Result<std::vector<SampleId>>(selection.ids)
                                         : withoutLabelsOf(*workspace, teacher, selection.ids));
    auto samples = PRIMER_TRY(drawSamples(workspace->query(), options.draw, std::move(from)));
    if (asksModel)
        return askModel(options, *workspace, std::move(samples), prompt, context);
    const auto report = PRIMER_TRY(labelHeuristically(*workspace, samples, context.feedback));
    Answer answer;
    answer.json = {{"run", report.run},
                   {"teacher", report.teacher},
                   {"labelled", report.labelled},
                   {"failed", report.failed},
                   {"seconds", report.seconds}};
    answer.text = oneLine(report.teacher) + " labelled " + counted(report.labelled, "sample") + ", "
                  + humanCount(report.failed) + " it could not judge\n";
    return answer;
}

} // namespace

void addLabel(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("label", "Have samples labelled for their educational value, 0 to 5");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    options->selection.addTo(command);
    command->add_option("--count", options->draw.count, "How many samples")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command
        ->add_option(
            "--sample", options->sampling,
            "random, stratified (by --by), diverse (every repository in turn), uncertain (scores near one half first)")
        ->capture_default_str();
    command->add_option("--by", options->draw.stratifyBy, "Column for stratified")->capture_default_str();
    command->add_option("--seed", options->draw.seed, "Of the draw")->capture_default_str();
    command->add_flag("--again", options->again, "Also samples that this teacher labelled before");
    options->asking.addTo(command, "Without it the heuristic teacher labels, which needs no key");
    command->add_option("--prompt", options->prompt, "line, rubric or steps")->capture_default_str();
    command
        ->add_option("--pilot", options->pilot,
                     "Ask for so many rows only and forecast the rest; primer-cli labels resume goes on")
        ->check(CLI::NonNegativeNumber);
    command->add_flag(
        "--batch", options->usesBatches,
        "By the Batch API: files of requests that the server works off within a day, often at half the price");
    command->add_option("--poll-ms", options->pollMs, "With --batch, how often to ask whether it is ready")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    command
        ->add_option("--repeat", options->repeated,
                     "Ask twice for so many samples, to see whether the model agrees with itself")
        ->check(CLI::NonNegativeNumber);
    command->footer("Example: primer-cli label code.primer --count 2000 --sample diverse --filter language:python");
    add(command, [options](Context &context) { return label(*options, context); });
}

void addFacts(CLI::App &app, const Registrar &add)
{
    const auto workspace = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand(
        "facts", "Look into every sample once: whether it parses, comments, documentation, repetition");
    command->add_option("workspace", *workspace, "NAME.primer")->required();
    command->footer(
        "Example: primer-cli facts code.primer && primer-cli query code.primer --filter 'parses:1 comments>=0.01'");
    add(command, [workspace](Context &context) -> Result<Answer> {
        auto opened = PRIMER_TRY(Workspace::open(*workspace, Store::Access::ReadWrite, false));
        const auto done = PRIMER_TRY(fillFacts(*opened, context.feedback));
        Answer answer;
        answer.json = {{"samples", done}};
        answer.text = counted(done, "sample") + " looked into\n";
        return answer;
    });
}

} // namespace primer::cli
