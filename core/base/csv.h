// Owns: a cell of a CSV line. Not here: which cells and lines there are.
#pragma once

#include <string>
#include <string_view>

namespace primer {

/// In quotation marks, those of the text doubled (RFC 4180); any bytes.
std::string csvCell(std::string_view text);

} // namespace primer
