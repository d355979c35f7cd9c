#include "core/text/minhash.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/base/disjoint_sets.h"
#include "core/base/parallel.h"
#include "core/base/random.h"

#ifdef PRIMER_ONE_CLONE // sanitized builds: their start-up cannot run what picks the clones
#define PRIMER_CLONES
#else
#define PRIMER_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif

namespace primer {

namespace {

constexpr std::uint64_t mixFactor = 0x9e3779b97f4a7c15;

constexpr std::array<bool, 256> wordBytes = [] {
    std::array<bool, 256> isWord{};
    for (int byte = 0; byte < 256; ++byte)
        isWord[std::size_t(byte)] = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
                                    || (byte >= 'A' && byte <= 'Z') || byte == '_';
    return isWord;
}();

std::uint64_t mixed(std::uint64_t value)
{
    value = (value ^ (value >> 32)) * mixFactor;
    return value ^ (value >> 29);
}

constexpr std::size_t blockBytes = 64;

/// One bit a byte: is it of a word.
std::uint64_t wordBits(const char *bytes)
{
    std::uint64_t bits = 0;
#if defined(__SSE2__)
    constexpr std::size_t together = sizeof(__m128i);
    const auto isWithin = [](__m128i values, char first, char last) {
        const __m128i offset = _mm_sub_epi8(values, _mm_set1_epi8(first));
        return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(char(last - first))), offset);
    };
    for (std::size_t place = 0; place < blockBytes; place += together) {
        const __m128i values = _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes + place));
        const __m128i isLetter = isWithin(_mm_or_si128(values, _mm_set1_epi8('a' ^ 'A')), 'a', 'z');
        const __m128i isWord = _mm_or_si128(_mm_or_si128(isLetter, isWithin(values, '0', '9')),
                                            _mm_cmpeq_epi8(values, _mm_set1_epi8('_')));
        bits |= std::uint64_t(std::uint32_t(_mm_movemask_epi8(isWord))) << place;
    }
#else
    for (std::size_t place = 0; place < blockBytes; ++place)
        bits |= std::uint64_t(wordBytes[static_cast<unsigned char>(bytes[place])]) << place;
#endif
    return bits;
}

/// Eight bytes at once; the length tells a word from the same one with zeros behind it.
std::uint64_t hashOf(std::string_view text, std::size_t begin, std::size_t end)
{
    std::uint64_t hash = end - begin;
    for (std::size_t at = begin; at < end; at += sizeof hash) {
        std::uint64_t bytes = 0;
        if (at + sizeof bytes <= text.size())
            std::memcpy(&bytes, text.data() + at, sizeof bytes);
        else
            std::memcpy(&bytes, text.data() + at, text.size() - at);
        if (end - at < sizeof bytes)
            bytes &= (std::uint64_t(1) << (8 * (end - at))) - 1;
        hash = mixed(hash ^ bytes) * mixFactor;
    }
    return mixed(hash);
}

/// Of every word, in order.
void hashWords(std::string_view text, std::vector<std::uint64_t> &hashes)
{
    hashes.resize(text.size() / 2 + 1); // as many words as there can be
    std::size_t count = 0, begin = 0;
    bool isInside = false;
    for (std::size_t block = 0; block < text.size(); block += blockBytes) {
        char padded[blockBytes] = {};
        const bool isLast = text.size() - block < blockBytes;
        if (isLast)
            std::memcpy(padded, text.data() + block, text.size() - block);
        const std::uint64_t bits = wordBits(isLast ? padded : text.data() + block);
        for (std::uint64_t edges = bits ^ ((bits << 1) | std::uint64_t(isInside)); edges != 0; edges &= edges - 1) {
            const std::size_t place = block + std::size_t(std::countr_zero(edges));
            if (isInside)
                hashes[count++] = hashOf(text, begin, place);
            begin = place;
            isInside = !isInside;
        }
    }
    if (isInside)
        hashes[count++] = hashOf(text, begin, text.size());
    hashes.resize(count);
}

/// The smallest of (shingle x factor + shift) mod 2^32 for every permutation; factors are odd, so each is one.
PRIMER_CLONES void takeSmallest(std::uint32_t *__restrict signature, const std::uint32_t *__restrict factors,
                                const std::uint32_t *__restrict shifts, std::size_t permutations,
                                const std::uint32_t *__restrict shingles, std::size_t count)
{
    // Sixteen permutations stay in registers while all shingles pass.
    constexpr std::size_t together = 16;
    for (std::size_t first = 0; first < permutations; first += together) {
        std::uint32_t smallest[together], factor[together], shift[together];
        for (std::size_t lane = 0; lane < together; ++lane) {
            smallest[lane] = signature[first + lane];
            factor[lane] = factors[first + lane];
            shift[lane] = shifts[first + lane];
        }
        for (std::size_t number = 0; number < count; ++number) {
            for (std::size_t lane = 0; lane < together; ++lane) {
                const std::uint32_t value = shingles[number] * factor[lane] + shift[lane];
                smallest[lane] = value < smallest[lane] ? value : smallest[lane];
            }
        }
        for (std::size_t lane = 0; lane < together; ++lane)
            signature[first + lane] = smallest[lane];
    }
}

using Pair = std::pair<std::uint32_t, std::uint32_t>;

/// Documents with an equal band that are similar enough; each with the first of the band and with its neighbour, so
/// that a chain within the band is found too.
std::vector<Pair> pairsOfBand(std::span<const std::uint32_t> signatures, std::size_t size, std::size_t from,
                              std::size_t rows, double threshold)
{
    const auto of = [&](std::uint32_t document) { return signatures.subspan(document * size, size); };
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
    for (std::uint32_t document = 0; document < signatures.size() / size; ++document) {
        // A text without words is like no other.
        if (of(document)[0] == std::numeric_limits<std::uint32_t>::max()
            && of(document)[size - 1] == std::numeric_limits<std::uint32_t>::max())
            continue;
        std::uint64_t key = 0;
        for (const std::uint32_t value : of(document).subspan(from, rows))
            key = mixed(key ^ value) * mixFactor;
        keys.emplace_back(key, document);
    }
    std::sort(keys.begin(), keys.end());
    std::vector<Pair> pairs;
    for (std::size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
        for (end = begin + 1; end < keys.size() && keys[end].first == keys[begin].first; ++end) {
            const std::uint32_t document = keys[end].second, first = keys[begin].second, before = keys[end - 1].second;
            if (MinHasher::similarity(of(first), of(document)) >= threshold)
                pairs.emplace_back(first, document);
            if (before != first && MinHasher::similarity(of(before), of(document)) >= threshold)
                pairs.emplace_back(before, document);
        }
    }
    return pairs;
}

} // namespace

Status MinHashSettings::check() const
{
    if (words < 1 || permutations < 16 || permutations % 16 != 0 || !(threshold > 0 && threshold <= 1))
        return Error{ErrorCode::InvalidInput,
                     "words at least 1, permutations a multiple of 16, threshold above 0 and at most 1", "minhash"};
    return success();
}

MinHasher::MinHasher(const MinHashSettings &settings) : m_words(settings.words)
{
    Random random(settings.seed);
    for (std::size_t number = 0; number < settings.permutations; ++number) {
        m_factors.push_back(std::uint32_t(random.next()) | 1u);
        m_shifts.push_back(std::uint32_t(random.next()));
    }
}

void MinHasher::sign(std::string_view text, std::span<std::uint32_t> signature) const
{
    thread_local std::vector<std::uint64_t> words;
    thread_local std::vector<std::uint32_t> shingles;
    hashWords(text, words);
    const std::size_t width = std::min(m_words, words.size());
    shingles.resize(width > 0 ? words.size() - width + 1 : 0);
    for (std::size_t begin = 0; begin < shingles.size(); ++begin) {
        std::uint64_t hash = 0;
        for (std::size_t place = 0; place < width; ++place)
            hash = hash * mixFactor + words[begin + place]; // the order of the words counts
        shingles[begin] = std::uint32_t(mixed(hash) >> 32);
    }
    std::fill(signature.begin(), signature.end(), std::numeric_limits<std::uint32_t>::max());
    takeSmallest(signature.data(), m_factors.data(), m_shifts.data(), m_factors.size(), shingles.data(),
                 shingles.size());
}

double MinHasher::similarity(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right)
{
    std::size_t equal = 0;
    for (std::size_t place = 0; place < left.size(); ++place)
        equal += left[place] == right[place];
    return double(equal) / double(left.size());
}

std::pair<std::size_t, std::size_t> bandsFor(double threshold, std::size_t permutations)
{
    constexpr std::size_t steps = 200;
    double powers[steps]; // of each similarity, to `rows`
    std::fill_n(powers, steps, 1.0);
    std::pair<std::size_t, std::size_t> best{1, permutations};
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t rows = 1; rows <= permutations; ++rows) {
        const std::size_t bands = permutations / rows; // fewer bands of as many rows only miss more of what is similar
        double error = 0;
        for (std::size_t step = 0; step < steps; ++step) {
            const double similarity = (double(step) + 0.5) / steps;
            powers[step] *= similarity;
            const double isFound = 1 - std::pow(1 - powers[step], double(bands));
            error += similarity < threshold ? isFound : 1 - isFound;
        }
        if (error < least) {
            least = error;
            best = {bands, rows};
        }
    }
    return best;
}

Result<std::vector<std::uint32_t>> nearDuplicates(std::span<const std::uint32_t> signatures,
                                                  const MinHashSettings &settings, Feedback &feedback)
{
    PRIMER_TRY(settings.check());
    const std::size_t size = settings.permutations, count = signatures.size() / size;
    const auto [bands, rows] = bandsFor(settings.threshold, size);
    std::vector<std::vector<Pair>> pairs(bands);
    forItems(bands, 0, [&](std::size_t band) {
        if (!feedback.isCancelled())
            pairs[band] = pairsOfBand(signatures, size, band * rows, rows, settings.threshold);
    });
    if (feedback.isCancelled())
        return Error{ErrorCode::Cancelled, "", "near-duplicates"};
    DisjointSets clusters(count);
    for (const std::vector<Pair> &some : pairs) {
        for (const auto &[left, right] : some)
            clusters.join(left, right);
    }
    const std::vector<std::size_t> names = clusters.names();
    return std::vector<std::uint32_t>(names.begin(), names.end());
}

} // namespace primer
