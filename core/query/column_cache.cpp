#include "core/query/column_cache.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "core/storage/sample_store.h"

namespace primer {

namespace {

constexpr double noValue = std::numeric_limits<double>::quiet_NaN();

bool passes(const ValueTest &test, double value)
{
    switch (test.kind) {
    case ValueTest::Kind::None: return std::isnan(value);
    case ValueTest::Kind::Any: return !std::isnan(value);
    case ValueTest::Kind::Range:
        return (test.lowInclusive ? value >= test.low : value > test.low)
               && (test.highInclusive ? value <= test.high : value < test.high);
    case ValueTest::Kind::Pattern: return false;
    }
    return false;
}

/// The bounds as closed doubles, so that the hot loop is two comparisons and vectorises.
std::pair<double, double> closedBounds(const ValueTest &test)
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return {test.lowInclusive ? test.low : std::nextafter(test.low, infinity),
            test.highInclusive ? test.high : std::nextafter(test.high, -infinity)};
}

void applyNumbers(const Condition &condition, std::span<const double> values, RowMask &mask)
{
    const std::size_t count = mask.size();
    const std::uint8_t flip = condition.negated ? 1 : 0;
    if (condition.tests.size() == 1 && condition.tests.front().kind == ValueTest::Kind::Range) {
        const auto [low, high] = closedBounds(condition.tests.front());
        for (std::size_t i = 0; i < count; ++i)
            mask[i] &= std::uint8_t((values[i] >= low) & (values[i] <= high)) ^ flip;
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        bool any = false;
        for (const ValueTest &test : condition.tests)
            any = any || passes(test, values[i]);
        mask[i] &= std::uint8_t(any) ^ flip;
    }
}

/// Equal steps, or equal ratios where the values span more than three powers of ten (sizes, stars).
std::vector<double> histogramEdges(double low, double high, bool integers, int bins)
{
    const double top = integers ? high + 1 : high;
    const bool isWide = low >= 0 && top > 1000 * std::max(1.0, low);
    if (integers && top - low <= bins)
        bins = int(top - low);
    bins = top > low ? bins : 1;
    std::vector<double> edges{low};
    for (int edge = 1; edge < bins; ++edge) {
        const double share = double(edge) / bins;
        double value = isWide ? (low + 1) * std::pow((top + 1) / (low + 1), share) - 1 : low + (top - low) * share;
        if (integers)
            value = std::ceil(value - 1e-9);
        if (value > edges.back() && value < top)
            edges.push_back(value);
    }
    edges.push_back(std::max(top, low));
    return edges;
}

bool matchesText(const ValueTest &test, std::string_view text)
{
    switch (test.kind) {
    case ValueTest::Kind::None: return text.empty();
    case ValueTest::Kind::Any: return !text.empty();
    case ValueTest::Kind::Range: return false;
    case ValueTest::Kind::Pattern: break;
    }
    return matchesPattern(hasWildcard(test.pattern) ? test.pattern : "*" + test.pattern + "*", text);
}

} // namespace

std::shared_ptr<const RowMask> bothOf(const RowMask &left, const RowMask &right)
{
    auto both = std::make_shared<RowMask>(left);
    for (std::size_t place = 0; place < both->size(); ++place)
        (*both)[place] &= place < right.size() ? right[place] : std::uint8_t(0);
    return both;
}

Result<std::shared_ptr<const ColumnValues>> ColumnCache::values(Column column)
{
    const std::lock_guard lock(m_mutex);
    auto reader = PRIMER_TRY(m_store.reader());
    std::shared_ptr<const ColumnValues> &known = m_values[column];
    const auto newest = PRIMER_TRY(maxSampleId(*reader));
    if (known && known->size() >= newest)
        return known;
    auto extended = known ? std::make_shared<ColumnValues>(*known) : std::make_shared<ColumnValues>();
    extended->reserve(newest);
    const Status read = readColumn(*reader, column, SampleId(extended->size()), [&](SampleId id, double value) {
        extended->resize(id, noValue);
        extended->back() = value;
        return true;
    });
    if (!read)
        return read.error();
    known = std::move(extended);
    return known;
}

void ColumnCache::patch(Column column, SampleId id, double value)
{
    const std::lock_guard lock(m_mutex);
    const auto known = m_values.find(column);
    if (known == m_values.end() || !known->second || known->second->size() < id)
        return;
    auto changed = std::make_shared<ColumnValues>(*known->second);
    (*changed)[id - 1] = value;
    known->second = std::move(changed);
}

void ColumnCache::forget(Column column)
{
    const std::lock_guard lock(m_mutex);
    m_values.erase(column);
    m_orders.erase(column);
}

Result<std::vector<std::pair<std::int64_t, std::string>>> ColumnCache::terms(Column column)
{
    return m_store.read(readTerms, column);
}

Status ColumnCache::applyText(const Condition &condition, SampleId before, RowMask &mask, const Feedback &feedback)
{
    return m_store.read(readTextColumn, condition.column, before, [&](SampleId id, std::string_view text) {
        const SampleId place = id - before - 1;
        if (place >= mask.size())
            return false;
        if (!mask[place])
            return true;
        bool any = false;
        for (const ValueTest &test : condition.tests)
            any = any || matchesText(test, text);
        mask[place] = any != condition.negated;
        return (id & 0xfff) != 0 || !feedback.isCancelled();
    });
}

Status ColumnCache::applyCondition(const Condition &condition, SampleId before, RowMask &mask, const Feedback &feedback)
{
    const ColumnInfo &info = columnInfo(condition.column);
    if (info.type == ColumnType::Text)
        return applyText(condition, before, mask, feedback);
    const auto loaded = PRIMER_TRY(values(condition.column));
    const std::span<const double> numbers = std::span(*loaded).subspan(std::min(std::size_t(before), loaded->size()));
    if (numbers.size() < mask.size())
        mask.resize(numbers.size());
    if (info.type != ColumnType::Term) {
        applyNumbers(condition, numbers, mask);
        return success();
    }
    const auto words = PRIMER_TRY(terms(condition.column));
    std::int64_t highest = 0;
    for (const auto &[id, word] : words)
        highest = std::max(highest, id);
    std::vector<std::uint8_t> allowed(std::size_t(highest) + 2, 0); // the last one stands for "no value"
    for (const ValueTest &test : condition.tests) {
        const bool wantsNone = test.kind == ValueTest::Kind::None;
        for (const auto &[id, word] : words) {
            const bool matches = test.kind == ValueTest::Kind::Pattern ? matchesPattern(test.pattern, word)
                                                                       : word.empty() == wantsNone;
            allowed[std::size_t(id)] |= matches;
        }
        allowed.back() |= wantsNone;
    }
    const std::uint8_t flip = condition.negated ? 1 : 0;
    for (std::size_t i = 0; i < mask.size(); ++i) {
        const std::size_t place = std::isnan(numbers[i]) ? allowed.size() - 1
                                                         : std::min(std::size_t(numbers[i]), allowed.size() - 1);
        mask[i] &= allowed[place] ^ flip;
    }
    return success();
}

Result<std::shared_ptr<const RowMask>> ColumnCache::evaluate(const Filter &filter, const Feedback &feedback)
{
    const auto newest = PRIMER_TRY(m_store.read(maxSampleId));
    auto mask = std::make_shared<RowMask>(newest, std::uint8_t(1));
    // Columns in memory first: a path condition then reads only what is still in.
    for (const bool textPass : {false, true}) {
        for (const Condition &condition : filter.conditions) {
            if (feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", "filter"};
            if ((columnInfo(condition.column).type == ColumnType::Text) == textPass)
                PRIMER_TRY(applyCondition(condition, 0, *mask, feedback));
        }
    }
    return std::shared_ptr<const RowMask>(std::move(mask));
}

Result<bool> ColumnCache::holds(const Condition &condition, SampleId sample)
{
    RowMask one(1, std::uint8_t(1));
    PRIMER_TRY(applyCondition(condition, sample - 1, one, Feedback()));
    return !one.empty() && one.front() != 0;
}

Result<std::shared_ptr<const std::vector<SampleId>>> ColumnCache::order(Column column)
{
    const ColumnType type = columnInfo(column).type;
    const auto loaded = PRIMER_TRY(values(type == ColumnType::Text ? Column::Id : column));
    {
        const std::lock_guard lock(m_mutex);
        const Order &known = m_orders[column];
        if (known.ids && known.of == loaded)
            return known.ids;
    }
    auto ids = std::make_shared<std::vector<SampleId>>();
    if (type == ColumnType::Text) {
        auto sorted = PRIMER_TRY(m_store.read(idsOrderedByText, column));
        *ids = std::move(sorted);
    } else {
        ColumnValues keys = *loaded;
        if (type == ColumnType::Term) {
            auto words = PRIMER_TRY(terms(column));
            std::sort(words.begin(), words.end(),
                      [](const auto &left, const auto &right) { return left.second < right.second; });
            std::unordered_map<std::int64_t, double> rank;
            for (std::size_t place = 0; place < words.size(); ++place)
                rank[words[place].first] = words[place].second.empty() ? noValue : double(place);
            for (double &key : keys) {
                const auto found = std::isnan(key) ? rank.end() : rank.find(std::int64_t(key));
                key = found == rank.end() ? noValue : found->second;
            }
        }
        for (double &key : keys) {
            if (std::isnan(key))
                key = std::numeric_limits<double>::infinity();
        }
        ids->resize(keys.size());
        std::iota(ids->begin(), ids->end(), SampleId(1));
        std::stable_sort(ids->begin(), ids->end(),
                         [&keys](SampleId left, SampleId right) { return keys[left - 1] < keys[right - 1]; });
    }
    const std::lock_guard lock(m_mutex);
    m_orders[column] = Order{ids, loaded};
    return std::shared_ptr<const std::vector<SampleId>>(std::move(ids));
}

Result<Histogram> ColumnCache::histogram(Column column, const RowMask &mask, int bins)
{
    const auto loaded = PRIMER_TRY(values(column));
    const ColumnValues &numbers = *loaded;
    Histogram histogram;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    bool integers = true;
    for (const double value : numbers) {
        if (std::isnan(value))
            continue;
        low = std::min(low, value);
        high = std::max(high, value);
        integers = integers && value == std::floor(value);
    }
    if (low > high)
        return histogram;
    histogram.isInteger = integers;
    histogram.edges = histogramEdges(low, high, integers, bins);
    bins = int(histogram.edges.size()) - 1;
    histogram.all.assign(std::size_t(bins), 0);
    histogram.selected.assign(std::size_t(bins), 0);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const bool isSelected = i < mask.size() && mask[i];
        if (std::isnan(numbers[i])) {
            histogram.withoutValue += isSelected;
            continue;
        }
        const auto above = std::upper_bound(histogram.edges.begin(), histogram.edges.end(), numbers[i]);
        const auto bin = std::size_t(std::clamp<std::ptrdiff_t>(above - histogram.edges.begin() - 1, 0, bins - 1));
        ++histogram.all[bin];
        histogram.selected[bin] += isSelected;
    }
    return histogram;
}

Result<std::vector<std::pair<std::string, std::int64_t>>> ColumnCache::wordCounts(Column column, const RowMask &mask)
{
    const auto loaded = PRIMER_TRY(values(column));
    const auto words = PRIMER_TRY(terms(column));
    std::unordered_map<std::int64_t, std::int64_t> counts;
    for (std::size_t i = 0; i < std::min(mask.size(), loaded->size()); ++i) {
        if (mask[i])
            ++counts[std::isnan((*loaded)[i]) ? -1 : std::int64_t((*loaded)[i])];
    }
    std::vector<std::pair<std::string, std::int64_t>> list;
    for (const auto &[id, word] : words) {
        if (const auto count = counts.find(id); count != counts.end())
            list.emplace_back(word, count->second);
    }
    if (const auto none = counts.find(-1); none != counts.end())
        list.emplace_back("", none->second);
    std::sort(list.begin(), list.end(), [](const auto &left, const auto &right) {
        return left.second != right.second ? left.second > right.second : left.first < right.first;
    });
    return list;
}

} // namespace primer
