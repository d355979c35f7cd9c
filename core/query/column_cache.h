// Owns: columns of all samples in memory, loaded when first asked for, and what is computed over them: filter masks,
// orders, histograms. Thread-safe; what it hands out is immutable.
// Not here: contents and search (search.h). Memory: 8 bytes a sample and column in use.
#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "core/base/feedback.h"
#include "core/dataset/sample.h"
#include "core/query/filter.h"
#include "core/storage/store.h"

namespace primer {

/// Value of sample `id` at [id - 1]; NaN is "no value". Term columns hold term ids.
using ColumnValues = std::vector<double>;
/// One byte a sample, 1 = in the set.
using RowMask = std::vector<std::uint8_t>;

/// Samples that are in both.
std::shared_ptr<const RowMask> bothOf(const RowMask &left, const RowMask &right);

struct Histogram {
    bool isInteger = false;
    std::vector<double> edges;          ///< bins + 1; a bin holds its lower edge, the last one also its upper
    std::vector<std::int64_t> all;      ///< per bin, every sample
    std::vector<std::int64_t> selected; ///< per bin, samples in the mask
    std::int64_t withoutValue = 0;      ///< selected samples that have none
};

class ColumnCache
{
public:
    explicit ColumnCache(Store &store) : m_store(store) {}

    /// Values of the samples that were there at the call; extends what is loaded.
    Result<std::shared_ptr<const ColumnValues>> values(Column column);
    /// After a judgement: keeps a loaded column in step without reading it again.
    void patch(Column column, SampleId id, double value);
    /// After many values changed: the column is read again when it is asked for.
    void forget(Column column);

    Result<std::shared_ptr<const RowMask>> evaluate(const Filter &filter, const Feedback &feedback);
    /// Of one sample that is there (id 1 and more); reads no other's text.
    Result<bool> holds(const Condition &condition, SampleId sample);
    /// Every sample's id in the column's order: no value last, ties by id. Descending is read from the back by the
    /// caller of `ordered`.
    Result<std::shared_ptr<const std::vector<SampleId>>> order(Column column);
    Result<Histogram> histogram(Column column, const RowMask &mask, int bins);
    /// How many samples of the mask each word of a Term column has, most first.
    Result<std::vector<std::pair<std::string, std::int64_t>>> wordCounts(Column column, const RowMask &mask);

private:
    struct Order {
        std::shared_ptr<const std::vector<SampleId>> ids;
        std::shared_ptr<const ColumnValues> of; ///< the values it was made from: another pointer means stale
    };
    Result<std::vector<std::pair<std::int64_t, std::string>>> terms(Column column);
    /// The mask's first byte is that of the sample after `before`.
    Status applyCondition(const Condition &condition, SampleId before, RowMask &mask, const Feedback &feedback);
    Status applyText(const Condition &condition, SampleId before, RowMask &mask, const Feedback &feedback);

    Store &m_store;
    std::mutex m_mutex;
    std::unordered_map<Column, std::shared_ptr<const ColumnValues>> m_values;
    std::unordered_map<Column, Order> m_orders;
};

} // namespace primer
