// Owns: text to ids, with a cache of pretokens. One object a thread; the tokenizer is shared.
// Not here: the vocabulary, end-of-text between samples (dataset).
#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "core/text/tokenizer.h"

namespace primer {

enum class SpecialTokens {
    AsText,     ///< "<|endoftext|>" in a sample is text like any other
    AsControls, ///< as Hugging Face does by default
};

class TokenEncoder
{
public:
    explicit TokenEncoder(std::shared_ptr<const Tokenizer> tokenizer, SpecialTokens special = SpecialTokens::AsText);

    /// Appends the ids of `text` (any bytes) to `ids`.
    void encode(std::string_view text, std::vector<TokenId> &ids);
    const Tokenizer &tokenizer() const { return *m_tokenizer; }

private:
    static constexpr std::size_t cachedBytes = 31;
    static constexpr std::size_t cachedIds = 7;
    static constexpr std::size_t cacheEntries = std::size_t(1) << 16;

    /// One cache line: a pretoken, zero-filled, its length in the last byte, and its ids.
    struct alignas(64) Entry {
        std::array<char, cachedBytes + 1> key{};
        std::uint32_t count = 0;
        std::array<TokenId, cachedIds> ids{};
    };

    struct Found {
        std::size_t begin;
        std::size_t size; ///< 0: none is left
        TokenId id;
    };
    Found nextAdded(std::string_view text, std::size_t from) const;
    Found addedAt(std::string_view text, std::size_t at) const;
    void encodePlain(std::string_view text, std::vector<TokenId> &ids);
    void encodePretoken(std::string_view pretoken, std::vector<TokenId> &ids);
    void merge(std::string_view pretoken, std::vector<TokenId> &ids);
    void mergeShort(std::vector<TokenId> &ids, std::size_t begin);
    void mergeLong(std::vector<TokenId> &ids, std::size_t begin);

    std::shared_ptr<const Tokenizer> m_tokenizer;
    std::array<std::vector<AddedToken>, 256> m_addedByByte; ///< longest first
    std::array<bool, 256> m_beginsAdded{};
    std::array<int, 256> m_secondByte{}; ///< shared by all added tokens of that first byte, or -1
    std::vector<Entry> m_cache;
    std::vector<TokenId> m_ranks;
};

} // namespace primer
