#include "core/text/minhash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

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
        isWord[std::size_t(byte)] = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
    return isWord;
}();

std::uint64_t mixed(std::uint64_t value)
{
    value = (value ^ (value >> 32)) * mixFactor;
    return value ^ (value >> 29);
}

/// Of every word, in order.
void hashWords(std::string_view text, std::vector<std::uint64_t> &hashes)
{
    hashes.clear();
    for (std::size_t place = 0; place < text.size();) {
        if (!wordBytes[static_cast<unsigned char>(text[place])]) {
            ++place;
            continue;
        }
        const std::size_t begin = place;
        while (place < text.size() && wordBytes[static_cast<unsigned char>(text[place])])
            ++place;
        // Eight bytes at once; the length tells a word from the same one with zeros behind it.
        std::uint64_t hash = place - begin;
        for (std::size_t at = begin; at < place; at += sizeof hash) {
            std::uint64_t bytes = 0;
            std::memcpy(&bytes, text.data() + at, std::min(sizeof bytes, place - at));
            hash = mixed(hash ^ bytes) * mixFactor;
        }
        hashes.push_back(mixed(hash));
    }
}

/// The smallest of (shingle x factor + shift) mod 2^32 for every permutation; factors are odd, so each is one.
PRIMER_CLONES void takeSmallest(std::uint32_t *__restrict signature, const std::uint32_t *__restrict factors, const std::uint32_t *__restrict shifts,
                                std::size_t permutations, const std::uint32_t *__restrict shingles, std::size_t count)
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

/// The representative is the smallest number: the first document.
class Clusters
{
public:
    explicit Clusters(std::size_t count) : m_parents(count) { std::iota(m_parents.begin(), m_parents.end(), 0u); }

    std::uint32_t firstOf(std::uint32_t item)
    {
        while (m_parents[item] != item)
            item = m_parents[item] = m_parents[m_parents[item]];
        return item;
    }
    void join(std::uint32_t left, std::uint32_t right)
    {
        left = firstOf(left);
        right = firstOf(right);
        m_parents[std::max(left, right)] = std::min(left, right);
    }

private:
    std::vector<std::uint32_t> m_parents;
};

} // namespace

Status MinHashSettings::check() const
{
    if (words < 1 || permutations < 16 || permutations % 16 != 0 || !(threshold > 0 && threshold <= 1))
        return Error{ErrorCode::InvalidInput, "words at least 1, permutations a multiple of 16, threshold above 0 and at most 1", "minhash"};
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
    shingles.clear();
    const std::size_t width = std::min(m_words, words.size());
    for (std::size_t begin = 0; width > 0 && begin + width <= words.size(); ++begin) {
        std::uint64_t hash = 0;
        for (std::size_t place = 0; place < width; ++place)
            hash = mixed(hash ^ words[begin + place]) + place; // the order of the words counts
        shingles.push_back(std::uint32_t(hash >> 32));
    }
    std::fill(signature.begin(), signature.end(), std::numeric_limits<std::uint32_t>::max());
    takeSmallest(signature.data(), m_factors.data(), m_shifts.data(), m_factors.size(), shingles.data(), shingles.size());
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
    constexpr double step = 0.001;
    std::pair<std::size_t, std::size_t> best{1, permutations};
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t rows = 1; rows <= permutations; ++rows) {
        const std::size_t bands = permutations / rows; // fewer bands of as many rows only miss more of what is similar
        double error = 0;
        for (double similarity = step / 2; similarity < 1; similarity += step) {
            const double isFound = 1 - std::pow(1 - std::pow(similarity, double(rows)), double(bands));
            error += similarity < threshold ? isFound : 1 - isFound;
        }
        if (error < least) {
            least = error;
            best = {bands, rows};
        }
    }
    return best;
}

Result<std::vector<std::uint32_t>> nearDuplicates(std::span<const std::uint32_t> signatures, const MinHashSettings &settings, Feedback &feedback)
{
    PRIMER_TRY(settings.check());
    const std::size_t size = settings.permutations, count = signatures.size() / size;
    const auto [bands, rows] = bandsFor(settings.threshold, size);
    const auto of = [&](std::uint32_t document) { return signatures.subspan(document * size, size); };
    Clusters clusters(count);
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
    for (std::size_t band = 0; band < bands; ++band) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "near-duplicates"};
        keys.clear();
        for (std::uint32_t document = 0; document < count; ++document) {
            // A text without words is like no other.
            if (of(document)[0] == std::numeric_limits<std::uint32_t>::max() && of(document)[size - 1] == std::numeric_limits<std::uint32_t>::max())
                continue;
            std::uint64_t key = band;
            for (const std::uint32_t value : of(document).subspan(band * rows, rows))
                key = mixed(key ^ value) * mixFactor;
            keys.emplace_back(key, document);
        }
        std::sort(keys.begin(), keys.end());
        for (std::size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
            for (end = begin + 1; end < keys.size() && keys[end].first == keys[begin].first; ++end) {
                // With the first of the band, and with its neighbour: a chain within the band is found too.
                for (const std::uint32_t other : {keys[begin].second, keys[end - 1].second}) {
                    const std::uint32_t document = keys[end].second;
                    if (clusters.firstOf(other) != clusters.firstOf(document) && MinHasher::similarity(of(other), of(document)) >= settings.threshold)
                        clusters.join(other, document);
                }
            }
        }
    }
    std::vector<std::uint32_t> first(count);
    for (std::uint32_t document = 0; document < count; ++document)
        first[document] = clusters.firstOf(document);
    return first;
}

} // namespace primer
