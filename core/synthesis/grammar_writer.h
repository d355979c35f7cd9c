// Owns: grammar-1, the seeded writer of small Python lessons and exercises that needs no model: what its rows are told
// becomes a task, and that a text whose code runs. It is named as what it is wherever its texts are. Not here: its
// words and its Python (grammar_words.h, grammar_program.h, grammar_text.h). Another grammar will be grammar-2.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/storage/synthesis_store.h"
#include "core/synthesis/constraint_set.h"
#include "core/synthesis/prompt_template.h"

namespace primer {

constexpr const char *grammarWriterName = "grammar-1";

/// InvalidInput when the set has no axis of names, or one with words that grammar-1 does not know (the message lists
/// them), or the kind is no exercise and no textbook section.
Status checkGrammarSet(const ConstraintSet &set, TemplateKind kind);

/// The same row of the same set gives the same text.
Result<std::string> writeByGrammar(const ConstraintSet &set, TemplateKind kind, const SynthesisItem &item);

} // namespace primer
