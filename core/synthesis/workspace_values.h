// Owns: what a constraint set takes from a workspace: names of functions seen in its samples, samples as seed extracts.
// Not here: which samples (the caller's filter), the set's own values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/storage/store.h"
#include "core/synthesis/constraint_set.h"

namespace primer {

/// Names of two to five words of the functions in these samples, those in most samples first, then by the alphabet;
/// none of tests, of hooks with underscores around them, or of benchmarks. At most `most`.
Result<std::vector<std::string>> functionNamesIn(Store &store, std::span<const SampleId> samples, std::size_t most,
                                                 Feedback &feedback);

/// The set with its names and samples drawn, by seed, from these samples: a set that needs nothing more. InvalidInput
/// when an axis needs samples and there are none.
Result<ConstraintSet> withWorkspaceValues(Store &store, ConstraintSet set, std::span<const SampleId> samples,
                                          std::uint64_t seed, Feedback &feedback);

} // namespace primer
