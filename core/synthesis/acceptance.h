// Owns: whether one reply is an exercise, a section, a rewrite as it was asked for, without running it. Not here: near-
// duplicates (acceptance_pass.h), running code (core/sandbox). Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/synthesis/prompt_template.h"

namespace primer {

struct AcceptedAnswer {
    bool isAccepted = false;
    std::string problem;      ///< a stable word, see problemText
    std::string detail;       ///< what of this reply: the name found, the line, what was stripped
    std::string text;         ///< what is kept of an accepted one
    std::string functionName; ///< of the target function, also of a rejected one where there is one
    std::string docstring;    ///< of it
    std::uint64_t shape = 0;  ///< of the target function's tree, or of the code blocks together
};

/// `wantedName`: what the function of an exercise shall be called, "" for any.
AcceptedAnswer acceptAnswer(const PromptTemplate &promptTemplate, std::string_view reply, std::string_view wantedName);

/// In English, one sentence, for every problem of a reply and of a request.
std::string problemText(std::string_view problem);

} // namespace primer
