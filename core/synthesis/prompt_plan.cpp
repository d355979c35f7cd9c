#include "core/synthesis/prompt_plan.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <deque>
#include <limits>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/synthesis/benchmark_names.h"

namespace primer {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t maxRows = 100'000'000;

std::uint64_t mixed(std::uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

std::uint64_t seedOf(std::uint64_t seed, std::uint64_t one, std::uint64_t two = 0)
{
    return mixed(mixed(seed + 0x9e3779b97f4a7c15 * (one + 1)) + 0xd1342543de82ef95 * (two + 1));
}

bool matches(std::string_view pattern, std::string_view path)
{
    if (pattern == "*")
        return true;
    if (pattern.ends_with("/*"))
        return path.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == path
           || (path.ends_with(pattern) && path.size() > pattern.size()
               && path[path.size() - pattern.size() - 1] == '/');
}

/// What may not be drawn, looked up by number.
class Exclusions
{
public:
    explicit Exclusions(const ConstraintSet &set) : m_set(set)
    {
        for (const Exclusion &exclusion : set.neverTogether) {
            std::vector<Part> parts;
            for (const Exclusion::Part &part : exclusion.parts) {
                const std::size_t place = set.placeOf(part.axis);
                parts.push_back({place, bitsOf(place, part.pattern)});
            }
            m_rules.push_back(std::move(parts));
        }
        for (std::size_t place = 0; place < set.axes.size(); ++place)
            m_names.push_back(set.axes[place].kind == AxisKind::Names ? excludedNames(place) : std::vector<bool>());
    }

    bool isNameExcluded(std::size_t axis, std::uint32_t number) const
    {
        return !m_names[axis].empty() && m_names[axis][number];
    }
    bool forbids(const std::uint32_t *row) const
    {
        for (std::size_t axis = 0; axis < m_names.size(); ++axis) {
            if (isNameExcluded(axis, row[axis]) || isPairOfOneBranch(axis, row[axis]))
                return true;
        }
        return std::any_of(m_rules.begin(), m_rules.end(), [&](const std::vector<Part> &parts) {
            return std::all_of(parts.begin(), parts.end(), [&](const Part &part) { return has(part, row); });
        });
    }

private:
    struct Part {
        std::size_t axis;
        std::vector<bool> bits; ///< of the axis's values; of a pair's, those of the axis it is of
    };

    std::vector<bool> bitsOf(std::size_t place, const std::string &pattern) const
    {
        const Axis &axis = m_set.axes[place];
        const std::size_t values = axis.kind == AxisKind::Pairs ? m_set.placeOf(axis.of) : place;
        std::vector<bool> bits(allOf(m_set, m_set.axes[values]));
        for (std::size_t number = 0; number < bits.size(); ++number)
            bits[number] = matches(pattern, valuePath(m_set, values, number));
        return bits;
    }
    std::vector<bool> excludedNames(std::size_t place) const
    {
        std::vector<bool> bits;
        if (m_set.neverNames.empty() || !m_set.axes[place].isDrawn)
            return bits;
        const bool leavesBenchmarksOut = std::find(m_set.neverNames.begin(), m_set.neverNames.end(), "benchmarks")
                                         != m_set.neverNames.end();
        const std::unordered_set<std::string> never(m_set.neverNames.begin(), m_set.neverNames.end());
        bits.resize(sizeOf(m_set, place));
        for (std::size_t number = 0; number < bits.size(); ++number) {
            const std::string name = valueText(m_set, place, number);
            bits[number] = never.contains(name) || (leavesBenchmarksOut && !benchmarkOf(name).empty());
        }
        return bits;
    }
    bool isPairOfOneBranch(std::size_t place, std::uint32_t number) const
    {
        const Axis &axis = m_set.axes[place];
        if (axis.kind != AxisKind::Pairs || !axis.isDrawn)
            return false;
        const Axis &of = *m_set.axis(axis.of);
        const auto [first, second] = pairOf(number, of.values.size());
        return of.kind == AxisKind::Tree && of.values[first].branch == of.values[second].branch;
    }
    bool has(const Part &part, const std::uint32_t *row) const
    {
        const Axis &axis = m_set.axes[part.axis];
        if (!axis.isDrawn)
            return false;
        if (axis.kind != AxisKind::Pairs)
            return part.bits[row[part.axis]];
        const auto [first, second] = pairOf(row[part.axis], part.bits.size());
        return part.bits[first] || part.bits[second];
    }

    const ConstraintSet &m_set;
    std::vector<std::vector<Part>> m_rules;
    std::vector<std::vector<bool>> m_names; ///< by axis
};

/// Rows that were drawn, by their hash: two rows in 2^64 are taken for one.
class Seen
{
public:
    bool insert(std::uint64_t hash)
    {
        if ((m_count + 1) * 2 > m_slots.size())
            grow();
        return put(hash == 0 ? 1 : hash);
    }

private:
    bool put(std::uint64_t hash)
    {
        std::size_t slot = hash & (m_slots.size() - 1);
        while (m_slots[slot] != 0) {
            if (m_slots[slot] == hash)
                return false;
            slot = (slot + 1) & (m_slots.size() - 1);
        }
        m_slots[slot] = hash;
        ++m_count;
        return true;
    }
    void grow()
    {
        std::vector<std::uint64_t> old(std::max<std::size_t>(1024, m_slots.size() * 2));
        std::swap(old, m_slots);
        m_count = 0;
        for (const std::uint64_t hash : old) {
            if (hash != 0)
                put(hash);
        }
    }
    std::vector<std::uint64_t> m_slots;
    std::size_t m_count = 0;
};

/// Of a List or Tree, by weight; of others evenly.
class WeightedAxis
{
public:
    WeightedAxis(const Axis &axis, std::uint64_t size) : m_size(size)
    {
        const bool isUneven = std::any_of(axis.values.begin(), axis.values.end(),
                                          [](const AxisValue &value) { return value.weight != 1; });
        if ((axis.kind != AxisKind::List && axis.kind != AxisKind::Tree) || !isUneven)
            return;
        double sum = 0;
        for (const AxisValue &value : axis.values)
            m_sums.push_back(sum += value.weight);
    }
    std::uint32_t draw(Random &random) const
    {
        if (m_sums.empty())
            return std::uint32_t(random.below(m_size));
        const double at = random.uniform() * m_sums.back();
        return std::uint32_t(std::min<std::ptrdiff_t>(
            std::upper_bound(m_sums.begin(), m_sums.end(), at) - m_sums.begin(), std::ptrdiff_t(m_sums.size()) - 1));
    }

private:
    std::uint64_t m_size;
    std::vector<double> m_sums;
};

/// Every value of an axis once in each round, each round in another order. What could not be used comes again first.
class CoveredAxis
{
public:
    CoveredAxis(std::uint64_t size, std::uint64_t seed) : m_size(size), m_seed(seed) {}

    std::uint32_t take()
    {
        if (m_waiting.empty())
            return fresh();
        const std::uint32_t value = m_waiting.front();
        m_waiting.pop_front();
        return value;
    }
    std::uint32_t fresh()
    {
        const std::uint64_t number = m_next++;
        return std::uint32_t(permuted(number % m_size, m_size, seedOf(m_seed, number / m_size)));
    }
    void giveBack(std::uint32_t value) { m_waiting.push_back(value); }
    std::uint64_t size() const { return m_size; }

private:
    std::uint64_t m_size, m_seed, m_next = 0;
    std::deque<std::uint32_t> m_waiting;
};

class Planner
{
public:
    Planner(const ConstraintSet &set, const PlanRequest &request, Feedback &feedback)
        : m_set(set), m_request(request), m_feedback(feedback), m_exclusions(set), m_row(set.axes.size())
    {
        m_plan.axes = set.axes.size();
        for (std::size_t axis = 0; axis < set.axes.size(); ++axis) {
            m_sizes.push_back(sizeOf(set, axis));
            m_hasWords = m_hasWords || (set.axes[axis].kind == AxisKind::Words && set.axes[axis].isDrawn);
        }
    }

    Result<PromptPlan> draw()
    {
        for (std::size_t axis = 0; axis < m_sizes.size(); ++axis) {
            if (m_sizes[axis] == 0)
                return Error{ErrorCode::InvalidInput, "an axis without values here: it takes them from a workspace",
                             m_set.axes[axis].name};
        }
        m_plan.choices.reserve(std::size_t(m_request.count) * m_plan.axes);
        m_plan.seeds.reserve(std::size_t(m_request.count));
        switch (m_request.sampling) {
        case PlanSampling::Cross: drawCross(); break;
        case PlanSampling::Cover: drawCover(); break;
        case PlanSampling::Weighted: drawWeighted(); break;
        }
        if (m_feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "plan"};
        if (m_plan.rows() == 0 && m_request.count > 0)
            return Error{ErrorCode::InvalidInput, "the exclusions leave nothing to draw", m_set.name};
        return std::move(m_plan);
    }

private:
    static constexpr int maxTries = 200;    ///< of a row
    static constexpr int maxFailures = 500; ///< rows in a row that could not be drawn: there are no more

    bool goesOn()
    {
        constexpr std::int64_t reportEvery = 65'536;
        const std::int64_t rows = m_plan.rows();
        if (rows % reportEvery == 0)
            m_feedback.report(std::uint64_t(rows), std::uint64_t(m_request.count));
        return rows < m_request.count && !m_feedback.isCancelled();
    }
    std::uint64_t nextSeed() const { return seedOf(m_request.seed, 0x5eed, std::uint64_t(m_plan.rows())); }

    enum class Took { Yes, Excluded, Repeated };
    Took take()
    {
        if (m_exclusions.forbids(m_row.data())) {
            ++m_plan.excluded;
            return Took::Excluded;
        }
        const std::uint64_t seed = nextSeed();
        std::uint64_t hash = 0;
        for (const std::uint32_t value : m_row)
            hash = mixed(hash * 0x9e3779b97f4a7c15 + value + 1);
        if (m_hasWords) {
            for (std::size_t axis = 0; axis < m_row.size(); ++axis) {
                for (const std::size_t word : wordsOf(m_set, axis, seed))
                    hash = mixed(hash * 0x9e3779b97f4a7c15 + word + 1);
            }
        }
        if (!m_seen.insert(hash)) {
            ++m_plan.repeated;
            return Took::Repeated;
        }
        m_plan.choices.insert(m_plan.choices.end(), m_row.begin(), m_row.end());
        m_plan.seeds.push_back(seed);
        return Took::Yes;
    }

    void drawCross()
    {
        constexpr std::uint64_t limit = std::uint64_t(1) << 62;
        std::uint64_t all = 1;
        for (const std::uint64_t size : m_sizes)
            all = all > limit / size ? limit : all * size;
        for (std::uint64_t number = 0; goesOn(); ++number) {
            if (number >= all) {
                m_plan.isExhausted = true;
                return;
            }
            std::uint64_t rest = permuted(number, all, m_request.seed);
            for (std::size_t axis = 0; axis < m_sizes.size(); ++axis) {
                m_row[axis] = std::uint32_t(rest % m_sizes[axis]);
                rest /= m_sizes[axis];
            }
            take();
        }
    }

    void drawWeighted()
    {
        std::vector<WeightedAxis> axes;
        for (std::size_t axis = 0; axis < m_sizes.size(); ++axis)
            axes.emplace_back(m_set.axes[axis], m_sizes[axis]);
        int failures = 0;
        for (std::uint64_t number = 0; goesOn(); ++number) {
            Random random(seedOf(m_request.seed, number));
            bool isTaken = false;
            for (int tries = 0; tries < maxTries && !isTaken; ++tries) {
                for (std::size_t axis = 0; axis < axes.size(); ++axis)
                    m_row[axis] = axes[axis].draw(random);
                isTaken = take() == Took::Yes;
            }
            failures = isTaken ? 0 : failures + 1;
            m_plan.isExhausted = failures >= maxFailures;
            if (m_plan.isExhausted)
                return;
        }
    }

    void drawCover()
    {
        std::vector<CoveredAxis> axes;
        for (std::size_t axis = 0; axis < m_sizes.size(); ++axis)
            axes.emplace_back(m_sizes[axis], seedOf(m_request.seed, axis));
        int failures = 0;
        while (goesOn()) {
            for (std::size_t axis = 0; axis < axes.size(); ++axis) {
                m_row[axis] = axes[axis].take();
                // A name that is never meant is passed over for good, not handed to another row.
                for (std::uint64_t tries = 0; m_exclusions.isNameExcluded(axis, m_row[axis]) && tries < m_sizes[axis];
                     ++tries)
                    m_row[axis] = axes[axis].fresh();
            }
            bool isTaken = take() == Took::Yes;
            for (int tries = 0; tries < maxTries && !isTaken; ++tries) {
                const std::size_t axis = std::size_t(tries) % axes.size();
                if (axes[axis].size() == 1)
                    continue;
                axes[axis].giveBack(m_row[axis]);
                m_row[axis] = axes[axis].fresh();
                isTaken = take() == Took::Yes;
            }
            failures = isTaken ? 0 : failures + 1;
            m_plan.isExhausted = failures >= maxFailures;
            if (m_plan.isExhausted)
                return;
        }
    }

    const ConstraintSet &m_set;
    const PlanRequest &m_request;
    Feedback &m_feedback;
    const Exclusions m_exclusions;
    std::vector<std::uint64_t> m_sizes;
    std::vector<std::uint32_t> m_row;
    bool m_hasWords = false;
    Seen m_seen;
    PromptPlan m_plan;
};

} // namespace

std::uint64_t permuted(std::uint64_t number, std::uint64_t size, std::uint64_t seed)
{
    if (size < 2)
        return 0;
    const int half = std::max(1, (int(std::bit_width(size - 1)) + 1) / 2);
    const std::uint64_t mask = (std::uint64_t(1) << half) - 1;
    do {
        std::uint64_t left = number >> half, right = number & mask;
        for (std::uint64_t round = 0; round < 4; ++round) {
            const std::uint64_t next = left ^ (mixed(right + seed + round * 0x9e3779b97f4a7c15) & mask);
            left = right;
            right = next;
        }
        number = (left << half) | right;
    } while (number >= size);
    return number;
}

std::string PlanRequest::toJson() const
{
    return Json{{"sampling", nameOf(sampling)}, {"seed", seed}, {"count", count}}.dump();
}

Result<PlanRequest> PlanRequest::fromJson(const std::string &text)
{
    const Json json = Json::parse(text, nullptr, false);
    PlanRequest request;
    if (!json.is_object() || !json.contains("seed") || !json["seed"].is_number_unsigned() || !json.contains("count")
        || !json["count"].is_number_unsigned() || !json.contains("sampling") || !json["sampling"].is_string())
        return Error{ErrorCode::Corrupt, "not a plan", "plan of a run"};
    request.sampling = PRIMER_TRY(samplingOfName(json["sampling"].get<std::string>()));
    request.seed = json["seed"].get<std::uint64_t>();
    request.count = json["count"].get<std::int64_t>();
    return request;
}

Result<PromptPlan> drawPlan(const ConstraintSet &set, const PlanRequest &request, Feedback &feedback)
{
    if (request.count < 0 || request.count > maxRows)
        return Error{ErrorCode::InvalidInput, "from 0 to 100 million prompts", "count"};
    return Planner(set, request, feedback).draw();
}

std::vector<std::size_t> wordsOf(const ConstraintSet &set, std::size_t place, std::uint64_t rowSeed)
{
    const Axis &axis = set.axes[place];
    std::vector<std::size_t> drawn;
    if (axis.kind != AxisKind::Words || !axis.isDrawn)
        return drawn;
    Random random(seedOf(rowSeed, place, 0x3030));
    while (drawn.size() < axis.count) {
        const std::size_t word = random.below(axis.values.size());
        if (std::find(drawn.begin(), drawn.end(), word) == drawn.end())
            drawn.push_back(word);
    }
    std::sort(drawn.begin(), drawn.end());
    return drawn;
}

std::string choiceText(const std::uint32_t *row, std::size_t axes)
{
    std::string text;
    for (std::size_t axis = 0; axis < axes; ++axis)
        text += (axis > 0 ? "," : "") + std::to_string(row[axis]);
    return text;
}

Result<std::vector<std::uint32_t>> choiceOf(const ConstraintSet &set, std::string_view text)
{
    std::vector<std::uint32_t> row;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t to = std::min(text.find(',', from), text.size());
        std::uint32_t value = 0;
        const auto [end, code] = std::from_chars(text.data() + from, text.data() + to, value);
        if (code != std::errc() || end != text.data() + to || row.size() >= set.axes.size()
            || value >= sizeOf(set, row.size()))
            return Error{ErrorCode::Corrupt, "a planned row does not fit its constraint set", std::string(text)};
        row.push_back(value);
        from = to + 1;
    }
    if (row.size() != set.axes.size())
        return Error{ErrorCode::Corrupt, "a planned row does not fit its constraint set", std::string(text)};
    return row;
}

} // namespace primer
