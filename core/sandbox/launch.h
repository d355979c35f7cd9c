// Owns: starting a program that nothing of this one leaks into: another user, an empty environment, limits, and no
// descriptor but those named. Not here: programs that are trusted (core/base/child_process.h).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <sys/resource.h>
#include <sys/types.h>

#include "core/base/result.h"

namespace primer {

struct Launch {
    std::vector<std::string> arguments;   ///< the first is a path
    std::vector<std::string> environment; ///< all of it, "NAME=value"
    std::vector<int> descriptors;         ///< become 0, 1, 2 …; each above all of these numbers
    std::vector<std::pair<int, rlimit>> limits;
    uid_t user = 0; ///< 0: stays who it is
};

/// In a process group of its own. The caller waits for it.
Result<pid_t> launch(const Launch &launch);

/// The descriptor or one that is above `lowest`: what goes into Launch::descriptors.
int movedAbove(int descriptor, int lowest);

} // namespace primer
