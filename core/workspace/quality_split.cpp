#include "core/workspace/quality_split.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "core/base/disjoint_sets.h"
#include "core/base/random.h"

namespace primer {

std::vector<std::size_t> groupsOf(std::span<const SampleId> samples, std::span<const std::int64_t> repositories,
                                  std::span<const NearCopy> copies)
{
    DisjointSets groups(samples.size());
    std::unordered_map<std::int64_t, std::size_t> firstOf;
    std::unordered_map<SampleId, std::size_t> placeOf;
    for (std::size_t place = 0; place < samples.size(); ++place) {
        placeOf[samples[place]] = place;
        if (repositories[place] >= 0)
            groups.join(firstOf.try_emplace(repositories[place], place).first->second, place);
    }
    for (const NearCopy &copy : copies) {
        const auto left = placeOf.find(copy.first), right = placeOf.find(copy.copy);
        if (left != placeOf.end() && right != placeOf.end())
            groups.join(left->second, right->second);
    }
    return groups.names();
}

std::vector<std::uint8_t> heldOutGroups(std::span<const std::size_t> groups, double share, std::uint64_t seed)
{
    std::map<std::size_t, std::size_t> sizes;
    for (const std::size_t group : groups)
        ++sizes[group];
    std::vector<std::size_t> order;
    for (const auto &[group, size] : sizes)
        order.push_back(group);
    Random random(seed);
    random.drawToFront(order, order.size());
    const auto wanted = std::size_t(share * double(groups.size()));
    std::size_t taken = 0;
    std::unordered_map<std::size_t, bool> isOut;
    for (const std::size_t group : order) {
        if (taken + sizes[group] <= wanted) {
            isOut[group] = true;
            taken += sizes[group];
        }
    }
    std::vector<std::uint8_t> heldOut(groups.size());
    for (std::size_t place = 0; place < groups.size(); ++place)
        heldOut[place] = isOut.contains(groups[place]) ? 1 : 0;
    return heldOut;
}

} // namespace primer
