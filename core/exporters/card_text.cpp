#include "core/exporters/card_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "core/base/utf8.h"

namespace primer {

namespace {

std::uint32_t codePointOf(std::string_view sequence)
{
    const auto lead = static_cast<unsigned char>(sequence.front());
    std::uint32_t code = sequence.size() == 1   ? lead
                         : sequence.size() == 2 ? lead & 0x1fu
                         : sequence.size() == 3 ? lead & 0x0fu
                                                : lead & 0x07u;
    for (std::size_t place = 1; place < sequence.size(); ++place)
        code = code << 6 | (static_cast<unsigned char>(sequence[place]) & 0x3fu);
    return code;
}

/// Control characters, line and paragraph separators, marks that turn the direction of what follows, non-characters.
bool isUnseen(std::uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f)
           || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code == 0xfeff
           || (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) == 0xfffe;
}

/// Calls `take` with each sequence and its code point; a byte that is no UTF-8 is U+FFFD.
template<typename Take>
void forEachSequence(std::string_view text, Take take)
{
    while (!text.empty()) {
        const std::size_t length = utf8SequenceLength(text);
        const std::string_view sequence = length ? text.substr(0, length) : std::string_view("\xef\xbf\xbd");
        take(sequence, codePointOf(sequence));
        text.remove_prefix(length ? length : 1);
    }
}

} // namespace

std::string yamlString(std::string_view text)
{
    std::string yaml = "\"";
    forEachSequence(text, [&yaml](std::string_view sequence, std::uint32_t code) {
        if (isUnseen(code)) {
            char escape[16];
            std::snprintf(escape, sizeof escape, code > 0xffff ? "\\U%08x" : "\\u%04x", code);
            yaml += escape;
            return;
        }
        if (code == '"' || code == '\\')
            yaml.push_back('\\');
        yaml += sequence;
    });
    return yaml + "\"";
}

std::string markdownText(std::string_view text)
{
    constexpr std::string_view special = "\\`*_[]<>|&~#$";
    std::string markdown;
    forEachSequence(text, [&](std::string_view sequence, std::uint32_t code) {
        if (isUnseen(code)) {
            markdown.push_back(' ');
            return;
        }
        if (code < 0x80 && special.find(char(code)) != std::string_view::npos)
            markdown.push_back('\\');
        markdown += sequence;
    });
    return markdown;
}

std::string markdownCode(std::string_view text)
{
    std::string code;
    std::size_t run = 0, longest = 0;
    forEachSequence(text, [&](std::string_view sequence, std::uint32_t point) {
        run = point == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
        code += isUnseen(point) ? std::string_view(" ") : sequence;
    });
    const std::string fence(longest + 1, '`');
    const bool needsRoom = longest > 0 || code.starts_with(' ') || code.empty();
    return fence + (needsRoom ? " " + code + " " : code) + fence;
}

} // namespace primer
