#include "app/cli/terminal_text.h"

#include <cstdio>

#include "core/base/utf8.h"

namespace primer::cli {

namespace {

/// C0, DEL, C1, the separators U+2028 and U+2029, the marks of direction, the byte order mark.
bool isUnseen(std::string_view sequence)
{
    const auto at = [sequence](std::size_t place) { return static_cast<unsigned char>(sequence[place]); };
    if (sequence.size() == 1)
        return at(0) < 0x20 || at(0) == 0x7f;
    if (sequence.size() == 2)
        return (at(0) == 0xc2 && at(1) < 0xa0) || (at(0) == 0xd8 && at(1) == 0x9c);
    if (sequence.size() != 3)
        return false;
    if (at(0) == 0xe2 && at(1) == 0x80)
        return (at(2) >= 0x8b && at(2) <= 0x8f) || (at(2) >= 0xa8 && at(2) <= 0xae);
    if (at(0) == 0xe2 && at(1) == 0x81)
        return at(2) >= 0xa0 && at(2) <= 0xaf;
    return sequence == "\xef\xbb\xbf";
}

void appendEscape(std::string &shown, std::string_view sequence)
{
    const auto lead = static_cast<unsigned char>(sequence[0]);
    char text[16];
    if (lead == '\n' || lead == '\t' || lead == '\r') {
        shown += lead == '\n' ? "\\n" : lead == '\t' ? "\\t" : "\\r";
        return;
    }
    if (sequence.size() == 1) {
        std::snprintf(text, sizeof text, "\\x%02x", lead);
    } else {
        unsigned code = sequence.size() == 2 ? lead & 0x1fu : lead & 0x0fu;
        for (const char next : sequence.substr(1))
            code = code << 6 | (static_cast<unsigned char>(next) & 0x3fu);
        std::snprintf(text, sizeof text, "\\u%04x", code);
    }
    shown += text;
}

std::string escaped(std::string_view text, std::string_view kept)
{
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = utf8SequenceLength(text);
        const std::string_view sequence = text.substr(0, length ? length : 1);
        const bool isShown = length && (!isUnseen(sequence) || kept.find(sequence) != std::string_view::npos);
        if (isShown)
            shown += sequence;
        else
            appendEscape(shown, sequence);
        text.remove_prefix(sequence.size());
    }
    return shown;
}

} // namespace

std::string oneLine(std::string_view text) { return escaped(text, ""); }

std::string withoutControls(std::string_view lines) { return escaped(lines, "\n\t"); }

std::string counted(std::int64_t count, std::string_view one, std::string_view many)
{
    const std::string noun = count == 1 ? std::string(one) : many.empty() ? std::string(one) + "s" : std::string(many);
    return humanCount(count) + " " + noun;
}

std::string humanCount(std::int64_t count)
{
    std::string digits = std::to_string(count);
    const std::ptrdiff_t sign = count < 0;
    for (std::ptrdiff_t place = std::ptrdiff_t(digits.size()) - 3; place > sign; place -= 3)
        digits.insert(std::size_t(place), ",");
    return digits;
}

std::string humanBytes(std::int64_t bytes)
{
    const char *unit = "B";
    double value = double(bytes);
    for (const char *larger : {"kB", "MB", "GB", "TB"}) {
        if (value < 1000)
            break;
        value /= 1000;
        unit = larger;
    }
    char text[32];
    std::snprintf(text, sizeof text, value < 10 && *unit != 'B' ? "%.1f %s" : "%.0f %s", value, unit);
    return text;
}

std::string_view cutAt(std::string_view text, std::size_t width)
{
    if (text.size() <= width)
        return text;
    while (width > 0 && (static_cast<unsigned char>(text[width]) & 0xc0) == 0x80)
        --width;
    return text.substr(0, width);
}

} // namespace primer::cli
