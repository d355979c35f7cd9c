// Owns: letter, number, space or other for a code point, as byte-level BPE's regular expression needs it.
// Not here: anything else of Unicode.
#pragma once

#include <cstdint>

namespace primer {

enum class CharacterClass : std::uint8_t { Other, Letter, Number, Space };

/// Any value up to 0x10FFFF; thread-safe.
CharacterClass classOf(char32_t codePoint);

} // namespace primer
