#include "core/base/log/secret_text.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace primer::log {

namespace {

constexpr std::size_t shortestLetters = 8;

bool isAlphanumeric(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z')
           || (character >= 'A' && character <= 'Z');
}

// ---- the forms a secret is written in --------------------------------------------------------------

std::string percentEncoded(std::string_view secret, const char *digits, bool plusForSpace)
{
    std::string text;
    for (const char character : secret) {
        if (isAlphanumeric(character) || std::string_view("-._~").find(character) != std::string_view::npos) {
            text.push_back(character);
        } else if (character == ' ' && plusForSpace) {
            text.push_back('+');
        } else {
            const auto byte = static_cast<unsigned char>(character);
            text += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return text;
}

std::string jsonEscaped(std::string_view secret, bool escapesSlash)
{
    std::string text;
    for (const char character : secret) {
        if (character == '"' || character == '\\' || (character == '/' && escapesSlash))
            text.push_back('\\');
        text.push_back(character);
    }
    return text;
}

/// The characters of the base64 of any text that holds the secret `offset` bytes after a multiple of three; those at
/// its ends also depend on its neighbours and are left out.
std::string base64Inside(std::string_view secret, std::size_t offset, const char *alphabet)
{
    std::string bytes(offset, '\0');
    bytes += secret;
    const std::size_t bits = bytes.size() * 8;
    std::string text;
    for (std::size_t bit = 0; bit + 6 <= bits; bit += 6) {
        const std::size_t place = bit / 8;
        const unsigned two = (static_cast<unsigned char>(bytes[place]) << 8)
                             | (place + 1 < bytes.size() ? static_cast<unsigned char>(bytes[place + 1]) : 0);
        text.push_back(alphabet[(two >> (10 - bit % 8)) & 63]);
    }
    return text.substr(std::min(text.size(), offset == 0 ? std::size_t(0) : offset + 1));
}

// ---- texts with escapes, and secrets in pieces ------------------------------------------------------

int digitOf(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    const char letter = char(character | 0x20);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

struct Escape {
    char character = 0;
    std::size_t length = 0; ///< 0: none
};

Escape digitsAfter(std::string_view text, std::size_t from, std::size_t count, int base)
{
    unsigned value = 0;
    for (std::size_t place = from; place < from + count; ++place) {
        const int digit = place < text.size() ? digitOf(text[place]) : -1;
        if (digit < 0 || digit >= base)
            return {};
        value = value * unsigned(base) + unsigned(digit);
    }
    return value > 0 && value < 256 ? Escape{char(value), from + count} : Escape{};
}

/// The escape that `text` begins with: of JSON, a URL or HTML.
Escape escapeAt(std::string_view text)
{
    if (text.size() < 2)
        return {};
    if (text[0] == '%')
        return digitsAfter(text, 1, 2, 16);
    if (text[0] == '\\') {
        if (text[1] == 'u')
            return digitsAfter(text, 2, 4, 16);
        if (text[1] == 'x')
            return digitsAfter(text, 2, 2, 16);
        return std::string_view("/\"'\\").find(text[1]) != std::string_view::npos ? Escape{text[1], 2} : Escape{};
    }
    if (text[0] != '&')
        return {};
    for (const auto &[name, character] : {std::pair{"&amp;", '&'}, std::pair{"&lt;", '<'}, std::pair{"&gt;", '>'},
                                          std::pair{"&quot;", '"'}, std::pair{"&apos;", '\''}}) {
        if (text.starts_with(name))
            return {character, std::strlen(name)};
    }
    const std::size_t end = text.substr(0, 10).find(';');
    if (text[1] != '#' || end == std::string_view::npos)
        return {};
    const bool isHexadecimal = text.size() > 2 && (text[2] | 0x20) == 'x';
    const std::size_t from = isHexadecimal ? 3 : 2;
    Escape escape = end > from ? digitsAfter(text, from, end - from, isHexadecimal ? 16 : 10) : Escape{};
    if (escape.length > 0)
        escape.length = end + 1;
    return escape;
}

char folded(char character) { return character >= 'A' && character <= 'Z' ? char(character | 0x20) : character; }

class PieceFinder
{
public:
    PieceFinder(const ReadText &read, std::string_view secret) : m_read(read), m_secret(secret) {}

    void mark(std::vector<bool> &isSecret)
    {
        for (std::size_t place = m_read.text.find(m_secret.substr(0, shortestPiece)); place != std::string_view::npos;
             place = m_read.text.find(m_secret.substr(0, shortestPiece), place + 1)) {
            if (!follow(place))
                continue;
            for (const auto &[begin, end] : m_found) {
                for (std::size_t at = m_read.begins[begin]; at < m_read.ends[end - 1]; ++at)
                    isSecret[at] = true;
            }
        }
    }

private:
    static constexpr std::size_t shortestPiece = 3, farthest = 200;

    std::size_t lengthAt(std::size_t place, std::size_t done) const
    {
        std::size_t length = 0;
        while (done + length < m_secret.size() && place + length < m_read.text.size()
               && m_read.text[place + length] == m_secret[done + length])
            ++length;
        return length;
    }

    bool follow(std::size_t place)
    {
        m_found.clear();
        std::size_t done = lengthAt(place, 0);
        m_found.emplace_back(place, place + done);
        place += done;
        while (done < m_secret.size()) {
            const std::size_t needed = std::min(shortestPiece, m_secret.size() - done);
            const std::size_t next = m_read.text.find(m_secret.substr(done, needed), place);
            if (next == std::string_view::npos || next > place + farthest)
                return false;
            const std::size_t length = lengthAt(next, done);
            m_found.emplace_back(next, next + length);
            done += length;
            place = next + length;
        }
        return true;
    }

    const ReadText &m_read;
    std::string_view m_secret;
    std::vector<std::pair<std::size_t, std::size_t>> m_found;
};

} // namespace

std::vector<std::string> formsOf(std::string_view secret)
{
    constexpr const char *upper = "0123456789ABCDEF", *lower = "0123456789abcdef";
    std::vector<std::string> forms{std::string(secret),
                                   percentEncoded(secret, upper, false),
                                   percentEncoded(secret, lower, false),
                                   percentEncoded(secret, upper, true),
                                   jsonEscaped(secret, false),
                                   jsonEscaped(secret, true)};
    for (const char *alphabet : {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"}) {
        for (const std::size_t offset : {0, 1, 2})
            forms.push_back(base64Inside(secret, offset, alphabet));
    }
    for (const char *digits : {upper, lower}) {
        std::string hexadecimal;
        for (const char character : secret) {
            const auto byte = static_cast<unsigned char>(character);
            hexadecimal += {digits[byte >> 4], digits[byte & 15]};
        }
        forms.push_back(std::move(hexadecimal));
    }
    return forms;
}

ReadText asRead(std::string_view text)
{
    ReadText read;
    for (std::size_t place = 0; place < text.size(); ++place)
        read.add(text[place], place, place + 1);
    return read;
}

bool hasEscape(std::string_view text) { return text.find_first_of("%\\&") != std::string_view::npos; }

ReadText withoutEscapes(const ReadText &given)
{
    ReadText read;
    const std::string_view text = given.text;
    for (std::size_t place = 0; place < text.size();) {
        const Escape escape = escapeAt(text.substr(place));
        const std::size_t length = std::max<std::size_t>(1, escape.length);
        read.add(escape.length > 0 ? escape.character : text[place], given.begins[place],
                 given.ends[place + length - 1]);
        place += length;
    }
    return read;
}

ReadText lettersOf(const ReadText &given)
{
    ReadText read;
    for (std::size_t place = 0; place < given.text.size(); ++place) {
        if (isAlphanumeric(given.text[place]))
            read.add(folded(given.text[place]), given.begins[place], given.ends[place]);
    }
    return read;
}

void markPiecesInOrder(const ReadText &letters, std::string_view secret, std::vector<bool> &isSecret)
{
    std::string ofSecret;
    for (const char character : secret) {
        if (isAlphanumeric(character))
            ofSecret.push_back(folded(character));
    }
    if (ofSecret.size() >= shortestLetters)
        PieceFinder(letters, ofSecret).mark(isSecret);
}

} // namespace primer::log
