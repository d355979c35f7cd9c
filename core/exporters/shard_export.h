// Owns: samples to token shards for training: train/*.tok, held-out/*.tok, tokenizer.json, manifest.json with the
// lineage. The folder is replaced in one step. Not here: the shard's format (core/dataset), tokenizing (core/text),
// which samples are held out (core/quality/group_split.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/held_out_split.h"
#include "core/dataset/selection.h"
#include "core/storage/store.h"
#include "core/text/tokenizer.h"

namespace primer {

struct ShardOptions {
    std::shared_ptr<const Tokenizer> tokenizer; ///< null: a vocabulary of `vocabularySize` is trained on the samples
    TokenId vocabularySize = 4096;
    std::uint64_t shardTokens = std::uint64_t(1) << 26;
};

struct ShardReport {
    std::int64_t samples = 0;
    std::int64_t heldOutSamples = 0;
    std::uint64_t tokens = 0;
    std::uint64_t heldOutTokens = 0;
    std::int64_t bytes = 0;
    double bytesPerToken = 0;
    std::string tokenizerDigest;
    double seconds = 0;
};

/// Samples in the order of the selection, end-of-text after each; tokenized on all cores, the same bytes on any number
/// of them.
Result<ShardReport> exportShards(Store &store, const Selection &selection, const HeldOutSplit &split,
                                 const std::string &target, const ShardOptions &options, Feedback &feedback);

} // namespace primer
