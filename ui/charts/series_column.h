// Owns: a growing row of numbers whose lowest and highest over any range are found in microseconds, so that a curve of
// a million points draws as fast as a short one and keeps its spikes. Not here: drawing.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace primer {

class SeriesColumn
{
public:
    void append(double value);
    /// Keeps the first `count`.
    void cut(std::size_t count);
    std::size_t size() const { return m_values.size(); }
    double at(std::size_t place) const { return m_values[place]; }
    double last() const { return m_values.empty() ? 0 : m_values.back(); }
    /// Lowest and highest of [begin, end), which is not empty.
    std::pair<double, double> extremes(std::size_t begin, std::size_t end) const;
    /// The first place whose value is not below `value`; for rows that rise.
    std::size_t lowerBound(double value) const;
    /// The same, quick when the place is close to `guess`.
    std::size_t lowerBound(double value, std::size_t guess) const;

private:
    static constexpr std::size_t blockSize = 64;
    std::vector<double> m_values;
    std::vector<std::pair<double, double>> m_blocks; ///< of whole blocks
};

/// The exponential moving mean that loggers draw: `weight` 0 leaves values alone, 0.99 is very smooth. Without bias:
/// each value is the mean of all so far, weighted by weight^age, so that the first loss does not weigh for a hundred
/// steps.
class SmoothedColumn
{
public:
    explicit SmoothedColumn(double weight) : m_weight(weight) {}
    void append(double value);
    void cut(std::size_t count) { m_column.cut(count); }
    const SeriesColumn &column() const { return m_column; }

private:
    double m_weight;
    SeriesColumn m_column;
};

} // namespace primer
