#include "core/importers/html_to_text.h"

#include <cctype>
#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace primer {

namespace {

void appendUtf8(std::string &text, std::uint32_t code)
{
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = 0xfffd;
    if (code < 0x80) {
        text.push_back(char(code));
    } else if (code < 0x800) {
        text.push_back(char(0xc0 | code >> 6));
        text.push_back(char(0x80 | (code & 63)));
    } else if (code < 0x10000) {
        text.push_back(char(0xe0 | code >> 12));
        text.push_back(char(0x80 | (code >> 6 & 63)));
        text.push_back(char(0x80 | (code & 63)));
    } else {
        text.push_back(char(0xf0 | code >> 18));
        text.push_back(char(0x80 | (code >> 12 & 63)));
        text.push_back(char(0x80 | (code >> 6 & 63)));
        text.push_back(char(0x80 | (code & 63)));
    }
}

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 20> entities{{
    {"amp", '&'},      {"lt", '<'},        {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"nbsp", 0xa0},    {"hellip", 0x2026}, {"mdash", 0x2014}, {"ndash", 0x2013}, {"rsquo", 0x2019},
    {"lsquo", 0x2018}, {"rdquo", 0x201d},  {"ldquo", 0x201c}, {"copy", 0xa9},    {"reg", 0xae},
    {"times", 0xd7},   {"rarr", 0x2192},   {"larr", 0x2190},  {"middot", 0xb7},  {"bull", 0x2022},
}};

/// Decodes the entity at `at` ('&'); returns how many bytes it took, 0 when it is none.
std::size_t decodeEntity(std::string_view html, std::size_t at, std::string &text)
{
    const std::size_t end = html.find(';', at);
    if (end == std::string_view::npos || end - at > 12 || end - at < 2)
        return 0;
    const std::string_view name = html.substr(at + 1, end - at - 1);
    if (name.front() == '#') {
        std::uint32_t code = 0;
        const bool isHex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
        if (name.size() < (isHex ? 3u : 2u))
            return 0;
        for (const char digit : name.substr(isHex ? 2 : 1)) {
            const int value = digit >= '0' && digit <= '9'                          ? digit - '0'
                              : isHex && (digit | 32) >= 'a' && (digit | 32) <= 'f' ? (digit | 32) - 'a' + 10
                                                                                    : -1;
            if (value < 0)
                return 0;
            code = std::min<std::uint32_t>(code * (isHex ? 16 : 10) + std::uint32_t(value), 0x110000);
        }
        appendUtf8(text, code);
        return end - at + 1;
    }
    for (const auto &[known, code] : entities) {
        if (name == known) {
            appendUtf8(text, code);
            return end - at + 1;
        }
    }
    return 0;
}

std::string tagName(std::string_view tag)
{
    std::string name;
    std::size_t i = !tag.empty() && tag.front() == '/' ? 1 : 0;
    for (; i < tag.size() && std::isalnum(static_cast<unsigned char>(tag[i])); ++i)
        name.push_back(char(std::tolower(static_cast<unsigned char>(tag[i]))));
    return name;
}

/// Trims blank lines at both ends and runs of blank lines inside.
std::string tidyProse(std::string_view text)
{
    std::string tidy;
    int newlines = 2;
    for (const char character : text) {
        if (character == '\n') {
            while (!tidy.empty() && tidy.back() == ' ')
                tidy.pop_back();
            if (++newlines > 2)
                continue;
        } else if (character == ' ' && newlines > 0) {
            continue;
        } else {
            newlines = 0;
        }
        tidy.push_back(character);
    }
    while (!tidy.empty() && (tidy.back() == '\n' || tidy.back() == ' '))
        tidy.pop_back();
    return tidy;
}

void endPart(std::vector<ThreadPost::Part> &parts, std::string &text, bool isCode)
{
    std::string finished = isCode ? std::exchange(text, {}) : tidyProse(std::exchange(text, {}));
    if (!finished.empty())
        parts.push_back({isCode, std::move(finished)});
}

} // namespace

std::vector<ThreadPost::Part> htmlToParts(std::string_view html)
{
    std::vector<ThreadPost::Part> parts;
    std::string text;
    bool inPre = false;
    for (std::size_t i = 0; i < html.size();) {
        const char character = html[i];
        if (character == '&') {
            if (const std::size_t took = decodeEntity(html, i, text)) {
                i += took;
                continue;
            }
        } else if (character == '<' && i + 1 < html.size()
                   && (html[i + 1] == '/' || html[i + 1] == '!'
                       || std::isalpha(static_cast<unsigned char>(html[i + 1])))) {
            const std::size_t end = html.find('>', i);
            if (end == std::string_view::npos)
                break;
            const std::string_view tag = html.substr(i + 1, end - i - 1);
            const std::string name = tagName(tag);
            const bool closes = tag.front() == '/';
            i = end + 1;
            if (name == "pre") {
                endPart(parts, text, inPre);
                inPre = !closes;
            } else if (name == "code" && !inPre) {
                text.push_back('`');
            } else if (name == "li" && !closes) {
                text += "\n- ";
            } else if (name == "br" || name == "hr") {
                text.push_back('\n');
            } else if (closes
                       && (name == "p" || name == "ul" || name == "ol" || name == "blockquote" || name == "div"
                           || (name.size() == 2 && name[0] == 'h'))) {
                text += "\n\n";
            }
            continue;
        }
        if (!inPre && character == '\n')
            text.push_back(text.empty() || text.back() == '\n' ? '\n' : ' ');
        else
            text.push_back(character);
        ++i;
    }
    endPart(parts, text, inPre);
    return parts;
}

std::vector<ThreadPost::Part> markdownToParts(std::string_view markdown)
{
    std::vector<ThreadPost::Part> parts;
    std::string text;
    bool inCode = false;
    while (!markdown.empty()) {
        const std::size_t newline = std::min(markdown.find('\n'), markdown.size() - 1);
        const std::string_view line = markdown.substr(0, newline + 1);
        markdown.remove_prefix(newline + 1);
        if (line.starts_with("```")) {
            endPart(parts, text, inCode);
            inCode = !inCode;
        } else {
            text += line;
        }
    }
    endPart(parts, text, inCode);
    return parts;
}

std::string firstLine(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \n\r\t");
    if (begin == std::string_view::npos)
        return {};
    std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
    if (line.size() > 120) {
        line = line.substr(0, 120);
        while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0xc0) == 0x80)
            line.remove_suffix(1);
        if (!line.empty() && static_cast<unsigned char>(line.back()) >= 0xc0)
            line.remove_suffix(1);
    }
    return std::string(line);
}

} // namespace primer
