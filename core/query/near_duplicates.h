// Owns: which samples of a selection are near-duplicates of an earlier one of it. Not here: the signatures
// (core/text/minhash.h), what is done with copies.
#pragma once

#include <span>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/storage/store.h"
#include "core/text/minhash.h"

namespace primer {

struct NearDuplicate {
    SampleId copy, first;
};

struct NearDuplicates {
    std::vector<SampleId> kept;        ///< in the order of the selection
    std::vector<NearDuplicate> copies; ///< `first` is kept
    double seconds = 0;
    double readingSeconds = 0; ///< over all threads, fetching and decompressing
};

/// The first of each cluster in the order of `ids` is kept. Reads contents on all cores.
Result<NearDuplicates> findNearDuplicates(Store &store, std::span<const SampleId> ids, const MinHashSettings &settings,
                                          Feedback &feedback);

} // namespace primer
