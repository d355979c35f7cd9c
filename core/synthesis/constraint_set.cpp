#include "core/synthesis/constraint_set.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/synthesis/benchmark_names.h"

namespace primer {

namespace {

constexpr std::size_t maxValues = 2'000'000;

Error invalid(const std::string &what, const std::string &where) { return Error{ErrorCode::InvalidInput, what, where}; }

bool isAxisName(std::string_view name)
{
    return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
    });
}

Status checkWeights(const Axis &axis)
{
    double sum = 0;
    for (const AxisValue &value : axis.values) {
        if (!std::isfinite(value.weight) || value.weight < 0)
            return invalid("a weight is a number from 0", axis.name + ": " + value.path());
        sum += value.weight;
    }
    return sum > 0 ? success() : Status(invalid("all weights are 0", axis.name));
}

/// The words of names: what a function may be called by, each once.
Status checkNames(const Axis &axis)
{
    const auto isWord = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')
               || letter == '_';
    };
    for (const auto *list : {&axis.verbs, &axis.qualifiers, &axis.nouns, &axis.others}) {
        std::set<std::string_view> known;
        for (const std::string &word : *list) {
            const bool mayBeEmpty = list == &axis.qualifiers;
            const bool begins = list == &axis.qualifiers || list == &axis.nouns || word.empty()
                                || !(word[0] >= '0' && word[0] <= '9');
            if ((word.empty() && !mayBeEmpty) || !begins || !std::all_of(word.begin(), word.end(), isWord))
                return invalid("names are made of letters, digits and _", axis.name + ": \"" + word + "\"");
            if (!known.insert(word).second)
                return invalid("a word stands there twice", axis.name + ": " + word);
        }
    }
    return success();
}

Status checkAxis(const ConstraintSet &set, const Axis &axis, std::size_t place)
{
    if (!isAxisName(axis.name))
        return invalid("an axis is named by a-z, 0-9 and _", axis.name);
    if (set.placeOf(axis.name) != place)
        return invalid("two axes have this name", axis.name);
    if (axis.kind == AxisKind::Pairs) {
        const Axis *of = set.axis(axis.of);
        if (!of || (of->kind != AxisKind::List && of->kind != AxisKind::Tree))
            return invalid("pairs are of a list or a tree of the same set", axis.name);
        if (of->values.size() < 2)
            return invalid("a pair needs two values", axis.name);
    }
    const bool isEmptyList = axis.values.empty()
                             && (axis.kind == AxisKind::List || axis.kind == AxisKind::Tree
                                 || axis.kind == AxisKind::Words);
    const bool isEmptyNames = axis.kind == AxisKind::Names && axis.others.empty()
                              && (axis.verbs.empty() || axis.nouns.empty()) && axis.fromWorkspace == 0;
    if (isEmptyList || isEmptyNames)
        return invalid("an axis without values", axis.name);
    if (axis.kind == AxisKind::Names)
        PRIMER_TRY(checkNames(axis));
    if (axis.kind == AxisKind::Words && (axis.count < 1 || axis.count > axis.values.size()))
        return invalid("count is from 1 to the number of words", axis.name);
    if (axis.kind == AxisKind::List || axis.kind == AxisKind::Tree) {
        std::set<std::string> paths;
        for (const AxisValue &value : axis.values) {
            if (!paths.insert(value.path()).second)
                return invalid("a value stands there twice", axis.name + ": " + value.path());
        }
        PRIMER_TRY(checkWeights(axis));
    }
    if (allOf(set, axis) > maxValues)
        return invalid("over two million values", axis.name);
    return success();
}

} // namespace

const Axis *ConstraintSet::axis(std::string_view wanted) const
{
    const std::size_t place = placeOf(wanted);
    return place < axes.size() ? &axes[place] : nullptr;
}

std::size_t ConstraintSet::placeOf(std::string_view wanted) const
{
    return std::size_t(std::find_if(axes.begin(), axes.end(), [&](const Axis &axis) { return axis.name == wanted; })
                       - axes.begin());
}

Status ConstraintSet::check() const
{
    if (name.empty())
        return invalid("a set has a name", "name");
    if (axes.empty() || axes.size() > 16)
        return invalid("from 1 to 16 axes", "axes");
    for (std::size_t place = 0; place < axes.size(); ++place)
        PRIMER_TRY(checkAxis(*this, axes[place], place));
    for (const Exclusion &exclusion : neverTogether) {
        if (exclusion.parts.empty())
            return invalid("an exclusion names an axis", "never_together");
        for (const Exclusion::Part &part : exclusion.parts) {
            const Axis *of = axis(part.axis);
            if (!of || of->kind == AxisKind::Words || of->kind == AxisKind::Samples)
                return invalid("an exclusion names an axis of the set, not of words or samples", part.axis);
        }
    }
    return success();
}

Result<PlanSampling> samplingOfName(const std::string &name)
{
    for (const PlanSampling sampling : {PlanSampling::Cross, PlanSampling::Cover, PlanSampling::Weighted}) {
        if (name == nameOf(sampling))
            return sampling;
    }
    return invalid("cross, cover or weighted", name);
}

const char *nameOf(PlanSampling sampling)
{
    switch (sampling) {
    case PlanSampling::Cross: return "cross";
    case PlanSampling::Cover: return "cover";
    case PlanSampling::Weighted: return "weighted";
    }
    return "cover";
}

std::uint64_t sizeOf(const ConstraintSet &set, std::size_t place)
{
    const Axis &axis = set.axes[place];
    return axis.isDrawn ? allOf(set, axis) : 1;
}

std::uint64_t allOf(const ConstraintSet &set, const Axis &axis)
{
    switch (axis.kind) {
    case AxisKind::List:
    case AxisKind::Tree: return axis.values.size();
    case AxisKind::Pairs: {
        const Axis *of = set.axis(axis.of);
        const std::uint64_t values = of ? of->values.size() : 0;
        return values < 2 ? 0 : values * (values - 1) / 2;
    }
    case AxisKind::Names:
        return axis.verbs.size() * std::max<std::uint64_t>(1, axis.qualifiers.size()) * axis.nouns.size()
               + axis.others.size();
    case AxisKind::Words: return 1;
    case AxisKind::Samples: return axis.samples.size();
    }
    return 0;
}

ConstraintSet drawnFor(ConstraintSet set, const std::vector<std::string> &placeholders)
{
    for (Axis &axis : set.axes)
        axis.isDrawn = std::find(placeholders.begin(), placeholders.end(), axis.name) != placeholders.end();
    return set;
}

std::pair<std::size_t, std::size_t> pairOf(std::uint64_t number, std::size_t values)
{
    // Pairs in the order (0,1), (0,2) .. (0,n-1), (1,2) ..: the row by a square root, set right by a step.
    const double wide = 2.0 * double(values) - 1;
    auto first = std::size_t((wide - std::sqrt(std::max(0.0, wide * wide - 8.0 * double(number)))) / 2);
    const auto before = [values](std::size_t row) { return row * (2 * values - row - 1) / 2; };
    while (first > 0 && before(first) > number)
        --first;
    while (before(first + 1) <= number)
        ++first;
    return {first, first + 1 + std::size_t(number - before(first))};
}

NameParts namePartsOf(const Axis &axis, std::uint64_t number)
{
    const std::uint64_t qualifiers = std::max<std::uint64_t>(1, axis.qualifiers.size());
    if (number >= axis.verbs.size() * qualifiers * axis.nouns.size())
        return {};
    NameParts parts;
    parts.noun = axis.nouns[number % axis.nouns.size()];
    number /= axis.nouns.size();
    parts.qualifier = axis.qualifiers.empty() ? "" : axis.qualifiers[number % qualifiers];
    parts.verb = axis.verbs[number / qualifiers];
    return parts;
}

std::string valueText(const ConstraintSet &set, std::size_t place, std::uint64_t number)
{
    const Axis &axis = set.axes[place];
    switch (axis.kind) {
    case AxisKind::List:
    case AxisKind::Tree: return axis.values[number].text;
    case AxisKind::Pairs: {
        const Axis &of = *set.axis(axis.of);
        const auto [first, second] = pairOf(number, of.values.size());
        return of.values[first].text + ", and " + of.values[second].text;
    }
    case AxisKind::Names: {
        const NameParts parts = namePartsOf(axis, number);
        if (parts.verb.empty())
            return axis.others[number - (allOf(set, axis) - axis.others.size())];
        return parts.verb + (parts.qualifier.empty() ? "" : "_" + parts.qualifier) + "_" + parts.noun;
    }
    case AxisKind::Words: return "";
    case AxisKind::Samples: return std::to_string(axis.samples[number]);
    }
    return "";
}

std::string valuePath(const ConstraintSet &set, std::size_t place, std::uint64_t number)
{
    const Axis &axis = set.axes[place];
    if (axis.kind == AxisKind::Tree)
        return axis.values[number].path();
    if (axis.kind == AxisKind::Pairs) {
        const Axis &of = *set.axis(axis.of);
        const auto [first, second] = pairOf(number, of.values.size());
        return of.values[first].path() + " + " + of.values[second].path();
    }
    return valueText(set, place, number);
}

} // namespace primer
