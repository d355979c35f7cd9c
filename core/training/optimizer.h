// Owns: AdamW over flat rows: global norm, clip, decay by ranges. Not here: schedules, loss scaling.
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace primer {

struct AdamSettings {
    double beta1 = 0.9;
    double beta2 = 0.95;
    double eps = 1e-8;
};

/// [begin, begin + count) of the row, with its weight decay (decoupled: Loshchilov and Hutter 2019).
struct DecayRange {
    std::int64_t begin = 0;
    std::int64_t count = 0;
    double weightDecay = 0;
};

class FlatAdamW
{
public:
    FlatAdamW(const at::Tensor &master, std::vector<DecayRange> ranges, const AdamSettings &settings);

    /// Euclidean norm of a row, in fp64.
    static double norm(const at::Tensor &gradients);
    /// One step; gradients are multiplied by `factor` first (unscaling and clipping). `step` counts from 1.
    void step(at::Tensor &master, at::Tensor &gradients, double factor, double learningRate, std::int64_t step);

    at::Tensor &firstMoments() { return m_first; }
    at::Tensor &secondMoments() { return m_second; }

private:
    std::vector<DecayRange> m_ranges;
    AdamSettings m_settings;
    at::Tensor m_first, m_second; ///< fp32, as long as the master row
};

} // namespace primer
