// Owns: telling one valid UTF-8 sequence from bad bytes (Unicode 15, table 3-7). Not here: whole texts (core/text).
#pragma once

#include <string>
#include <string_view>

namespace primer {

/// Length of the valid sequence at the start of `bytes` (not empty), 0 when there is none.
inline std::size_t utf8SequenceLength(std::string_view bytes)
{
    const auto lead = static_cast<unsigned char>(bytes[0]);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xc2 && lead < 0xe0 ? 2
                               : lead >= 0xe0 && lead < 0xf0 ? 3
                               : lead >= 0xf0 && lead < 0xf5 ? 4
                                                             : 0;
    if (length > bytes.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(bytes[i]) & 0xc0) != 0x80)
            return 0;
    }
    const auto second = length > 1 ? static_cast<unsigned char>(bytes[1]) : 0;
    const bool isOverlongOrSurrogate = (lead == 0xe0 && second < 0xa0) || (lead == 0xed && second >= 0xa0)
                                       || (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second >= 0x90);
    return isOverlongOrSurrogate ? 0 : length;
}

/// Each invalid byte becomes U+FFFD.
inline std::string replaceInvalidUtf8(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size() + 16);
    for (std::string_view rest = bytes; !rest.empty();) {
        const std::size_t length = utf8SequenceLength(rest);
        text += length ? rest.substr(0, length) : std::string_view("\xef\xbf\xbd");
        rest.remove_prefix(length ? length : 1);
    }
    return text;
}

} // namespace primer
