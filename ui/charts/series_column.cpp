#include "ui/charts/series_column.h"

#include <algorithm>
#include <cmath>

namespace primer {

void SeriesColumn::append(double value)
{
    m_values.push_back(value);
    if (m_values.size() % blockSize == 0) {
        const auto [low, high] = std::minmax_element(m_values.end() - blockSize, m_values.end());
        m_blocks.emplace_back(*low, *high);
    }
}

void SeriesColumn::cut(std::size_t count)
{
    if (count >= m_values.size())
        return;
    m_values.resize(count);
    m_blocks.resize(count / blockSize);
}

std::pair<double, double> SeriesColumn::extremes(std::size_t begin, std::size_t end) const
{
    double low = m_values[begin], high = low;
    const auto take = [&](double least, double most) {
        low = std::min(low, least);
        high = std::max(high, most);
    };
    std::size_t place = begin;
    for (; place < end && place % blockSize != 0; ++place)
        take(m_values[place], m_values[place]);
    for (; place + blockSize <= end; place += blockSize)
        take(m_blocks[place / blockSize].first, m_blocks[place / blockSize].second);
    for (; place < end; ++place)
        take(m_values[place], m_values[place]);
    return {low, high};
}

std::size_t SeriesColumn::lowerBound(double value) const
{
    return std::size_t(std::lower_bound(m_values.begin(), m_values.end(), value) - m_values.begin());
}

std::size_t SeriesColumn::lowerBound(double value, std::size_t guess) const
{
    std::size_t low = 0, high = m_values.size();
    if (guess < high && m_values[guess] < value) {
        low = guess + 1;
        for (std::size_t step = 1; low < high && low + step < m_values.size(); step *= 2) {
            if (m_values[low + step] >= value) {
                high = low + step;
                break;
            }
            low += step + 1;
        }
    } else if (guess < high) {
        high = guess;
        for (std::size_t step = 1; step < high; step *= 2) {
            if (m_values[high - step] < value) {
                low = high - step + 1;
                break;
            }
            high -= step;
        }
    }
    return std::size_t(
        std::lower_bound(m_values.begin() + std::ptrdiff_t(low), m_values.begin() + std::ptrdiff_t(high), value)
        - m_values.begin());
}

void SmoothedColumn::append(double value)
{
    // Of the weights' sum 1 + w + ... + w^n, which is (1 - w^(n+1)) / (1 - w).
    const auto count = double(m_column.size());
    const double before = m_column.last() * (1 - std::pow(m_weight, count));
    m_column.append((m_weight * before + (1 - m_weight) * value) / (1 - std::pow(m_weight, count + 1)));
}

} // namespace primer
