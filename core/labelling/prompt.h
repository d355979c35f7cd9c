// Owns: the prompts that come with Primer, and putting a sample into one. Not here: sending.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/prompt.h"

namespace primer {

/// "line": the question of phi-1's paper with a scale of ours; "rubric": points added up, 0 to 5; "steps": the same
/// with the reasons first.
std::vector<Prompt> builtInPrompts();
Result<Prompt> builtInPrompt(const std::string &name);
/// InvalidInput without {code}, with a pattern that does not compile or has no group, or with an empty range.
Status checkPrompt(const Prompt &prompt);

struct FilledPrompt {
    std::string system;
    std::string user;
    double coveredShare = 1; ///< of the sample's bytes
};
/// Valid UTF-8, whatever the sample is. A long sample is cut after its last whole line within the limit, and the text
/// says so.
FilledPrompt fillPrompt(const Prompt &prompt, std::string_view sample);

} // namespace primer
