// Owns: drawing prompts from a constraint set: what stands on each axis in each row, by seed. A longer plan of the same
// seed begins with the shorter one. Not here: the set, filling templates, storing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/synthesis/constraint_set.h"

namespace primer {

struct PlanRequest {
    PlanSampling sampling = PlanSampling::Cover;
    std::uint64_t seed = 1;
    std::int64_t count = 0; ///< rows

    std::string toJson() const;
    static Result<PlanRequest> fromJson(const std::string &text);
};

/// Cross: every combination once, in an order by chance. Cover: on each axis every value comes as often as every other,
/// give or take one, whatever the length (a Latin hypercube for every prefix), as far as exclusions allow. Weighted:
/// each axis by its weights. No two rows are the same; rows that an exclusion names are not drawn.
struct PromptPlan {
    std::size_t axes = 0;
    std::vector<std::uint32_t> choices; ///< [rows x axes]
    std::vector<std::uint64_t> seeds;   ///< of a row: words are drawn by it
    std::int64_t excluded = 0;          ///< draws that were given up for exclusions
    std::int64_t repeated = 0;          ///< draws that had been drawn before
    bool isExhausted = false;           ///< the set has no more rows than these

    std::int64_t rows() const { return std::int64_t(seeds.size()); }
    const std::uint32_t *row(std::int64_t number) const { return choices.data() + std::size_t(number) * axes; }
};

/// InvalidInput for a set that cannot be drawn from: an axis without values, or all of them excluded. Cancelled.
Result<PromptPlan> drawPlan(const ConstraintSet &set, const PlanRequest &request, Feedback &feedback);

/// The random words of a row, in the order of the list; empty for other axes.
std::vector<std::size_t> wordsOf(const ConstraintSet &set, std::size_t axis, std::uint64_t rowSeed);

/// As it is stored: "3,0,17".
std::string choiceText(const std::uint32_t *row, std::size_t axes);
/// Corrupt when it does not fit the set.
Result<std::vector<std::uint32_t>> choiceOf(const ConstraintSet &set, std::string_view text);

/// A number on [0, size) by a number, a permutation for each seed (a Feistel network that walks its cycles).
std::uint64_t permuted(std::uint64_t number, std::uint64_t size, std::uint64_t seed);

} // namespace primer
