// Owns: a byte-level BPE vocabulary: bytes and merges to ids and back, added tokens, its files. Immutable once made,
// so threads share it. Not here: encoding (token_encoder.h), training (bpe_trainer.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/hashing.h"
#include "core/base/result.h"

namespace primer {

using TokenId = std::uint32_t;

struct AddedToken {
    std::string text;
    TokenId id = 0;
    bool isSpecial = false; ///< a control token: never made from a sample's text unless asked for
};

struct Merge {
    TokenId rank;
    TokenId merged;
};

class Tokenizer
{
public:
    static constexpr const char *endOfTextName = "<|endoftext|>";

    /// `tokens[id]` is the token's bytes; each merge is a pair of ids, in order of rank, whose bytes joined are a
    /// token.
    static Result<std::shared_ptr<const Tokenizer>> create(std::vector<std::string> tokens,
                                                           const std::vector<std::pair<TokenId, TokenId>> &merges,
                                                           std::vector<AddedToken> added);
    /// GPT-2's pair of files: vocabulary as JSON (token in the byte alphabet -> id) and merges, one a line after a
    /// "#version" line.
    static Result<std::shared_ptr<const Tokenizer>> fromVocabularyAndMerges(const std::string &vocabulary,
                                                                            const std::string &merges,
                                                                            std::vector<AddedToken> added = {});
    /// codegen-350M-mono's and phi-1's: GPT-2's files and 38 added runs of spaces (31 down to 2) and tabs (9 down to
    /// 2).
    static Result<std::shared_ptr<const Tokenizer>> codegen(const std::string &vocabulary, const std::string &merges);
    /// A Hugging Face tokenizer.json of the byte-level BPE kind; every other kind is Unsupported.
    static Result<std::shared_ptr<const Tokenizer>> fromJson(const std::string &path);
    /// By what `path` is: a tokenizer.json, or a folder that holds one or a vocabulary with merges.
    static Result<std::shared_ptr<const Tokenizer>> load(const std::string &path);

    /// As a tokenizer.json that Hugging Face tokenizers opens.
    std::string toJson() const;

    /// Ids are below this.
    TokenId size() const { return TokenId(m_tokens.size()); }
    std::string_view bytesOf(TokenId id) const { return m_tokens[id]; }
    const std::vector<AddedToken> &added() const { return m_added; }
    TokenId byteToken(unsigned char byte) const { return m_byteTokens[byte]; }
    std::optional<Merge> mergeOf(TokenId left, TokenId right) const;
    std::optional<TokenId> endOfText() const { return m_endOfText; }
    bool isSpecial(TokenId id) const;

    /// Bytes of ids; an id that does not exist is an error with its place. Special tokens give nothing, or their text
    /// with `withSpecial`.
    Result<std::string> decode(std::span<const TokenId> ids, bool withSpecial = false) const;

    /// sha256 of tokens, merges and added tokens: two tokenizers of one digest give the same ids.
    const Sha256Digest &digest() const { return m_digest; }

private:
    Tokenizer() = default;
    void addMerge(TokenId left, TokenId right, Merge merge);
    void computeDigest();

    struct Slot {
        std::uint64_t pair = ~std::uint64_t(0);
        Merge merge{};
    };
    std::vector<std::string> m_tokens;
    std::vector<std::pair<TokenId, TokenId>> m_merges;
    std::vector<AddedToken> m_added;
    TokenId m_byteTokens[256] = {};
    std::vector<Slot> m_slots; ///< open addressing, a power of two
    std::optional<TokenId> m_endOfText;
    Sha256Digest m_digest{};
};

/// GPT-2's printable stand-ins for bytes, used by its files: one to two UTF-8 bytes a byte.
std::string toByteAlphabet(std::string_view bytes);
/// InvalidInput when a character is none of the 256.
Result<std::string> fromByteAlphabet(std::string_view text);

} // namespace primer
