// Owns: the condition that chooses the samples which have the same value in a column as a row has.
// Not here: the language it is written in (filter.h).
#pragma once

#include <string>

#include "core/dataset/columns.h"
#include "core/dataset/sample.h"

namespace primer {

/// "licence:MIT", "stars:none". "" where the language has no words for it: a quotation mark in a name, a column that
/// rows do not hold.
std::string valueCondition(const SampleRow &row, Column column);
/// For a word or a part of a path.
std::string wordCondition(Column column, const std::string &word);
/// The one that holds where `condition` does not; "" when it is not one condition.
std::string oppositeCondition(const std::string &condition);

} // namespace primer
