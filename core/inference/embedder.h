// Owns: vectors of texts from a model's last hidden states: batches by length, chunks, pooling, parts on disk that an
// interrupted run goes on from. Not here: tokenizing, what vectors are for.
//
// In: a safetensors file, "tokens" int32 [all], "ends" int64 [texts]: text n is tokens [ends[n-1], ends[n]).
// Out: a folder with part-NNNNN.safetensors, "vectors" fp32 [texts of the part, width], rows in the order of the texts,
// of length 1 (a text without tokens is all zeros); manifest.json: the model's sha256, the input's, the settings.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace primer {

struct EmbedSettings {
    std::string pooling = "mean";    ///< mean over the tokens, or last: the last token's state (of the last chunk)
    std::string longTexts = "chunk"; ///< chunk: windows of the context length, pooled together; truncate: the first one
    std::int64_t maxChunks = 4;      ///< of a text; the rest is left out
    std::string precision = "fp32";  ///< fp32, bf16 or fp16
    std::string device = "cpu";
    std::int64_t batchTokens = 8192; ///< at once, padding counted
    std::int64_t partTexts = 4096;   ///< of a file

    Status check() const;
};

struct EmbedReport {
    std::int64_t texts = 0, skipped = 0; ///< skipped: were there already
    std::int64_t tokens = 0;             ///< that vectors were made of, by this run
    std::int64_t leftOutTokens = 0;      ///< beyond the chunks
    std::int64_t width = 0;
    double seconds = 0;
};

/// InvalidInput when the folder holds vectors of another model, input or settings, or ids exceed the vocabulary;
/// Cancelled after a stop, with the parts that were finished kept.
Result<EmbedReport> embedTexts(const std::string &modelFolder, const std::string &input, const std::string &output,
                               const EmbedSettings &settings, const std::atomic<bool> &stopRequested);

} // namespace primer
