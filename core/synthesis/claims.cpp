#include "core/synthesis/claims.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "core/synthesis/reply_text.h"

namespace primer {

namespace {

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// Behind the string that begins at `at`; the end where it does not end.
std::size_t behindString(std::string_view text, std::size_t at)
{
    const char quote = text[at];
    for (++at; at < text.size() && text[at] != quote; ++at)
        at += text[at] == '\\';
    return std::min(at + 1, text.size());
}

/// Behind the bracket that closes the one at `at`; nothing where none does, or a string is open.
std::optional<std::size_t> behindBrackets(std::string_view text, std::size_t at)
{
    int depth = 0;
    while (at < text.size()) {
        const char letter = text[at];
        if (letter == '"' || letter == '\'') {
            at = behindString(text, at);
            continue;
        }
        ++at;
        if (letter == '(' || letter == '[' || letter == '{')
            ++depth;
        else if ((letter == ')' || letter == ']' || letter == '}') && --depth == 0)
            return at;
    }
    return std::nullopt;
}

/// A value as Python writes it, from the text's begin: brackets, a string, a number, True, False, None.
std::string_view literalAt(std::string_view text)
{
    if (text.empty())
        return {};
    if (text[0] == '[' || text[0] == '{' || text[0] == '(')
        return text.substr(0, behindBrackets(text, 0).value_or(0));
    if (text[0] == '\'' || text[0] == '"') {
        const std::size_t end = behindString(text, 0);
        return end <= text.size() && end > 1 && text[end - 1] == text[0] ? text.substr(0, end) : std::string_view();
    }
    for (const std::string_view word : {"True", "False", "None"}) {
        if (text.starts_with(word))
            return word;
    }
    std::size_t end = text[0] == '-' ? 1 : 0;
    const std::size_t digits = end;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '.'))
        ++end;
    while (end > digits && text[end - 1] == '.') // of the sentence
        --end;
    const bool isNumber = end > digits && std::isdigit(static_cast<unsigned char>(text[digits]));
    return isNumber ? text.substr(0, end) : std::string_view();
}

/// What stands between a call and its result in prose.
bool takeResultWord(std::string_view &text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '`'))
        text.remove_prefix(1);
    for (const std::string_view word : {"==", "->", "=>", "→", "gives", "returns", "is"}) {
        if (!text.starts_with(word))
            continue;
        text.remove_prefix(word.size());
        while (!text.empty() && (text.front() == ' ' || text.front() == '`'))
            text.remove_prefix(1);
        return true;
    }
    return false;
}

void addClaim(ClaimedProgram &claimed, std::string source, std::string shows)
{
    claimed.program.examples.push_back({std::move(source), std::move(shows), false});
    ++claimed.claims;
}

/// `>>>` and `...` lines with what stands below them, up to an empty line or the next.
void addPrompts(ClaimedProgram &claimed, std::string_view text)
{
    const std::vector<std::string_view> lines = linesOf(text);
    for (std::size_t at = 0; at < lines.size();) {
        std::string_view line = trimmed(lines[at++]);
        if (!line.starts_with(">>> "))
            continue;
        std::string source(line.substr(4)), shows;
        while (at < lines.size() && trimmed(lines[at]).starts_with("...")) {
            line = trimmed(lines[at++]);
            source += "\n" + std::string(line.substr(std::min<std::size_t>(line.size(), 4)));
        }
        for (; at < lines.size(); ++at) {
            line = trimmed(lines[at]);
            if (line.empty() || line.starts_with(">>>") || line.starts_with("\"\"\"") || line.starts_with("'''"))
                break;
            shows += std::string(line) + "\n";
        }
        addClaim(claimed, source + "\n", shows);
    }
}

/// Calls of the function in prose with their result. Comments and code compare too: only what a docstring says counts,
/// so `text` is what stands before the code begins to.
void addSentences(ClaimedProgram &claimed, std::string_view text, std::string_view name)
{
    const std::string call = std::string(name) + "(";
    for (std::size_t at = text.find(call); at != std::string_view::npos; at = text.find(call, at + 1)) {
        const bool isPart = at > 0 && (std::isalnum(static_cast<unsigned char>(text[at - 1])) || text[at - 1] == '_');
        const bool isPrompt = text.substr(0, at).ends_with(">>> ") || text.substr(0, at).ends_with("def ");
        const auto end = behindBrackets(text, at + name.size());
        if (isPart || isPrompt || !end)
            continue;
        std::string_view rest = text.substr(*end);
        if (!takeResultWord(rest))
            continue;
        const std::string_view value = literalAt(rest);
        if (!value.empty())
            addClaim(claimed, std::string(text.substr(at, *end - at)) + "\n",
                     value == "None" ? "" : std::string(value) + "\n");
    }
}

/// From the first quotes that a docstring may begin with to where they end.
std::string_view firstDocstring(std::string_view code, std::string_view name)
{
    std::size_t at = code.find("def " + std::string(name) + "(");
    if (at == std::string_view::npos)
        return {};
    at = std::min(code.find("\"\"\"", at), code.find("'''", at));
    if (at == std::string_view::npos)
        return {};
    const std::string_view quotes = code.substr(at, 3);
    const std::size_t end = code.find(quotes, at + 3);
    return end == std::string_view::npos ? std::string_view() : code.substr(at + 3, end - at - 3);
}

/// A comment that is an output: it says so, or looks like a value.
std::optional<std::string> outputOf(std::string_view comment)
{
    comment = trimmed(comment);
    for (const std::string_view word : {"Output:", "output:", "Prints:", "prints:", "Prints", "prints", "->", "=>"}) {
        if (comment.starts_with(word))
            return std::string(trimmed(comment.substr(word.size())));
    }
    const std::string_view value = literalAt(comment);
    return !value.empty() && value.size() == comment.size() ? std::optional(std::string(comment)) : std::nullopt;
}

/// What a print's line says that it prints: behind it, or in the comments below it.
std::optional<std::string> claimOf(const std::vector<std::string_view> &lines, std::size_t at, std::size_t printEnd)
{
    const std::string_view behind = trimmed(lines[at].substr(printEnd));
    if (behind.starts_with('#'))
        return outputOf(behind.substr(1));
    if (!behind.empty() || at + 1 >= lines.size() || !lines[at + 1].starts_with("#"))
        return std::nullopt;
    return outputOf(lines[at + 1].substr(1));
}

void addBlock(ClaimedProgram &claimed, std::string_view code)
{
    const std::vector<std::string_view> lines = linesOf(code);
    std::string before;
    const auto flush = [&] {
        if (!trimmed(before).empty())
            claimed.program.examples.push_back({before, "", true});
        before.clear();
    };
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (lines[at].starts_with("print(")) {
            const auto end = behindBrackets(lines[at], 5);
            const auto shows = end ? claimOf(lines, at, *end) : std::nullopt;
            if (shows) {
                flush();
                addClaim(claimed, std::string(lines[at].substr(0, *end)) + "\n", *shows + "\n");
                continue;
            }
        }
        before += std::string(lines[at]) + "\n";
    }
    flush();
}

} // namespace

ClaimedProgram claimedProgram(TemplateKind kind, std::string_view text, std::string_view functionName)
{
    ClaimedProgram claimed;
    if (kind == TemplateKind::Exercise || kind == TemplateKind::Rewrite) {
        claimed.program.code = text;
        claimed.program.entryPoint = functionName;
        addPrompts(claimed, text);
        if (!functionName.empty())
            addSentences(claimed, firstDocstring(text, functionName), functionName);
        return claimed;
    }
    for (const CodeBlock &block : codeBlocks(text)) {
        if (block.language.empty() || block.language == "python" || block.language == "py"
            || block.language == "python3")
            addBlock(claimed, block.code.of(text));
    }
    return claimed;
}

} // namespace primer
