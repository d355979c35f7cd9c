#include "core/text/token_encoder.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <queue>

#include "core/text/pretokenizer.h"

namespace primer {

namespace {

constexpr TokenId noRank = std::numeric_limits<TokenId>::max();
constexpr std::size_t longPretoken = 96; ///< from here on a heap is faster than looking for the lowest rank

std::uint64_t hashOf(const char *key)
{
    std::uint64_t words[4];
    std::memcpy(words, key, sizeof words);
    std::uint64_t hash = words[0] * 0x9e3779b97f4a7c15 ^ words[1] * 0xc2b2ae3d27d4eb4f;
    hash ^= words[2] * 0x165667b19e3779f9 ^ words[3] * 0x27d4eb2f165667c5;
    return hash ^ (hash >> 29);
}

} // namespace

TokenEncoder::TokenEncoder(std::shared_ptr<const Tokenizer> tokenizer, SpecialTokens special)
    : m_tokenizer(std::move(tokenizer)), m_cache(cacheEntries)
{
    m_secondByte.fill(-1);
    for (const AddedToken &token : m_tokenizer->added()) {
        if (token.isSpecial && special == SpecialTokens::AsText)
            continue;
        const auto first = static_cast<unsigned char>(token.text[0]);
        m_addedByByte[first].push_back(token);
        m_beginsAdded[first] = true;
    }
    for (int byte = 0; byte < 256; ++byte) {
        auto &tokens = m_addedByByte[byte];
        std::stable_sort(tokens.begin(), tokens.end(),
                         [](const auto &a, const auto &b) { return a.text.size() > b.text.size(); });
        const auto second = [](const AddedToken &token) {
            return token.text.size() > 1 ? int(static_cast<unsigned char>(token.text[1])) : -1;
        };
        if (!tokens.empty() && std::all_of(tokens.begin(), tokens.end(), [&](const auto &token) {
                return second(token) == second(tokens[0]);
            }))
            m_secondByte[byte] = second(tokens[0]);
    }
}

TokenEncoder::Found TokenEncoder::addedAt(std::string_view text, std::size_t at) const
{
    for (const AddedToken &token : m_addedByByte[static_cast<unsigned char>(text[at])]) {
        if (text.substr(at).starts_with(token.text))
            return {at, token.text.size(), token.id};
    }
    return {at, 0, 0};
}

TokenEncoder::Found TokenEncoder::nextAdded(std::string_view text, std::size_t from) const
{
    for (std::size_t at = from; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (!m_beginsAdded[byte])
            continue;
        const int second = m_secondByte[byte];
        if (second >= 0 && (at + 1 == text.size() || static_cast<unsigned char>(text[at + 1]) != second))
            continue;
        if (const Found found = addedAt(text, at); found.size)
            return found;
    }
    return {text.size(), 0, 0};
}

void TokenEncoder::encode(std::string_view text, std::vector<TokenId> &ids)
{
    // Added tokens are cut out of the raw text first, leftmost and longest; each piece between is split alone.
    for (std::size_t at = 0; at < text.size();) {
        const Found found = nextAdded(text, at);
        encodePlain(text.substr(at, found.begin - at), ids);
        if (found.size)
            ids.push_back(found.id);
        at = found.begin + found.size;
    }
}

void TokenEncoder::encodePlain(std::string_view text, std::vector<TokenId> &ids)
{
    while (!text.empty()) {
        const std::size_t size = pretokenLength(text);
        encodePretoken(text.substr(0, size), ids);
        text.remove_prefix(size);
    }
}

void TokenEncoder::encodePretoken(std::string_view pretoken, std::vector<TokenId> &ids)
{
    if (pretoken.size() == 1) {
        ids.push_back(m_tokenizer->byteToken(static_cast<unsigned char>(pretoken[0])));
        return;
    }
    if (pretoken.size() > cachedBytes) {
        merge(pretoken, ids);
        return;
    }
    char key[cachedBytes + 1] = {};
    std::memcpy(key, pretoken.data(), pretoken.size());
    key[cachedBytes] = char(pretoken.size());
    Entry &entry = m_cache[hashOf(key) & (cacheEntries - 1)];
    if (std::memcmp(entry.key.data(), key, sizeof key) == 0) {
        ids.insert(ids.end(), entry.ids.begin(), entry.ids.begin() + entry.count);
        return;
    }
    const std::size_t begin = ids.size();
    merge(pretoken, ids);
    const std::size_t count = ids.size() - begin;
    if (count > cachedIds)
        return;
    std::memcpy(entry.key.data(), key, sizeof key);
    entry.count = std::uint32_t(count);
    std::copy(ids.begin() + std::ptrdiff_t(begin), ids.end(), entry.ids.begin());
}

void TokenEncoder::merge(std::string_view pretoken, std::vector<TokenId> &ids)
{
    const std::size_t begin = ids.size();
    for (const char byte : pretoken)
        ids.push_back(m_tokenizer->byteToken(static_cast<unsigned char>(byte)));
    if (pretoken.size() < longPretoken)
        mergeShort(ids, begin);
    else
        mergeLong(ids, begin);
}

/// The pair of the lowest rank first, the leftmost of equals; quadratic, which is the fastest for words.
void TokenEncoder::mergeShort(std::vector<TokenId> &ids, std::size_t begin)
{
    TokenId *const symbols = ids.data() + begin;
    std::size_t count = ids.size() - begin;
    const auto rankAt = [&](std::size_t place) {
        const auto found = m_tokenizer->mergeOf(symbols[place], symbols[place + 1]);
        return found ? found->rank : noRank;
    };
    m_ranks.resize(count);
    for (std::size_t place = 0; place + 1 < count; ++place)
        m_ranks[place] = rankAt(place);
    while (count > 1) {
        const auto lowest = std::min_element(m_ranks.begin(), m_ranks.begin() + std::ptrdiff_t(count - 1));
        if (*lowest == noRank)
            break;
        const auto place = std::size_t(lowest - m_ranks.begin());
        symbols[place] = m_tokenizer->mergeOf(symbols[place], symbols[place + 1])->merged;
        std::copy(symbols + place + 2, symbols + count, symbols + place + 1);
        std::copy(m_ranks.begin() + std::ptrdiff_t(place) + 1, m_ranks.begin() + std::ptrdiff_t(count) - 1, lowest);
        --count;
        if (place + 1 < count)
            m_ranks[place] = rankAt(place);
        if (place > 0)
            m_ranks[place - 1] = rankAt(place - 1);
    }
    ids.resize(begin + count);
}

/// The same merges for runs without a space (data in literals): a heap over a linked list.
void TokenEncoder::mergeLong(std::vector<TokenId> &ids, std::size_t begin)
{
    struct Candidate {
        TokenId rank;
        std::uint32_t place;
        TokenId left;
        TokenId right;
        bool operator<(const Candidate &other) const
        {
            return rank != other.rank ? rank > other.rank : place > other.place;
        }
    };
    constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    const auto count = std::uint32_t(ids.size() - begin);
    TokenId *const symbols = ids.data() + begin;
    std::vector<std::uint32_t> next(count), previous(count);
    std::vector<bool> isGone(count);
    std::priority_queue<Candidate> queue;
    const auto consider = [&](std::uint32_t left, std::uint32_t right) {
        if (left == none || right == none)
            return;
        if (const auto found = m_tokenizer->mergeOf(symbols[left], symbols[right]))
            queue.push({found->rank, left, symbols[left], symbols[right]});
    };
    for (std::uint32_t place = 0; place < count; ++place) {
        next[place] = place + 1 < count ? place + 1 : none;
        previous[place] = place > 0 ? place - 1 : none;
    }
    for (std::uint32_t place = 0; place + 1 < count; ++place)
        consider(place, place + 1);
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        const std::uint32_t right = isGone[best.place] ? none : next[best.place];
        if (right == none || symbols[best.place] != best.left || symbols[right] != best.right)
            continue; // one of the two was merged since
        symbols[best.place] = m_tokenizer->mergeOf(best.left, best.right)->merged;
        isGone[right] = true;
        next[best.place] = next[right];
        if (next[right] != none)
            previous[next[right]] = best.place;
        consider(previous[best.place], best.place);
        consider(best.place, next[best.place]);
    }
    std::uint32_t kept = 0;
    for (std::uint32_t place = 0; place != none; place = next[place])
        symbols[kept++] = symbols[place];
    ids.resize(begin + kept);
}

} // namespace primer
