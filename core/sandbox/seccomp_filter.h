// Owns: which system calls the code in a sandbox may make, as a classic BPF program for seccomp. x86-64.
// Not here: loading it (bubblewrap does, after it has set everything up).
#pragma once

#include <cstdint>
#include <vector>

#include <linux/filter.h>

namespace primer {

/// What one argument of an allowed call has to be. `int` arguments are held against their low half, as the kernel
/// reads them.
struct ArgumentRule {
    enum Kind {
        OneOf,  ///< one of `values`
        NoneOf, ///< none of `values`
        NoBits, ///< no bit of `values[0]` set
        Above,  ///< as a signed number above `values[0]`
        Null,   ///< a null pointer: both halves
    };
    int place = 0;
    Kind kind = OneOf;
    std::vector<std::uint32_t> values;
};

/// Several rules for one call are alternatives.
struct CallRule {
    int number = 0;
    std::vector<ArgumentRule> arguments; ///< all must hold
};

/// Another architecture's calls (int 0x80, x32) kill the process; calls that are not in `allowed` fail with EPERM, new
/// ones (from pidfd_send_signal on, where libraries fall back) with ENOSYS. `allowed` in any order.
std::vector<sock_filter> seccompProgram(std::vector<CallRule> allowed);

/// What a Python program needs: files, memory, time, threads, its own children. No sockets but pairs, no signal to
/// what watches it, no SIGKILL at all, so that a process that died of one died by the kernel's hand or from outside.
std::vector<CallRule> allowedCalls();

} // namespace primer
