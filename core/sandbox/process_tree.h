// Owns: what the processes of a sandbox use together, read from outside. Not here: ending them.
#pragma once

#include <cstdint>

#include <sys/types.h>

namespace primer {

struct TreeUse {
    int processes = 0;
    double cpuSeconds = 0;         ///< with that of ended children
    std::uint64_t memoryBytes = 0; ///< resident, without files
};
/// `root` and all it has started. A process that ends meanwhile counts as far as it was read.
TreeUse useOfTree(pid_t root);

} // namespace primer
