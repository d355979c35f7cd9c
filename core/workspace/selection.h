// Owns: choosing the samples that a dataset or a training set is made of, with the lineage that says why. Not here:
// what a set is (sample_set.h) and which samples it has (set_answer.h), the choice as a value
// (core/dataset/selection.h), writing it (core/exporters).
#pragma once

#include <cstdint>
#include <string>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/selection.h"
#include "core/workspace/sample_set.h"
#include "core/workspace/workspace.h"

namespace primer {

struct SelectionRequest {
    SampleSet samples;           ///< its order does not matter: a selection has that of import
    std::string view;            ///< a saved view's name, whose set is joined with it
    std::int64_t maxSamples = 0; ///< of a larger set so many at equal steps are taken; 0: all
};

/// Fails when a part of the set cannot be applied: a dataset is never larger than it was meant to be.
Result<Selection> selectSamples(Workspace &workspace, const SelectionRequest &request, Feedback &feedback);

} // namespace primer
