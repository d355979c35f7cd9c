// Owns: a constraint set as a value and its file. Not here: drawing from it (prompt_plan.h), what it takes from a
// workspace (workspace_values.h).
//
// The file is one JSON object, made to be written by hand and kept under version control:
//   {"format": "primer-constraints", "version": 1, "name": "exercises", "revision": 3,
//    "sampling": "cover",                              cross, cover or weighted
//    "axes": [
//      {"name": "audience", "kind": "list", "values": ["pupils", {"value": "engineers", "weight": 2}]},
//      {"name": "topic", "kind": "tree", "tree": {"Strings": {"Searching": ["find a word", ...]}}, "under":
//      ["Strings"]},
//      {"name": "pair", "kind": "pairs", "of": "topic"},                 two of another axis; of a tree, of two
//      branches
//      {"name": "name", "kind": "names", "verbs": [...], "qualifiers": ["", ...], "nouns": [...], "others": [...],
//       "from_workspace": 500},
//      {"name": "words", "kind": "words", "from": [...], "count": 3},        a random subset, drawn for each row
//      {"name": "sample", "kind": "samples", "count": 1000, "bytes": 1000}], extracts of samples of the workspace
//    "never_together": [{"audience": "pupils", "topic": "Machine learning/*"}],
//    "never_names": ["benchmarks", "main"]}            "benchmarks": the functions of HumanEval and MBPP
// A tree may be {"tree": "topics"}: the one that comes with Primer. Values of a tree are told by their whole path, as
// in "Strings/Searching/find a word"; "/*" behind a branch means all below it. Unknown keys are refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/sample.h"

namespace primer {

enum class AxisKind { List, Tree, Pairs, Names, Words, Samples };
enum class PlanSampling { Cross, Cover, Weighted };

struct AxisValue {
    std::string text;   ///< what stands in a prompt
    std::string branch; ///< of a tree: the path above it, "" for none
    double weight = 1;
    std::string path() const { return branch.empty() ? text : branch + "/" + text; }
};

struct Axis {
    std::string name;
    AxisKind kind = AxisKind::List;
    std::vector<AxisValue> values;                             ///< List, Tree; Words: what is drawn from
    std::string of;                                            ///< Pairs
    std::vector<std::string> verbs, qualifiers, nouns, others; ///< Names; others: whole names
    std::size_t fromWorkspace = 0;                             ///< Names: how many of the workspace's join `others`
    std::size_t count = 0;                                     ///< Words: of a row; Samples: at most
    std::size_t maxBytes = 1000;                               ///< Samples: of an extract
    std::vector<SampleId> samples;                             ///< Samples, once they are drawn
    bool isDrawn = true; ///< false: nothing names it, or it is there for its pairs alone; "drawn" in the file
};

/// A value of each axis named here, together: what no row may have.
struct Exclusion {
    struct Part {
        std::string axis, pattern;
    };
    std::vector<Part> parts;
};

struct ConstraintSet {
    std::string name;
    int revision = 1;
    PlanSampling sampling = PlanSampling::Cover;
    std::vector<Axis> axes;
    std::vector<Exclusion> neverTogether;
    std::vector<std::string> neverNames;

    const Axis *axis(std::string_view name) const;
    std::size_t placeOf(std::string_view name) const; ///< axes.size() when there is none
    /// InvalidInput with the axis in Error::where.
    Status check() const;
    /// As its file has it, with the tree and the samples in it: what a run keeps.
    std::string toJson() const;
};

/// InvalidInput, with `where` and the key concerned.
Result<ConstraintSet> constraintSetFromJson(const std::string &text, const std::string &where);
/// A path, or the name of one that comes with Primer.
Result<ConstraintSet> loadConstraintSet(const std::string &pathOrName);
std::vector<std::string> builtInSetNames();
/// The text of a file that comes with Primer: a set, a template (prompt_template.h) or "topics".
Result<std::string> builtInSynthesisFile(const std::string &name);

Result<PlanSampling> samplingOfName(const std::string &name);
const char *nameOf(PlanSampling sampling);

/// The set for a template: the axes that it does not name are not drawn, so that no two rows fill it alike.
ConstraintSet drawnFor(ConstraintSet set, const std::vector<std::string> &placeholders);

/// How many values may be drawn on an axis; 1 when it is not drawn, and for words, which are drawn for each row beside
/// it. A name counts whether or not it is excluded.
std::uint64_t sizeOf(const ConstraintSet &set, std::size_t axis);
/// The same whether or not it is drawn.
std::uint64_t allOf(const ConstraintSet &set, const Axis &axis);
/// The two values of a pair by its number: first < second.
std::pair<std::size_t, std::size_t> pairOf(std::uint64_t number, std::size_t values);
/// What stands in a prompt for a drawn number: "find a word", "count_even_numbers", "A, and B". Samples: their id.
std::string valueText(const ConstraintSet &set, std::size_t axis, std::uint64_t number);
/// The same as it is told in records: trees by their path.
std::string valuePath(const ConstraintSet &set, std::size_t axis, std::uint64_t number);

/// The parts of a generated name; empty ones for a name of `others`.
struct NameParts {
    std::string verb, qualifier, noun;
};
NameParts namePartsOf(const Axis &axis, std::uint64_t number);

} // namespace primer
