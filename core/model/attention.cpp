#include "core/model/attention.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

namespace primer {

namespace {

constexpr std::int64_t blockRows = 128; ///< queries at once: scores are [.., 128, keys up to them]

bool usesFusedKernel(const at::Tensor &q, double dropout) { return q.is_cpu() && dropout == 0; }

/// Rows of queries [begin, end): their probabilities over the keys [0, end), in fp32.
at::Tensor probabilitiesOf(const at::Tensor &q, const at::Tensor &k, std::int64_t begin, std::int64_t end, double scale)
{
    at::Tensor scores = at::matmul(q.slice(2, begin, end), k.slice(2, 0, end).transpose(2, 3)).to(at::kFloat).mul_(scale);
    const at::Tensor later = at::ones({end - begin, end - begin}, q.options().dtype(at::kBool)).triu_(1);
    scores.slice(3, begin, end).masked_fill_(later, -std::numeric_limits<float>::infinity());
    return at::softmax(scores, -1);
}

/// 0 or 1/(1-p) an element.
at::Tensor maskOf(const at::Tensor &probabilities, double dropout, std::uint64_t seed, std::int64_t block)
{
    const auto generator = at::detail::createCPUGenerator(seed * 1000003u + std::uint64_t(block));
    at::Tensor mask = at::empty(probabilities.sizes(), at::TensorOptions(at::kFloat));
    mask.bernoulli_(1 - dropout, generator).div_(1 - dropout);
    return mask.to(probabilities.device());
}

} // namespace

AttentionResult attentionForward(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v, double dropout, std::uint64_t seed)
{
    if (usesFusedKernel(q, dropout)) {
        auto [output, logSumExp] = at::_scaled_dot_product_flash_attention_for_cpu(q, k, v, 0.0, true);
        return {output, logSumExp};
    }
    const double scale = 1 / std::sqrt(double(q.size(3)));
    at::Tensor output = at::empty_like(q);
    const std::int64_t length = q.size(2);
    for (std::int64_t begin = 0; begin < length; begin += blockRows) {
        const std::int64_t end = std::min(begin + blockRows, length);
        at::Tensor weights = probabilitiesOf(q, k, begin, end, scale);
        if (dropout > 0)
            weights.mul_(maskOf(weights, dropout, seed, begin));
        output.slice(2, begin, end).copy_(at::matmul(weights.to(v.scalar_type()), v.slice(2, 0, end)));
    }
    return {output, {}};
}

AttentionGradients attentionBackward(const at::Tensor &gradOutput, const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                                     const AttentionResult &result, double dropout, std::uint64_t seed)
{
    if (usesFusedKernel(q, dropout)) {
        auto [gradQ, gradK, gradV] = at::_scaled_dot_product_flash_attention_for_cpu_backward(gradOutput, q, k, v, result.output,
                                                                                             result.logSumExp, 0.0, true);
        return {gradQ, gradK, gradV};
    }
    const double scale = 1 / std::sqrt(double(q.size(3)));
    const auto type = q.scalar_type();
    at::Tensor gradQ = at::empty_like(q);
    at::Tensor gradK = at::zeros_like(k, at::kFloat);
    at::Tensor gradV = at::zeros_like(v, at::kFloat);
    const std::int64_t length = q.size(2);
    for (std::int64_t begin = 0; begin < length; begin += blockRows) {
        const std::int64_t end = std::min(begin + blockRows, length);
        const at::Tensor weights = probabilitiesOf(q, k, begin, end, scale);
        const at::Tensor grad = gradOutput.slice(2, begin, end);
        at::Tensor gradWeights = at::matmul(grad, v.slice(2, 0, end).transpose(2, 3)).to(at::kFloat);
        at::Tensor dropped = weights;
        if (dropout > 0) {
            const at::Tensor mask = maskOf(weights, dropout, seed, begin);
            gradWeights.mul_(mask);
            dropped = weights * mask;
        }
        gradV.slice(2, 0, end).add_(at::matmul(dropped.to(type).transpose(2, 3), grad));
        const at::Tensor gradScores = (weights * (gradWeights - (weights * gradWeights).sum(-1, true))).mul_(scale).to(type);
        gradQ.slice(2, begin, end).copy_(at::matmul(gradScores, k.slice(2, 0, end)));
        gradK.slice(2, 0, end).add_(at::matmul(gradScores.transpose(2, 3), q.slice(2, begin, end)));
    }
    return {gradQ, gradK.to(type), gradV.to(type)};
}

} // namespace primer
