// Owns: bytes of a file as text that is safe and honest to show: control characters, NUL, bidi controls and invalid
// bytes are made visible, overlong lines are folded. Thread-safe. Not here: colours.
#pragma once

#include <QString>

#include <string_view>

namespace primer {

struct DisplayText {
    QString text;
    int foldedLines = 0;      ///< lines cut at maxLineCharacters
    int invalidBytes = 0;     ///< shown as «FF»
    int hiddenCharacters = 0; ///< controls and bidi marks shown by a symbol
};

constexpr int maxLineCharacters = 20'000;

DisplayText displayText(std::string_view bytes, bool foldLongLines = true);

} // namespace primer
