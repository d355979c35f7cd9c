#include "core/text/tokenizer.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace primer {

namespace {

std::uint64_t pairKey(TokenId left, TokenId right) { return (std::uint64_t(left) << 32) | right; }

std::size_t slotOf(std::uint64_t pair, std::size_t slots)
{
    return std::size_t((pair * 0x9e3779b97f4a7c15) >> 32) & (slots - 1);
}

} // namespace

Result<std::shared_ptr<const Tokenizer>> Tokenizer::create(std::vector<std::string> tokens,
                                                           const std::vector<std::pair<TokenId, TokenId>> &merges,
                                                           std::vector<AddedToken> added)
{
    std::shared_ptr<Tokenizer> tokenizer(new Tokenizer);
    std::unordered_map<std::string_view, TokenId> ids;
    for (TokenId id = 0; id < tokens.size(); ++id)
        ids.emplace(tokens[id], id);
    for (int byte = 0; byte < 256; ++byte) {
        const char one = char(byte);
        const auto found = ids.find(std::string_view(&one, 1));
        if (found == ids.end())
            return Error{ErrorCode::Unsupported, "not byte-level: no token for byte " + std::to_string(byte), ""};
        tokenizer->m_byteTokens[byte] = found->second;
    }
    tokenizer->m_slots.resize(std::bit_ceil(merges.size() * 2 + 16));
    std::string joined;
    for (TokenId rank = 0; rank < merges.size(); ++rank) {
        const auto [left, right] = merges[rank];
        if (left >= tokens.size() || right >= tokens.size())
            return Error{ErrorCode::Corrupt, "merge " + std::to_string(rank) + " names a token that does not exist",
                         ""};
        joined = tokens[left] + tokens[right];
        const auto merged = ids.find(joined);
        if (merged == ids.end())
            return Error{ErrorCode::Corrupt,
                         "merge " + std::to_string(rank) + " makes a token that is not in the vocabulary", ""};
        tokenizer->addMerge(left, right, {rank, merged->second});
    }
    tokenizer->m_merges = merges;
    ids.clear();
    tokenizer->m_tokens = std::move(tokens);
    for (const AddedToken &token : added) {
        if (token.text.empty() || token.id > (1u << 24))
            return Error{ErrorCode::Corrupt, "an added token without text or with an id beyond all sense", ""};
        if (token.id >= tokenizer->m_tokens.size())
            tokenizer->m_tokens.resize(token.id + 1);
        tokenizer->m_tokens[token.id] = token.text;
        if (token.text == endOfTextName)
            tokenizer->m_endOfText = token.id;
    }
    tokenizer->m_added = std::move(added);
    tokenizer->computeDigest();
    return std::shared_ptr<const Tokenizer>(std::move(tokenizer));
}

void Tokenizer::addMerge(TokenId left, TokenId right, Merge merge)
{
    const std::uint64_t pair = pairKey(left, right);
    std::size_t slot = slotOf(pair, m_slots.size());
    while (m_slots[slot].pair != ~std::uint64_t(0)) {
        if (m_slots[slot].pair == pair)
            return; // the first of two equal merges has the lower rank
        slot = (slot + 1) & (m_slots.size() - 1);
    }
    m_slots[slot] = {pair, merge};
}

std::optional<Merge> Tokenizer::mergeOf(TokenId left, TokenId right) const
{
    const std::uint64_t pair = pairKey(left, right);
    for (std::size_t slot = slotOf(pair, m_slots.size());; slot = (slot + 1) & (m_slots.size() - 1)) {
        if (m_slots[slot].pair == pair)
            return m_slots[slot].merge;
        if (m_slots[slot].pair == ~std::uint64_t(0))
            return std::nullopt;
    }
}

bool Tokenizer::isSpecial(TokenId id) const
{
    return std::any_of(m_added.begin(), m_added.end(),
                       [id](const AddedToken &token) { return token.id == id && token.isSpecial; });
}

Result<std::string> Tokenizer::decode(std::span<const TokenId> ids, bool withSpecial) const
{
    std::string bytes;
    for (std::size_t place = 0; place < ids.size(); ++place) {
        const TokenId id = ids[place];
        if (id >= m_tokens.size() || m_tokens[id].empty())
            return Error{ErrorCode::InvalidInput, "id " + std::to_string(id) + " is no token",
                         "token " + std::to_string(place)};
        if (withSpecial || m_added.empty() || !isSpecial(id))
            bytes += m_tokens[id];
    }
    return bytes;
}

void Tokenizer::computeDigest()
{
    Sha256 hash;
    const auto number = [&hash](std::uint64_t value) {
        hash.update({reinterpret_cast<const char *>(&value), sizeof value});
    };
    number(m_tokens.size());
    for (const std::string &token : m_tokens) {
        number(token.size());
        hash.update(token);
    }
    number(m_merges.size());
    for (const auto &[left, right] : m_merges)
        number(pairKey(left, right));
    for (const AddedToken &token : m_added)
        number((std::uint64_t(token.id) << 1) | std::uint64_t(token.isSpecial));
    m_digest = hash.finish();
}

Result<std::shared_ptr<const Tokenizer>> Tokenizer::codegen(const std::string &vocabulary, const std::string &merges)
{
    constexpr TokenId endOfText = 50256;
    constexpr int longestSpaces = 31, longestTabs = 9, shortest = 2;
    std::vector<AddedToken> added{{endOfTextName, endOfText, true}};
    for (int count = longestSpaces; count >= shortest; --count)
        added.push_back({std::string(std::size_t(count), ' '), TokenId(50288 - count), false});
    for (int count = longestTabs; count >= shortest; --count)
        added.push_back({std::string(std::size_t(count), '\t'), TokenId(50296 - count), false});
    return fromVocabularyAndMerges(vocabulary, merges, std::move(added));
}

} // namespace primer
