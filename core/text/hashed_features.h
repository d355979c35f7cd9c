// Owns: features of a text's words by hashing (Weinberger et al. 2009), the baseline that a model's vectors have to
// beat, and how much of a text repeats itself. Not here: what is learnt from them (core/forest).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace primer {

/// Words (letters, digits, underscores), single other signs and pairs of neighbours fall with a sign into target.size()
/// places; counts are taken as log(1 + n); the vector has length 1, or is all zeros for a text without words.
void hashedFeatures(std::string_view text, std::span<float> target);

/// How often each token or pair of neighbours (with a space between) fell into a place.
using TokensByPlace = std::map<std::size_t, std::unordered_map<std::string, std::int64_t>>;
/// Of hashed features of `width` places, those that are keys of `counts`.
void countTokens(std::string_view text, std::size_t width, TokensByPlace &counts);

/// Share of the word n-grams that occurred before in the text; 0 for texts shorter than one.
double repeatedShare(std::string_view text, std::size_t words = 10);

} // namespace primer
