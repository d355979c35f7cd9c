// Owns: which of LibTorch's fused attention kernels runs on a GPU: each is checked against plain arithmetic on a small
// case, the right ones are timed on the real shape, the fastest is kept. Not here: the kernels.
#pragma once

#include <string>

#include "core/model/kernels.h"

namespace primer {

AttentionResult attentionOnCuda(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v, const Dropout &dropout);
AttentionGradients attentionBackwardOnCuda(const at::Tensor &gradOutput, const at::Tensor &q, const at::Tensor &k,
                                           const at::Tensor &v, const AttentionResult &result, const Dropout &dropout);

} // namespace primer
