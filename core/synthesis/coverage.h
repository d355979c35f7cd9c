// Owns: how the rows of a run lie on two axes of its set: planned, answered, accepted in each cell. Not here: drawing
// the map, diversity of texts (diversity.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/storage/store.h"
#include "core/synthesis/row_prompt.h"

namespace primer {

struct CoverageCell {
    std::int64_t planned = 0, answered = 0, accepted = 0;
};

struct Coverage {
    std::string across, down;               ///< names of the axes
    std::vector<std::string> columns, rows; ///< their values or branches, in the order of the set
    std::vector<CoverageCell> cells;        ///< [rows x columns]
    const CoverageCell &at(std::size_t row, std::size_t column) const { return cells[row * columns.size() + column]; }
    std::int64_t emptyCells() const; ///< nothing accepted
};

/// The axes that a coverage may be of: drawn ones, without words and samples.
std::vector<std::string> coverableAxes(const ConstraintSet &set);

/// How an axis is told: trees by so many levels of branches (0: by value), names by their verb, pairs by the two
/// branches. InvalidInput for an axis that is not drawn, of words or of samples, or the same twice.
Result<Coverage> coverageOf(Store &store, const SynthesisParts &parts, const std::string &across,
                            const std::string &down, int levels);

/// The positions of the rows in a cell, in order.
Result<std::vector<std::int64_t>> rowsOfCell(Store &store, const SynthesisParts &parts, const Coverage &coverage,
                                             std::size_t row, std::size_t column, int levels);

/// What an axis's value is counted under.
std::string bucketOf(const ConstraintSet &set, std::size_t axis, std::uint32_t number, int levels);

} // namespace primer
