#include "core/workspace/training_start.h"

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "core/base/log.h"
#include "core/dataset/token_shard.h"
#include "core/quality/group_split.h"

namespace primer {

namespace {

namespace fs = std::filesystem;

std::string trainPart(const std::string &shards) { return shards + "/train"; }
std::string heldOutPart(const std::string &shards) { return shards + "/held-out"; }

/// Null where one is to be trained.
Result<std::shared_ptr<const Tokenizer>> tokenizerOf(const ShardRequest &request)
{
    if (request.tokenizer.empty())
        return std::shared_ptr<const Tokenizer>();
    return Tokenizer::load(request.tokenizer);
}

/// Shards that a run was made with are its data for as long as it is there.
Status checkNoRunReads(const std::string &workspace, const std::string &folder)
{
    std::error_code failure;
    const auto normal = [&failure](const std::string &path) { return fs::weakly_canonical(path, failure).string(); };
    const std::string inside = normal(folder) + "/";
    for (const RunSummary &run : listRuns(workspace)) {
        const auto config = readRunConfig(run.folder);
        if (!config)
            continue; // it does not train as it is
        auto read = config->data;
        read.emplace_back(config->evaluationData, 1);
        for (const auto &[data, weight] : read) {
            if (!data.empty() && (normal(data) + "/").starts_with(inside))
                return Error{ErrorCode::InvalidInput,
                             "the run " + run.id + " trains on these shards; choose another folder", folder};
        }
    }
    return success();
}

/// An empty folder that was not there before: WORKSPACE/shards/NAME, with a number where others have the name.
Result<std::string> ownShardFolder(const std::string &workspace, const std::string &name)
{
    const std::string base = workspace + "/shards/" + runFolderName(name);
    std::error_code failure;
    fs::create_directories(workspace + "/shards", failure);
    for (int number = 1; !failure; ++number) {
        const std::string folder = number == 1 ? base : base + "-" + std::to_string(number);
        if (fs::create_directory(folder, failure))
            return folder;
    }
    return errnoError(failure.value(), base);
}

Result<MadeShards> makeShardsWith(Workspace &workspace, const ShardRequest &request,
                                  std::shared_ptr<const Tokenizer> tokenizer, const std::string &folder,
                                  Feedback &feedback)
{
    MadeShards made;
    {
        const FeedbackStep step(feedback, "samples", 0, 0.1);
        made.selection = PRIMER_TRY(selectSamples(workspace, request.set, feedback));
    }
    SplitRequest split;
    split.share = request.heldOutShare;
    split.seed = request.seed;
    split.hasNearDuplicates = !made.selection.nearDuplicates;
    {
        const FeedbackStep step(feedback, "held out", 0.1, 0.3);
        made.split = PRIMER_TRY(holdOut(workspace, made.selection.ids, split, feedback));
    }
    ShardOptions options;
    options.tokenizer = std::move(tokenizer);
    options.vocabularySize = request.vocabularySize;
    const FeedbackStep step(feedback, "tokens", 0.3, 1);
    made.report = PRIMER_TRY(exportShards(workspace.store(), made.selection, made.split, folder, options, feedback));
    return made;
}

Status checkVocabulary(std::uint64_t size, const TrainingConfig &config, const std::string &where)
{
    if (size <= std::uint64_t(config.model.vocabularySize))
        return success();
    return Error{ErrorCode::InvalidInput,
                 "a vocabulary of " + std::to_string(size) + ", the model has "
                     + std::to_string(config.model.vocabularySize) + " (model.vocabularySize)",
                 where};
}

/// The engine would refuse them; said before there is a run.
Status checkShards(const std::string &folder, const TrainingConfig &config)
{
    const auto shards = PRIMER_TRY(TokenSet::open(folder));
    PRIMER_TRY(checkVocabulary(shards.vocabularySize(), config, folder));
    if (shards.count() <= std::uint64_t(config.sequenceLength))
        return Error{ErrorCode::InvalidInput,
                     "it holds " + std::to_string(shards.count()) + " tokens, fewer than one sequence of "
                         + std::to_string(config.sequenceLength) + " and its target (sequenceLength)",
                     folder};
    return success();
}

/// The run goes on from anywhere: its folders are absolute.
Status settleData(TrainingConfig &config)
{
    const auto settle = [&config](std::string &folder) {
        folder = fs::absolute(folder).lexically_normal().string();
        return checkShards(folder, config);
    };
    for (auto &[folder, weight] : config.data)
        PRIMER_TRY(settle(folder));
    return config.evaluationData.empty() ? success() : settle(config.evaluationData);
}

/// What the configuration does not say itself.
void takeShards(TrainingConfig &config, const std::string &shards)
{
    if (config.data.empty())
        config.data = {{trainPart(shards), 1}};
    if (!config.evaluationData.empty())
        return;
    const auto heldOut = TokenSet::open(heldOutPart(shards));
    if (!heldOut && heldOut.error().code != ErrorCode::NotFound)
        log::failure(log::Level::Warning, heldOut.error(), "held-out shards are not used");
    if (heldOut && heldOut->count() > std::uint64_t(config.sequenceLength))
        config.evaluationData = heldOutPart(shards); // a small set may have held nothing out
}

} // namespace

Result<MadeShards> makeShards(Workspace &workspace, const ShardRequest &request, const std::string &folder,
                              Feedback &feedback)
{
    PRIMER_TRY(checkNoRunReads(workspace.folder(), folder));
    auto tokenizer = PRIMER_TRY(tokenizerOf(request));
    return makeShardsWith(workspace, request, std::move(tokenizer), folder, feedback);
}

namespace {

/// In a folder of their own, which goes when they cannot be made or are too few.
Result<MadeShards> makeShardsForRun(Workspace &workspace, const TrainingStart &start, TrainingConfig &config,
                                    Feedback &feedback)
{
    TrainingConfig complete = config;
    takeShards(complete, "shards"); // of any name: for the check
    PRIMER_TRY(complete.check());
    ShardRequest request = *start.shards;
    request.vocabularySize = TokenId(config.model.vocabularySize);
    auto tokenizer = PRIMER_TRY(tokenizerOf(request));
    if (tokenizer)
        PRIMER_TRY(checkVocabulary(tokenizer->size(), config, request.tokenizer));
    const std::string folder = PRIMER_TRY(ownShardFolder(workspace.folder(), start.name));
    auto made = makeShardsWith(workspace, request, std::move(tokenizer), folder, feedback);
    if (made) {
        takeShards(config, folder);
        if (const Status fits = settleData(config); !fits)
            made = fits.error();
    }
    std::error_code failure;
    if (!made)
        fs::remove_all(folder, failure);
    if (failure)
        log::failure(log::Level::Warning, errnoError(failure.value(), folder), "shards of no run are left over");
    return made;
}

} // namespace

Result<StartedTraining> startTraining(Workspace &workspace, const TrainingStart &start, Feedback &feedback)
{
    StartedTraining started;
    TrainingConfig config = start.config;
    std::error_code failure;
    if (!fs::exists(start.engine, failure))
        return Error{ErrorCode::NotFound, "primer-engine was not built: run packaging/start without --without-engine",
                     start.engine};
    if (start.shards) {
        started.shards = PRIMER_TRY(makeShardsForRun(workspace, start, config, feedback));
    } else {
        if (!start.shardFolder.empty())
            takeShards(config, start.shardFolder);
        PRIMER_TRY(config.check());
        PRIMER_TRY(settleData(config));
    }
    started.run = PRIMER_TRY(createRun(workspace.folder(), start.name, config));
    PRIMER_TRY(startLocalEngine(start.engine, started.run.folder, {start.longestWait, &feedback}));
    return started;
}

} // namespace primer
