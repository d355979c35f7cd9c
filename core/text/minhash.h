// Owns: MinHash signatures of texts (Broder 1997) over word n-grams, and near-duplicates by locality-sensitive hashing
// of them. Not here: which texts, in which order, what is done with copies.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"

namespace primer {

/// As bigcode-dataset's near-deduplication of The Stack: words split at what is no letter, digit or underscore.
struct MinHashSettings {
    std::size_t words = 5;          ///< of a shingle
    std::size_t permutations = 256; ///< a multiple of 16
    double threshold = 0.7;         ///< Jaccard similarity of the sets of shingles
    std::uint64_t seed = 1;

    Status check() const;
};

class MinHasher
{
public:
    explicit MinHasher(const MinHashSettings &settings);

    std::size_t size() const { return m_factors.size(); }
    /// signature: size() numbers. A text of fewer words than a shingle is one shingle; one without words gives all
    /// ones. From any thread.
    void sign(std::string_view text, std::span<std::uint32_t> signature) const;
    /// Share of equal numbers: the estimate of the Jaccard similarity.
    static double similarity(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right);

private:
    std::size_t m_words;
    std::vector<std::uint32_t> m_factors, m_shifts;
};

/// Bands and rows that miss and mistake least at the threshold, both weighing the same.
std::pair<std::size_t, std::size_t> bandsFor(double threshold, std::size_t permutations);

/// For each document the first of its cluster; itself when it is that. Documents are joined when a band of their
/// signatures is equal and their estimated similarity reaches the threshold; clusters are what is joined over any
/// number of steps. signatures: [documents x permutations]. Cancelled by feedback.
Result<std::vector<std::uint32_t>> nearDuplicates(std::span<const std::uint32_t> signatures,
                                                  const MinHashSettings &settings, Feedback &feedback);

} // namespace primer
