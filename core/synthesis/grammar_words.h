// Owns: the words that grammar-1 writes with: what lists hold, which of it is meant, what is done with it, each with
// its English and its Python. Not here: putting them together (grammar_program.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace primer {

/// An element of a list: a whole number or a word of small letters.
using GrammarValue = std::variant<std::int64_t, std::string>;
using GrammarList = std::vector<GrammarValue>;

struct GrammarNoun {
    std::string_view plural, singular;
    std::string_view origin;        ///< "the results of a quiz"
    std::int64_t low = 0, high = 0; ///< of numbers
    std::string_view words;         ///< of texts, with spaces between; "" for numbers
    bool isText() const { return !words.empty(); }
};

/// Parameters that a qualifier asks for.
struct GrammarParameters {
    std::int64_t limit = 0, divisor = 0, low = 0, high = 0;
};

struct GrammarQualifier {
    std::string_view word;                 ///< "" takes all
    std::string_view numbers, texts;       ///< "are even"; {limit}, {divisor}, {low}, {high} stand for the parameters
    std::string_view numberCode, textCode; ///< with {x}, {i}, {items}
    std::string_view parameters;           ///< their names with spaces between
    bool usesPlace = false;                ///< {i} stands in the code
    bool (*holds)(const GrammarList &items, std::size_t place, const GrammarParameters &parameters) = nullptr;
    std::string_view code(bool isText) const { return isText ? textCode : numberCode; }
    std::string_view phrase(bool isText) const { return isText ? texts : numbers; }
};

/// What is done: with those that hold, or with each.
enum class GrammarDeed {
    Count,
    Total,
    Collect,
    Sort,
    Rank,
    Reverse,
    Find,
    Locate,
    Pick,
    Measure,
    Join,
    Tally,
    Group,
    Split,
    Drop,
    Replace,
    Double,
    Accumulate,
    Pair,
    Chunk,
    Check,
    Confirm,
    Average,
    Rotate,
    Deduplicate,
    Compare,
    Number,
    Mark,
    Index,
    Trim,
};

struct GrammarVerb {
    std::string_view word;
    GrammarDeed deed;
    std::string_view phrase; ///< "Count {those}"; {those} is "the scores that are even", {Noun} the singular
    std::string_view result; ///< "how many there are"
    std::string_view empty;  ///< what comes of none: "0"
};

std::span<const GrammarNoun> grammarNouns();
std::span<const GrammarQualifier> grammarQualifiers();
std::span<const GrammarVerb> grammarVerbs();
/// Null for a word that is not known.
const GrammarNoun *grammarNoun(std::string_view plural);
const GrammarQualifier *grammarQualifier(std::string_view word);
const GrammarVerb *grammarVerb(std::string_view word);

} // namespace primer
