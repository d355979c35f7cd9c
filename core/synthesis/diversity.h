// Owns: how diverse a set of texts is, in figures, and two sets side by side at the same size. Not here: charts, which
// texts (accepted_rows.h).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/storage/store.h"
#include "core/synthesis/row_prompt.h"

namespace primer {

/// How a total is spread over kinds.
struct Spread {
    std::int64_t kinds = 0;
    double entropyBits = 0; ///< Shannon's, of the shares
    double evenness = 0;    ///< entropy over its greatest for so many kinds; 1 for one kind
    double largestShare = 0;
    std::vector<std::pair<std::string, std::int64_t>> most; ///< the most frequent ones, at most 20
};
Spread spreadOf(std::vector<std::pair<std::string, std::int64_t>> counts);

struct AxisCoverage {
    std::string axis;
    std::int64_t values = 0, used = 0; ///< of its buckets; trees by their leaves
    Spread spread;
};

struct Diversity {
    std::string name;
    std::int64_t rows = 0;         ///< that were measured
    std::int64_t of = 0;           ///< that there are
    Spread functionNames;          ///< of exercises
    Spread openings;               ///< the first four words of the docstring, or of the text
    double trigramEntropyBits = 0; ///< of word 3-grams over the whole set
    double distinctTrigrams = 0;   ///< different ones of all
    double selfOverlap = 0; ///< mean over the rows of the similarity (MinHash, word 5-grams) to the nearest other
    double nearShare = 0;   ///< rows with another at 0.5 or more
    Spread shapes;          ///< equal syntax trees without names and values
    Spread imports;         ///< of the modules imported
    std::vector<AxisCoverage> axes;
};

/// Of the accepted rows; at most `maxRows` of them, at equal steps (0: 2,000, since every row is held against every
/// other).
Result<Diversity> diversityOf(Store &store, const std::string &run, std::int64_t maxRows, Feedback &feedback);

/// Two sets at the size of the smaller one.
struct DiversityComparison {
    Diversity set, baseline;
};
Result<DiversityComparison> compareDiversity(Store &store, const std::string &run, const std::string &baseline,
                                             std::int64_t maxRows, Feedback &feedback);

/// What says that a set is homogeneous.
struct Homogeneity {
    enum class Kind {
        Names,    ///< `share` of the function names are different
        Openings, ///< `share` begin with `what`
        Overlap,  ///< `share` of the word 5-grams of a text are its nearest one's
        Near,     ///< `share` have another that shares half of its word 5-grams
        Shapes,   ///< `share` have the same syntax tree but for names
        Axis,     ///< of `values` of the axis `what` only `used` occur
    };
    Kind kind = Kind::Names;
    double share = 0;
    std::string what;
    std::int64_t values = 0, used = 0;
};
/// None for a diverse set.
std::vector<Homogeneity> homogeneitiesOf(const Diversity &diversity);
/// The same in English.
std::vector<std::string> homogeneities(const Diversity &diversity);

std::string diversityJson(const Diversity &diversity);
/// Lines for a terminal; with a baseline in a second column when there is one.
std::string diversityText(const Diversity &diversity, const Diversity *baseline);

} // namespace primer
