// Owns: a JSON string written by hand, where a JSON library would be too slow. Not here: reading.
#pragma once

#include <string>
#include <string_view>

namespace primer {

/// Adds `text` (valid UTF-8) in quotes with what must be escaped escaped.
inline void appendJsonString(std::string &json, std::string_view text)
{
    static constexpr char digits[] = "0123456789abcdef";
    json.push_back('"');
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte == '"' || byte == '\\') {
            json.push_back('\\');
            json.push_back(character);
        } else if (byte < 0x20) {
            json += "\\u00";
            json.push_back(digits[byte >> 4]);
            json.push_back(digits[byte & 15]);
        } else {
            json.push_back(character);
        }
    }
    json.push_back('"');
}

} // namespace primer
