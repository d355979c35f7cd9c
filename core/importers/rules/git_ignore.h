// Owns: the rules of .gitignore files (gitignore(5)) while a tree is walked. Not here: patterns (git_glob.h), git's
// index or its global excludes.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/feedback.h"
#include "core/importers/rules/git_glob.h"

namespace primer {

class GitIgnore
{
public:
    /// Rules of one .gitignore; paths given to `verdict` are relative to its folder.
    explicit GitIgnore(std::string_view text);
    enum class Verdict { None, Ignored, Included };
    /// None as soon as `feedback` is cancelled.
    Verdict verdict(std::string_view relativePath, bool isFolder, const Feedback *feedback = nullptr) const;

private:
    struct Rule {
        GitGlob glob;
        bool negated = false;
        bool foldersOnly = false;
        bool anchored = false; ///< holds a slash: matches from the folder of the file, else at any depth
    };
    void add(std::string_view line);
    std::vector<Rule> m_rules;
};

} // namespace primer
