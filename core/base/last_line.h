// Owns: the last line of what a program printed that says something. Not here: what it means.
#pragma once

#include <string>
#include <string_view>

namespace primer {

/// Without blanks at its end; "" when there is none.
inline std::string lastLineOf(std::string_view text)
{
    const std::size_t end = text.find_last_not_of(" \n\r\t");
    if (end == std::string_view::npos)
        return {};
    const std::size_t before = text.rfind('\n', end);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    return std::string(text.substr(begin, end + 1 - begin));
}

} // namespace primer
