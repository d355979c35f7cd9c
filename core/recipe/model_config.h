// Owns: the shape of a decoder-only model of the phi or CodeGen family, its presets, its size. Not here: tensors.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace primer {

enum class ModelFamily { Phi, CodeGen };

/// Parts that CodeGen was trained in, which the order of its attention weights keeps.
constexpr std::int64_t codegenHeadGroups = 4;

struct ModelConfig {
    ModelFamily family = ModelFamily::Phi;
    std::int64_t vocabularySize = 51200; ///< rows of the embedding; the tokenizer may have fewer
    std::int64_t layers = 24;
    std::int64_t width = 2048;
    std::int64_t heads = 32;
    std::int64_t mlpWidth = 8192;
    std::int64_t rotaryDims = 32; ///< of each head; the rest carries no position
    std::int64_t contextLength = 2048;
    double rotaryBase = 10000;
    double layerNormEps = 1e-5;
    double initStd = 0.02;
    double attentionDropout = 0;
    double residualDropout = 0;

    bool operator==(const ModelConfig &) const = default;

    bool hasDropout() const { return attentionDropout > 0 || residualDropout > 0; }
    std::int64_t headWidth() const { return heads > 0 ? width / heads : 0; }
    /// Phi has biases on q, k, v and the projection; CodeGen has none there.
    bool hasAttentionBias() const { return family == ModelFamily::Phi; }
    std::int64_t parameterCount() const;
    /// Without the token embedding and the head, as scaling laws count.
    std::int64_t nonEmbeddingCount() const;
    /// Floating point operations a token, forward and backward: 6N + 12 layers x width x length (PaLM, appendix B:
    /// attention counted without the causal half).
    double flopsPerToken(std::int64_t length) const;

    /// InvalidInput with the field in `where`.
    Status check() const;
    /// InvalidInput naming the first field with which weights of `other` would compute something else here. The context
    /// and the dropouts may differ.
    Status checkTakesWeightsOf(const ModelConfig &other) const;

    static std::vector<std::string> presetNames();
    static Result<ModelConfig> preset(const std::string &name); ///< NotFound lists the names
    /// transformers' config.json of model_type phi (both spellings of the rotary fields) or codegen. Unsupported where
    /// it asks for what would give other numbers here: another activation, qk_layernorm, rotary scaling, fewer key and
    /// value heads, tied embeddings. Fields of a wrong type are Corrupt.
    static Result<ModelConfig> fromHuggingFace(const std::string &json);
    /// What transformers reads; dropouts are written as 0, as released models do.
    std::string toHuggingFace() const;
};

const char *modelFamilyName(ModelFamily family);

} // namespace primer
