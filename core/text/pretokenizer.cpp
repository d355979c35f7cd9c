#include "core/text/pretokenizer.h"

#include <array>
#include <cstdint>

#include "core/base/utf8.h"
#include "core/text/unicode_classes.h"

namespace primer {

namespace {

constexpr std::uint8_t wide = 4; ///< a byte above ASCII: its character decides

constexpr std::array<std::uint8_t, 256> asciiClasses = [] {
    std::array<std::uint8_t, 256> table{};
    for (int byte = 0; byte < 256; ++byte) {
        const int lower = byte | 0x20;
        if (byte >= 128)
            table[byte] = wide;
        else if (lower >= 'a' && lower <= 'z')
            table[byte] = std::uint8_t(CharacterClass::Letter);
        else if (byte >= '0' && byte <= '9')
            table[byte] = std::uint8_t(CharacterClass::Number);
        else if (byte == ' ' || (byte >= 9 && byte <= 13))
            table[byte] = std::uint8_t(CharacterClass::Space);
        else
            table[byte] = std::uint8_t(CharacterClass::Other);
    }
    return table;
}();

struct Character {
    CharacterClass characterClass;
    std::size_t bytes;
};

Character wideCharacterAt(std::string_view text, std::size_t at)
{
    const std::size_t size = utf8SequenceLength(text.substr(at));
    if (size <= 1)
        return {CharacterClass::Other, 1};
    const auto byte = [&](std::size_t place) { return char32_t(static_cast<unsigned char>(text[at + place])); };
    char32_t code = byte(0) & (0xFFu >> (size + 1));
    for (std::size_t place = 1; place < size; ++place)
        code = (code << 6) | (byte(place) & 0x3F);
    return {classOf(code), size};
}

inline Character characterAt(std::string_view text, std::size_t at)
{
    const std::uint8_t known = asciiClasses[static_cast<unsigned char>(text[at])];
    return known != wide ? Character{CharacterClass(known), 1} : wideCharacterAt(text, at);
}

/// End of the run of one class that begins at `at`.
inline std::size_t endOfRun(std::string_view text, std::size_t at, CharacterClass wanted)
{
    for (;;) {
        while (at < text.size() && asciiClasses[static_cast<unsigned char>(text[at])] == std::uint8_t(wanted))
            ++at;
        if (at == text.size() || static_cast<unsigned char>(text[at]) < 128)
            return at;
        const Character character = wideCharacterAt(text, at);
        if (character.characterClass != wanted)
            return at;
        at += character.bytes;
    }
}

std::size_t contractionLength(std::string_view text)
{
    for (const std::string_view ending : {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"}) {
        if (text.starts_with(ending))
            return ending.size();
    }
    return 0;
}

std::size_t spacesLength(std::string_view text)
{
    std::size_t last = 0;
    std::size_t end = 0;
    while (end < text.size()) {
        const Character character = characterAt(text, end);
        if (character.characterClass != CharacterClass::Space)
            break;
        last = end;
        end += character.bytes;
    }
    // Before a word the last space is left to it, unless it is the only one.
    return end == text.size() || last == 0 ? end : last;
}

} // namespace

std::size_t pretokenLength(std::string_view text)
{
    if (text[0] == '\'') {
        if (const std::size_t length = contractionLength(text))
            return length;
    }
    const std::size_t begin = text[0] == ' ' && text.size() > 1 ? 1 : 0;
    const Character first = characterAt(text, begin);
    if (first.characterClass != CharacterClass::Space)
        return endOfRun(text, begin + first.bytes, first.characterClass);
    return spacesLength(text);
}

} // namespace primer
