// Owns: a labelling run of the heuristic teacher. Not here: its rules (core/labelling), asking a model (core/teacher).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/workspace/workspace.h"

namespace primer {

struct LabelReport {
    std::int64_t run = 0;
    std::string teacher;
    std::int64_t labelled = 0, failed = 0;
    double seconds = 0;
};

/// A run over these samples; those it cannot judge end as failed with a reason.
Result<LabelReport> labelHeuristically(Workspace &workspace, std::span<const SampleId> samples, Feedback &feedback);

/// `from` without the samples that have a label of this teacher.
Result<std::vector<SampleId>> withoutLabelsOf(Workspace &workspace, const std::string &teacher,
                                              std::vector<SampleId> from);

} // namespace primer
