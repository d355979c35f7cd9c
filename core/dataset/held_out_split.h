// Owns: which samples of a set are held out of training, with how that was decided. Not here: deciding
// (core/quality/group_split.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace primer {

/// Samples of one repository and near-duplicates of each other, over any number of steps, are one group; a group is
/// held out whole or not at all.
struct HeldOutSplit {
    std::vector<std::uint8_t> isHeldOut; ///< one a sample in the order of the set; empty: none is
    double share = 0;                    ///< of the samples, that was asked for: no more are held out
    std::uint64_t seed = 0;
    /// By what samples were joined: "repository" where several are known, "near_duplicates" where they were looked for.
    std::vector<std::string> keptTogether;
    std::int64_t groups = 0, heldOutGroups = 0;
    std::int64_t largestGroup = 0; ///< samples
};

} // namespace primer
