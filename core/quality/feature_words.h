// Owns: what a hashed feature stands for in words: the tokens that fall into its place. Not here: hashing
// (core/text/hashed_features.h), how much a feature matters (forest_report.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/storage/store.h"

namespace primer {

struct FeatureWords {
    std::string feature; ///< "SET[PLACE]"
    /// Tokens and pairs of neighbours with how often they came, the most frequent first; empty for a feature of a
    /// model's vectors, which has no words.
    std::vector<std::pair<std::string, std::int64_t>> words;
};

/// By the contents of `samples`, of each feature at most `maxWords`. In the order of `features`.
Result<std::vector<FeatureWords>> wordsOfFeatures(Store &store, std::span<const std::string> features,
                                                  std::span<const SampleId> samples, std::size_t maxWords,
                                                  Feedback &feedback);

} // namespace primer
