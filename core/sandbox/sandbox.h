// Owns: model-written Python run where it can do no harm, and what came of it. Thread-safe.
// Not here: where code and tests come from, what is made of verdicts (core/synthesis).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"

namespace primer {

/// An example of a docstring: what is typed and what the interpreter shows then; a failure as its traceback.
struct CodeExample {
    std::string source, shows;
    bool showsAnything = false; ///< what it shows does not matter, but it must not fail
};

/// Python. Without tests and examples the code runs as a program and passes by ending with 0. With them it is loaded in
/// one process and held against them from another: see README for what they may do.
struct SandboxProgram {
    std::string code;
    std::string tests;      ///< statements; functions `test…` and a `check(candidate)` among them are called
    std::string entryPoint; ///< the candidate's name; may be empty
    std::vector<CodeExample> examples;
};

struct SandboxLimits {
    double cpuSeconds = 4;                  ///< of each process, in whole seconds upwards, and of all together
    double wallFactor = 5;                  ///< of the CPU seconds: the backstop for what sleeps
    std::uint64_t memoryBytes = 512u << 20; ///< address space of each process, resident memory of all
    std::uint64_t scratchBytes = 32u << 20; ///< of /tmp
    std::size_t outputBytes = 1u << 20;     ///< of standard output and error each
    int processes = 32;
};

enum class SandboxOutcome {
    Passed,
    Failed,   ///< an assertion, an exception, an exit code
    TimedOut, ///< of CPU or wall time
    OutOfMemory,
    OutputLimit, ///< wrote more than allowed and was ended
    SyntaxError,
    NotRun, ///< the sandbox failed, twice: nothing is known about the code
};
/// Stable words: "passed", "failed", "timed_out", "out_of_memory", "output_limit", "syntax_error", "not_run".
const char *sandboxOutcomeName(SandboxOutcome outcome);

struct SandboxResult {
    SandboxOutcome outcome = SandboxOutcome::NotRun;
    std::string reason;         ///< one line; empty when passed
    std::string output, errors; ///< as they came, control characters included, cut at the limit
    bool isOutputCut = false;
    std::int64_t calls = 0; ///< that tests and examples made of the code
    double cpuSeconds = 0, wallSeconds = 0;
    int attempts = 0;
    std::string backend; ///< "bubblewrap 0.8.0"
};

struct SandboxOptions {
    std::string bubblewrap = "bwrap";        ///< looked up in PATH
    std::string python = "/usr/bin/python3"; ///< its standard library is what the code may import
};

/// What stands between the code and the machine.
struct SandboxFacts {
    std::string backend, python;     ///< with their versions
    std::vector<std::string> layers; ///< for a person, the active ones
};

class Sandbox
{
public:
    /// Runs a right and a wrong program before it is of use. Unsupported where nothing can be run, with what to do.
    static Result<Sandbox> open(const SandboxOptions &options = {});
    Sandbox(Sandbox &&) noexcept;
    Sandbox &operator=(Sandbox &&) noexcept;
    ~Sandbox();

    const SandboxFacts &facts() const;
    /// A run that the sandbox failed is made once more. Cancelled: NotRun.
    SandboxResult run(const SandboxProgram &program, const SandboxLimits &limits = {},
                      const Feedback *feedback = nullptr) const;

    using Take = std::function<void(std::size_t index, SandboxResult &&result)>;
    /// `parallel` at once, 0: as many as there are processors. `take` is called from one thread at a time, as they end.
    /// Cancelled when `feedback` is; those that were taken by then are whole.
    Status runMany(const std::vector<SandboxProgram> &programs, const SandboxLimits &limits, int parallel,
                   Feedback &feedback, const Take &take) const;

private:
    struct Parts;
    explicit Sandbox(std::unique_ptr<Parts> parts);
    std::unique_ptr<const Parts> m_parts;
};

} // namespace primer
