// Owns: what HTML's character references stand for: the names of resources/rules/html_entities.json, and numbers.
// Not here: XML's own five (expat).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace primer {

/// Appends what the reference at html[at] ('&') up to its semicolon stands for; how many bytes it took, 0 when it is
/// none and the ampersand is text.
std::size_t decodeEntity(std::string_view html, std::size_t at, std::string &text);

/// U+FFFD for what is no character.
void appendUtf8(std::string &text, std::uint32_t codePoint);

} // namespace primer
