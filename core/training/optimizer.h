// Owns: AdamW over a share of the flat rows: clip, decay by ranges, this process's moments. Not here: schedules, loss
// scaling, who has which share (collectives.h).
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/kernels.h"

namespace primer {

/// [begin, begin + count) of a row.
struct RowRange {
    std::int64_t begin = 0;
    std::int64_t count = 0;

    at::Tensor of(const at::Tensor &row) const { return row.narrow(0, begin, count); }
};

/// A range with its weight decay (decoupled: Loshchilov and Hutter 2019).
struct DecayRange {
    RowRange range;
    double weightDecay = 0;
};

class FlatAdamW
{
public:
    /// `share`: what this process keeps moments for and changes (ZeRO-1: Rajbhandari et al. 2020).
    FlatAdamW(const at::Tensor &master, const RowRange &share, std::vector<DecayRange> ranges,
              const AdamSettings &settings);

    const RowRange &share() const { return m_share; }
    /// One step on the share; the share's gradients become 0. `compute` may be the master itself. weightDecay of `step`
    /// is not looked at: the ranges have theirs.
    void step(const at::Tensor &master, const at::Tensor &gradients, const at::Tensor &compute, const AdamStep &step);

    at::Tensor &firstMoments() { return m_first; }   ///< [share] fp32
    at::Tensor &secondMoments() { return m_second; } ///< [share] fp32

private:
    RowRange m_share;
    std::vector<DecayRange> m_ranges;
    AdamSettings m_settings;
    at::Tensor m_first, m_second;
};

} // namespace primer
