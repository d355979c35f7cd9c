#include "core/text/signature_index.h"

#include <algorithm>
#include <limits>

namespace primer {

namespace {

bool isWithoutWords(std::span<const std::uint32_t> signature)
{
    constexpr auto none = std::numeric_limits<std::uint32_t>::max();
    return signature.empty() || (signature.front() == none && signature.back() == none);
}

} // namespace

SignatureIndex::SignatureIndex(const MinHashSettings &settings)
    : m_threshold(settings.threshold), m_permutations(settings.permutations)
{
    const auto [bands, rows] = bandsFor(settings.threshold, settings.permutations);
    m_bands = bands;
    m_rows = rows;
}

std::uint64_t SignatureIndex::keyOf(std::span<const std::uint32_t> signature, std::size_t band) const
{
    std::uint64_t hash = band + 1;
    for (std::size_t row = band * m_rows; row < (band + 1) * m_rows; ++row) {
        hash = (hash ^ signature[row]) * 0x9e3779b97f4a7c15;
        hash ^= hash >> 31;
    }
    return hash;
}

void SignatureIndex::add(std::vector<std::uint32_t> signature, std::int64_t name)
{
    if (isWithoutWords(signature))
        return;
    const auto place = std::uint32_t(m_names.size());
    m_names.push_back(name);
    m_signatures.insert(m_signatures.end(), signature.begin(), signature.end());
    for (std::size_t band = 0; band < m_bands; ++band)
        m_places.emplace(keyOf(signature, band), place);
}

std::optional<std::int64_t> SignatureIndex::find(std::span<const std::uint32_t> signature) const
{
    if (isWithoutWords(signature))
        return std::nullopt;
    std::optional<std::uint32_t> first;
    for (std::size_t band = 0; band < m_bands; ++band) {
        const auto [begin, end] = m_places.equal_range(keyOf(signature, band));
        for (auto at = begin; at != end; ++at) {
            if (first && at->second >= *first)
                continue;
            const auto other = std::span(m_signatures).subspan(at->second * m_permutations, m_permutations);
            if (MinHasher::similarity(signature, other) >= m_threshold)
                first = at->second;
        }
    }
    return first ? std::optional(m_names[*first]) : std::nullopt;
}

} // namespace primer
