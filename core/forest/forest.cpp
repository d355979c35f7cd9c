#include "core/forest/forest.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/random.h"
#include "core/base/parallel.h"

namespace primer {

namespace {

constexpr std::size_t fewSamples = 24; ///< sorting them is cheaper than walking over all bins
constexpr std::size_t fewRows = 64; ///< of a prediction: fetching whole trees would take longer than walking down them

std::uint64_t seedOf(std::uint64_t seed, std::uint64_t tree)
{
    return Random(seed ^ (tree * 0x9e3779b97f4a7c15)).next();
}

/// Weight and weighted target of some samples.
struct Sum {
    double weight = 0, target = 0;

    void operator+=(const Sum &other)
    {
        weight += other.weight;
        target += other.target;
    }
    Sum operator-(const Sum &other) const { return {weight - other.weight, target - other.target}; }
    /// What is left of the squared targets' sum when the samples get their mean.
    double score() const { return weight > 0 ? target * target / weight : 0; }
};

} // namespace

/// One tree at a time; makes its nodes and the estimates of the samples it did not draw.
class TreeGrower
{
public:
    using Node = Forest::Node;

    TreeGrower(const BinnedFeatures &features, std::span<const float> targets, std::span<const float> weights,
               const ForestSettings &settings)
        : m_features(features), m_targets(targets), m_weights(weights), m_settings(settings),
          m_columns(features.columns())
    {
        std::iota(m_columns.begin(), m_columns.end(), 0u);
        m_tries = settings.featuresPerSplit > 0
                      ? std::min(settings.featuresPerSplit, m_columns.size())
                      : std::max<std::size_t>(1, std::size_t(std::sqrt(double(m_columns.size()))));
    }

    std::vector<Node> grow(std::uint64_t tree)
    {
        Random random(seedOf(m_settings.seed, tree));
        std::iota(m_columns.begin(), m_columns.end(), 0u); // the draws depend on the tree alone
        drawSamples(random);
        m_nodes.assign(1, {});
        std::vector<Open> open{{0, 0, m_rows.size(), 0}};
        while (!open.empty()) {
            const Open node = open.back();
            open.pop_back();
            split(node, random, open);
        }
        return std::move(m_nodes);
    }

    /// By row: how often the tree drew it.
    const std::vector<std::uint8_t> &drawn() const { return m_drawn; }

private:
    struct Open {
        std::uint32_t node;
        std::size_t begin, end; ///< of m_rows
        std::size_t depth;
    };
    struct Split {
        double gain = 0;
        std::uint32_t column = 0;
        std::uint8_t bin = 0; ///< it and lower ones go left
    };

    void drawSamples(Random &random)
    {
        const std::size_t rows = m_features.rows();
        m_drawn.assign(rows, 0);
        for (std::size_t number = 0; number < rows; ++number) {
            std::uint8_t &times = m_drawn[random.below(rows)];
            times = std::uint8_t(std::min<int>(times + 1, std::numeric_limits<std::uint8_t>::max()));
        }
        m_rows.clear();
        m_sums.clear();
        for (std::size_t row = 0; row < rows; ++row) {
            if (m_drawn[row] == 0)
                continue;
            const double weight = double(m_drawn[row]) * double(m_weights[row]);
            m_rows.push_back(std::uint32_t(row));
            m_sums.push_back({weight, weight * double(m_targets[row])});
        }
        m_otherRows.resize(m_rows.size());
        m_otherSums.resize(m_rows.size());
    }

    void split(const Open &node, Random &random, std::vector<Open> &open)
    {
        Sum whole;
        bool isPure = true;
        const float first = m_targets[m_rows[node.begin]];
        for (std::size_t place = node.begin; place < node.end; ++place) {
            whole += m_sums[place];
            isPure = isPure && m_targets[m_rows[place]] == first;
        }
        Split best;
        const bool mayGoOn = !isPure && node.end - node.begin >= 2 * m_settings.minLeaf
                             && (m_settings.maxDepth == 0 || node.depth < m_settings.maxDepth);
        // When none of the tried features divides the node, more are drawn until one does.
        for (std::size_t tried = 0; mayGoOn && tried < m_columns.size() && (tried < m_tries || best.gain <= 0);
             ++tried) {
            std::swap(m_columns[tried], m_columns[tried + random.below(m_columns.size() - tried)]);
            tryColumn(m_columns[tried], node, whole, best);
        }
        if (best.gain <= 0) {
            m_nodes[node.node].threshold = float(whole.target / whole.weight);
            return;
        }
        const std::size_t middle = partition(node, best);
        const auto left = std::uint32_t(m_nodes.size());
        m_nodes.resize(m_nodes.size() + 2);
        m_nodes[node.node] = {m_features.edges(best.column)[best.bin], best.column, left};
        open.push_back({left + 1, middle, node.end, node.depth + 1});
        open.push_back({left, node.begin, middle, node.depth + 1});
    }

    void tryColumn(std::uint32_t column, const Open &node, const Sum &whole, Split &best)
    {
        if (m_features.edges(column).empty())
            return;
        if (node.end - node.begin <= fewSamples)
            trySorted(column, node, whole, best);
        else
            tryBins(column, node, whole, best);
    }

    void consider(std::uint32_t column, std::size_t bin, std::size_t leftCount, const Sum &left, const Open &node,
                  const Sum &whole, Split &best) const
    {
        const std::size_t rightCount = node.end - node.begin - leftCount;
        if (leftCount < m_settings.minLeaf || rightCount < m_settings.minLeaf)
            return;
        const double gain = left.score() + (whole - left).score() - whole.score();
        if (gain > best.gain + 1e-12 * whole.weight)
            best = {gain, column, std::uint8_t(bin)};
    }

    void tryBins(std::uint32_t column, const Open &node, const Sum &whole, Split &best)
    {
        const std::size_t bins = m_features.edges(column).size() + 1;
        const std::uint8_t *values = m_features.column(column);
        std::fill_n(m_binSums, bins, Sum());
        std::fill_n(m_binCounts, bins, 0u);
        for (std::size_t place = node.begin; place < node.end; ++place) {
            const std::uint8_t bin = values[m_rows[place]];
            m_binSums[bin] += m_sums[place];
            ++m_binCounts[bin];
        }
        Sum left;
        std::size_t count = 0;
        for (std::size_t bin = 0; bin + 1 < bins; ++bin) {
            if (m_binCounts[bin] == 0)
                continue;
            left += m_binSums[bin];
            count += m_binCounts[bin];
            if (count == node.end - node.begin)
                break;
            consider(column, bin, count, left, node, whole, best);
        }
    }

    void trySorted(std::uint32_t column, const Open &node, const Sum &whole, Split &best)
    {
        const std::uint8_t *values = m_features.column(column);
        std::uint32_t sorted[fewSamples]; // bin and place
        std::size_t count = 0;
        for (std::size_t place = node.begin; place < node.end; ++place) {
            const std::uint32_t key = (std::uint32_t(values[m_rows[place]]) << 8) | std::uint32_t(place - node.begin);
            std::size_t at = count++;
            for (; at > 0 && sorted[at - 1] > key; --at)
                sorted[at] = sorted[at - 1];
            sorted[at] = key;
        }
        Sum left;
        for (std::size_t number = 0; number + 1 < count; ++number) {
            left += m_sums[node.begin + (sorted[number] & 0xff)];
            if (sorted[number] >> 8 != sorted[number + 1] >> 8)
                consider(column, sorted[number] >> 8, number + 1, left, node, whole, best);
        }
    }

    /// Stable, so that the order of additions stays that of the rows.
    std::size_t partition(const Open &node, const Split &split)
    {
        const std::uint8_t *values = m_features.column(split.column);
        std::size_t left = node.begin, right = 0;
        for (std::size_t place = node.begin; place < node.end; ++place) {
            if (values[m_rows[place]] <= split.bin) {
                m_rows[left] = m_rows[place];
                m_sums[left++] = m_sums[place];
            } else {
                m_otherRows[right] = m_rows[place];
                m_otherSums[right++] = m_sums[place];
            }
        }
        std::copy_n(m_otherRows.begin(), right, m_rows.begin() + std::ptrdiff_t(left));
        std::copy_n(m_otherSums.begin(), right, m_sums.begin() + std::ptrdiff_t(left));
        return left;
    }

    const BinnedFeatures &m_features;
    std::span<const float> m_targets, m_weights;
    const ForestSettings &m_settings;
    std::size_t m_tries = 1;
    std::vector<std::uint32_t> m_columns, m_rows, m_otherRows;
    std::vector<Sum> m_sums, m_otherSums;
    std::vector<std::uint8_t> m_drawn;
    std::vector<Node> m_nodes;
    Sum m_binSums[256];
    std::uint32_t m_binCounts[256];
};

namespace {

std::vector<float> weightsOf(std::span<const float> targets, double positiveWeight)
{
    const auto positives = double(
        std::count_if(targets.begin(), targets.end(), [](float target) { return target >= 0.5F; }));
    const double negatives = double(targets.size()) - positives;
    const double weight = positiveWeight > 0               ? positiveWeight
                          : positives > 0 && negatives > 0 ? negatives / positives
                                                           : 1;
    std::vector<float> weights(targets.size());
    std::transform(targets.begin(), targets.end(), weights.begin(),
                   [weight](float target) { return target >= 0.5F ? float(weight) : 1.0F; });
    return weights;
}

/// NaN goes left, as it was binned.
template<typename Node>
float walk(const Node *nodes, std::uint32_t place, const float *row)
{
    while (nodes[place].left != 0)
        place = nodes[place].left + std::uint32_t(row[nodes[place].feature] > nodes[place].threshold);
    return nodes[place].threshold;
}

} // namespace

Result<std::shared_ptr<const Forest>> Forest::fit(const FeatureMatrix &features, std::span<const float> targets,
                                                  const ForestSettings &settings, Feedback &feedback)
{
    if (features.rows == 0 || features.columns == 0 || targets.size() != features.rows)
        return Error{ErrorCode::InvalidInput,
                     std::to_string(features.rows) + " rows and " + std::to_string(targets.size()) + " targets",
                     "forest"};
    if (features.rows > std::numeric_limits<std::uint32_t>::max())
        return Error{ErrorCode::LimitExceeded, "more than 2^32 rows", "forest"};
    if (settings.trees == 0 || settings.minLeaf == 0 || !(settings.positiveWeight >= 0))
        return Error{ErrorCode::InvalidInput, "trees and minLeaf must be at least 1, positiveWeight at least 0",
                     "forest"};
    if (!std::all_of(targets.begin(), targets.end(), [](float target) { return std::isfinite(target); }))
        return Error{ErrorCode::InvalidInput, "a target is not a finite number", "forest"};
    const BinnedFeatures binned(features, settings.threads);
    const std::vector<float> weights = weightsOf(targets, settings.positiveWeight);
    std::vector<std::vector<Node>> grown(settings.trees);
    std::vector<std::vector<float>> unseen(settings.trees); // by row; NaN where the tree drew it
    const std::size_t threads = std::min(threadsOf(settings.threads), settings.trees);
    std::atomic<std::size_t> next{0};
    forItems(threads, threads, [&](std::size_t) {
        TreeGrower grower(binned, targets, weights, settings);
        for (std::size_t tree = next++; tree < settings.trees && !feedback.isCancelled(); tree = next++) {
            grown[tree] = grower.grow(tree);
            unseen[tree].resize(features.rows);
            for (std::size_t row = 0; row < features.rows; ++row)
                unseen[tree][row] = grower.drawn()[row] > 0 ? std::numeric_limits<float>::quiet_NaN()
                                                            : walk(grown[tree].data(), 0, features.row(row));
        }
    });
    if (feedback.isCancelled())
        return Error{ErrorCode::Cancelled, "", "forest"};
    const auto forest = std::make_shared<Forest>();
    forest->m_columns = features.columns;
    forest->m_settings = settings;
    for (std::vector<Node> &tree : grown) {
        const auto root = std::uint32_t(forest->m_nodes.size());
        forest->m_roots.push_back(root);
        for (Node &node : tree)
            node.left += node.left != 0 ? root : 0;
        forest->m_nodes.insert(forest->m_nodes.end(), tree.begin(), tree.end());
        tree = {};
    }
    forest->m_outOfBag.resize(features.rows);
    for (std::size_t row = 0; row < features.rows; ++row) {
        double sum = 0;
        int count = 0;
        for (const std::vector<float> &tree : unseen) {
            if (!std::isnan(tree[row])) {
                sum += double(tree[row]);
                ++count;
            }
        }
        forest->m_outOfBag[row] = count > 0 ? float(sum / count) : std::numeric_limits<float>::quiet_NaN();
    }
    forest->pack(settings.threads);
    return std::shared_ptr<const Forest>(forest);
}

void Forest::pack(std::size_t threads) { m_packed = PackedForest::pack(m_nodes, m_roots, m_columns, threads); }

std::vector<float> Forest::predict(const FeatureMatrix &features, std::size_t threads) const
{
    std::vector<float> predictions(features.rows);
    const std::size_t blocks = (features.rows + PackedForest::rowsAtOnce - 1) / PackedForest::rowsAtOnce,
                      workers = std::min(threadsOf(threads), blocks);
    std::atomic<std::size_t> next{0};
    forItems(workers, workers, [&](std::size_t) {
        PackedForest::Scratch desk(m_columns);
        for (std::size_t block = next++; block < blocks; block = next++) {
            const std::size_t begin = block * PackedForest::rowsAtOnce;
            predictBlock(features, begin, std::min(PackedForest::rowsAtOnce, features.rows - begin), desk,
                         predictions.data() + begin);
        }
    });
    return predictions;
}

void Forest::predictBlock(const FeatureMatrix &features, std::size_t begin, std::size_t count,
                          PackedForest::Scratch &desk, float *predictions) const
{
    if (!m_packed || count < fewRows) {
        for (std::size_t row = 0; row < count; ++row)
            predictions[row] = calibrated(rawPrediction(features.row(begin + row)));
        return;
    }
    double sums[PackedForest::rowsAtOnce] = {};
    m_packed->addTrees(features.row(begin), count, sums, desk);
    for (std::size_t row = 0; row < count; ++row)
        predictions[row] = calibrated(float(sums[row] / double(m_roots.size())));
}

float Forest::rawPrediction(const float *row) const
{
    double sum = 0;
    for (const std::uint32_t root : m_roots)
        sum += double(walk(m_nodes.data(), root, row));
    return float(sum / double(m_roots.size()));
}

float Forest::calibrated(float prediction) const
{
    if (m_calibration.empty())
        return prediction;
    const auto above = std::upper_bound(m_calibration.begin(), m_calibration.end(), prediction,
                                        [](float value, const CalibrationPoint &knot) { return value < knot.at; });
    const CalibrationPoint low = above == m_calibration.begin() ? CalibrationPoint{0, 0} : *std::prev(above),
                           high = above == m_calibration.end() ? CalibrationPoint{1, 1} : *above;
    if (high.at <= low.at)
        return prediction < low.at ? low.value : high.value;
    return low.value + (high.value - low.value) * std::clamp((prediction - low.at) / (high.at - low.at), 0.f, 1.f);
}

/// Platt's sigmoid (1999) over the log-odds of the out-of-bag estimates, with his smoothed targets, by Newton's method;
/// kept as points of the curve. An isotonic regression would fit as well, but its flats make many samples equal, and a
/// cut coarse.
void Forest::calibrate(std::span<const float> targets)
{
    constexpr int maxSteps = 50, knots = 64;
    constexpr double minSlope = 1e-3, ridge = 1e-9;
    const auto logOdds = [this](double share) {
        const double smooth = (share * double(m_roots.size()) + 0.5) / (double(m_roots.size()) + 1);
        return std::log(smooth / (1 - smooth));
    };
    std::vector<std::pair<double, double>> points; // log-odds, smoothed target
    double positives = 0;
    for (std::size_t row = 0; row < m_outOfBag.size() && row < targets.size(); ++row) {
        if (std::isnan(m_outOfBag[row]))
            continue;
        points.emplace_back(logOdds(double(m_outOfBag[row])), double(targets[row]));
        positives += targets[row] >= 0.5f;
    }
    const double negatives = double(points.size()) - positives;
    for (auto &[odds, target] : points)
        target = target >= 0.5 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2);
    double slope = 1, shift = 0;
    for (int step = 0; step < maxSteps; ++step) {
        double gradientSlope = 0, gradientShift = 0, curveSlope = ridge, curveBoth = 0, curveShift = ridge;
        for (const auto &[odds, target] : points) {
            const double chance = 1 / (1 + std::exp(-slope * odds - shift)), spread = chance * (1 - chance);
            gradientSlope += (chance - target) * odds;
            gradientShift += chance - target;
            curveSlope += spread * odds * odds;
            curveBoth += spread * odds;
            curveShift += spread;
        }
        const double determinant = curveSlope * curveShift - curveBoth * curveBoth;
        if (!(std::fabs(determinant) > 0))
            break;
        const double bySlope = (gradientSlope * curveShift - gradientShift * curveBoth) / determinant,
                     byShift = (gradientShift * curveSlope - gradientSlope * curveBoth) / determinant;
        slope -= bySlope;
        shift -= byShift;
        if (std::fabs(bySlope) + std::fabs(byShift) < 1e-10)
            break;
    }
    slope = std::isfinite(slope) ? std::max(slope, minSlope)
                                 : 1; // without any signal still rising, so that an order remains
    shift = std::isfinite(shift) ? shift : 0;
    m_calibration.clear();
    for (int knot = 0; knot <= knots; ++knot) {
        const double at = double(knot) / knots;
        m_calibration.push_back({float(at), float(1 / (1 + std::exp(-slope * logOdds(at) - shift)))});
    }
}

std::vector<double> Forest::permutationImportance(const FeatureMatrix &features, std::span<const float> targets,
                                                  std::uint64_t seed, std::size_t threads) const
{
    std::vector<std::uint8_t> isUsed(m_columns);
    for (const Node &node : m_nodes) {
        if (node.left != 0)
            isUsed[node.feature] = 1;
    }
    std::vector<std::uint32_t> shuffled(features.rows);
    std::iota(shuffled.begin(), shuffled.end(), 0u);
    Random(seed).drawToFront(shuffled, shuffled.size());
    const auto errorOf = [&](float prediction, std::size_t row) {
        return double(prediction - targets[row]) * double(prediction - targets[row]);
    };
    double base = 0;
    for (std::size_t row = 0; row < features.rows; ++row)
        base += errorOf(rawPrediction(features.row(row)), row);
    std::vector<double> importance(m_columns);
    forItems(m_columns, threads, [&](std::size_t column) {
        if (!isUsed[column])
            return;
        std::vector<float> changed(m_columns);
        double error = 0;
        for (std::size_t row = 0; row < features.rows; ++row) {
            std::copy_n(features.row(row), m_columns, changed.data());
            changed[column] = features.row(shuffled[row])[column];
            error += errorOf(rawPrediction(changed.data()), row);
        }
        importance[column] = (error - base) / double(features.rows);
    });
    return importance;
}

} // namespace primer
