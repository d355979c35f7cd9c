// Owns: causal attention, forward and backward, without the length x length scores. Not here: projections, rotary.
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace primer {

struct AttentionResult {
    at::Tensor output;    ///< [sequences, heads, length, headWidth]
    at::Tensor logSumExp; ///< for the backward pass of the kernel without dropout; undefined with it
};

/// q, k, v: [sequences, heads, length, headWidth], scaled by 1/sqrt(headWidth) inside; dropout masks are a function of
/// the seed, so that the backward pass makes them again instead of keeping them.
AttentionResult attentionForward(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v, double dropout, std::uint64_t seed);

struct AttentionGradients {
    at::Tensor q, k, v;
};
AttentionGradients attentionBackward(const at::Tensor &gradOutput, const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                                     const AttentionResult &result, double dropout, std::uint64_t seed);

} // namespace primer
