#include "core/training/optimizer.h"

#include <algorithm>
#include <utility>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

namespace primer {

FlatAdamW::FlatAdamW(const at::Tensor &master, const RowRange &share, std::vector<DecayRange> ranges,
                     const AdamSettings &settings)
    : m_share(share), m_ranges(std::move(ranges)), m_settings(settings),
      m_first(at::zeros({share.count}, master.options())), m_second(at::zeros({share.count}, master.options()))
{}

void FlatAdamW::step(const at::Tensor &master, const at::Tensor &gradients, const at::Tensor &compute,
                     const AdamStep &step)
{
    const c10::NoGradGuard noGraph;
    const Kernels &kernels = Kernels::of(master.device());
    const bool hasCopy = !compute.is_same(master);
    for (const DecayRange &part : m_ranges) {
        const std::int64_t begin = std::max(part.range.begin, m_share.begin);
        const std::int64_t end = std::min(part.range.begin + part.range.count, m_share.begin + m_share.count);
        if (begin >= end)
            continue;
        const RowRange range{begin, end - begin}, moments{begin - m_share.begin, end - begin};
        AdamStep own = step;
        own.weightDecay = part.weightDecay;
        kernels.adamW(range.of(master), range.of(gradients), moments.of(m_first), moments.of(m_second),
                      hasCopy ? range.of(compute) : at::Tensor(), m_settings, own);
    }
}

} // namespace primer
