// Owns: MinHash signatures that are added one after the other, and whether one is near an earlier one: what is kept
// first stays. Not thread-safe. Not here: signing and clusters of many at once (minhash.h).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/text/minhash.h"

namespace primer {

class SignatureIndex
{
public:
    explicit SignatureIndex(const MinHashSettings &settings);

    std::size_t size() const { return m_names.size(); }
    /// `name` is what find tells of it.
    void add(std::vector<std::uint32_t> signature, std::int64_t name);
    /// The first one added that shares a band and reaches the threshold. A text without words is like no other.
    std::optional<std::int64_t> find(std::span<const std::uint32_t> signature) const;

private:
    std::uint64_t keyOf(std::span<const std::uint32_t> signature, std::size_t band) const;

    double m_threshold;
    std::size_t m_permutations, m_bands, m_rows;
    std::vector<std::uint32_t> m_signatures;
    std::vector<std::int64_t> m_names;
    std::unordered_multimap<std::uint64_t, std::uint32_t> m_places; ///< by band and its content
};

} // namespace primer
