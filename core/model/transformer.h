// Owns: the decoder-only transformer of the phi and CodeGen families: parameters in one flat row, forward and backward
// by hand. One thread at a time an object. Not here: files (weights.h), the optimizer and the loop (core/training).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/model/kernels.h"
#include "core/recipe/model_config.h"

namespace primer {

/// Where a parameter lies in the flat row. Names: embedding.weight; layers.N.{norm.{weight,bias}, qkv.{weight,bias},
/// out.{weight,bias}, fc1.{weight,bias}, fc2.{weight,bias}}; norm.{weight,bias}; head.{weight,bias}. Weights are
/// [out, in]; qkv is [3 x width, width]: all q, then all k, then all v, each by head, rotary halves split.
struct ParameterPlace {
    std::string name;
    std::vector<std::int64_t> shape;
    std::int64_t offset = 0;
    std::int64_t count = 0;
    bool isMatrix = false; ///< what weight decay is for
};

class Transformer
{
public:
    /// Parameters are zero until `initialise` or `weights.h` fills them. `compute` is the type of the passes; the flat
    /// rows are padded so that `processes` take equal shares of them.
    Transformer(const ModelConfig &config, at::Device device, at::ScalarType compute, bool forTraining,
                int processes = 1);

    const ModelConfig &config() const { return m_config; }
    const std::vector<ParameterPlace> &places() const { return m_places; }
    /// Matrices first, so that weight decay is one range: [0, decayedCount) of the flat row.
    std::int64_t decayedCount() const { return m_decayedCount; }
    std::int64_t parameterCount() const { return m_count; }
    /// Flat rows: [parameters, then zeros up to a length that processes can share evenly].
    at::Tensor &master() { return m_master; }       ///< fp32
    at::Tensor &gradients() { return m_gradients; } ///< fp32; undefined unless for training
    /// What the passes read: the master itself in fp32, else its copy. Whoever writes the master keeps it in step.
    at::Tensor &compute() { return m_compute; }
    /// A view into a flat row (the master's, the gradients', a copy); undefined when there is no such parameter.
    at::Tensor viewOf(const at::Tensor &flat, const std::string &name) const;
    at::Tensor parameter(const std::string &name) const { return viewOf(m_master, name); }
    at::Tensor gradient(const std::string &name) const { return viewOf(m_gradients, name); }

    /// Normal(0, initStd) weights, zero biases, one LayerNorm scales; a function of the seed alone.
    void initialise(std::uint64_t seed);
    /// Copies the master row to the compute type; to be called after every change of it.
    void refresh();

    struct Pass {
        std::uint64_t dropoutSeed = 0; ///< masks are a function of it; used only when `hasDropout`
        bool hasDropout = false;
        double gradientScale = 1; ///< the gradient is of gradientScale x the sum of the token losses
        /// False: what is inside a layer is made again for its backward pass, with the same bits; a third more work for
        /// a fifth of the memory.
        bool keepsActivations = true;
    };
    /// tokens, targets: [sequences, length] int64 on the device; a target below 0 counts nothing. Adds to gradients().
    /// The sum of the token losses in nats, as an fp64 scalar on the device.
    at::Tensor forwardBackward(const at::Tensor &tokens, const at::Tensor &targets, const Pass &pass);
    at::Tensor lossSum(const at::Tensor &tokens, const at::Tensor &targets);
    at::Tensor hidden(const at::Tensor &tokens); ///< [sequences, length, width] after the last LayerNorm
    at::Tensor logits(const at::Tensor &tokens); ///< [sequences, length, vocabulary] in fp32

private:
    struct LayerParameters {
        at::Tensor normWeight, normBias, qkvWeight, qkvBias, outWeight, outBias, fc1Weight, fc1Bias, fc2Weight, fc2Bias;
    };
    struct Parameters {
        at::Tensor embedding, normWeight, normBias, headWeight, headBias;
        std::vector<LayerParameters> layers;
    };
    struct Saved; ///< what a layer keeps for its backward pass

    void placeParameters();
    Parameters viewsOf(const at::Tensor &flat) const;
    void buildRotaryTables();
    Packing packingOf(std::int64_t length) const;
    Dropout residualDropout(std::uint64_t seed, std::size_t layer, int branch) const;
    Dropout attentionDropout(std::uint64_t seed, std::size_t layer) const;
    std::array<Branch, 2> branchesOf(const LayerParameters &layer, const at::Tensor &attentionOut,
                                     const at::Tensor &mlpOut, std::uint64_t seed, std::size_t number) const;
    Normed normOf(std::size_t number, const at::Tensor &residual, const Branch *branches) const;
    void makeInner(std::size_t number, Saved &saved, std::int64_t length, std::uint64_t seed) const;
    std::pair<at::Tensor, at::Tensor> layerForward(std::size_t number, Saved &saved, std::int64_t length,
                                                   std::uint64_t seed) const;
    at::Tensor layerBackward(std::size_t number, const Saved &saved, const BranchGradients &grad, std::int64_t length,
                             std::uint64_t seed);
    at::Tensor headLoss(const at::Tensor &normed, const at::Tensor &targets, double gradientScale,
                        at::Tensor *gradNormed);

    ModelConfig m_config;
    at::Device m_device;
    at::ScalarType m_type;
    const Kernels &m_kernels;
    std::vector<ParameterPlace> m_places;
    std::int64_t m_count = 0;
    std::int64_t m_decayedCount = 0;
    at::Tensor m_master, m_gradients, m_compute;
    Parameters m_views, m_gradientViews;
    at::Tensor m_cosines, m_sines; ///< [context, rotaryDims / 2] fp32
};

} // namespace primer
