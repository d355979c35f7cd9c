// Owns: what is known of how good a forest is, as a value: the labels it learnt from, how they were parted, measures on
// samples held out, other models and seeds, fewer labels, what it looks at. Not here: its JSON (forest_report_json.h),
// making one (forest_evaluation.h), the scores that the measures come from (core/storage/forest_score_store.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/forest/classification_measures.h"

namespace primer {

/// How well scores part positive samples from the others, on samples that were not learnt from.
struct ScoreMeasures {
    double areaUnderRoc = 0.5;
    double averagePrecision = 0;
    double brier = 0;
    SurePoint atHalf;
    std::vector<SurePoint> curve;            ///< cuts at equal steps; only of the forest itself
    std::vector<CalibrationBin> calibration; ///< only of the forest itself
};

struct ForestReport {
    struct Labels {
        std::string teacher;
        std::int64_t count = 0, positive = 0;
        double positiveFrom = 0; ///< a value of this and more is positive
    };
    struct Split {
        std::int64_t groups = 0, learnt = 0, heldOut = 0, heldOutPositive = 0;
        std::int64_t nearDuplicates = 0; ///< among the labelled samples; they stay on one side
        std::int64_t leftOut = 0;        ///< samples that were never to be learnt from
    };
    struct Settings {
        std::int64_t trees = 0, minLeaf = 0, maxDepth = 0;
        std::uint64_t seed = 0;
        double positiveWeight = 0;
    };
    struct Seed {
        std::uint64_t seed = 0;
        double areaUnderRoc = 0, f1 = 0;
    };
    struct FewerLabels {
        std::int64_t labels = 0;
        double areaUnderRoc = 0, f1 = 0;
    };
    struct Feature {
        std::string name;
        double addedSquaredError = 0; ///< when it is shuffled among the samples
    };

    std::optional<Labels> labels; ///< these three are missing in a report that was never made
    std::optional<Split> split;
    std::optional<Settings> settings;
    std::string note;                       ///< why there are no measures
    std::optional<ScoreMeasures> forest;    ///< of one fitted without the groups held out
    std::optional<ScoreMeasures> logistic;  ///< logistic regression on the same labels
    std::vector<Seed> seeds;                ///< forests of other seeds
    std::vector<FewerLabels> learningCurve; ///< rising numbers of labels
    std::vector<Feature> importance;        ///< the greatest first
    double seconds = 0;
};

} // namespace primer
