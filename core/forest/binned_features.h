// Owns: a matrix of features cut into at most 256 bins a feature, by quantiles, and stored by feature: what trees are
// grown on. Not here: trees (forest.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primer {

/// [rows, columns] fp32 by rows; a view.
struct FeatureMatrix {
    const float *data = nullptr;
    std::size_t rows = 0;
    std::size_t columns = 0;

    const float *row(std::size_t number) const { return data + number * columns; }
};

class BinnedFeatures
{
public:
    /// NaN goes with the smallest values. Depends on the matrix alone, not on the threads.
    BinnedFeatures(const FeatureMatrix &features, std::size_t threads);

    std::size_t rows() const { return m_rows; }
    std::size_t columns() const { return m_edges.size(); }
    /// The bin of each row.
    const std::uint8_t *column(std::size_t number) const { return m_bins.data() + number * m_rows; }
    /// A value is in the first bin whose edge it does not exceed; the last bin has none. Rising; empty for a constant.
    const std::vector<float> &edges(std::size_t number) const { return m_edges[number]; }

private:
    std::size_t m_rows;
    std::vector<std::uint8_t> m_bins;
    std::vector<std::vector<float>> m_edges;
};

} // namespace primer
