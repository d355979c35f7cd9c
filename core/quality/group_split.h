// Owns: parting samples into groups that must stay together and holding some groups out, so that a near-duplicate or a
// file of the same repository never stands on both sides. Not here: what is fitted or trained.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/held_out_split.h"
#include "core/dataset/sample.h"
#include "core/query/near_duplicates.h"
#include "core/query/workspace_data.h"

namespace primer {

/// For each sample the number of its group: samples of one repository, and near-duplicates of each other, over any
/// number of steps. `repositories`: a number each, below 0 where it is unknown.
std::vector<std::size_t> groupsOf(std::span<const SampleId> samples, std::span<const std::int64_t> repositories,
                                  std::span<const NearDuplicate> copies);

/// 1 where a sample is held out: whole groups in a seeded order, as long as they fit into the share.
std::vector<std::uint8_t> heldOutGroups(std::span<const std::size_t> groups, double share, std::uint64_t seed);

/// A number for the repository of each sample, -1 where none is named; -1 for all when they are of one repository,
/// which alone parts nothing.
Result<std::vector<std::int64_t>> repositoriesOf(const WorkspaceData &data, std::span<const SampleId> samples);

struct SplitRequest {
    double share = 0.01; ///< of the samples
    std::uint64_t seed = 1;
    bool hasNearDuplicates = true; ///< false: it is known that no two of the samples are near-duplicates
};
/// The groups and draw above for a set of samples. Reads their contents, unless the share is 0: then nothing is held
/// out and no groups are made.
Result<HeldOutSplit> holdOut(const WorkspaceData &data, std::span<const SampleId> samples, const SplitRequest &request,
                             Feedback &feedback);

} // namespace primer
