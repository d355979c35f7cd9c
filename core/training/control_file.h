// Owns: what others tell a run through its folder: the lock that says an engine works there, the control file's words.
// Not here: what is done about them; writing them (core/runs).
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace primer {

/// A descriptor to close at the end; Locked when another process has it.
Result<int> lockRun(const std::string &folder);

struct ControlWords {
    bool stops = false;
    bool saves = false;
    std::int64_t moreSteps = 0;
};
/// The words "stop", "checkpoint", "extend N", one a line; they are gone afterwards. Unknown ones are passed over.
ControlWords takeControlWords(const std::string &folder);

} // namespace primer
