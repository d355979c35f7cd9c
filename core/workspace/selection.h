// Owns: choosing the samples that a dataset or a training set is made of, with the lineage that says why. Not here:
// what a set is (sample_set.h) and which samples it has (set_answer.h), the choice as a value
// (core/dataset/selection.h), writing it (core/exporters).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/selection.h"
#include "core/workspace/sample_set.h"
#include "core/workspace/workspace.h"

namespace primer {

struct KnownNearDuplicates; // set_answer.h

struct SelectionRequest {
    SampleSet samples;           ///< its order does not matter: a selection has that of import
    std::string view;            ///< a saved view's name, whose set is joined with it
    std::int64_t maxSamples = 0; ///< of a larger set so many at equal steps are taken; 0: all
};

/// Fails when a part of the set cannot be applied: a dataset is never larger than it was meant to be. `known`: near-
/// duplicates that were found before serve again when they are of the same samples.
Result<Selection> selectSamples(Workspace &workspace, const SelectionRequest &request, Feedback &feedback,
                                const std::shared_ptr<const KnownNearDuplicates> &known = {});

} // namespace primer
