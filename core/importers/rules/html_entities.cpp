#include "core/importers/rules/html_entities.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "core/importers/rules/html_entities_text.h"

namespace primer {

namespace {

constexpr std::size_t longestReference = sizeof "&CounterClockwiseContourIntegral;";

struct Tables {
    std::unordered_map<std::string, std::string> names;
    std::unordered_map<std::uint32_t, std::string> numbers; ///< 128 to 159 mean what Windows means by them
};

const Tables &tables()
{
    static const Tables built = [] {
        const auto json = nlohmann::json::parse(htmlEntitiesTexts[0]);
        Tables made;
        made.names = json.at("names").get<decltype(made.names)>();
        for (const auto &[number, text] : json.at("numbers").items())
            made.numbers.emplace(std::uint32_t(std::stoul(number)), text.get<std::string>());
        return made;
    }();
    return built;
}

/// Of "233" or "xE9"; beyond Unicode when it is too large, false when it is no number.
bool parseNumber(std::string_view digits, std::uint32_t &number)
{
    constexpr std::uint32_t beyondUnicode = 0x110000;
    const bool isHex = digits.starts_with('x') || digits.starts_with('X');
    digits.remove_prefix(isHex ? 1 : 0);
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number, isHex ? 16 : 10);
    if (digits.empty() || end != digits.data() + digits.size() || failure == std::errc::invalid_argument)
        return false;
    if (failure == std::errc::result_out_of_range)
        number = beyondUnicode;
    return true;
}

} // namespace

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

std::size_t decodeEntity(std::string_view html, std::size_t at, std::string &text)
{
    const std::size_t size = html.substr(at, longestReference).find(';');
    if (size == std::string_view::npos || size < 2)
        return 0;
    const std::string_view name = html.substr(at + 1, size - 1);
    if (name.front() != '#') {
        const auto found = tables().names.find(std::string(name));
        if (found == tables().names.end())
            return 0;
        text += found->second;
        return size + 1;
    }
    std::uint32_t code = 0;
    if (!parseNumber(name.substr(1), code))
        return 0;
    const auto found = tables().numbers.find(code);
    if (found != tables().numbers.end())
        text += found->second;
    else
        appendUtf8(text, code);
    return size + 1;
}

} // namespace primer
