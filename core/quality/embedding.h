// Owns: making the vectors of a workspace's samples, by hashing or by primer-engine with a model. Adds what is missing
// and goes on after an interruption. Not here: the files (embedding_set.h), the model (core/inference).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/storage/store.h"

namespace primer {

struct EmbedRequest {
    std::string name = "hashed";
    std::vector<SampleId> samples; ///< those without vectors get them
    std::int64_t width = 512;      ///< of hashed features
    std::string model;             ///< a model directory or a checkpoint; "": hashed features
    std::string tokenizer;         ///< "": in the model's folder
    std::string engine;            ///< path of primer-engine
    std::string pooling = "mean", longTexts = "chunk", precision = "fp32", device = "cpu";
    std::int64_t chunks = 4;
};

struct EmbedSummary {
    std::int64_t added = 0, total = 0, width = 0;
    double seconds = 0;
};

/// InvalidInput when the set was made in another way.
Result<EmbedSummary> embedSamples(Store &store, const EmbedRequest &request, Feedback &feedback);

} // namespace primer
