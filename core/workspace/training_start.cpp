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

Result<MadeShards> makeShardsWith(Workspace &workspace, const ShardRequest &request,
                                  std::shared_ptr<const Tokenizer> tokenizer, const std::string &folder,
                                  Feedback &feedback)
{
    MadeShards made;
    made.selection = PRIMER_TRY(selectSamples(workspace, request.set, feedback));
    SplitRequest split;
    split.share = request.heldOutShare;
    split.seed = request.seed;
    split.hasNearDuplicates = !made.selection.nearDuplicates;
    made.split = PRIMER_TRY(holdOut(workspace, made.selection.ids, split, feedback));
    ShardOptions options;
    options.tokenizer = std::move(tokenizer);
    options.vocabularySize = request.vocabularySize;
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
    auto tokenizer = PRIMER_TRY(tokenizerOf(request));
    return makeShardsWith(workspace, request, std::move(tokenizer), folder, feedback);
}

Result<StartedTraining> startTraining(Workspace &workspace, const TrainingStart &start, Feedback &feedback)
{
    StartedTraining started;
    TrainingConfig config = start.config;
    std::error_code failure;
    if (!fs::exists(start.engine, failure))
        return Error{ErrorCode::NotFound, "primer-engine was not built: run packaging/start without --without-engine",
                     start.engine};
    if (start.shards) {
        const std::string folder = workspace.folder() + "/shards/" + runFolderName(start.name);
        TrainingConfig complete = config;
        takeShards(complete, folder);
        PRIMER_TRY(complete.check());
        ShardRequest request = *start.shards;
        request.vocabularySize = TokenId(config.model.vocabularySize);
        auto tokenizer = PRIMER_TRY(tokenizerOf(request));
        if (tokenizer)
            PRIMER_TRY(checkVocabulary(tokenizer->size(), config, request.tokenizer));
        started.shards = PRIMER_TRY(makeShardsWith(workspace, request, std::move(tokenizer), folder, feedback));
        takeShards(config, folder);
    } else if (!start.shardFolder.empty()) {
        const auto shards = PRIMER_TRY(TokenSet::open(trainPart(start.shardFolder)));
        PRIMER_TRY(checkVocabulary(shards.vocabularySize(), config, start.shardFolder));
        takeShards(config, start.shardFolder);
    }
    started.run = PRIMER_TRY(createRun(workspace.folder(), start.name, config));
    PRIMER_TRY(startLocalEngine(start.engine, started.run.folder));
    return started;
}

} // namespace primer
