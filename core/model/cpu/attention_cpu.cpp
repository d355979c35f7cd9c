#include "core/model/cpu/attention_cpu.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

namespace primer {

namespace {

constexpr std::int64_t blockRows = 128; ///< queries at once: scores are [.., 128, keys up to them]

AttentionBlock blockAt(const at::Tensor &q, std::int64_t begin, const Dropout &dropout)
{
    return {begin, q.size(2), 1 / std::sqrt(double(q.size(3))), dropout};
}

} // namespace

AttentionResult attentionOnCpu(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v, const Dropout &dropout)
{
    at::Tensor output = at::empty_like(q);
    const std::int64_t length = q.size(2);
    for (std::int64_t begin = 0; begin < length; begin += blockRows) {
        const std::int64_t end = std::min(begin + blockRows, length);
        const at::Tensor weights = at::matmul(q.slice(2, begin, end), k.slice(2, 0, end).transpose(2, 3));
        attentionWeights(weights, dropout.probability > 0 ? weights : at::Tensor(), blockAt(q, begin, dropout));
        output.slice(2, begin, end).copy_(at::matmul(weights, v.slice(2, 0, end)));
    }
    return {output, {}, {}, 0};
}

AttentionGradients attentionBackwardOnCpu(const at::Tensor &gradOutput, const at::Tensor &q, const at::Tensor &k,
                                          const at::Tensor &v, const Dropout &dropout)
{
    at::Tensor gradQ = at::empty_like(q);
    at::Tensor gradK = at::zeros_like(k, at::kFloat);
    at::Tensor gradV = at::zeros_like(v, at::kFloat);
    const std::int64_t length = q.size(2);
    for (std::int64_t begin = 0; begin < length; begin += blockRows) {
        const std::int64_t end = std::min(begin + blockRows, length);
        const AttentionBlock block = blockAt(q, begin, dropout);
        const at::Tensor weights = at::matmul(q.slice(2, begin, end), k.slice(2, 0, end).transpose(2, 3));
        const at::Tensor dropped = dropout.probability > 0 ? at::empty_like(weights) : weights;
        attentionWeights(weights, dropout.probability > 0 ? dropped : at::Tensor(), block);
        const at::Tensor grad = gradOutput.slice(2, begin, end);
        const at::Tensor gradWeights = at::matmul(grad, v.slice(2, 0, end).transpose(2, 3));
        gradV.slice(2, 0, end).add_(at::matmul(dropped.transpose(2, 3), grad));
        attentionWeightsBackward(gradWeights, weights, block);
        gradQ.slice(2, begin, end).copy_(at::matmul(gradWeights, k.slice(2, 0, end)));
        gradK.slice(2, 0, end).add_(at::matmul(gradWeights.transpose(2, 3), q.slice(2, begin, end)));
    }
    return {gradQ, gradK, gradV};
}

} // namespace primer
