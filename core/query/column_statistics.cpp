#include "core/query/column_statistics.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>

#include "core/storage/sample_store.h"

namespace primer {

namespace {

constexpr std::size_t steps = 24; ///< of the shape
constexpr SampleId lookEvery = 0x1000;

Error cancelled() { return Error{ErrorCode::Cancelled, "", "statistics"}; }

std::int64_t countOf(const RowMask &mask)
{
    return std::count_if(mask.begin(), mask.end(), [](std::uint8_t isIn) { return isIn != 0; });
}

/// `values` is sorted.
std::int64_t distinctOf(const std::vector<double> &values)
{
    std::int64_t distinct = 0;
    for (std::size_t place = 0; place < values.size(); ++place)
        distinct += place == 0 || values[place] != values[place - 1];
    return distinct;
}

std::vector<std::int64_t> shapeOf(const std::vector<double> &values, double low, double high)
{
    std::vector<std::int64_t> shape(low < high ? steps : 1, 0);
    for (const double value : values) {
        const double share = low < high ? (value - low) / (high - low) : 0;
        ++shape[std::min(shape.size() - 1, std::size_t(share * double(shape.size())))];
    }
    return shape;
}

Result<ColumnStatistics> ofNumbers(ColumnCache &columns, Column column, const RowMask &mask, const Feedback &feedback)
{
    const auto loaded = PRIMER_TRY(columns.values(column));
    if (feedback.isCancelled())
        return cancelled();
    ColumnStatistics statistics;
    statistics.rows = countOf(mask);
    statistics.isInteger = true;
    std::vector<double> values;
    for (std::size_t place = 0; place < std::min(mask.size(), loaded->size()); ++place) {
        const double value = (*loaded)[place];
        if (!mask[place] || std::isnan(value))
            continue;
        values.push_back(value);
        statistics.isInteger = statistics.isInteger && value == std::floor(value);
    }
    statistics.missing = statistics.rows - std::int64_t(values.size());
    if (values.empty())
        return statistics;
    std::sort(values.begin(), values.end());
    if (feedback.isCancelled())
        return cancelled();
    statistics.min = values.front();
    statistics.max = values.back();
    statistics.median = values[(values.size() - 1) / 2];
    statistics.distinct = distinctOf(values);
    statistics.shape = shapeOf(values, statistics.min, statistics.max);
    return statistics;
}

Result<ColumnStatistics> ofWords(ColumnCache &columns, Column column, const RowMask &mask, const Feedback &feedback)
{
    ColumnStatistics statistics;
    statistics.rows = countOf(mask);
    auto words = PRIMER_TRY(columns.wordCounts(column, mask));
    if (feedback.isCancelled())
        return cancelled();
    std::int64_t withWord = 0;
    for (const auto &[word, count] : words) {
        if (word.empty())
            continue;
        ++statistics.distinct;
        withWord += count;
        if (statistics.words.size() < ColumnStatistics::maxWords) {
            statistics.words.emplace_back(word, count);
            statistics.shape.push_back(count);
        }
    }
    statistics.missing = statistics.rows - withWord;
    return statistics;
}

Result<ColumnStatistics> ofTexts(Store &store, Column column, const RowMask &mask, const Feedback &feedback)
{
    ColumnStatistics statistics;
    statistics.rows = countOf(mask);
    std::unordered_set<std::string> distinct;
    std::int64_t withText = 0;
    PRIMER_TRY(store.read(readTextColumn, column, SampleId(0), [&](SampleId id, std::string_view text) {
        if (id > mask.size())
            return true; // came after the mask was made
        if (mask[id - 1] && !text.empty()) {
            ++withText;
            statistics.first = withText == 1 || text < statistics.first ? std::string(text) : statistics.first;
            statistics.last = text > statistics.last ? std::string(text) : statistics.last;
            distinct.emplace(text);
        }
        return id % lookEvery != 0 || !feedback.isCancelled();
    }));
    statistics.distinct = std::int64_t(distinct.size());
    statistics.missing = statistics.rows - withText;
    return statistics;
}

} // namespace

Result<ColumnStatistics> columnStatistics(Store &store, ColumnCache &columns, Column column, const RowMask &mask,
                                          const Feedback &feedback)
{
    if (feedback.isCancelled())
        return cancelled();
    switch (columnInfo(column).type) {
    case ColumnType::Number:
    case ColumnType::Date: return ofNumbers(columns, column, mask, feedback);
    case ColumnType::Term: return ofWords(columns, column, mask, feedback);
    case ColumnType::Text: return ofTexts(store, column, mask, feedback);
    }
    return ColumnStatistics{};
}

} // namespace primer
