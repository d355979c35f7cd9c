// Owns: what goes into a sandbox and the verdict that comes out, as bytes: fields of u32 length and content, in the
// order that resources/sandbox/judge.py reads and writes. Not here: the pipes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/sandbox/sandbox.h"

namespace primer {

/// `judge` is the marshalled program of the judge.
std::string encodeRequest(std::string_view judge, const SandboxProgram &program, const SandboxLimits &limits,
                          std::string_view nonce);

struct JudgeVerdict {
    std::string outcome; ///< "passed", "failed", "timed_out", "out_of_memory", "syntax_error", "killed"
    std::string reason;
    std::int64_t calls = 0;
    double cpuSeconds = 0;
};
/// Nothing unless it is whole, ends where it ends, and begins with the nonce.
std::optional<JudgeVerdict> decodeVerdict(std::string_view bytes, std::string_view nonce);

/// CPU seconds as the kernel limits them: whole, at least one.
int wholeCpuSeconds(const SandboxLimits &limits);

} // namespace primer
