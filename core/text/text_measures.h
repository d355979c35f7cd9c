// Owns: cheap measures of a file's bytes, named and defined as The Stack's columns are.
// Not here: decoding for display (ui/code_view).
#pragma once

#include <cstdint>
#include <string_view>

namespace primer {

struct TextMeasures {
    std::int64_t lineCount = 0;     ///< newline-separated lines; an unfinished last line counts
    double avgLineLength = 0;       ///< bytes a line without its newline
    std::int64_t maxLineLength = 0; ///< bytes
    double alphanumFraction = 0;    ///< ASCII letters and digits per byte
    bool validUtf8 = true;
    bool hasNul = false;
};

TextMeasures measureText(std::string_view bytes);

bool isValidUtf8(std::string_view bytes);

} // namespace primer
