#include "core/importers/rules/git_ignore.h"

#include <algorithm>

namespace primer {

namespace {

/// Spaces at the end are none of the pattern's, unless a backslash stands before them.
std::string_view withoutTrailingSpaces(std::string_view line)
{
    std::size_t end = 0;
    for (std::size_t place = 0; place < line.size(); ++place) {
        if (line[place] == '\\')
            end = std::min(++place + 1, line.size());
        else if (line[place] != ' ')
            end = place + 1;
    }
    return line.substr(0, end);
}

} // namespace

GitIgnore::GitIgnore(std::string_view text)
{
    constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    while (!text.empty()) {
        const std::size_t newline = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, newline);
        text.remove_prefix(std::min(newline + 1, text.size()));
        if (line.starts_with('#'))
            continue;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        add(withoutTrailingSpaces(line.substr(0, line.find('\0'))));
    }
}

void GitIgnore::add(std::string_view line)
{
    const bool isNegated = line.starts_with('!');
    if (isNegated)
        line.remove_prefix(1);
    const bool forFolders = line.ends_with('/');
    if (forFolders)
        line.remove_suffix(1);
    const bool isAnchored = line.find('/') != std::string_view::npos;
    if (line.starts_with('/'))
        line.remove_prefix(1);
    if (!line.empty())
        m_rules.push_back({GitGlob(line), isNegated, forFolders, isAnchored});
}

GitIgnore::Verdict GitIgnore::verdict(std::string_view relativePath, bool isFolder, const Feedback *feedback) const
{
    const std::size_t slash = relativePath.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? relativePath : relativePath.substr(slash + 1);
    // The last rule that matches decides.
    for (auto rule = m_rules.rbegin(); rule != m_rules.rend(); ++rule) {
        if (feedback && feedback->isCancelled())
            return Verdict::None;
        if (rule->foldersOnly && !isFolder)
            continue;
        if (rule->glob.matches(rule->anchored ? relativePath : name))
            return rule->negated ? Verdict::Included : Verdict::Ignored;
    }
    return Verdict::None;
}

} // namespace primer
