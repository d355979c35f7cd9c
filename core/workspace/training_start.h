// Owns: from a choice of samples to a model in training: the set, its token shards, the run's folder, the engine. One
// rule for the window, the command line and the demo. Not here: asking for it, the run itself (core/runs), training.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/held_out_split.h"
#include "core/dataset/selection.h"
#include "core/exporters/shard_export.h"
#include "core/recipe/training_config.h"
#include "core/runs/run_folder.h"
#include "core/text/tokenizer.h"
#include "core/workspace/selection.h"
#include "core/workspace/workspace.h"

namespace primer {

/// Token shards that are to be made.
struct ShardRequest {
    SelectionRequest set;
    std::string tokenizer;         ///< a file or folder; "": a vocabulary is trained on the samples
    TokenId vocabularySize = 4096; ///< of one that is trained
    double heldOutShare = 0.01;    ///< of the samples: whole groups of a repository and of near-duplicates
    std::uint64_t seed = 1;        ///< of the draw of groups
};

struct MadeShards {
    Selection selection;
    HeldOutSplit split;
    ShardReport report;
};

/// Replaces earlier shards in `folder`, unless a run of the workspace trains on them: InvalidInput.
Result<MadeShards> makeShards(Workspace &workspace, const ShardRequest &request, const std::string &folder,
                              Feedback &feedback);

struct TrainingStart {
    std::string name;
    TrainingConfig config;
    std::optional<ShardRequest>
        shards;              ///< to be made in WORKSPACE/shards, in a folder of the run's name that no others have
    std::string shardFolder; ///< of shards made before; "" where `shards` or the configuration say
    std::string engine;      ///< path of primer-engine
    std::chrono::milliseconds longestWait = shortStart; ///< for the first step
};

struct StartedTraining {
    RunSummary run;
    std::optional<MadeShards> shards;
};

/// Data and held-out data that the configuration names itself stay. Shards that hold more held-out tokens than one
/// sequence are evaluated on. What cannot work (configuration, no engine, no shards, too few tokens, a vocabulary
/// larger than the model's) is said before a run is made; what the engine alone can know (no such device) is the error
/// too, and the run, which says so as well, stays.
Result<StartedTraining> startTraining(Workspace &workspace, const TrainingStart &start, Feedback &feedback);

} // namespace primer
