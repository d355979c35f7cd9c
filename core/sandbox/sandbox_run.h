// Owns: one start of a sandbox, from its first process to when the last has gone: what is fed in, read and watched, and
// what ended it. Not here: what that means (sandbox.cpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/sandbox/bubblewrap.h"
#include "core/sandbox/sandbox.h"

namespace primer {

struct SandboxStart {
    const Bubblewrap &bubblewrap;
    const PythonInstall &python;
    const std::string &filter; ///< the bytes of the seccomp program
    std::string request;       ///< of sandbox_messages.h
    const SandboxLimits &limits;
    uid_t user = 0; ///< 0: who it is already
};

struct SandboxEnd {
    enum Cause { ByItself, WallTime, CpuTime, Memory, Output, Cancelled } cause = ByItself;
    std::string output, errors, verdict; ///< standard output, error, and what the judge said
    bool isOutputCut = false;
    std::optional<int> exitCode; ///< of the judge, as bubblewrap tells it; nothing when bubblewrap was killed
    std::string failure;         ///< of bubblewrap itself
    double wallSeconds = 0, cpuSeconds = 0;
};

/// Returns when no process of it is left. An error is the sandbox's: nothing is known about the code.
Result<SandboxEnd> runSandbox(const SandboxStart &start, const Feedback *feedback);

} // namespace primer
