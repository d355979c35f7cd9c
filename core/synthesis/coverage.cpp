#include "core/synthesis/coverage.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace primer {

namespace {

constexpr std::int64_t rowsAtOnce = 20'000;

std::string branchOf(const AxisValue &value, int levels)
{
    if (levels <= 0)
        return value.path();
    std::size_t end = 0;
    for (int level = 0; level < levels && end != std::string::npos; ++level)
        end = value.branch.find('/', level == 0 ? 0 : end + 1);
    return value.branch.empty() ? value.text : value.branch.substr(0, end);
}

/// The buckets of an axis in order, and each value's.
struct Buckets {
    std::vector<std::string> names;
    std::unordered_map<std::string, std::size_t> places;
    std::vector<std::size_t> ofValue; ///< by number
};

Buckets bucketsOf(const ConstraintSet &set, std::size_t axis, int levels)
{
    Buckets buckets;
    const std::uint64_t size = sizeOf(set, axis);
    buckets.ofValue.reserve(size);
    for (std::uint64_t number = 0; number < size; ++number) {
        std::string name = bucketOf(set, axis, std::uint32_t(number), levels);
        const auto [place, isNew] = buckets.places.emplace(name, buckets.names.size());
        if (isNew)
            buckets.names.push_back(std::move(name));
        buckets.ofValue.push_back(place->second);
    }
    return buckets;
}

Result<std::size_t> coveredAxis(const ConstraintSet &set, const std::string &name)
{
    const std::vector<std::string> axes = coverableAxes(set);
    if (std::find(axes.begin(), axes.end(), name) == axes.end()) {
        std::string known;
        for (const std::string &axis : axes)
            known += (known.empty() ? "" : ", ") + axis;
        return Error{ErrorCode::InvalidInput, "no axis that can be covered; there are: " + known, name};
    }
    return set.placeOf(name);
}

Status forRows(Store &store, const SynthesisParts &parts,
               const std::function<Status(const SynthesisItem &, const std::vector<std::uint32_t> &)> &take)
{
    for (std::int64_t after = -1;;) {
        const auto items = PRIMER_TRY(
            store.read(synthesisItems, parts.run.id, std::optional<ItemState>(), after, rowsAtOnce));
        if (items.empty())
            return success();
        after = items.back().position;
        for (const SynthesisItem &item : items) {
            const auto row = PRIMER_TRY(choiceOf(parts.set, item.choice));
            PRIMER_TRY(take(item, row));
        }
    }
}

} // namespace

std::vector<std::string> coverableAxes(const ConstraintSet &set)
{
    std::vector<std::string> axes;
    for (const Axis &axis : set.axes) {
        if (axis.isDrawn && axis.kind != AxisKind::Words && axis.kind != AxisKind::Samples)
            axes.push_back(axis.name);
    }
    return axes;
}

std::int64_t Coverage::emptyCells() const
{
    return std::count_if(cells.begin(), cells.end(), [](const CoverageCell &cell) { return cell.accepted == 0; });
}

std::string bucketOf(const ConstraintSet &set, std::size_t place, std::uint32_t number, int levels)
{
    const Axis &axis = set.axes[place];
    switch (axis.kind) {
    case AxisKind::Tree: return branchOf(axis.values[number], levels);
    case AxisKind::Pairs: {
        const Axis &of = *set.axis(axis.of);
        const auto [first, second] = pairOf(number, of.values.size());
        std::string one = branchOf(of.values[first], levels), two = branchOf(of.values[second], levels);
        if (two < one)
            std::swap(one, two);
        return one + " + " + two;
    }
    case AxisKind::Names: {
        const NameParts parts = namePartsOf(axis, number);
        if (!parts.verb.empty())
            return parts.verb;
        const std::string name = valueText(set, place, number);
        return name.substr(0, name.find('_'));
    }
    default: return valueText(set, place, number);
    }
}

Result<Coverage> coverageOf(Store &store, const SynthesisParts &parts, const std::string &across,
                            const std::string &down, int levels)
{
    if (across == down)
        return Error{ErrorCode::InvalidInput, "two different axes", across};
    const auto column = PRIMER_TRY(coveredAxis(parts.set, across));
    const auto row = PRIMER_TRY(coveredAxis(parts.set, down));
    Buckets columns = bucketsOf(parts.set, column, levels), rows = bucketsOf(parts.set, row, levels);
    Coverage coverage;
    coverage.across = across;
    coverage.down = down;
    coverage.cells.resize(columns.names.size() * rows.names.size());
    PRIMER_TRY(
        forRows(store, parts, [&](const SynthesisItem &item, const std::vector<std::uint32_t> &choice) -> Status {
            CoverageCell &cell =
                coverage.cells[rows.ofValue[choice[row]] * columns.names.size() + columns.ofValue[choice[column]]];
            ++cell.planned;
            cell.answered += item.state == ItemState::Answered;
            cell.accepted += item.verdict == SynthesisVerdict::Accepted;
            return success();
        }));
    coverage.columns = std::move(columns.names);
    coverage.rows = std::move(rows.names);
    return coverage;
}

Result<std::vector<std::int64_t>> rowsOfCell(Store &store, const SynthesisParts &parts, const Coverage &coverage,
                                             std::size_t row, std::size_t column, int levels)
{
    const auto across = PRIMER_TRY(coveredAxis(parts.set, coverage.across));
    const auto down = PRIMER_TRY(coveredAxis(parts.set, coverage.down));
    std::vector<std::int64_t> positions;
    PRIMER_TRY(
        forRows(store, parts, [&](const SynthesisItem &item, const std::vector<std::uint32_t> &choice) -> Status {
            if (bucketOf(parts.set, across, choice[across], levels) == coverage.columns[column]
                && bucketOf(parts.set, down, choice[down], levels) == coverage.rows[row])
                positions.push_back(item.position);
            return success();
        }));
    return positions;
}

} // namespace primer
