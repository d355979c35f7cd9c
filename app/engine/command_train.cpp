#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/engine/command.h"
#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/recipe/training_config.h"
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

/// run.json of the folder, or a preset; then the settings; what is trained with is written back before it starts.
Result<TrainingConfig> configOf(const TrainOptions &options)
{
    const std::string path = options.folder + "/run.json";
    TrainingConfig config;
    if (!options.preset.empty()) {
        const auto preset = PRIMER_TRY(TrainingConfig::fromPreset(options.preset));
        config = preset;
    } else {
        const auto text = PRIMER_TRY(readFile(path, configLimit));
        const auto read = PRIMER_TRY(TrainingConfig::fromJson(text));
        config = read;
    }
    for (const std::string &setting : options.settings)
        PRIMER_TRY(config.set(setting));
    PRIMER_TRY(config.check());
    return config;
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
        const auto place = PRIMER_TRY(ProcessPlace::fromEnvironment());
        logInRun(options->folder, place);
        const auto config = PRIMER_TRY(configOf(*options));
        auto group = PRIMER_TRY(Collectives::join(place, config.device == "cuda"));
        std::error_code failure;
        std::filesystem::create_directories(options->folder, failure);
        if (failure)
            return errnoError(failure.value(), options->folder);
        logInRun(options->folder, place);
        if (group->isFirst()) {
            PRIMER_TRY(writeFileAtomically(options->folder + "/run.json", config.toJson()));
        }
        const auto trainer = PRIMER_TRY(Trainer::create(options->folder, config, std::move(group)));
        const auto end = PRIMER_TRY(trainer->run(stopRequested));
        return nlohmann::json{{"reason", trainingEndName(end)}, {"folder", options->folder}};
    });
}

} // namespace primer::engine
