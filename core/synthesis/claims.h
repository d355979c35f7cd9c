// Owns: what an accepted text says of its own code: examples of a docstring, outputs beside a print, as something that
// can be run. Not here: running it (execution.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sandbox/sandbox.h"
#include "core/synthesis/prompt_template.h"

namespace primer {

struct ClaimedProgram {
    SandboxProgram program;
    std::int64_t claims = 0; ///< of the program's examples, those with an output to be held against
};

/// Code: it is loaded and its docstrings' examples are tried: `>>> f(1)`, `f(1) == 2`, `f(1) -> 2`, "`f(1)` gives `2`".
/// A section: its Python blocks run one behind the other, and where a print at a line's begin has what looks like its
/// output in a comment beside or below it, that is held against what it prints. A program without any claim has to run.
ClaimedProgram claimedProgram(TemplateKind kind, std::string_view text, std::string_view functionName);

} // namespace primer
