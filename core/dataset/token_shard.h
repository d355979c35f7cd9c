// Owns: token shards (*.tok): ids in a row, end-of-text between samples, memory-mapped for reading.
// Not here: making ids (core/text), the order of training (core/training).
//
// File: ShardHeader (128 bytes, little-endian), then `count` ids of `idBytes` each. Written to a temporary name,
// synced, renamed. `payloadDigest` covers the ids, `tokenizerDigest` says whose ids they are.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/hashing.h"
#include "core/base/result.h"

namespace primer {

struct ShardHeader {
    static constexpr std::uint64_t expectedMagic = 0x314b4f5452504d52; // "RMPRTOK1"
    static constexpr std::uint32_t currentVersion = 1;
    std::uint64_t magic = expectedMagic;
    std::uint32_t version = currentVersion;
    std::uint32_t idBytes = 2;
    std::uint64_t count = 0;
    std::uint64_t vocabularySize = 0; ///< ids are below it
    Sha256Digest tokenizerDigest{};
    Sha256Digest payloadDigest{};
    std::uint8_t reserved[32] = {};
};
static_assert(sizeof(ShardHeader) == 128);

class TokenShardWriter
{
public:
    /// Two bytes an id when the vocabulary fits, else four.
    static Result<std::unique_ptr<TokenShardWriter>> create(const std::string &path, std::uint64_t vocabularySize,
                                                            const Sha256Digest &tokenizerDigest);
    ~TokenShardWriter();
    Status append(std::span<const std::uint32_t> ids);
    /// Until then nothing stands under the name.
    Status finish();
    std::uint64_t count() const { return m_header.count; }

private:
    TokenShardWriter(std::string path, int descriptor, const ShardHeader &header);
    Status flush();
    std::string m_path;
    int m_descriptor;
    ShardHeader m_header;
    Sha256 m_hash;
    std::vector<char> m_buffer;
};

/// One shard, read where it lies. Thread-safe.
class TokenShard
{
public:
    /// Corrupt when magic, length or sizes do not fit; NewerFormat for a later version.
    static Result<std::shared_ptr<const TokenShard>> open(const std::string &path);
    ~TokenShard();
    TokenShard(const TokenShard &) = delete;
    TokenShard &operator=(const TokenShard &) = delete;

    const ShardHeader &header() const { return m_header; }
    std::uint64_t count() const { return m_header.count; }
    const std::string &path() const { return m_path; }
    /// Ids [begin, begin + target.size()), which must lie inside.
    void read(std::uint64_t begin, std::span<std::int64_t> target) const;
    /// Reads everything: the digest, and that every id is below the vocabulary.
    Status verify() const;

private:
    TokenShard(std::string path, const ShardHeader &header, const char *data, std::size_t bytes);
    std::string m_path;
    ShardHeader m_header;
    const char *m_data; ///< the whole file
    std::size_t m_bytes;
};

/// The *.tok files of a folder as one row of ids, in the order of their names.
class TokenSet
{
public:
    /// Shards of different tokenizers are InvalidInput.
    static Result<TokenSet> open(const std::string &folder);
    std::uint64_t count() const { return m_count; }
    std::uint64_t vocabularySize() const { return m_shards.front()->header().vocabularySize; }
    const Sha256Digest &tokenizerDigest() const { return m_shards.front()->header().tokenizerDigest; }
    void read(std::uint64_t begin, std::span<std::int64_t> target) const;
    /// Over names and payload digests: two sets of one digest hold the same ids in the same order.
    Sha256Digest digest() const;
    Status verify() const;

private:
    std::vector<std::shared_ptr<const TokenShard>> m_shards;
    std::vector<std::uint64_t> m_begins;
    std::uint64_t m_count = 0;
};

} // namespace primer
