// Owns: walking over the rows of CPU tensors of any element type: a row as fp32, shares of rows side by side, sums over
// rows whose bits do not depend on the number of threads. For kernels_cpu.cpp. Not here: what is done to a row
// (row_kernels.h).
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "core/model/cpu/row_kernels.h"

namespace primer {

inline constexpr std::int64_t partialSums = 16; ///< shares of the rows that are summed apart; not the number of threads

/// A row as fp32: in its place, or converted into a buffer of the thread.
class Row
{
public:
    Row(const at::Tensor &tensor, std::int64_t width)
        : m_type(tensor.scalar_type()), m_data(static_cast<char *>(tensor.data_ptr())), m_width(width)
    {
        if (m_type != at::kFloat)
            m_buffer.resize(std::size_t(width));
    }

    float *at(std::int64_t row)
    {
        if (m_type == at::kFloat)
            return reinterpret_cast<float *>(m_data) + row * m_width;
        m_row = row;
        return m_buffer.data();
    }
    float *read(std::int64_t row)
    {
        float *values = at(row);
        if (m_type == at::kBFloat16)
            rows::fromBf16(values, reinterpret_cast<const std::uint16_t *>(m_data) + row * m_width, m_width);
        else if (m_type == at::kHalf)
            std::copy_n(reinterpret_cast<const at::Half *>(m_data) + row * m_width, m_width, values);
        return values;
    }
    /// The row last asked for back to its type.
    void write()
    {
        if (m_type == at::kBFloat16)
            rows::toBf16(reinterpret_cast<std::uint16_t *>(m_data) + m_row * m_width, m_buffer.data(), m_width);
        else if (m_type == at::kHalf)
            std::copy_n(m_buffer.data(), m_width, reinterpret_cast<at::Half *>(m_data) + m_row * m_width);
    }

private:
    at::ScalarType m_type;
    char *m_data;
    std::int64_t m_width;
    std::int64_t m_row = 0;
    std::vector<float> m_buffer;
};

/// A parameter's row in fp32; null when there is none.
class Parameter
{
public:
    explicit Parameter(const at::Tensor &tensor) : m_tensor(tensor.defined() ? tensor.to(at::kFloat) : tensor) {}
    const float *data() const { return m_tensor.defined() ? m_tensor.const_data_ptr<float>() : nullptr; }
    const float *dataOrZeros(std::int64_t count)
    {
        if (!m_tensor.defined())
            m_tensor = at::zeros({count}, at::kFloat);
        return m_tensor.const_data_ptr<float>();
    }

private:
    at::Tensor m_tensor;
};

/// Sums over rows: a partial row for each share, added up in their order.
class ColumnSums
{
public:
    ColumnSums(const at::Tensor &target, std::int64_t shares) : m_target(target)
    {
        if (target.defined())
            m_partial = at::zeros({shares, target.numel()}, at::kFloat);
    }
    ~ColumnSums()
    {
        for (std::int64_t share = 0; m_partial.defined() && share < m_partial.size(0); ++share)
            rows::add(m_target.data_ptr<float>(), m_partial.const_data_ptr<float>() + share * m_target.numel(),
                      m_target.numel());
    }
    ColumnSums(const ColumnSums &) = delete;
    ColumnSums &operator=(const ColumnSums &) = delete;
    float *share(std::int64_t number)
    {
        return m_partial.defined() ? m_partial.data_ptr<float>() + number * m_target.numel() : nullptr;
    }

private:
    at::Tensor m_target, m_partial;
};

/// Calls work(share, firstRow, endRow) for shares of the rows, side by side.
template<typename Work>
void forShares(std::int64_t rowCount, Work work)
{
    const std::int64_t size = (rowCount + partialSums - 1) / partialSums;
    at::parallel_for(0, partialSums, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t share = begin; share < end; ++share) {
            if (share * size < rowCount)
                work(share, share * size, std::min((share + 1) * size, rowCount));
        }
    });
}

template<typename Work>
void forRows(std::int64_t rowCount, Work work)
{
    forShares(rowCount, [&](std::int64_t, std::int64_t begin, std::int64_t end) { work(begin, end); });
}

} // namespace primer
