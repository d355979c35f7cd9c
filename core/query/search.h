// Owns: finding the samples whose content matches, through the index where it reaches and by scanning beyond it.
// Not here: combining with filters and order (query_engine.h).
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/base/feedback.h"
#include "core/query/column_cache.h"
#include "core/query/content_matcher.h"
#include "core/query/trigram_index.h"

namespace primer {

struct SearchLimits {
    std::int64_t timeLimitMs = 20'000; ///< then what was found so far stands and the outcome says incomplete
    int threads = 2;
};

struct SearchOutcome {
    std::int64_t candidates = 0; ///< contents there were to read
    std::int64_t looked = 0;     ///< contents read
    std::int64_t undecided = 0;  ///< the expression gave up on these
    bool complete = true;
    bool usedIndex = false;
};

/// `hits` comes in id order, in growing portions; the first portion is small so that a first page is there soon.
Result<SearchOutcome> searchContents(Store &store, const TrigramIndex &index, const SearchPattern &pattern,
                                     const RowMask &within, const SearchLimits &limits, Feedback &feedback,
                                     const std::function<void(const std::vector<SampleId> &hits)> &found);

} // namespace primer
