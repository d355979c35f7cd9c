// Owns: choosing the samples that a dataset or a training set is made of: filter, search, saved view, threshold,
// near-duplicates; with the lineage that says why. Not here: the set as a value (core/dataset/selection.h), writing it
// (core/exporters), choosing a threshold (core/quality).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/selection.h"
#include "core/query/content_matcher.h"
#include "core/query/query_engine.h"
#include "core/workspace/workspace.h"

namespace primer {

struct SelectionRequest {
    std::string filter;
    SearchPattern search;
    std::string view;      ///< a saved view's name, joined with the filter
    std::string threshold; ///< "NAME" or "NAME@VERSION", joined as well
    bool dropsNearDuplicates = false;
    std::int64_t maxSamples = 0; ///< of a larger set so many at equal steps are taken; 0: all
};

/// The rows before near-duplicates are dropped: for counting.
Result<std::shared_ptr<const RowSet>> selectRows(Workspace &workspace, const SelectionRequest &request,
                                                 Feedback &feedback);
Result<Selection> selectSamples(Workspace &workspace, const SelectionRequest &request, Feedback &feedback);

} // namespace primer
