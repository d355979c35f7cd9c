// Owns: the English of grammar-1: the docstring of an exercise and the prose of a lesson around its code. Not here: the
// code (grammar_program.h), what is drawn (grammar_writer.h).
#pragma once

#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/synthesis/grammar_program.h"

namespace primer {

/// The whole function with its docstring, whose examples hold.
std::string exerciseText(const GrammarTask &task, const std::vector<GrammarList> &examples, Random &random);

/// Prose and two blocks of code, the second in another manner; what they print stands beside it and holds.
std::string lessonText(const GrammarTask &task, const GrammarTask &other, const std::vector<GrammarList> &examples,
                       const std::string &audience, Random &random);

} // namespace primer
