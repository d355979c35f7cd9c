// Owns: letters A to Z in small, whatever the locale; all other bytes as they are. Not here: other scripts (Qt's).
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace primer {

constexpr char lowered(char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter | 0x20) : letter; }

inline std::string lowered(std::string_view text)
{
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(), [](char letter) { return lowered(letter); });
    return low;
}

} // namespace primer
