#include "core/training/optimizer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

namespace primer {

FlatAdamW::FlatAdamW(const at::Tensor &master, std::vector<DecayRange> ranges, const AdamSettings &settings)
    : m_ranges(std::move(ranges)), m_settings(settings), m_first(at::zeros_like(master)), m_second(at::zeros_like(master))
{
}

double FlatAdamW::norm(const at::Tensor &gradients)
{
    return at::linalg_vector_norm(gradients, 2, std::nullopt, false, at::kDouble).item<double>();
}

void FlatAdamW::step(at::Tensor &master, at::Tensor &gradients, double factor, double learningRate, std::int64_t step)
{
    const c10::NoGradGuard noGraph;
    if (factor != 1)
        gradients.mul_(factor);
    for (const DecayRange &range : m_ranges) {
        if (range.count == 0)
            continue;
        const auto part = [&range](const at::Tensor &row) { return std::vector<at::Tensor>{row.narrow(0, range.begin, range.count)}; };
        // The kernel takes the step as a tensor and expects it raised already.
        const std::vector<at::Tensor> steps{at::full({}, double(step), at::TensorOptions(at::kFloat).device(master.device()))};
        auto values = part(master), grads = part(gradients), first = part(m_first), second = part(m_second);
        at::_fused_adamw_(values, grads, first, second, {}, steps, learningRate, m_settings.beta1, m_settings.beta2, range.weightDecay, m_settings.eps,
                          false, false);
    }
}

} // namespace primer
