#include "core/importers/formats/yaml_header.h"

#include <algorithm>
#include <string>
#include <vector>

namespace primer {

namespace {

using nlohmann::json;

constexpr int deepest = 32;

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// Reads scalars and what stands in brackets.
class FlowReader
{
public:
    explicit FlowReader(std::string_view text) : m_rest(trimmed(text)) {}

    json value(int depth, std::string_view ends)
    {
        skipBlanks();
        if (m_rest.empty() || depth > deepest)
            return nullptr;
        if (m_rest.front() == '[')
            return list(depth);
        if (m_rest.front() == '{')
            return mapping(depth);
        return scalar(ends);
    }

    std::string scalar(std::string_view ends)
    {
        skipBlanks();
        if (!m_rest.empty() && (m_rest.front() == '"' || m_rest.front() == '\''))
            return quoted(m_rest.front());
        const std::size_t end = std::min(m_rest.find_first_of(ends), m_rest.size());
        const std::string_view text = trimmed(m_rest.substr(0, end));
        m_rest.remove_prefix(end);
        return std::string(text);
    }

private:
    void skipBlanks() { m_rest.remove_prefix(std::min(m_rest.find_first_not_of(" \t\r\n"), m_rest.size())); }

    bool takes(char mark)
    {
        skipBlanks();
        if (m_rest.empty() || m_rest.front() != mark)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    std::string quoted(char quote)
    {
        std::string text;
        for (m_rest.remove_prefix(1); !m_rest.empty(); m_rest.remove_prefix(1)) {
            const char character = m_rest.front();
            const char next = m_rest.size() > 1 ? m_rest[1] : '\0';
            const bool isEscaped = quote == '"' ? character == '\\' : character == quote && next == quote;
            if (isEscaped && next != '\0') {
                m_rest.remove_prefix(1);
                text.push_back(quote == '"' && next == 'n' ? '\n' : quote == '"' && next == 't' ? '\t' : next);
            } else if (character == quote) {
                m_rest.remove_prefix(1);
                break;
            } else {
                text.push_back(character);
            }
        }
        return text;
    }

    json list(int depth)
    {
        json values = json::array();
        m_rest.remove_prefix(1);
        while (!takes(']') && !m_rest.empty()) {
            values.push_back(value(depth + 1, ",]"));
            if (!takes(',') && !m_rest.starts_with(']'))
                m_rest = {};
        }
        return values;
    }

    json mapping(int depth)
    {
        json values = json::object();
        m_rest.remove_prefix(1);
        while (!takes('}') && !m_rest.empty()) {
            const std::string key = scalar(":,}");
            values[key] = takes(':') ? value(depth + 1, ",}") : json();
            if (!takes(',') && !m_rest.starts_with('}'))
                m_rest = {};
        }
        return values;
    }

    std::string_view m_rest;
};

struct Line {
    std::size_t indentation = 0;
    std::string_view text;
};

/// A comment begins at a "#" behind a blank, outside quotes.
std::string_view withoutComment(std::string_view text)
{
    char quote = '\0';
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char character = text[i];
        if (quote != '\0')
            quote = character == quote ? '\0' : quote;
        else if ((character == '"' || character == '\'') && (i == 0 || std::string_view(" [{,:").find(text[i - 1]) < 5))
            quote = character;
        else if (character == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t'))
            return text.substr(0, i);
    }
    return text;
}

class BlockReader
{
public:
    explicit BlockReader(std::vector<Line> lines) : m_lines(std::move(lines)) {}

    /// The lines from here on that are indented by at least `indentation`.
    json block(std::size_t indentation, int depth)
    {
        if (m_next >= m_lines.size() || m_lines[m_next].indentation < indentation || depth > deepest)
            return nullptr;
        const std::size_t own = m_lines[m_next].indentation;
        const bool isList = isItem(m_lines[m_next].text);
        json values = isList ? json::array() : json::object();
        while (m_next < m_lines.size() && m_lines[m_next].indentation == own
               && isItem(m_lines[m_next].text) == isList) {
            if (isList)
                values.push_back(item(own, depth));
            else
                entry(values, own, depth);
            while (m_next < m_lines.size() && m_lines[m_next].indentation > own)
                ++m_next; // what belongs to something that is not understood
        }
        return values;
    }

private:
    static bool isItem(std::string_view text) { return text == "-" || text.starts_with("- "); }

    /// The place of the ":" that ends a key, npos when the line is none.
    static std::size_t endOfKey(std::string_view text)
    {
        if (text.starts_with('"') || text.starts_with('\'')) {
            const std::size_t quote = text.find(text.front(), 1);
            return quote != std::string_view::npos && text.substr(quote + 1).starts_with(':') ? quote + 1
                                                                                              : std::string_view::npos;
        }
        if (text.starts_with('[') || text.starts_with('{'))
            return std::string_view::npos;
        const std::size_t colon = text.find(": ");
        return colon == std::string_view::npos && text.ends_with(':') ? text.size() - 1 : colon;
    }

    json item(std::size_t own, int depth)
    {
        Line &line = m_lines[m_next];
        const std::size_t begin = std::min(line.text.find_first_not_of(' ', 1), line.text.size());
        const std::string_view rest = line.text.substr(begin);
        if (rest.empty()) {
            ++m_next;
            return block(own + 1, depth + 1);
        }
        if (isItem(rest) || endOfKey(rest) != std::string_view::npos) { // the rest of the line is a block's first line
            line.text = rest;
            line.indentation = own + begin;
            return block(own + 1, depth + 1);
        }
        ++m_next;
        return flow(rest);
    }

    void entry(json &values, std::size_t own, int depth)
    {
        const std::string_view text = m_lines[m_next++].text;
        const std::size_t end = endOfKey(text);
        if (end == std::string_view::npos)
            return;
        const std::string key = FlowReader(text.substr(0, end)).scalar(":");
        const std::string_view rest = trimmed(text.substr(end + 1));
        if (!rest.empty()) {
            values[key] = flow(rest);
            return;
        }
        // A list may stand at its key's own indentation.
        const bool isOwnList = m_next < m_lines.size() && m_lines[m_next].indentation == own
                               && isItem(m_lines[m_next].text);
        values[key] = block(isOwnList ? own : own + 1, depth + 1);
    }

    /// What stands in brackets may go on over lines.
    json flow(std::string_view text)
    {
        std::string whole(text);
        const auto opens = [&whole] {
            return std::count_if(whole.begin(), whole.end(), [](char c) { return c == '[' || c == '{'; })
                   - std::count_if(whole.begin(), whole.end(), [](char c) { return c == ']' || c == '}'; });
        };
        const bool isBracketed = text.starts_with('[') || text.starts_with('{');
        while (isBracketed && opens() > 0 && m_next < m_lines.size())
            whole += " " + std::string(m_lines[m_next++].text);
        return FlowReader(whole).value(0, "");
    }

    std::vector<Line> m_lines;
    std::size_t m_next = 0;
};

} // namespace

nlohmann::json yamlHeaderOf(std::string_view card)
{
    constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";
    if (card.starts_with(byteOrderMark))
        card.remove_prefix(byteOrderMark.size());
    std::vector<Line> lines;
    bool isInside = false;
    while (!card.empty()) {
        const std::size_t end = std::min(card.find('\n'), card.size());
        const std::string_view whole = card.substr(0, end);
        card.remove_prefix(std::min(end + 1, card.size()));
        if (trimmed(whole) == "---") {
            if (isInside)
                return BlockReader(std::move(lines)).block(0, 0);
            isInside = true;
            continue;
        }
        if (!isInside)
            return nullptr; // the header stands first
        const std::string_view text = withoutComment(whole);
        const std::size_t indentation = text.find_first_not_of(' ');
        if (indentation != std::string_view::npos && !trimmed(text).empty())
            lines.push_back({indentation, trimmed(text)});
    }
    return nullptr;
}

} // namespace primer
