// Owns: causal attention on the CPU, forward and backward, a block of queries at a time. Not here: projections, rotary.
#pragma once

#include "core/model/kernels.h"

namespace primer {

AttentionResult attentionOnCpu(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v, const Dropout &dropout);
AttentionGradients attentionBackwardOnCpu(const at::Tensor &gradOutput, const at::Tensor &q, const at::Tensor &k,
                                          const at::Tensor &v, const Dropout &dropout);

/// Queries [begin, begin + scores.size(2)) of `length` positions.
struct AttentionBlock {
    std::int64_t begin = 0, length = 0;
    double factor = 1; ///< of the scores
    Dropout dropout;
};
/// scores: [sequences, heads, queries, keys], keys at least up to the last query. They become probabilities; `dropped`
/// (may be the scores themselves; undefined without dropout) the same after dropout.
void attentionWeights(const at::Tensor &scores, const at::Tensor &dropped, const AttentionBlock &block);
/// `gradient` of the dropped weights becomes that of the scores.
void attentionWeightsBackward(const at::Tensor &gradient, const at::Tensor &weights, const AttentionBlock &block);

} // namespace primer
