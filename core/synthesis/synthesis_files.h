// Owns: the files of resources/synthesis as texts in the program. Not here: reading them.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace primer {

/// Name and text: "topics", "exercises", "template-exercise", ...
std::span<const std::pair<std::string_view, std::string_view>> synthesisFiles();

} // namespace primer
