// Owns: fitting a forest to a workspace's labels and vectors, saying how good it is on groups held out, and scoring
// every sample with it. Not here: the forest (core/forest), labels and vectors, thresholds (selection.h).
#pragma once

#include <string>
#include <vector>

#include "core/forest/forest.h"
#include "core/workspace/embedding_set.h"
#include "core/workspace/workspace.h"

namespace primer {

constexpr const char *humanTeacher = "human";

struct FitRequest {
    std::vector<std::string> features{"hashed"}; ///< names of embedding sets, put side by side
    std::string teacher;     ///< whose labels; humanTeacher for judgements, "" for the current ones of any teacher
    double positiveFrom = 3; ///< a value of this and more is positive
    ForestSettings forest;
    double heldOutShare = 0.2;
    std::vector<SampleId> leaveOut; ///< neither they nor their near-copies are learnt from
    bool isQuick = false;           ///< without logistic baseline, further seeds and learning curve
};

struct FitSummary {
    std::int64_t forest = 0;
    std::string reportJson; ///< keys: labels, split, held_out, forest, logistic, seeds, learning_curve, importance
    double seconds = 0;
};

/// The stored forest is fitted to all labels; the report is of one fitted without the groups held out.
/// InvalidInput with fewer than 20 labels of either side.
Result<FitSummary> fitForest(Workspace &workspace, const FitRequest &request, Feedback &feedback);

struct ScoreSummary {
    std::int64_t forest = 0;
    std::int64_t scored = 0;
    double seconds = 0; ///< reading vectors and predicting
    double storingSeconds = 0;
};
/// All samples that have vectors in the forest's sets; the scores of another forest go.
Result<ScoreSummary> scoreSamples(Workspace &workspace, std::int64_t forest, Feedback &feedback);

/// "a+b" as the names of sets.
std::vector<std::string> splitNames(const std::string &joined);

/// Rows of several sets side by side.
class FeatureRows
{
public:
    static Result<FeatureRows> open(const std::string &workspace, const std::vector<std::string> &names);
    std::size_t columns() const { return m_columns; }
    /// "SET[PLACE]"
    std::string nameOf(std::size_t column) const;
    /// Those with a vector in every set, rising.
    const std::vector<SampleId> &ids() const { return m_ids; }
    /// ids must all have vectors. [ids.size(), columns()]
    std::vector<float> rows(std::span<const SampleId> ids) const;

private:
    std::vector<std::string> m_names;
    std::vector<std::shared_ptr<const EmbeddingSet>> m_sets;
    std::vector<SampleId> m_ids;
    std::size_t m_columns = 0;
};

} // namespace primer
