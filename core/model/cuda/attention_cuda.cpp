#include "core/model/cuda/attention_cuda.h"

#include <cmath>
#include <cstdio>
#include <map>
#include <mutex>
#include <stdexcept>
#include <tuple>
#include <vector>

#include <ATen/ATen.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

namespace primer {

namespace {

enum Backend { Flash, Cudnn, Efficient, backendCount };
constexpr const char *backendNames[] = {"flash", "cudnn", "efficient"};

/// The masks of a call are drawn from the device's generator: seeded for the call, they depend on nothing before it.
void seedGenerator(const at::Tensor &q, const Dropout &dropout)
{
    if (dropout.probability <= 0)
        return;
    at::Generator generator = at::globalContext().defaultGenerator(q.device());
    const std::lock_guard lock(generator.mutex());
    generator.set_current_seed(dropout.seed);
}

AttentionResult forwardBy(int backend, const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                          const Dropout &dropout)
{
    seedGenerator(q, dropout);
    const double p = dropout.probability;
    if (backend == Flash) {
        const auto [output, logSumExp, lengthsQ, lengthsK, longestQ, longestK, seed, offset,
                    mask] = at::_scaled_dot_product_flash_attention(q, k, v, p, true, false);
        return {output, logSumExp, {lengthsQ, lengthsK, seed, offset}, backend};
    }
    if (backend == Cudnn) {
        const auto [output, logSumExp, lengthsQ, lengthsK, longestQ, longestK, seed, offset,
                    mask] = at::_scaled_dot_product_cudnn_attention(q, k, v, std::nullopt, true, p, true, false);
        return {output, logSumExp, {lengthsQ, lengthsK, seed, offset}, backend};
    }
    const auto [output, logSumExp, seed, offset] = at::_scaled_dot_product_efficient_attention(q, k, v, std::nullopt,
                                                                                               true, p, true);
    return {output, logSumExp, {at::Tensor(), at::Tensor(), seed, offset}, backend};
}

AttentionGradients backwardBy(const at::Tensor &grad, const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                              const AttentionResult &result, const Dropout &dropout)
{
    const double p = dropout.probability;
    const std::int64_t length = q.size(2);
    const auto &state = result.state;
    if (result.backend == Flash) {
        const auto [gradQ, gradK, gradV] = at::_scaled_dot_product_flash_attention_backward(
            grad, q, k, v, result.output, result.logSumExp, state[0], state[1], length, length, p, true, state[2],
            state[3]);
        return {gradQ, gradK, gradV};
    }
    if (result.backend == Cudnn) {
        const auto [gradQ, gradK, gradV] = at::_scaled_dot_product_cudnn_attention_backward(
            grad, q, k, v, result.output, result.logSumExp, state[2], state[3], at::Tensor(), state[0], state[1],
            length, length, p, true);
        return {gradQ, gradK, gradV};
    }
    const auto [gradQ, gradK, gradV, gradMask] = at::_scaled_dot_product_efficient_attention_backward(
        grad, q, k, v, at::Tensor(), result.output, result.logSumExp, state[2], state[3], p, {true, true, true, false},
        true);
    return {gradQ, gradK, gradV};
}

/// The strides that calls have: views of packed q, k, v.
std::vector<at::Tensor> packedCase(const at::Tensor &like, std::int64_t sequences, std::int64_t heads,
                                   std::int64_t length)
{
    const at::Tensor packed = at::randn({sequences, length, 4, heads, like.size(3)}, like.options());
    std::vector<at::Tensor> parts;
    for (std::int64_t which = 0; which < 4; ++which)
        parts.push_back(packed.select(2, which).transpose(1, 2));
    return parts;
}

/// Forward and backward beside plain arithmetic in fp32: fused kernels have been silently wrong on new devices.
bool isRight(int backend, const at::Tensor &like)
{
    constexpr std::int64_t length = 256;
    constexpr double tolerance = 4e-2;
    const auto parts = packedCase(like, 2, 2, length);
    const auto &q = parts[0], &k = parts[1], &v = parts[2], &grad = parts[3];
    const auto wide = [](const at::Tensor &tensor) { return tensor.to(at::kFloat); };
    const double scale = 1 / std::sqrt(double(like.size(3)));
    const at::Tensor later = at::ones({length, length}, q.options().dtype(at::kBool)).triu_(1);
    const at::Tensor weights = at::softmax(
        (at::matmul(wide(q), wide(k).transpose(2, 3)) * scale).masked_fill(later, -INFINITY), -1);
    const at::Tensor gradWeights = at::matmul(wide(grad), wide(v).transpose(2, 3));
    const at::Tensor gradScores = weights * (gradWeights - (weights * gradWeights).sum(-1, true)) * scale;
    const auto result = forwardBy(backend, q, k, v, {});
    const auto gradients = backwardBy(grad, q, k, v, result, {});
    const auto isClose = [&](const at::Tensor &got, const at::Tensor &wanted) {
        return (wide(got) - wanted).abs().max().item<double>()
               <= tolerance * std::max(1.0, wanted.abs().max().item<double>());
    };
    return isClose(result.output, at::matmul(weights, wide(v))) && isClose(gradients.q, at::matmul(gradScores, wide(k)))
           && isClose(gradients.k, at::matmul(gradScores.transpose(2, 3), wide(q)))
           && isClose(gradients.v, at::matmul(weights.transpose(2, 3), wide(grad)));
}

class Event
{
public:
    Event() { C10_CUDA_CHECK(cudaEventCreate(&m_event)); }
    ~Event() { (void)cudaEventDestroy(m_event); }
    Event(const Event &) = delete;
    Event &operator=(const Event &) = delete;
    void record() { C10_CUDA_CHECK(cudaEventRecord(m_event, c10::cuda::getCurrentCUDAStream())); }
    float millisecondsSince(const Event &begin)
    {
        C10_CUDA_CHECK(cudaEventSynchronize(m_event));
        float milliseconds = 0;
        C10_CUDA_CHECK(cudaEventElapsedTime(&milliseconds, begin.m_event, m_event));
        return milliseconds;
    }

private:
    cudaEvent_t m_event = nullptr;
};

float timeOf(int backend, const at::Tensor &q, double probability)
{
    constexpr int warm = 2, tries = 5;
    const auto parts = packedCase(q, q.size(0), q.size(1), q.size(2));
    Event begin, end;
    for (int number = 0; number < warm + tries; ++number) {
        if (number == warm)
            begin.record();
        const Dropout dropout{probability, std::uint64_t(number)};
        const auto result = forwardBy(backend, parts[0], parts[1], parts[2], dropout);
        backwardBy(parts[3], parts[0], parts[1], parts[2], result, dropout);
    }
    end.record();
    return end.millisecondsSince(begin) / tries;
}

int probe(const at::Tensor &q, double probability)
{
    int best = -1;
    float bestTime = 0;
    std::string report;
    for (int backend = 0; backend < backendCount; ++backend) {
        try {
            if (!isRight(backend, q)) {
                report += std::string(" ") + backendNames[backend] + " wrong;";
                continue;
            }
            const float time = timeOf(backend, q, probability);
            report += std::string(" ") + backendNames[backend] + " " + std::to_string(time) + " ms;";
            if (best < 0 || time < bestTime) {
                best = backend;
                bestTime = time;
            }
        } catch (const std::exception &) { // not for this device, type or dropout
            report += std::string(" ") + backendNames[backend] + " not here;";
        }
    }
    if (best < 0)
        throw std::runtime_error("no attention kernel works on this GPU:" + report);
    std::fprintf(stderr, "primer-engine: attention by %s (%s )\n", backendNames[best], report.c_str());
    return best;
}

int backendFor(const at::Tensor &q, const Dropout &dropout)
{
    using Key = std::tuple<int, int, std::int64_t, std::int64_t, std::int64_t, std::int64_t, bool>;
    static std::mutex mutex;
    static std::map<Key, int> known;
    const Key key{q.device().index(), int(q.scalar_type()),   q.size(0), q.size(1), q.size(2),
                  q.size(3),          dropout.probability > 0};
    const std::lock_guard lock(mutex);
    const auto found = known.find(key);
    return found != known.end() ? found->second : known.emplace(key, probe(q, dropout.probability)).first->second;
}

} // namespace

AttentionResult attentionOnCuda(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v, const Dropout &dropout)
{
    const c10::cuda::CUDAGuard guard(q.device());
    return forwardBy(backendFor(q, dropout), q, k, v, dropout);
}

AttentionGradients attentionBackwardOnCuda(const at::Tensor &gradOutput, const at::Tensor &q, const at::Tensor &k,
                                           const at::Tensor &v, const AttentionResult &result, const Dropout &dropout)
{
    const c10::cuda::CUDAGuard guard(q.device());
    return backwardBy(gradOutput, q, k, v, result, dropout);
}

} // namespace primer
