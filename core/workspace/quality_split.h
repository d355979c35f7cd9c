// Owns: parting labelled samples into groups that must stay together and holding some groups out, so that a copy or a
// file of the same repository never stands on both sides. Not here: what is fitted.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/workspace/near_copies.h"

namespace primer {

/// For each sample the number of its group: samples of one repository, and near-copies of each other, over any number
/// of steps. `repositories`: a number each, below 0 where it is unknown.
std::vector<std::size_t> groupsOf(std::span<const SampleId> samples, std::span<const std::int64_t> repositories,
                                  std::span<const NearCopy> copies);

/// 1 where a sample is held out: whole groups in a seeded order, as long as they fit into the share.
std::vector<std::uint8_t> heldOutGroups(std::span<const std::size_t> groups, double share, std::uint64_t seed);

} // namespace primer
