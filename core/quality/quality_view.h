// Owns: the scores of a set of samples, put in order so that any cut through them is answered in microseconds: what
// stays, of which sources, the histogram, the samples next to the cut. Immutable, so threads share it. Not here:
// drawing, storing a cut.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/query/column_cache.h"
#include "core/query/workspace_data.h"
#include "core/storage/forest_score_store.h"
#include "core/storage/store.h"

namespace primer {

/// How well score and rules together part positive from other labels, on the groups held out, at a cut: what a rule
/// drops counts as below every cut. Bounds are those of 95 % at the nearest twentieth.
struct HeldOutPoint {
    bool isKnown = false;
    double precision = 0, precisionLow = 0, precisionHigh = 0;
    double recall = 0, recallLow = 0, recallHigh = 0;
    double f1 = 0, f1Low = 0, f1High = 0;
};

struct SourceShare {
    std::string name;
    std::int64_t total = 0; ///< before the rules, with or without a score
    std::int64_t kept = 0;
};

struct CutResult {
    std::int64_t total = 0, kept = 0; ///< scored samples of the set
    std::int64_t totalBytes = 0, keptBytes = 0;
    std::vector<SourceShare> sources; ///< largest first
    HeldOutPoint heldOut;
};

class QualityView
{
public:
    static constexpr int bins = 50;
    static constexpr int labelKinds = 7; ///< values 0 to 5, then: no label

    /// Blocks. The set is what `filter` and the stages (filters too) leave of `within`; null: of all samples.
    static Result<std::shared_ptr<const QualityView>> make(const WorkspaceData &data, const std::string &filter,
                                                           const std::vector<std::string> &stages, Feedback &feedback,
                                                           const std::shared_ptr<const RowMask> &within = {});

    std::int64_t forest() const { return m_forest; } ///< 0: nothing is scored
    /// Before the rules, with or without a score: what every share is a share of.
    std::int64_t baseSize() const { return m_baseSize; }
    std::int64_t baseBytes() const { return m_baseBytes; }
    std::int64_t setSize() const { return m_setSize; } ///< what the rules leave of it
    std::int64_t withoutScore() const { return m_setSize - std::int64_t(m_scores.size()); }
    CutResult at(double cut) const;
    /// Samples per bin of [0, 1] and label, [bins][labelKinds].
    const std::vector<std::vector<std::int64_t>> &byLabel() const { return m_byLabel; }
    /// The same by what people judged.
    const std::vector<std::vector<std::int64_t>> &byJudgement() const { return m_byJudgement; }
    /// Per bin and source, [bins][sources]; names as in sourceNames().
    const std::vector<std::vector<std::int64_t>> &bySource() const { return m_bySource; }
    const std::vector<std::string> &sourceNames() const { return m_sourceNames; }
    struct Scored {
        SampleId sample = 0;
        double score = 0;
    };
    /// Up to `count` samples next to the cut: at and above it rising, or below it falling.
    std::vector<Scored> above(double cut, std::size_t count) const;
    std::vector<Scored> below(double cut, std::size_t count) const;

private:
    struct Columns {
        std::shared_ptr<const ColumnValues> scores, sizes, sources, labels, judgements;
    };
    void order(const RowMask &base, const RowMask &mask, const Columns &columns,
               const std::vector<std::pair<std::int64_t, std::string>> &names);
    Status readReport(const WorkspaceData &data, const std::vector<std::string> &stages, Feedback &feedback);
    /// Held-out samples that the rules drop fall below every cut, and the intervals are made anew.
    void applyRules(const RowMask &passing, const std::vector<HeldOutScore> &heldOut);
    std::size_t placeOf(double cut) const; ///< of the first score at or above

    std::int64_t m_forest = 0, m_baseSize = 0, m_baseBytes = 0, m_setSize = 0;
    std::vector<float> m_scores;            ///< rising
    std::vector<SampleId> m_ids;            ///< in the same order
    std::vector<std::int64_t> m_bytesBelow; ///< of those before each place; one more than scores
    std::vector<std::string> m_sourceNames;
    std::vector<std::int64_t> m_sourceSizes;        ///< by source, of the base
    std::vector<std::vector<float>> m_sourceScores; ///< rising, by source
    std::vector<std::vector<std::int64_t>> m_byLabel, m_byJudgement, m_bySource;
    std::vector<float> m_heldOutScores;
    std::vector<std::uint8_t> m_heldOutTruth;
    std::vector<HeldOutPoint> m_curve;
    std::vector<double> m_curveCuts;
};

} // namespace primer
