// Owns: what others tell a run through its folder: the lock that says an engine works there, the control file's words.
// Not here: what is done about them; writing them (core/runs).
#pragma once

#include <cstdint>
#include <string>

#include "core/base/descriptor.h"
#include "core/base/result.h"

namespace primer {

/// Held until it is closed; Locked when another engine has it.
Result<Descriptor> lockRun(const std::string &folder);

struct ControlWords {
    bool stops = false;
    bool saves = false;
    std::int64_t moreSteps = 0;
};
/// The words "stop", "checkpoint", "extend N", one a line; they are gone afterwards. Unknown ones are passed
/// over and logged.
ControlWords takeControlWords(const std::string &folder);

} // namespace primer
