// Owns: the rules of .gitignore files (gitignore(5)) while a tree is walked. Not here: git's index or its global
// excludes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace primer {

class GitIgnore
{
public:
    /// Rules of one .gitignore; paths given to `verdict` are relative to its folder.
    explicit GitIgnore(std::string_view text);
    enum class Verdict { None, Ignored, Included };
    Verdict verdict(std::string_view relativePath, bool isFolder) const;

private:
    struct Rule {
        std::string pattern;
        bool negated = false;
        bool foldersOnly = false;
        bool anchored = false; ///< holds a slash: matches from the folder of the file, else at any depth
    };
    std::vector<Rule> m_rules;
};

/// gitignore's glob: "*" and "?" stop at "/", "**" does not, [..] classes.
bool matchesGitGlob(std::string_view pattern, std::string_view path);

} // namespace primer
