// Owns: what a run trains on: its token sets, verified, in the run's order, and the held-out set. Not here: when.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/dataset/token_shard.h"
#include "core/recipe/training_config.h"
#include "core/training/data_order.h"

namespace primer {

class TrainingData
{
public:
    /// Reads every shard once: Corrupt when one is not what it was written as, InvalidInput when ids exceed the model.
    static Result<TrainingData> open(const TrainingConfig &config);

    /// tokens, targets: [rows, length] int64 on the CPU; row r is sample firstSample + r, targets are the next tokens.
    void fill(std::uint64_t firstSample, at::Tensor &tokens, at::Tensor &targets) const;
    DataOrder::Place placeOf(std::uint64_t sample) const { return m_order->at(sample); }
    const std::optional<TokenSet> &heldOut() const { return m_heldOut; }
    /// One line a set: its digest and weight.
    std::string description() const;

private:
    std::int64_t m_length = 0;
    std::vector<TokenSet> m_sets;
    std::vector<double> m_weights;
    std::optional<TokenSet> m_heldOut;
    std::optional<DataOrder> m_order;
};

} // namespace primer
