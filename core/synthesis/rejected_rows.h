// Owns: why rows of a run were rejected or failed, counted, with examples and their raw replies. Not here: rules
// (acceptance.h), asking again (core/storage/synthesis_store.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/storage/store.h"

namespace primer {

struct RejectedExample {
    std::int64_t position = 0;
    std::string detail; ///< what of this reply
    std::string reply;  ///< its beginning, as valid UTF-8
};
struct RejectedKind {
    std::string reason;    ///< a stable word, see problemText
    bool isFailed = false; ///< no answer came
    std::int64_t count = 0;
    std::vector<RejectedExample> examples;
};
/// The most frequent first, each with at most so many examples.
Result<std::vector<RejectedKind>> rejectedKinds(Store &store, const std::string &run, std::size_t examples);

} // namespace primer
