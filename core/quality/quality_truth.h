// Owns: a truth about Python files that nobody labelled one by one: documented collections of algorithms on one side,
// generated tables, test suites and configuration on the other, told by where a file lies. It was written down before
// any rule or forest was tried on it; neither is tuned to it. Not here: scores.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/query/workspace_data.h"

namespace primer {

/// Of a file by its path and repository (package); "" for one that the truth says nothing of. Good kinds begin with
/// "+". Kinds: +documented_library, +algorithms, -generated_table, -test_suite, -configuration.
std::string_view truthKind(std::string_view path, std::string_view repository);

struct TruthSample {
    SampleId id = 0;
    bool isGood = false;
    std::string kind;
};

/// Python files of the workspace that the truth knows, without near-duplicates; at most `maxPerKind` of each kind,
/// seeded.
Result<std::vector<TruthSample>> qualityTruth(const WorkspaceData &data, std::size_t maxPerKind, std::uint64_t seed,
                                              Feedback &feedback);

/// How the scores of the samples part the truth, at a threshold.
struct TruthReport {
    std::int64_t good = 0, poor = 0; ///< with a score
    double threshold = 0.5;
    double precision = 0, recall = 0, f1 = 0, f1Low = 0, f1High = 0, auc = 0;
};
Result<TruthReport> compareWithTruth(const WorkspaceData &data, std::span<const TruthSample> truth, double threshold);

} // namespace primer
