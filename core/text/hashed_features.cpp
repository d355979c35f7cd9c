#include "core/text/hashed_features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <unordered_set>
#include <vector>

namespace primer {

namespace {

constexpr std::array<bool, 256> wordBytes = [] {
    std::array<bool, 256> table{};
    for (int byte = 0; byte < 256; ++byte)
        table[std::size_t(byte)] = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
                                   || (byte >= 'A' && byte <= 'Z') || byte == '_' || byte >= 0x80;
    return table;
}();

constexpr std::uint64_t factor = 0x9e3779b97f4a7c15;

std::uint64_t mixed(std::uint64_t hash)
{
    hash ^= hash >> 32;
    hash *= factor;
    return hash ^ (hash >> 29);
}

/// Calls take(hash, isWord, token) for every word and every other visible sign.
template<typename Take>
void forTokens(std::string_view text, Take take)
{
    const auto *byte = reinterpret_cast<const unsigned char *>(text.data());
    const auto *const end = byte + text.size();
    while (byte < end) {
        if (wordBytes[*byte]) {
            const unsigned char *const begin = byte;
            std::uint64_t hash = factor;
            for (; byte < end && wordBytes[*byte]; ++byte)
                hash = (hash ^ *byte) * 0x100000001b3;
            take(mixed(hash), true, std::string_view(reinterpret_cast<const char *>(begin), std::size_t(byte - begin)));
        } else {
            if (*byte > ' ')
                take(mixed(factor + *byte), false, std::string_view(reinterpret_cast<const char *>(byte), 1));
            ++byte;
        }
    }
}

std::size_t placeOf(std::uint64_t hash, std::size_t width) { return std::size_t((hash >> 1) % width); }
std::uint64_t pairOf(std::uint64_t before, std::uint64_t hash) { return mixed(before * 3 + hash); }

} // namespace

void hashedFeatures(std::string_view text, std::span<float> target)
{
    std::fill(target.begin(), target.end(), 0.f);
    const auto add = [&](std::uint64_t hash) { target[placeOf(hash, target.size())] += (hash & 1) ? 1.f : -1.f; };
    std::uint64_t before = 0;
    forTokens(text, [&](std::uint64_t hash, bool, std::string_view) {
        add(hash);
        if (before != 0)
            add(pairOf(before, hash));
        before = hash;
    });
    double squares = 0;
    for (float &value : target) {
        value = std::copysign(std::log1p(std::fabs(value)), value);
        squares += double(value) * double(value);
    }
    if (squares == 0)
        return;
    const auto scale = float(1 / std::sqrt(squares));
    for (float &value : target)
        value *= scale;
}

void countTokens(std::string_view text, std::size_t width, TokensByPlace &counts)
{
    std::uint64_t before = 0;
    std::string_view tokenBefore;
    forTokens(text, [&](std::uint64_t hash, bool, std::string_view token) {
        if (const auto place = counts.find(placeOf(hash, width)); place != counts.end())
            ++place->second[std::string(token)];
        if (before != 0) {
            if (const auto place = counts.find(placeOf(pairOf(before, hash), width)); place != counts.end())
                ++place->second[std::string(tokenBefore) + " " + std::string(token)];
        }
        before = hash;
        tokenBefore = token;
    });
}

double repeatedShare(std::string_view text, std::size_t words)
{
    std::vector<std::uint64_t> hashes;
    forTokens(text, [&](std::uint64_t hash, bool isWord, std::string_view) {
        if (isWord)
            hashes.push_back(hash);
    });
    if (hashes.size() < words)
        return 0;
    const std::size_t count = hashes.size() - words + 1;
    std::unordered_set<std::uint64_t> seen;
    seen.reserve(count);
    for (std::size_t first = 0; first < count; ++first) {
        std::uint64_t hash = 0;
        for (std::size_t place = first; place < first + words; ++place)
            hash = mixed(hash * 3 + hashes[place]);
        seen.insert(hash);
    }
    return double(count - seen.size()) / double(count);
}

} // namespace primer
