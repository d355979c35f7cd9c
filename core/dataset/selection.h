// Owns: a chosen set of samples with what it was chosen by, as one value that exporters take whole.
// Not here: choosing (core/workspace/selection.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/sample.h"

namespace primer {

/// How near-duplicates were looked for, and how many went: of each cluster the first in the order of the set stayed.
struct NearDuplicateRemoval {
    std::int64_t dropped = 0;
    std::size_t wordsPerShingle = 0;
    double similarity = 0; ///< Jaccard, from which two are near-duplicates
};

struct Selection {
    std::vector<SampleId> ids; ///< in the order they are written
    std::string filter;        ///< whole: the view's and the threshold's conditions are in it
    std::string search;        ///< "" for none
    bool searchIsRegex = false;
    std::string view;                                   ///< a saved view's name, "" for none
    std::string threshold;                              ///< "NAME@VERSION", "" for none
    std::optional<NearDuplicateRemoval> nearDuplicates; ///< empty: they were not looked for
    std::int64_t thinnedFrom = 0;   ///< the set was larger and samples at equal steps were taken; 0: all of it is here
    std::string lineageJson = "{}"; ///< what the set was made by, from threshold to teacher

    /// In one line, "" for every sample of a workspace.
    std::string description() const;
};

} // namespace primer
