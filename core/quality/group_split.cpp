#include "core/quality/group_split.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <unordered_map>

#include "core/base/disjoint_sets.h"
#include "core/base/random.h"
#include "core/dataset/columns.h"
#include "core/query/query_engine.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"

namespace primer {

std::vector<std::size_t> groupsOf(std::span<const SampleId> samples, std::span<const std::int64_t> repositories,
                                  std::span<const NearDuplicate> copies)
{
    DisjointSets groups(samples.size());
    std::unordered_map<std::int64_t, std::size_t> firstOf;
    std::unordered_map<SampleId, std::size_t> placeOf;
    for (std::size_t place = 0; place < samples.size(); ++place) {
        placeOf[samples[place]] = place;
        if (repositories[place] >= 0)
            groups.join(firstOf.try_emplace(repositories[place], place).first->second, place);
    }
    for (const NearDuplicate &copy : copies) {
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

Result<std::vector<std::int64_t>> repositoriesOf(const WorkspaceData &data, std::span<const SampleId> samples)
{
    const auto values = PRIMER_TRY(data.query.columns().values(Column::Repository));
    const auto words = PRIMER_TRY(data.store.read(readTerms, Column::Repository));
    const auto nameless = std::find_if(words.begin(), words.end(),
                                       [](const auto &word) { return word.second.empty(); });
    const std::int64_t none = nameless == words.end() ? -1 : nameless->first;
    std::vector<std::int64_t> repositories;
    for (const SampleId id : samples) {
        const double value = id <= values->size() ? (*values)[id - 1] : std::nan("");
        repositories.push_back(std::isnan(value) || std::int64_t(value) == none ? -1 : std::int64_t(value));
    }
    const bool isOne = std::all_of(repositories.begin(), repositories.end(),
                                   [&](std::int64_t number) { return number == repositories.front(); });
    if (isOne)
        std::fill(repositories.begin(), repositories.end(), -1);
    return repositories;
}

Result<HeldOutSplit> holdOut(const WorkspaceData &data, std::span<const SampleId> samples, const SplitRequest &request,
                             Feedback &feedback)
{
    HeldOutSplit split;
    split.share = request.share;
    split.seed = request.seed;
    if (request.share <= 0)
        return split;
    const auto repositories = PRIMER_TRY(repositoriesOf(data, samples));
    if (std::any_of(repositories.begin(), repositories.end(), [](std::int64_t number) { return number >= 0; }))
        split.keptTogether.emplace_back("repository");
    NearDuplicates near;
    if (request.hasNearDuplicates) {
        near = PRIMER_TRY(findNearDuplicates(data.store, samples, {}, feedback));
        split.keptTogether.emplace_back("near_duplicates");
    }
    const std::vector<std::size_t> groups = groupsOf(samples, repositories, near.copies);
    split.isHeldOut = heldOutGroups(groups, request.share, request.seed);
    std::unordered_map<std::size_t, std::int64_t> sizes;
    for (std::size_t place = 0; place < groups.size(); ++place) {
        std::int64_t &size = sizes[groups[place]];
        split.heldOutGroups += ++size == 1 && split.isHeldOut[place];
        split.largestGroup = std::max(split.largestGroup, size);
    }
    split.groups = std::int64_t(sizes.size());
    return split;
}

} // namespace primer
