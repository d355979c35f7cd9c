#include "core/labelling/reasoning.h"

#include <algorithm>
#include <array>

#include "core/base/ascii.h"

namespace primer {

namespace {

constexpr std::array<std::string_view, 19> names{"think",
                                                 "thinking",
                                                 "thought",
                                                 "thoughts",
                                                 "reasoning",
                                                 "reason",
                                                 "reflection",
                                                 "scratchpad",
                                                 "analysis",
                                                 "seed:think",
                                                 "antthinking",
                                                 "antml:thinking",
                                                 "begin_of_thought",
                                                 "end_of_thought",
                                                 "cot",
                                                 "chain_of_thought",
                                                 "internal_monologue",
                                                 "inner_monologue",
                                                 "unused94"};
struct Bracket {
    std::string_view open, close;
};
constexpr std::array<Bracket, 5> brackets{
    {{"<|", "|>"}, {"<", ">"}, {"&lt;", "&gt;"}, {"[", "]"}, {"\xe2\x97\x81", "\xe2\x96\xb7"}}};

bool isSpace(char character) { return character == ' ' || character == '\t' || character == '\n' || character == '\r'; }

struct Tag {
    std::size_t length = 0; ///< 0: none
    bool isClosing = false;
};

/// The tag that `text` (in lower case) begins with, as in <think>, </ think >, <think budget="3">.
Tag tagAt(std::string_view text)
{
    constexpr std::size_t longestAttributes = 200;
    for (const Bracket &bracket : brackets) {
        if (!text.starts_with(bracket.open))
            continue;
        std::size_t place = bracket.open.size();
        const auto skipSpace = [&] {
            while (place < text.size() && isSpace(text[place]))
                ++place;
        };
        skipSpace();
        Tag tag;
        tag.isClosing = place < text.size() && text[place] == '/';
        place += tag.isClosing;
        skipSpace();
        std::size_t end = place;
        while (end < text.size()
               && ((text[end] >= 'a' && text[end] <= 'z') || (text[end] >= '0' && text[end] <= '9') || text[end] == '_'
                   || text[end] == ':'))
            ++end;
        const std::string_view name = text.substr(place, end - place);
        if (std::find(names.begin(), names.end(), name) == names.end())
            continue;
        const std::size_t close = text.substr(0, end + longestAttributes).find(bracket.close, end);
        const bool isName = close == end || (end < text.size() && (isSpace(text[end]) || text[end] == '/'));
        if (close == std::string_view::npos || !isName)
            continue;
        tag.isClosing = tag.isClosing || name.starts_with("end_");
        tag.length = close + bracket.close.size();
        return tag;
    }
    return {};
}

/// The final channel alone of a text in channels ("<|channel|>analysis<|message|>..."); any other text as it is.
std::string_view finalChannel(std::string_view content)
{
    constexpr std::string_view channel = "<|channel|>", message = "<|message|>";
    const std::size_t last = content.rfind(channel);
    if (last == std::string_view::npos)
        return content;
    const std::size_t text = content.find(message, last);
    if (!content.substr(last + channel.size()).starts_with("final") || text == std::string_view::npos)
        return {};
    const std::string_view answer = content.substr(text + message.size());
    return answer.substr(0, std::min({answer.size(), answer.find("<|end|>"), answer.find("<|return|>")}));
}

} // namespace

std::string withoutReasoning(std::string_view content)
{
    content = finalChannel(content);
    const std::string low = lowered(content);
    std::string answer;
    std::size_t depth = 0;
    for (std::size_t place = 0; place < content.size();) {
        const Tag tag = tagAt(std::string_view(low).substr(place));
        if (tag.length == 0) {
            if (depth == 0)
                answer += content[place];
            ++place;
            continue;
        }
        place += tag.length;
        if (!tag.isClosing) {
            ++depth;
        } else if (depth > 0) {
            --depth;
        } else {
            answer.clear();
        }
        if (depth == 0 && !answer.empty())
            answer += '\n'; // what stood before and behind a block are not one word
    }
    return answer;
}

} // namespace primer
