// Owns: how well two sides agree on the same samples. Not here: whose values they are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace primer {

struct ValuePair {
    double first = 0, second = 0;
};

struct Agreement {
    std::int64_t pairs = 0;
    int lowest = 0;
    std::vector<std::vector<std::int64_t>> confusion; ///< [first][second], values rounded
    double exactShare = 0;
    double withinOneShare = 0;
    /// Cohen's kappa with quadratic weights (Cohen 1968) and its 95 % percentile interval over resampled pairs. 1 when
    /// there is nothing to disagree on; 0 pairs give 0.
    double kappa = 0, kappaLow = 0, kappaHigh = 0;
};

Agreement agreementOf(std::span<const ValuePair> pairs, int lowest, int highest, std::uint64_t seed = 1,
                      int resamples = 1000);

} // namespace primer
