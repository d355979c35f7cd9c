#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/run_answer.h"
#include "app/cli/selection_options.h"
#include "app/cli/shard_answer.h"

#include "core/recipe/training_config.h"
#include "core/storage/store.h"
#include "core/workspace/training_start.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, name = "run", preset = "small-cpu", data;
    std::vector<std::string> settings;
    SelectionOptions selection;
    ShardRequest shards;
    std::vector<CLI::Option *> forMaking; ///< options of shards that are made
};

/// Shards that are there already are what they are: a choice of samples beside them would be passed over.
Status checkOneSource(const Options &options, const TrainingConfig &config)
{
    const bool isNamed = !config.data.empty();
    if (!options.data.empty() && isNamed)
        return Error{ErrorCode::InvalidInput, "cannot stand beside --set data=", "--data"};
    if (options.data.empty() && !isNamed)
        return success();
    for (const CLI::Option *option : options.forMaking) {
        if (option->count() > 0)
            return Error{ErrorCode::InvalidInput,
                         std::string("is for shards that are made; ") + (isNamed ? "--set data=" : "--data")
                             + " names shards that are there",
                         option->get_name()};
    }
    return success();
}

Result<Answer> train(const Options &options, Context &context)
{
    TrainingStart start;
    start.name = options.name;
    start.engine = enginePath();
    start.config = PRIMER_TRY(TrainingConfig::fromPreset(options.preset));
    for (const std::string &setting : options.settings)
        PRIMER_TRY(start.config.set(setting));
    PRIMER_TRY(checkOneSource(options, start.config));
    start.longestWait = wholeStart;
    if (!options.data.empty()) {
        start.shardFolder = std::filesystem::absolute(options.data).string();
    } else if (start.config.data.empty()) {
        start.shards = options.shards;
        start.shards->set = options.selection.request();
    }
    const auto workspace = PRIMER_TRY(Workspace::open(options.workspace, Store::Access::ReadOnly, false));
    const auto started = PRIMER_TRY(startTraining(*workspace, start, context.feedback));
    Answer answer;
    answer.json = {{"id", started.run.id}, {"folder", started.run.folder}};
    if (started.shards) {
        answer.json["shards"] = jsonOf(*started.shards);
        answer.text = counted(std::int64_t(started.shards->report.tokens), "token") + " of "
                      + counted(started.shards->report.samples, "sample") + " to train on, "
                      + humanCount(std::int64_t(started.shards->report.heldOutTokens)) + " held out\n";
    }
    answer.text += startedText(started.run);
    return answer;
}

} // namespace

void addTrain(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("train",
                                           "Start a training run on this machine; it goes on when this program ends");
    command->add_option("workspace", options->workspace, "NAME.primer")->required()->check(CLI::ExistingDirectory);
    command->add_option("--name", options->name, "Name of the run")->capture_default_str();
    command->add_option("--preset", options->preset, "phi1-pretrain, phi1-finetune, small-cpu, tiny")
        ->capture_default_str();
    command->add_option("--data", options->data,
                        "A folder made by primer-cli shards; without it shards are made of the samples chosen below");
    command->add_option("--set", options->settings, "key=value, for example maxLearningRate=3e-4 model.layers=6");
    options->forMaking = options->selection.addTo(command);
    options->forMaking.push_back(command->add_option(
        "--tokenizer", options->shards.tokenizer,
        "For shards that are made: a tokenizer.json or a folder with one. Without it a vocabulary of "
        "the model's size is trained on the samples"));
    options->forMaking.push_back(
        command
            ->add_option("--held-out", options->shards.heldOutShare,
                         "Of shards that are made: share of the samples that is kept out of training, in whole "
                         "repositories with their near-duplicates")
            ->check(CLI::Range(0.0, 0.5))
            ->capture_default_str());
    command->footer("Example: primer-cli train code.primer --preset small-cpu --filter 'label>=3' --set steps=1000");
    add(command, [options](Context &context) { return train(*options, context); });
}

} // namespace primer::cli
