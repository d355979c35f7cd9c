// Owns: deciding whether a content matches a literal or a regular expression, within a match limit.
// Not here: which contents to look at (search.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace primer {

struct SearchPattern {
    std::string text;
    bool isRegex = false;
    bool ignoreCase = false;
};

enum class Match {
    Yes,
    No,
    Undecided, ///< the expression gave up at its match limit: never to be read as No
};

/// One per thread.
class ContentMatcher
{
public:
    /// InvalidPattern with the offset and PCRE2's words when the expression does not compile.
    static Result<std::unique_ptr<ContentMatcher>> create(const SearchPattern &pattern);
    ~ContentMatcher();
    Match match(std::string_view content);

private:
    ContentMatcher();
    struct State;
    std::unique_ptr<State> m_state;
};

/// A run of at least three bytes that every match of the pattern holds, or "" when none can be told cheaply.
std::string requiredLiteral(const SearchPattern &pattern);

} // namespace primer
