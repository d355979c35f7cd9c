// Owns: how well two sides agree on the same samples. Not here: whose values they are.
#pragma once

#include <cstdint>
#include <optional>
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
    /// Cohen's kappa with quadratic weights (Cohen 1968) and the bounds of its 95 % percentile interval over resampled
    /// pairs. Nothing where it is undefined: without pairs, and where all values of both sides are the same one, so
    /// that nothing can disagree; the bounds also when that is so in more than 5 % of the resamples.
    std::optional<double> kappa, kappaLow, kappaHigh;
};

Agreement agreementOf(std::span<const ValuePair> pairs, int lowest, int highest, std::uint64_t seed = 1,
                      int resamples = 1000);

} // namespace primer
