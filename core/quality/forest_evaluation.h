// Owns: saying how good forests are that learn from given labels: one is fitted without some groups and measured on
// them, beside other models, seeds and fewer labels. Not here: the report's form (forest_report.h), the forest that is
// kept (forest_fit.h).
#pragma once

#include <memory>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/forest/forest.h"
#include "core/quality/feature_rows.h"
#include "core/quality/forest_report.h"
#include "core/quality/labelled_examples.h"
#include "core/storage/forest_score_store.h"

namespace primer {

struct EvaluationRequest {
    ForestSettings forest;
    double heldOutShare = 0.2;
    bool isQuick = false; ///< without logistic baseline, further seeds, learning curve and importance
};

struct Evaluation {
    ForestReport report; ///< without `labels`
    std::vector<HeldOutScore> heldOut;
};

/// The report says so when no draw of groups leaves both kinds of labels on both sides.
Result<Evaluation> evaluateForest(const LabelledExamples &examples, const FeatureRows &features,
                                  const EvaluationRequest &request, Feedback &feedback);

Result<std::shared_ptr<const Forest>> fitCalibrated(const LabelledExamples &examples, const ForestSettings &settings,
                                                    Feedback &feedback);

} // namespace primer
