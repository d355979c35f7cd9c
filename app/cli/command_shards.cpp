#include <cstdint>
#include <memory>
#include <string>

#include "app/cli/command.h"
#include "app/cli/selection_options.h"
#include "app/cli/shard_answer.h"

#include "core/exporters/shard_export.h"
#include "core/storage/store.h"
#include "core/workspace/training_start.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, target;
    SelectionOptions selection;
    ShardRequest shards;
};

Result<Answer> run(Options &options, Context &context)
{
    auto workspace = PRIMER_TRY(Workspace::open(options.workspace, Store::Access::ReadOnly, false));
    options.shards.set = options.selection.request();
    const auto made = PRIMER_TRY(makeShards(*workspace, options.shards, options.target, context.feedback));
    Answer answer;
    const ShardReport &report = made.report;
    answer.json = jsonOf(made);
    answer.json["target"] = options.target;
    answer.text = counted(report.samples, "sample") + ", " + counted(std::int64_t(report.tokens), "token")
                  + " to train on and " + humanCount(std::int64_t(report.heldOutTokens)) + " held out ("
                  + humanCount(made.split.heldOutGroups) + " of " + counted(made.split.groups, "group")
                  + " of repositories and near-duplicates), in " + oneLine(options.target) + "\n";
    return answer;
}

} // namespace

void addShards(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("shards", "Write token shards to train on");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command
        ->add_option("target", options->target,
                     "Folder; earlier shards there are replaced, unless a run trains on them")
        ->required();
    options->selection.addTo(command);
    command->add_option("--tokenizer", options->shards.tokenizer,
                        "A tokenizer.json, or a folder with it or with GPT-2's files (codegen's vocabulary). "
                        "Without it a small vocabulary is trained on the samples");
    command->add_option("--vocabulary", options->shards.vocabularySize, "Size of the trained vocabulary")
        ->capture_default_str();
    command
        ->add_option(
            "--held-out", options->shards.heldOutShare,
            "Share of the samples that is kept out of training, in whole repositories with their near-duplicates")
        ->check(CLI::Range(0.0, 0.5))
        ->capture_default_str();
    command->add_option("--seed", options->shards.seed, "Of the draw of what is held out")->capture_default_str();
    command->footer("Example: primer-cli shards code.primer shards --filter 'label>=3' --vocabulary 4096");
    add(command, [options](Context &context) { return run(*options, context); });
}

} // namespace primer::cli
