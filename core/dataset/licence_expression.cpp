#include "core/dataset/licence_expression.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "core/base/ascii.h"

namespace primer {

namespace {

enum class Binding { AndFirst, OrFirst };

bool isSpace(char character) { return std::isspace(static_cast<unsigned char>(character)) != 0; }

std::vector<std::string> tokensOf(std::string_view text)
{
    std::vector<std::string> tokens;
    std::string word;
    const auto endWord = [&] {
        if (!word.empty())
            tokens.push_back(std::exchange(word, {}));
    };
    for (const char character : text) {
        if (isSpace(character) || character == '(' || character == ')')
            endWord();
        else
            word.push_back(character);
        if (character == '(' || character == ')')
            tokens.emplace_back(1, character);
    }
    endWord();
    return tokens;
}

/// In capitals or not at all (SPDX 2.3); "And" is a word.
bool isOperator(const std::string &token, std::string_view capitals)
{
    return token == capitals || token == lowered(capitals);
}

bool isAnyOperator(const std::string &token)
{
    return isOperator(token, "AND") || isOperator(token, "OR") || isOperator(token, "WITH");
}

bool hasFormOfId(std::string_view word)
{
    return !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char character) {
        return std::isalnum(character) || character == '-' || character == '.' || character == ':' || character == '+';
    });
}

/// Exceptions of SPDX only ever allow more. What else follows a WITH (the Commons Clause) may take away.
bool isSpdxException(const std::string &word)
{
    return hasFormOfId(word)
           && (word.find("-exception") != std::string::npos || word == "linux-syscall-note" || word == "llgpl");
}

class Reader
{
public:
    Reader(std::vector<std::string> tokens, const std::function<bool(std::string_view)> &isMet, Binding binding)
        : m_tokens(std::move(tokens)), m_isMet(isMet), m_outer(binding == Binding::AndFirst ? "OR" : "AND"),
          m_inner(binding == Binding::AndFirst ? "AND" : "OR")
    {}

    /// Nothing when it is no expression.
    std::optional<bool> read()
    {
        const auto met = chain(m_outer);
        return m_place == m_tokens.size() ? met : std::nullopt;
    }

private:
    bool isAt(std::string_view operation) const
    {
        return m_place < m_tokens.size() && isOperator(m_tokens[m_place], operation);
    }

    std::optional<bool> chain(std::string_view operation)
    {
        const auto part = [&] { return operation == m_outer ? chain(m_inner) : single(); };
        auto met = part();
        while (met && isAt(operation)) {
            ++m_place;
            const auto next = part();
            if (!next)
                return std::nullopt;
            met = operation == "AND" ? *met && *next : *met || *next;
        }
        return met;
    }

    std::optional<bool> single()
    {
        constexpr int maxDepth = 64;
        if (m_place >= m_tokens.size())
            return std::nullopt;
        if (m_tokens[m_place] != "(")
            return operand();
        if (++m_depth > maxDepth)
            return std::nullopt;
        ++m_place;
        const auto met = chain(m_outer);
        --m_depth;
        if (!met || m_place >= m_tokens.size() || m_tokens[m_place] != ")")
            return std::nullopt;
        ++m_place;
        return met;
    }

    std::optional<bool> operand()
    {
        std::string words;
        std::size_t count = 0;
        for (; m_place < m_tokens.size() && m_tokens[m_place] != "(" && m_tokens[m_place] != ")"
               && !isAnyOperator(m_tokens[m_place]);
             ++m_place, ++count)
            words += (count ? " " : "") + lowered(m_tokens[m_place]);
        const bool isMet = count > 0 && m_isMet(words);
        if (count == 0 || (!isMet && (count > 1 || !hasFormOfId(words))))
            return std::nullopt;
        if (!isAt("WITH"))
            return isMet;
        if (++m_place >= m_tokens.size() || !isSpdxException(lowered(m_tokens[m_place])))
            return std::nullopt;
        ++m_place;
        return isMet;
    }

    std::vector<std::string> m_tokens;
    const std::function<bool(std::string_view)> &m_isMet;
    std::string_view m_outer, m_inner;
    std::size_t m_place = 0;
    int m_depth = 0;
};

/// Trimmed, every run of blanks one space: a name is one line.
std::string singleSpaced(std::string_view text)
{
    std::string spaced;
    for (const char character : text) {
        if (!isSpace(character))
            spaced.push_back(character);
        else if (!spaced.empty() && spaced.back() != ' ')
            spaced.push_back(' ');
    }
    if (!spaced.empty() && spaced.back() == ' ')
        spaced.pop_back();
    return spaced;
}

} // namespace

bool meetsLicenceExpression(std::string_view expression, const std::function<bool(std::string_view)> &isMet)
{
    const auto tokens = tokensOf(expression);
    return Reader(tokens, isMet, Binding::AndFirst).read().value_or(false)
           && Reader(tokens, isMet, Binding::OrFirst).read().value_or(false);
}

bool isLicenceExpression(std::string_view text)
{
    const std::function<bool(std::string_view)> none = [](std::string_view) { return false; };
    return Reader(tokensOf(text), none, Binding::AndFirst).read().has_value();
}

std::string allLicences(std::vector<std::string> names)
{
    for (std::string &name : names) {
        name = singleSpaced(name);
        if (name.empty())
            return {};
        const auto tokens = tokensOf(name);
        const bool isCompound = std::any_of(tokens.begin(), tokens.end(), [](const std::string &token) {
            return token == "(" || token == ")" || isAnyOperator(token);
        });
        if (!isCompound || names.size() == 1)
            continue;
        if (!isLicenceExpression(name))
            return {};
        if (std::any_of(tokens.begin(), tokens.end(), [](const auto &token) { return isOperator(token, "OR"); }))
            name = "(" + name + ")";
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::string joined;
    for (const std::string &name : names)
        joined += (joined.empty() ? "" : " AND ") + name;
    return joined;
}

} // namespace primer
