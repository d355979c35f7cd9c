// Owns: GPT-2's split of text into pretokens, written by hand: 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+|
// ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+ . Not here: added tokens, merges.
#pragma once

#include <cstddef>
#include <string_view>

namespace primer {

/// Bytes of the pretoken at the start of `text` (not empty); what follows `text` does not exist for it. A byte that is
/// not part of valid UTF-8 counts as one character of the class Other: nothing is lost and nothing replaced.
std::size_t pretokenLength(std::string_view text);

} // namespace primer
