#include "app/cli/command.h"
#include "app/cli/selection_options.h"

#include "core/labelling/heuristic_teacher.h"
#include "core/workspace/facts.h"
#include "core/workspace/heuristic_labelling.h"
#include "core/workspace/label_sampling.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, sampling = "random";
    SamplingRequest draw;
    SelectionOptions selection;
    bool again = false;
};

Result<Answer> label(Options &options, Context &context)
{
    auto workspace = Workspace::open(options.workspace, Store::Access::ReadWrite, false);
    if (!workspace)
        return workspace.error();
    const auto kind = samplingByName(options.sampling);
    if (!kind)
        return kind.error();
    options.draw.kind = *kind;
    const auto selection = options.selection.select(**workspace, context.feedback);
    if (!selection)
        return selection.error();
    auto from = options.again ? Result<std::vector<SampleId>>(selection->ids) : withoutLabelsOf(**workspace, heuristicTeacherName, selection->ids);
    if (!from)
        return from.error();
    const auto samples = drawSamples((*workspace)->query(), options.draw, std::move(*from));
    if (!samples)
        return samples.error();
    const auto report = labelHeuristically(**workspace, *samples, context.feedback);
    if (!report)
        return report.error();
    Answer answer;
    answer.json = {{"run", report->run}, {"teacher", report->teacher}, {"labelled", report->labelled}, {"failed", report->failed}, {"seconds", report->seconds}};
    answer.text = report->teacher + " labelled " + humanCount(report->labelled) + " samples, " + humanCount(report->failed) + " it could not judge\n";
    return answer;
}

} // namespace

void addLabel(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("label", "Have samples labelled for their educational value, 0 to 5");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    options->selection.addTo(command);
    command->add_option("--count", options->draw.count, "How many samples")->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--sample", options->sampling, "random, stratified (by --by), diverse (every repository in turn), uncertain (scores near one half first)")
        ->capture_default_str();
    command->add_option("--by", options->draw.stratifyBy, "Column for stratified")->capture_default_str();
    command->add_option("--seed", options->draw.seed, "Of the draw")->capture_default_str();
    command->add_flag("--again", options->again, "Also samples that this teacher labelled before");
    command->footer("Example: primer-cli label code.primer --count 2000 --sample diverse --filter language:python");
    add(command, [options](Context &context) { return label(*options, context); });
}

void addFacts(CLI::App &app, const Registrar &add)
{
    const auto workspace = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand("facts", "Look into every sample once: whether it parses, comments, documentation, repetition");
    command->add_option("workspace", *workspace, "NAME.primer")->required();
    command->footer("Example: primer-cli facts code.primer && primer-cli query code.primer --filter 'parses:1 comments>=0.01'");
    add(command, [workspace](Context &context) -> Result<Answer> {
        auto opened = Workspace::open(*workspace, Store::Access::ReadWrite, false);
        if (!opened)
            return opened.error();
        const auto done = fillFacts(**opened, context.feedback);
        if (!done)
            return done.error();
        Answer answer;
        answer.json = {{"samples", *done}};
        answer.text = humanCount(*done) + " samples looked into\n";
        return answer;
    });
}

} // namespace primer::cli
