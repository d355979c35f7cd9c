// Owns: a random forest over dense features (Breiman 2001): growing, out-of-bag estimates, prediction, importance, its
// file. Not here: where features and labels come from, how good its predictions are (classification_measures.h).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/forest/binned_features.h"
#include "core/forest/packed_forest.h"

namespace primer {

struct ForestSettings {
    std::size_t trees = 100;
    std::size_t maxDepth = 0;         ///< 0: until leaves are pure
    std::size_t minLeaf = 1;          ///< samples
    std::size_t featuresPerSplit = 0; ///< drawn at each node; 0: the root of their number, as classifiers do
    double positiveWeight = 1;        ///< of targets of 0.5 and more; 0: so that both sides weigh the same
    std::uint64_t seed = 1;
    std::size_t threads = 0; ///< 0: all cores; the forest is the same for every number

    bool operator==(const ForestSettings &) const = default;
};

/// For a classifier targets are 0 or 1 and a prediction is the probability of 1; for a regressor they are any numbers
/// and it is their mean. One criterion serves both: for two classes Gini's impurity is twice the variance.
class Forest
{
public:
    /// InvalidInput without rows, with other than one target a row, or targets that are not finite. Cancelled by
    /// feedback.
    static Result<std::shared_ptr<const Forest>> fit(const FeatureMatrix &features, std::span<const float> targets,
                                                     const ForestSettings &settings, Feedback &feedback);

    std::size_t columns() const { return m_columns; }
    std::size_t trees() const { return m_roots.size(); }
    const ForestSettings &settings() const { return m_settings; }

    /// One prediction a row, calibrated when the forest is.
    std::vector<float> predict(const FeatureMatrix &features, std::size_t threads) const;
    /// Mean prediction of the trees that did not see the row; NaN where every tree did. Of the fit alone: not in the
    /// file.
    const std::vector<float> &outOfBag() const { return m_outOfBag; }

    /// Maps predictions to observed shares by a smooth rising curve (Platt's sigmoid on the out-of-bag estimates), so
    /// that of the samples scored 0.7 some 70 % are positive. `targets` are those of the fit, a classifier's.
    void calibrate(std::span<const float> targets);
    /// What calibration makes of a raw prediction or out-of-bag estimate.
    float calibrated(float prediction) const;
    bool isCalibrated() const { return !m_calibration.empty(); }

    /// How much worse the mean squared error gets when one feature is shuffled among the rows, for each feature.
    std::vector<double> permutationImportance(const FeatureMatrix &features, std::span<const float> targets,
                                              std::uint64_t seed, std::size_t threads) const;

    /// A file of a version, with the sha256 of its contents at its end; `lineage` is a JSON text kept with it.
    Status save(const std::string &path, const std::string &lineage) const;
    /// Corrupt when it is not what was written, NewerFormat for a later version.
    static Result<std::shared_ptr<const Forest>> load(const std::string &path, std::string *lineage = nullptr);

private:
    using Node = TreeNode;
    struct CalibrationPoint {
        float at = 0, value = 0; ///< of the line that calibration follows
    };
    friend class TreeGrower;

    void pack(std::size_t threads);
    void predictBlock(const FeatureMatrix &features, std::size_t begin, std::size_t count, PackedForest::Scratch &desk,
                      float *predictions) const;
    float rawPrediction(const float *row) const;
    Status checkNodes() const;

    std::size_t m_columns = 0;
    ForestSettings m_settings;
    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_roots;
    std::vector<CalibrationPoint> m_calibration;
    std::vector<float> m_outOfBag;
    std::shared_ptr<const PackedForest> m_packed; ///< null for one beyond its limits: rows then walk down m_nodes
};

} // namespace primer
