// Owns: a function of grammar-1: what it is asked to do, its Python in five manners, and what it gives for a list,
// worked out here so that examples can be shown that hold. Not here: the words around it (grammar_text.h).
#pragma once

#include <string>
#include <vector>

#include "core/synthesis/grammar_words.h"

namespace primer {

enum class GrammarManner { Loop, Comprehension, Steps, Helper, While };

struct GrammarTask {
    std::string name;
    const GrammarNoun *noun = nullptr;
    const GrammarQualifier *qualifier = nullptr;
    const GrammarVerb *verb = nullptr;
    GrammarParameters given;
    GrammarManner manner = GrammarManner::Loop;
    int change = 0;                   ///< of every element before all else; 0: none, up to 3
    bool refusesEmpty = false;        ///< a list without elements raises ValueError
    std::string element, place, kept; ///< names of variables

    bool isText() const { return noun->isText(); }
};

/// "def NAME(scores: list[int], limit: int) -> int:"
std::string headOf(const GrammarTask &task);
/// With four spaces before each.
std::vector<std::string> bodyOf(const GrammarTask &task);
/// "count_even_scores([1, 2], 3)"
std::string callOf(const GrammarTask &task, const GrammarList &items);
/// What the call gives, as Python shows it.
std::string resultOf(const GrammarTask &task, const GrammarList &items);
/// Those that the qualifier means, after the change.
GrammarList keptOf(const GrammarTask &task, const GrammarList &items);
GrammarList changedOf(const GrammarTask &task, const GrammarList &items);
std::string reprOf(const GrammarList &items);

/// Of numbers or lengths what is measured: Total and its like.
bool isMeasured(GrammarDeed deed);

/// `{name}` by what `values` says.
std::string filledIn(std::string_view pattern, const std::vector<std::pair<std::string_view, std::string>> &values);

} // namespace primer
