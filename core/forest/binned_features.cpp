#include "core/forest/binned_features.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/parallel.h"

namespace primer {

namespace {

constexpr std::size_t maxBins = 256;
constexpr std::size_t maxSampled = 20'000; ///< values a feature's quantiles are taken from
constexpr std::size_t columnsAtOnce = 16;  ///< a cache line of a row serves them all

float orSmallest(float value) { return std::isnan(value) ? -std::numeric_limits<float>::infinity() : value; }

/// Midway between neighbours, so that values not seen in fitting fall fairly; never above the upper one.
std::vector<float> edgesOf(std::vector<float> &values)
{
    std::sort(values.begin(), values.end());
    std::vector<float> distinct;
    std::unique_copy(values.begin(), values.end(), std::back_inserter(distinct));
    std::vector<float> edges;
    const auto between = [](float low, float high) {
        const float middle = low + (high - low) / 2;
        return std::isfinite(middle) && middle < high ? middle : low;
    };
    if (distinct.size() <= maxBins) {
        for (std::size_t place = 0; place + 1 < distinct.size(); ++place)
            edges.push_back(between(distinct[place], distinct[place + 1]));
        return edges;
    }
    for (std::size_t number = 1; number < maxBins; ++number) {
        const float low = values[number * values.size() / maxBins];
        const auto next = std::upper_bound(distinct.begin(), distinct.end(), low);
        if (next == distinct.end())
            break;
        const float edge = between(low, *next);
        if (edges.empty() || edge > edges.back())
            edges.push_back(edge);
    }
    return edges;
}

/// The first edge that is not below the value; without branches that depend on it.
std::uint8_t binOf(float value, const float *edges, std::size_t count)
{
    std::size_t low = 0;
    for (std::size_t step = maxBins / 2; step > 0; step /= 2)
        low += low + step <= count && edges[low + step - 1] < value ? step : 0;
    return std::uint8_t(low);
}

} // namespace

BinnedFeatures::BinnedFeatures(const FeatureMatrix &features, std::size_t threads)
    : m_rows(features.rows), m_bins(features.rows * features.columns), m_edges(features.columns)
{
    const std::size_t every = std::max<std::size_t>(1, m_rows / maxSampled);
    forItems((features.columns + columnsAtOnce - 1) / columnsAtOnce, threads, [&](std::size_t group) {
        const std::size_t begin = group * columnsAtOnce, end = std::min(begin + columnsAtOnce, features.columns);
        std::vector<std::vector<float>> samples(end - begin);
        for (std::size_t row = 0; row < m_rows; row += every) {
            for (std::size_t column = begin; column < end; ++column)
                samples[column - begin].push_back(orSmallest(features.row(row)[column]));
        }
        for (std::size_t column = begin; column < end; ++column)
            m_edges[column] = edgesOf(samples[column - begin]);
        for (std::size_t row = 0; row < m_rows; ++row) {
            const float *values = features.row(row);
            for (std::size_t column = begin; column < end; ++column)
                m_bins[column * m_rows + row] = binOf(orSmallest(values[column]), m_edges[column].data(),
                                                      m_edges[column].size());
        }
    });
}

} // namespace primer
