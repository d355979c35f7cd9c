#include "core/importers/formats/html_to_text.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "core/base/ascii.h"
#include "core/importers/rules/html_entities.h"

namespace primer {

namespace {

std::string tagName(std::string_view tag)
{
    std::string name;
    std::size_t i = !tag.empty() && tag.front() == '/' ? 1 : 0;
    for (; i < tag.size() && std::isalnum(static_cast<unsigned char>(tag[i])); ++i)
        name.push_back(lowered(tag[i]));
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

/// Where tags end. Each way to look for an end that failed once is not taken again: what was not there before a place
/// is not there after it, and markup of many openings takes no more time than its length.
class TagEnds
{
public:
    explicit TagEnds(std::string_view html) : m_html(html) {}

    /// The place of the ">" of the tag or comment at `begin` ("<"); npos when it is no tag but text: "a <b then".
    std::size_t after(std::size_t begin)
    {
        constexpr std::string_view comment = "<!--", commentEnd = "-->";
        if (m_hasCommentEnds && m_html.substr(begin).starts_with(comment)) {
            const std::size_t end = m_html.find(commentEnd, begin + 2);
            if (end != std::string_view::npos)
                return end + commentEnd.size() - 1;
            m_hasCommentEnds = false;
        }
        if (m_hasQuotes) {
            bool passedQuotes = false;
            const std::size_t end = outsideQuotes(begin, passedQuotes);
            if (end != std::string_view::npos || !passedQuotes)
                return end;
            m_hasQuotes = false;
        }
        return bracket(m_html.find_first_of("<>", begin + 1));
    }

private:
    /// No tag holds another "<" but in quotes.
    std::size_t bracket(std::size_t at) const
    {
        return at != std::string_view::npos && m_html[at] == '>' ? at : std::string_view::npos;
    }

    std::size_t outsideQuotes(std::size_t begin, bool &passedQuotes) const
    {
        for (std::size_t at = begin + 1;;) {
            at = m_html.find_first_of("=<>", at);
            if (at == std::string_view::npos || m_html[at] != '=')
                return bracket(at);
            at = m_html.find_first_not_of(" \t\r\n", at + 1);
            if (at == std::string_view::npos)
                return at;
            if (m_html[at] == '"' || m_html[at] == '\'') {
                passedQuotes = true;
                at = m_html.find(m_html[at], at + 1);
                if (at == std::string_view::npos)
                    return at;
                ++at;
            }
        }
    }

    std::string_view m_html;
    bool m_hasCommentEnds = true;
    bool m_hasQuotes = true;
};

/// What a tag is for the text around it.
void takeTag(std::string_view tag, std::vector<ThreadPost::Part> &parts, std::string &text, bool &inPre)
{
    const std::string name = tagName(tag);
    const bool closes = tag.front() == '/';
    const bool isBlock = name == "p" || name == "ul" || name == "ol" || name == "blockquote" || name == "div"
                         || (name.size() == 2 && name[0] == 'h');
    if (name == "pre") {
        endPart(parts, text, inPre);
        inPre = !closes;
    } else if (name == "code" && !inPre) {
        text.push_back('`');
    } else if (name == "li" && !closes) {
        text += "\n- ";
    } else if (name == "br" || name == "hr") {
        text.push_back('\n');
    } else if (closes && isBlock) {
        text += "\n\n";
    }
}

} // namespace

std::vector<ThreadPost::Part> htmlToParts(std::string_view html)
{
    std::vector<ThreadPost::Part> parts;
    std::string text;
    TagEnds ends(html);
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
            if (const std::size_t end = ends.after(i); end != std::string_view::npos) {
                takeTag(html.substr(i + 1, end - i - 1), parts, text, inPre);
                i = end + 1;
                continue;
            }
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
