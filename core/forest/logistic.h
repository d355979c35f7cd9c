// Owns: logistic regression with an L2 penalty over standardised features: the baseline a forest has to beat. Not here:
// labels.
#pragma once

#include <span>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/forest/binned_features.h"

namespace primer {

class Logistic
{
public:
    /// targets 0 or 1; `penalty` as scikit-learn's 1/C. By L-BFGS (Liu and Nocedal 1989); the same for any number of
    /// threads.
    static Result<Logistic> fit(const FeatureMatrix &features, std::span<const float> targets, double penalty,
                                Feedback &feedback);
    /// Probability of 1, one a row.
    std::vector<float> predict(const FeatureMatrix &features) const;

private:
    std::vector<double> m_weights; ///< of the features as they come, the intercept last
};

} // namespace primer
