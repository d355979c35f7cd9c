// Owns: StackExchange's rendered HTML (or Markdown) to prose and code blocks. Unknown tags are dropped, their text is
// kept; nothing is fetched or interpreted. Not here: displaying it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/sample.h"

namespace primer {

std::vector<ThreadPost::Part> htmlToParts(std::string_view html);
/// Fenced blocks (``` or four spaces after a blank line are both found in the wild; fences only here) become code.
std::vector<ThreadPost::Part> markdownToParts(std::string_view markdown);
/// The first non-empty line, at most 120 bytes.
std::string firstLine(std::string_view text);

} // namespace primer
