// Owns: the sum of squares of a long fp32 row in fp64 by LibTorch's own operations, in pieces: as a whole it would be
// copied to fp64 first, 11 GB for phi-1's gradients. Not here: the CPU's, which has a loop of its own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include <ATen/ATen.h>

namespace primer {

/// On the row's device, with one wait for the answer. The same bits each time.
inline double squareSumInPieces(const at::Tensor &row, std::int64_t pieceLength = std::int64_t(1) << 24)
{
    at::Tensor sum = at::zeros({}, row.options().dtype(at::kDouble));
    for (std::int64_t begin = 0; begin < row.numel(); begin += pieceLength) {
        const at::Tensor piece = row.narrow(0, begin, std::min(pieceLength, row.numel() - begin));
        sum.add_(at::linalg_vector_norm(piece, 2, std::nullopt, false, at::kDouble).square());
    }
    return sum.item<double>();
}

} // namespace primer
