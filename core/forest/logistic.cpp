#include "core/forest/logistic.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

#include "core/base/parallel.h"

namespace primer {

namespace {

using Vector = std::vector<double>;
constexpr std::size_t rowsAtOnce = 1024; ///< sums are added block by block in their order

double dot(const Vector &left, const Vector &right)
{
    return std::inner_product(left.begin(), left.end(), right.begin(), 0.0);
}

/// Mean and standard deviation of each column.
std::pair<Vector, Vector> momentsOf(const FeatureMatrix &features)
{
    Vector mean(features.columns), deviation(features.columns);
    for (std::size_t row = 0; row < features.rows; ++row) {
        for (std::size_t column = 0; column < features.columns; ++column)
            mean[column] += features.row(row)[column];
    }
    for (double &value : mean)
        value /= double(features.rows);
    for (std::size_t row = 0; row < features.rows; ++row) {
        for (std::size_t column = 0; column < features.columns; ++column)
            deviation[column] += std::pow(features.row(row)[column] - mean[column], 2);
    }
    for (double &value : deviation)
        value = value > 0 ? std::sqrt(value / double(features.rows)) : 1;
    return {std::move(mean), std::move(deviation)};
}

class Objective
{
public:
    Objective(const FeatureMatrix &features, std::span<const float> targets, double penalty)
        : m_features(features), m_targets(targets), m_penalty(penalty)
    {
        std::tie(m_mean, m_deviation) = momentsOf(features);
    }

    std::size_t size() const { return m_features.columns + 1; }

    /// Weights of the features as they come.
    Vector plainWeights(const Vector &weights) const
    {
        Vector plain(size());
        plain.back() = weights.back();
        for (std::size_t column = 0; column < m_features.columns; ++column) {
            plain[column] = weights[column] / m_deviation[column];
            plain.back() -= plain[column] * m_mean[column];
        }
        return plain;
    }

    /// Mean loss plus the penalty; fills the gradient.
    double operator()(const Vector &weights, Vector &gradient) const
    {
        const Vector plain = plainWeights(weights);
        const std::size_t columns = m_features.columns, blocks = (m_features.rows + rowsAtOnce - 1) / rowsAtOnce;
        std::vector<Vector> gradients(blocks);
        Vector losses(blocks);
        forItems(blocks, 0, [&](std::size_t block) {
            Vector &sum = gradients[block];
            sum.assign(size(), 0);
            for (std::size_t row = block * rowsAtOnce; row < std::min((block + 1) * rowsAtOnce, m_features.rows);
                 ++row) {
                const float *values = m_features.row(row);
                double margin = plain.back();
                for (std::size_t column = 0; column < columns; ++column)
                    margin += plain[column] * values[column];
                const double signedMargin = m_targets[row] >= 0.5f ? margin : -margin;
                losses[block] += signedMargin > 0 ? std::log1p(std::exp(-signedMargin))
                                                  : -signedMargin + std::log1p(std::exp(signedMargin));
                const double error = 1 / (1 + std::exp(-margin)) - m_targets[row];
                for (std::size_t column = 0; column < columns; ++column)
                    sum[column] += error * values[column];
                sum.back() += error;
            }
        });
        gradient.assign(size(), 0);
        double loss = 0;
        for (std::size_t block = 0; block < blocks; ++block) {
            loss += losses[block];
            for (std::size_t place = 0; place < size(); ++place)
                gradient[place] += gradients[block][place];
        }
        const double rows = double(m_features.rows);
        loss /= rows;
        gradient.back() /= rows;
        for (std::size_t column = 0; column < columns; ++column) {
            gradient[column] = (gradient[column] / rows - gradient.back() * m_mean[column]) / m_deviation[column]
                               + m_penalty / rows * weights[column];
            loss += 0.5 * m_penalty / rows * weights[column] * weights[column];
        }
        return loss;
    }

private:
    const FeatureMatrix &m_features;
    std::span<const float> m_targets;
    double m_penalty;
    Vector m_mean, m_deviation;
};

struct Correction {
    Vector step, change;
    double scale = 0;
};

/// The L-BFGS direction: the gradient through the inverse Hessian that the last steps suggest, turned downhill.
Vector directionOf(const Vector &gradient, const std::deque<Correction> &corrections)
{
    Vector direction = gradient;
    Vector factors(corrections.size());
    for (std::size_t back = corrections.size(); back-- > 0;) {
        factors[back] = corrections[back].scale * dot(corrections[back].step, direction);
        for (std::size_t place = 0; place < direction.size(); ++place)
            direction[place] -= factors[back] * corrections[back].change[place];
    }
    if (!corrections.empty()) {
        const Correction &last = corrections.back();
        const double shrink = 1 / (last.scale * dot(last.change, last.change));
        for (double &value : direction)
            value *= shrink;
    }
    for (std::size_t number = 0; number < corrections.size(); ++number) {
        const double factor = factors[number] - corrections[number].scale * dot(corrections[number].change, direction);
        for (std::size_t place = 0; place < direction.size(); ++place)
            direction[place] += factor * corrections[number].step[place];
    }
    for (double &value : direction)
        value = -value;
    return direction;
}

} // namespace

Result<Logistic> Logistic::fit(const FeatureMatrix &features, std::span<const float> targets, double penalty,
                               Feedback &feedback)
{
    constexpr int maxSteps = 200, remembered = 10, maxHalvings = 30;
    constexpr double smallGradient = 1e-5, sufficient = 1e-4;
    if (features.rows == 0 || features.columns == 0 || targets.size() != features.rows)
        return Error{ErrorCode::InvalidInput, "rows and targets, equally many, are needed", "logistic"};
    const Objective objective(features, targets, penalty);
    Vector weights(objective.size()), gradient;
    double loss = objective(weights, gradient);
    std::deque<Correction> corrections;
    for (int step = 0; step < maxSteps && std::sqrt(dot(gradient, gradient)) > smallGradient; ++step) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "logistic"};
        const Vector direction = directionOf(gradient, corrections);
        const double slope = dot(direction, gradient);
        Vector next(weights.size()), nextGradient;
        double length = 1, nextLoss = loss;
        bool isLower = false;
        for (int halving = 0; halving < maxHalvings && !isLower; ++halving, length /= 2) {
            for (std::size_t place = 0; place < weights.size(); ++place)
                next[place] = weights[place] + length * direction[place];
            nextLoss = objective(next, nextGradient);
            isLower = nextLoss <= loss + sufficient * length * slope;
        }
        if (!isLower)
            break;
        Correction correction{Vector(weights.size()), Vector(weights.size()), 0};
        for (std::size_t place = 0; place < weights.size(); ++place) {
            correction.step[place] = next[place] - weights[place];
            correction.change[place] = nextGradient[place] - gradient[place];
        }
        if (const double curve = dot(correction.step, correction.change); curve > 0) {
            correction.scale = 1 / curve;
            corrections.push_back(std::move(correction));
            if (corrections.size() > remembered)
                corrections.pop_front();
        }
        weights = std::move(next);
        gradient = std::move(nextGradient);
        loss = nextLoss;
    }
    Logistic logistic;
    logistic.m_weights = objective.plainWeights(weights);
    return logistic;
}

std::vector<float> Logistic::predict(const FeatureMatrix &features) const
{
    std::vector<float> scores(features.rows);
    for (std::size_t row = 0; row < features.rows; ++row) {
        const double margin = std::inner_product(features.row(row), features.row(row) + features.columns,
                                                 m_weights.begin(), m_weights.back());
        scores[row] = float(1 / (1 + std::exp(-margin)));
    }
    return scores;
}

} // namespace primer
