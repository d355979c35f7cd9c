#include "core/text/text_measures.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <simdjson.h>

namespace primer {

namespace {

constexpr std::size_t countedBytes = 192; // fewer than a byte can count

/// Written so that the compiler vectorises it: no table, no branch, no sum wider than what is summed.
std::uint8_t alphanumericIn(std::string_view bytes)
{
    std::uint8_t count = 0;
    for (const char character : bytes) {
        const auto byte = static_cast<std::uint8_t>(character);
        const auto letter = static_cast<std::uint8_t>((byte | 0x20) - 'a');
        const auto digit = static_cast<std::uint8_t>(byte - '0');
        count = static_cast<std::uint8_t>(count + ((letter < 26) | (digit < 10)));
    }
    return count;
}

} // namespace

bool isValidUtf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

TextMeasures measureText(std::string_view bytes)
{
    TextMeasures measures;
    if (bytes.empty())
        return measures;
    measures.validUtf8 = isValidUtf8(bytes);
    measures.hasNul = std::memchr(bytes.data(), 0, bytes.size()) != nullptr;

    std::uint64_t alphanumeric = 0;
    for (std::size_t begin = 0; begin < bytes.size(); begin += countedBytes)
        alphanumeric += alphanumericIn(bytes.substr(begin, countedBytes));
    measures.alphanumFraction = double(alphanumeric) / double(bytes.size());

    std::int64_t lines = 0;
    std::int64_t longest = 0;
    std::int64_t lengths = 0;
    const char *cursor = bytes.data();
    const char *const end = cursor + bytes.size();
    while (cursor < end) {
        const auto *newline = static_cast<const char *>(std::memchr(cursor, '\n', std::size_t(end - cursor)));
        const char *const lineEnd = newline ? newline : end;
        longest = std::max<std::int64_t>(longest, lineEnd - cursor);
        lengths += lineEnd - cursor;
        ++lines;
        cursor = newline ? newline + 1 : end;
    }
    measures.lineCount = lines;
    measures.maxLineLength = longest;
    measures.avgLineLength = double(lengths) / double(lines);
    return measures;
}

} // namespace primer
