// Owns: words for a person at a terminal: foreign text that stays on its line and moves nothing, counts with their
// noun. Not here: JSON, which escapes by itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace primer::cli {

/// Control characters, line ends, marks that turn the direction of text and bytes that are no UTF-8 are written out:
/// "\n", "\x1b", "\u202e".
std::string oneLine(std::string_view text);

/// All but line ends and tabs written out: for what consists of lines already.
std::string withoutControls(std::string_view lines);

/// "1 sample", "2,000 samples"; `many` where an "s" does not make it.
std::string counted(std::int64_t count, std::string_view one, std::string_view many = {});

std::string humanCount(std::int64_t count);
std::string humanBytes(std::int64_t bytes);

/// The first `width` bytes or less, never half a character.
std::string_view cutAt(std::string_view text, std::size_t width);

} // namespace primer::cli
