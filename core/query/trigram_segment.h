// Owns: an index segment: which of up to 65,536 consecutive samples hold a given run of three bytes.
// Not here: which segments there are (trigram_index.h); whether a candidate really matches (search.h).
//
// File: "PRMTRI1\n", u32 version, firstId, sampleCount, trigramCount, u64 postingBytes, then trigramCount u32 keys in
// order, trigramCount + 1 u32 offsets, postings (varint gaps of sample places), sha256 of all before it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/sample.h"

namespace primer {

class TrigramSegmentBuilder
{
public:
    static constexpr std::size_t maxSamples = 65536;
    static constexpr std::size_t maxRawBytes = std::size_t(64) << 20;

    TrigramSegmentBuilder();
    /// Samples come in id order without gaps.
    void add(std::string_view content);
    bool isFull() const;
    bool isEmpty() const { return m_ends.empty(); }
    std::size_t sampleCount() const { return m_ends.size(); }
    /// Writes the segment of the samples firstId, firstId + 1, ... and empties the builder.
    Status write(const std::string &path, SampleId firstId);

private:
    std::vector<std::uint64_t> m_seen;     ///< one bit a trigram, of the sample being added
    std::vector<std::uint32_t> m_trigrams; ///< the distinct trigrams of each sample, one after the other
    std::vector<std::size_t> m_ends;       ///< where each sample's trigrams end
    std::size_t m_rawBytes = 0;
};

class TrigramSegment
{
public:
    static Result<std::unique_ptr<TrigramSegment>> open(const std::string &path);
    ~TrigramSegment();
    TrigramSegment(const TrigramSegment &) = delete;
    TrigramSegment &operator=(const TrigramSegment &) = delete;

    SampleId firstId() const { return m_firstId; }
    SampleId lastId() const { return m_firstId + SampleId(m_sampleCount) - 1; }
    /// Samples that hold every group of trigrams, where a group is satisfied by any of its variants (case).
    std::vector<SampleId> candidates(const std::vector<std::vector<std::uint32_t>> &groups) const;
    /// Reads the whole file and compares its sha256.
    Status verify() const;

private:
    TrigramSegment() = default;
    struct Posting {
        const std::uint8_t *begin = nullptr;
        const std::uint8_t *end = nullptr;
    };
    Posting posting(std::uint32_t trigram) const;
    void decode(Posting posting, std::vector<std::uint32_t> &places) const;

    std::string m_path;
    const std::uint8_t *m_map = nullptr;
    std::size_t m_mapBytes = 0;
    SampleId m_firstId = 1;
    std::uint32_t m_sampleCount = 0;
    std::uint32_t m_trigramCount = 0;
    const std::uint32_t *m_keys = nullptr;
    const std::uint32_t *m_offsets = nullptr;
    const std::uint8_t *m_postings = nullptr;
    std::size_t m_postingBytes = 0;
};

/// The distinct trigrams of a text, each with its case variants when `ignoreCase`. Empty below three bytes.
std::vector<std::vector<std::uint32_t>> trigramGroups(std::string_view text, bool ignoreCase);

} // namespace primer
