#include "core/importers/rules/git_ignore.h"

#include <algorithm>

namespace primer {

namespace {

/// Matches one character class at pattern[0] == '['; gives the length of the class, 0 when it is not closed.
std::size_t matchClass(std::string_view pattern, char character, bool &matches)
{
    std::size_t i = 1;
    bool negated = false;
    if (i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^')) {
        negated = true;
        ++i;
    }
    bool found = false;
    const std::size_t first = i;
    for (; i < pattern.size() && (pattern[i] != ']' || i == first); ++i) {
        if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
            found = found || (character >= pattern[i] && character <= pattern[i + 2]);
            i += 2;
        } else {
            found = found || character == pattern[i];
        }
    }
    if (i >= pattern.size())
        return 0;
    matches = found != negated;
    return i + 1;
}

bool matchFrom(std::string_view pattern, std::string_view path, int depth)
{
    if (depth > 64)
        return false; // a hostile pattern of many stars; nobody writes one
    while (!pattern.empty()) {
        if (pattern.starts_with("**/")) {
            for (std::string_view rest = path;;) {
                if (matchFrom(pattern.substr(3), rest, depth + 1))
                    return true;
                const std::size_t slash = rest.find('/');
                if (slash == std::string_view::npos)
                    return false;
                rest.remove_prefix(slash + 1);
            }
        }
        if (pattern == "**")
            return !path.empty();
        if (pattern.front() == '*') {
            while (!pattern.empty() && pattern.front() == '*')
                pattern.remove_prefix(1);
            for (std::size_t taken = 0;; ++taken) {
                if (matchFrom(pattern, path.substr(taken), depth + 1))
                    return true;
                if (taken >= path.size() || path[taken] == '/')
                    return false;
            }
        }
        if (path.empty())
            return false;
        if (pattern.front() == '?') {
            if (path.front() == '/')
                return false;
        } else if (pattern.front() == '[') {
            bool matches = false;
            const std::size_t length = matchClass(pattern, path.front(), matches);
            if (length) {
                if (!matches || path.front() == '/')
                    return false;
                pattern.remove_prefix(length);
                path.remove_prefix(1);
                continue;
            }
            if (path.front() != '[')
                return false;
        } else {
            if (pattern.front() == '\\' && pattern.size() > 1)
                pattern.remove_prefix(1);
            if (pattern.front() != path.front())
                return false;
        }
        pattern.remove_prefix(1);
        path.remove_prefix(1);
    }
    return path.empty();
}

} // namespace

bool matchesGitGlob(std::string_view pattern, std::string_view path) { return matchFrom(pattern, path, 0); }

GitIgnore::GitIgnore(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t newline = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, newline);
        text.remove_prefix(std::min(newline + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        while (line.ends_with(' ') && !line.ends_with("\\ "))
            line.remove_suffix(1);
        if (line.empty() || line.front() == '#')
            continue;
        Rule rule;
        if (line.front() == '!') {
            rule.negated = true;
            line.remove_prefix(1);
        }
        if (line.ends_with('/')) {
            rule.foldersOnly = true;
            line.remove_suffix(1);
        }
        rule.anchored = line.find('/') != std::string_view::npos;
        if (line.starts_with('/'))
            line.remove_prefix(1);
        if (line.empty())
            continue;
        rule.pattern = line;
        m_rules.push_back(std::move(rule));
    }
}

GitIgnore::Verdict GitIgnore::verdict(std::string_view relativePath, bool isFolder) const
{
    const std::size_t slash = relativePath.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? relativePath : relativePath.substr(slash + 1);
    // The last rule that matches decides.
    for (auto rule = m_rules.rbegin(); rule != m_rules.rend(); ++rule) {
        if (rule->foldersOnly && !isFolder)
            continue;
        if (matchesGitGlob(rule->pattern, rule->anchored ? relativePath : name))
            return rule->negated ? Verdict::Included : Verdict::Ignored;
    }
    return Verdict::None;
}

} // namespace primer
