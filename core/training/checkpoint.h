// Owns: checkpoints of a run: step-NNNNNNNN/ with weights, optimizer and state, a manifest with sha256 written last,
// the folder renamed into place. Never trusted by name: what does not match its manifest does not exist. Not here:
// when.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace primer {

/// Loader and loss-scale state; with the seed it decides everything that follows.
struct TrainingState {
    std::int64_t step = 0;            ///< optimizer steps done
    std::uint64_t skippedSamples = 0; ///< after roll-backs
    double lossScale = 1;
    std::int64_t goodSteps = 0; ///< since the loss scale last changed
    std::int64_t rollbacks = 0;
    double bestEvaluation = 0;  ///< the lowest held-out loss
    std::int64_t bestStep = -1; ///< where it was; -1: none yet
    std::string dropoutRows;    ///< which samples share a dropout mask; "": not known
    std::string configDigest;   ///< of what may not change between start and resumption
};

/// Which checkpoints stay.
struct KeepPolicy {
    std::int64_t last = 3;
    std::int64_t every = 0; ///< steps; 0: none
};

struct CheckpointInfo {
    std::string folder;
    std::int64_t step = 0;
};

std::string checkpointFolder(const std::string &run, std::int64_t step);
/// Writes the manifest over the files in `partial` and puts it in place.
Status commitCheckpoint(const std::string &partial, const std::string &target);
/// Every file of the manifest is there with its digest.
Status verifyCheckpoint(const std::string &folder);
/// Checkpoints by step, by name alone; verify before use.
std::vector<CheckpointInfo> listCheckpoints(const std::string &run);
/// The newest that verifies; each newer one that is damaged is named in `damaged`. Nothing where there are no
/// checkpoints. Corrupt where all are damaged, NewerFormat where a later version has written one: what is there is not
/// to be trained over.
Result<std::optional<CheckpointInfo>> newestValidCheckpoint(const std::string &run, std::vector<std::string> &damaged);
/// Removes what the policy does not keep: the last ones, every so many steps, and `best`. Those after `saved`, the one
/// just written, are damaged ones that training went on before: they neither count nor go.
void pruneCheckpoints(const std::string &run, const KeepPolicy &policy, std::int64_t best, std::int64_t saved);

std::string stateToJson(const TrainingState &state);
Result<TrainingState> stateFromJson(const std::string &text);

} // namespace primer
