#include "core/importers/rules/git_glob.h"

#include <algorithm>
#include <array>
#include <utility>

namespace primer {

namespace {

constexpr bool isBetween(unsigned char character, char first, char last)
{
    return character >= static_cast<unsigned char>(first) && character <= static_cast<unsigned char>(last);
}
constexpr bool isLower(unsigned char character) { return isBetween(character, 'a', 'z'); }
constexpr bool isUpper(unsigned char character) { return isBetween(character, 'A', 'Z'); }
constexpr bool isDigit(unsigned char character) { return isBetween(character, '0', '9'); }
constexpr bool isBlank(unsigned char character) { return character == ' ' || character == '\t'; }
constexpr bool isSpace(unsigned char character)
{
    return isBlank(character) || character == '\n' || character == '\r'; // git's, whatever the locale
}
constexpr bool isPrint(unsigned char character) { return isBetween(character, ' ', '~'); }
constexpr bool isAlnum(unsigned char character)
{
    return isLower(character) || isUpper(character) || isDigit(character);
}

constexpr std::array<std::pair<std::string_view, bool (*)(unsigned char)>, 12> classes{{
    {"alnum", isAlnum},
    {"alpha", [](unsigned char character) { return isLower(character) || isUpper(character); }},
    {"blank", isBlank},
    {"cntrl", [](unsigned char character) { return character < ' ' || character == 127; }},
    {"digit", isDigit},
    {"graph", [](unsigned char character) { return isPrint(character) && !isSpace(character); }},
    {"lower", isLower},
    {"print", isPrint},
    {"punct", [](unsigned char character) { return isPrint(character) && !isSpace(character) && !isAlnum(character); }},
    {"space", isSpace},
    {"upper", isUpper},
    {"xdigit",
     [](unsigned char character) {
         return isDigit(character) || isBetween(character, 'a', 'f') || isBetween(character, 'A', 'F');
     }},
}};

} // namespace

GitGlob::GitGlob(std::string_view pattern)
{
    const std::size_t special = std::min(pattern.find_first_of("*?[\\"), pattern.size());
    m_prefix = pattern.substr(0, special);
    const std::string_view rest = pattern.substr(special);
    bool afterSlash = true; // git takes what follows the plain beginning for the beginning of a pattern
    for (std::size_t place = 0; place < rest.size() && !m_matchesNothing;) {
        const char character = rest[place];
        if (character == '*') {
            readStars(rest, afterSlash, place);
            afterSlash = rest[place - 1] == '/';
            continue;
        }
        afterSlash = character == '/';
        if (character == '?') {
            add(Kind::AnyOne);
        } else if (character == '[') {
            m_matchesNothing = !readSet(rest, place);
        } else if (character == '\\') {
            m_matchesNothing = ++place == rest.size();
            if (!m_matchesNothing) {
                add(Kind::Character, static_cast<unsigned char>(rest[place]));
                afterSlash = rest[place] == '/';
            }
        } else {
            add(Kind::Character, static_cast<unsigned char>(character));
        }
        ++place;
    }
    for (auto token = m_tokens.rbegin(); token != m_tokens.rend() && token->kind == Kind::Character; ++token)
        m_suffix.insert(m_suffix.begin(), char(token->character));
}

void GitGlob::add(Kind kind, unsigned char character)
{
    m_tokens.push_back({kind, character, std::uint32_t(m_sets.size())});
    m_minLength += kind == Kind::Character || kind == Kind::AnyOne || kind == Kind::Set;
}

/// `place` is behind what was read: the stars, and the slash of "**" + "/".
void GitGlob::readStars(std::string_view rest, bool afterSlash, std::size_t &place)
{
    const std::size_t begin = place;
    place = std::min(rest.find_first_not_of('*', place), rest.size());
    const std::string_view behind = rest.substr(place);
    const bool isBounded = place - begin > 1 && afterSlash
                           && (behind.empty() || behind.front() == '/' || behind.starts_with("\\/"));
    if (!isBounded) {
        add(Kind::Star);
    } else if (!behind.starts_with('/')) {
        add(Kind::Everything);
    } else {
        ++place;
        if (m_tokens.empty() || m_tokens.back().kind != Kind::FoldersInside) {
            add(Kind::FoldersBegin);
            add(Kind::FoldersInside);
        }
    }
}

/// `place` is at "[" and then at its "]"; false when it is not closed or names a class that is none.
bool GitGlob::readSet(std::string_view rest, std::size_t &place)
{
    std::size_t at = place + 1;
    const bool isNegated = at < rest.size() && (rest[at] == '!' || rest[at] == '^');
    at += isNegated;
    CharacterSet set;
    unsigned char previous = 0; // of a range; none behind a range or a class
    for (bool isFirst = true; isFirst || at >= rest.size() || rest[at] != ']'; isFirst = false, ++at) {
        if (at >= rest.size())
            return false;
        auto character = static_cast<unsigned char>(rest[at]);
        const bool isRange = character == '-' && previous != 0 && at + 1 < rest.size() && rest[at + 1] != ']';
        const bool isClass = character == '[' && at + 1 < rest.size() && rest[at + 1] == ':';
        if (character == '\\' || isRange) {
            at += isRange && rest[at + 1] == '\\' ? 2 : 1;
            if (at >= rest.size())
                return false;
            character = static_cast<unsigned char>(rest[at]);
            for (unsigned member = isRange ? previous : character; member <= character; ++member)
                set.set(member);
            previous = isRange ? 0 : character;
        } else if (isClass) {
            const std::size_t name = at + 2, close = rest.find(']', name);
            if (close == std::string_view::npos)
                return false;
            if (close == name || rest[close - 1] != ':') { // a set that has these two characters
                set.set('[');
                previous = '[';
                continue;
            }
            const std::string_view wanted = rest.substr(name, close - 1 - name);
            const auto *known = std::find_if(classes.begin(), classes.end(),
                                             [&](const auto &entry) { return entry.first == wanted; });
            if (known == classes.end())
                return false;
            for (unsigned member = 0; member < set.size(); ++member) {
                if (known->second(static_cast<unsigned char>(member)))
                    set.set(member);
            }
            at = close;
            previous = 0;
        } else {
            set.set(character);
            previous = character;
        }
    }
    if (isNegated)
        set.flip();
    set.reset('/');
    add(Kind::Set);
    m_sets.push_back(set);
    place = at;
    return true;
}

bool GitGlob::accepts(const Token &token, unsigned char character) const
{
    switch (token.kind) {
    case Kind::Character: return character == token.character;
    case Kind::AnyOne: return character != '/';
    case Kind::Set: return m_sets[token.set].test(character);
    case Kind::FoldersInside: return character == '/';
    case Kind::Star:
    case Kind::Everything:
    case Kind::FoldersBegin: return false;
    }
    return false;
}

/// With all that is reached from there without a character.
void GitGlob::enter(std::vector<std::uint8_t> &states, std::size_t state) const
{
    while (!states[state]) {
        states[state] = 1;
        if (state == m_tokens.size())
            return;
        const Kind kind = m_tokens[state].kind;
        if (kind == Kind::FoldersBegin)
            states[++state] = 1;
        else if (kind != Kind::Star && kind != Kind::Everything)
            return;
        ++state;
    }
}

bool GitGlob::matchesRest(std::string_view path) const
{
    if (m_tokens.empty() || path.size() < m_minLength)
        return m_tokens.empty() && path.empty();
    std::vector<std::uint8_t> now(m_tokens.size() + 1), next(m_tokens.size() + 1);
    enter(now, 0);
    for (const char byte : path) {
        const auto character = static_cast<unsigned char>(byte);
        std::fill(next.begin(), next.end(), std::uint8_t(0));
        bool goesOn = false;
        for (std::size_t state = 0; state < m_tokens.size(); ++state) {
            if (!now[state])
                continue;
            const Token &token = m_tokens[state];
            const bool stays = token.kind == Kind::Everything || token.kind == Kind::FoldersInside
                               || (token.kind == Kind::Star && character != '/');
            const bool goes = accepts(token, character);
            if (stays)
                enter(next, state);
            if (goes)
                enter(next, state + 1);
            goesOn = goesOn || stays || goes;
        }
        if (!goesOn)
            return false;
        std::swap(now, next);
    }
    return now.back() != 0;
}

bool GitGlob::matches(std::string_view path) const
{
    return !m_matchesNothing && path.starts_with(m_prefix) && path.ends_with(m_suffix)
           && matchesRest(path.substr(m_prefix.size()));
}

} // namespace primer
