// Owns: one pattern of a .gitignore file as git reads it: "*" and "?" stop at "/", "**" between slashes does not, [..]
// with ranges, negation and [:classes:]; a bracket that is not closed, or an unknown class, matches nothing.
// Not here: which rules apply to a path (git_ignore.h).
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace primer {

/// Time is at most the product of the two lengths, whatever the pattern.
class GitGlob
{
public:
    explicit GitGlob(std::string_view pattern);
    bool matches(std::string_view path) const;

private:
    enum class Kind : std::uint8_t { Character, AnyOne, Set, Star, Everything, FoldersBegin, FoldersInside };
    struct Token {
        Kind kind = Kind::Character;
        unsigned char character = 0;
        std::uint32_t set = 0; ///< place in m_sets
    };
    using CharacterSet = std::bitset<256>;

    void readStars(std::string_view rest, bool afterSlash, std::size_t &place);
    bool readSet(std::string_view rest, std::size_t &place);
    void add(Kind kind, unsigned char character = 0);
    bool accepts(const Token &token, unsigned char character) const;
    void enter(std::vector<std::uint8_t> &states, std::size_t state) const;
    bool matchesRest(std::string_view path) const;

    std::string m_prefix; ///< as it stands, before the first special character
    std::string m_suffix; ///< as it stands, behind the last one
    std::vector<Token> m_tokens;
    std::vector<CharacterSet> m_sets;
    std::size_t m_minLength = 0; ///< of what the tokens match
    bool m_matchesNothing = false;
};

} // namespace primer
