// Owns: the names of the functions that HumanEval and MBPP ask for. Not here: their texts.
#pragma once

#include <string_view>

namespace primer {

/// "human_eval" or "mbpp"; "" for a name of neither. Upper and lower case and underscores make no difference.
std::string_view benchmarkOf(std::string_view functionName);

} // namespace primer
