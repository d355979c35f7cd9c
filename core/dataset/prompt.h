// Owns: a versioned prompt for a teacher, as a value. Not here: the ones that come with Primer (core/labelling),
// storing.
#pragma once

#include <cstdint>
#include <string>

namespace primer {

struct Prompt {
    std::int64_t id = 0; ///< 0: not stored yet
    std::string name;
    int version = 1;
    std::string system;
    std::string text;    ///< {code} stands for the sample
    std::string pattern; ///< regular expression (PCRE2) whose first group is the value
    double lowest = 0, highest = 5;
    std::int64_t maxBytes = 12'000; ///< of a sample that are shown; the rest is cut off at a line's end, and said so

    bool sameTextAs(const Prompt &other) const
    {
        return name == other.name && system == other.system && text == other.text && pattern == other.pattern
               && lowest == other.lowest && highest == other.highest && maxBytes == other.maxBytes;
    }
};

} // namespace primer
