#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/engine/command.h"
#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/recipe/training_config.h"
#include "core/training/control_file.h"
#include "core/training/event_log.h"
#include "core/training/trainer.h"

namespace primer::engine {

namespace {

constexpr std::size_t configLimit = std::size_t(1) << 20;

struct TrainOptions {
    std::string folder;
    std::string preset;
    std::vector<std::string> settings;
};

/// Once the folder is there. A file a process: they may be on machines whose appends to a shared folder would mix.
void logInRun(const std::string &folder, const ProcessPlace &place)
{
    std::error_code failure;
    if (std::filesystem::is_directory(folder, failure))
        log::moveTo(folder, place.rank == 0 ? "engine.log" : "engine-" + std::to_string(place.rank) + ".log");
}

/// A run that could not be begun says so where its events are looked for. Not into the log of an engine at work.
void noteFailure(const std::string &folder, const Error &error)
{
    if (error.code == ErrorCode::Locked || error.code == ErrorCode::Cancelled)
        return;
    const auto lock = lockRun(folder);
    if (!lock)
        return;
    if (auto events = EventLog::open(folder + "/events.jsonl"))
        events->write("end", {{"reason", "failed"},
                              {"code", errorCodeName(error.code)},
                              {"detail", error.where.empty() ? error.detail : error.where + ": " + error.detail}});
}

/// run.json of the folder, or a preset; then the settings.
Result<TrainingConfig> configOf(const TrainOptions &options)
{
    const auto read = [&options]() -> Result<TrainingConfig> {
        if (!options.preset.empty())
            return TrainingConfig::fromPreset(options.preset);
        const auto text = PRIMER_TRY(readFile(options.folder + "/run.json", configLimit));
        return TrainingConfig::fromJson(text);
    };
    TrainingConfig config = PRIMER_TRY(read());
    for (const std::string &setting : options.settings)
        PRIMER_TRY(config.set(setting));
    PRIMER_TRY(config.check());
    return config;
}

/// With the other processes, to whom a failure of this one is told.
Result<TrainingEnd> trainTogether(const TrainOptions &options, const TrainingConfig &config, const ProcessPlace &place,
                                  const std::shared_ptr<Collectives> &group)
{
    std::error_code failure;
    std::filesystem::create_directories(options.folder, failure);
    if (failure)
        return errnoError(failure.value(), options.folder);
    logInRun(options.folder, place);
    auto trainer = Trainer::create(options.folder, config, group);
    if (!trainer) {
        if (group->isFirst())
            noteFailure(options.folder, trainer.error());
        return trainer.error();
    }
    return (*trainer)->run(stopRequested);
}

Result<TrainingEnd> train(const TrainOptions &options)
{
    const auto place = PRIMER_TRY(ProcessPlace::fromEnvironment());
    logInRun(options.folder, place);
    const auto config = configOf(options);
    auto joined = config ? Collectives::join(place, config->device == "cuda", &stopRequested)
                         : Result<std::unique_ptr<Collectives>>(config.error());
    if (!joined) {
        if (place.rank == 0)
            noteFailure(options.folder, joined.error());
        return joined.error();
    }
    const std::shared_ptr<Collectives> group = std::move(*joined);
    auto end = trainTogether(options, *config, place, group);
    if (!end)
        group->fail(end.error().detail);
    return end;
}

} // namespace

void addTrain(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<TrainOptions>();
    CLI::App *command = app.add_subcommand("train", "Trains in a run's folder, or goes on from its newest checkpoint");
    command->add_option("folder", options->folder, "The run's folder, with run.json unless --preset is given")
        ->required();
    command->add_option("--preset", options->preset, "phi1-pretrain, phi1-finetune, small-cpu, tiny");
    command->add_option("--set", options->settings,
                        "key=value, for example maxLearningRate=3e-4 model.layers=6 data=SHARDS");
    command->footer("Example: primer-engine train runs/a --preset tiny --set data=shards");
    add(command, [options]() -> Result<nlohmann::json> {
        const auto end = PRIMER_TRY(train(*options));
        return nlohmann::json{{"reason", trainingEndName(end)}, {"folder", options->folder}};
    });
}

} // namespace primer::engine
