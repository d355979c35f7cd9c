// Owns: what a column holds among the samples of a mask: how many have no value, how many values there are, the least,
// the middle and the largest, how they lie. Exact. Not here: loading columns (column_cache.h), showing it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/columns.h"
#include "core/query/column_cache.h"
#include "core/storage/store.h"

namespace primer {

struct ColumnStatistics {
    std::int64_t rows = 0;     ///< samples of the mask
    std::int64_t missing = 0;  ///< of them, those without a value
    std::int64_t distinct = 0; ///< different values
    /// Of Number and Date columns (days as yyyymmdd); meaningless when no sample has a value. The median is the lower
    /// of two in the middle, so that it is a value of the column.
    double min = 0, median = 0, max = 0;
    bool isInteger = false;
    std::string first, last; ///< of Text columns, in order of bytes
    /// Of Term columns, the most frequent first, at most `maxWords`.
    std::vector<std::pair<std::string, std::int64_t>> words;
    /// Number and Date columns: samples in equal steps from min to max. Term columns: of `words`. Text: empty.
    std::vector<std::int64_t> shape;

    static constexpr std::size_t maxWords = 24;
    bool hasValues() const { return rows > missing; }
};

/// Cancelled when the feedback says so. Of a million rows a column in memory takes 0.03 s, paths, which are read, 1.8
/// s.
Result<ColumnStatistics> columnStatistics(Store &store, ColumnCache &columns, Column column, const RowMask &mask,
                                          const Feedback &feedback);

} // namespace primer
