// LibTorch's fused attention needs a GPU; its place is taken by ours for the CPU, so that the whole interface links.
#include "core/model/cuda/attention_cuda.h"

namespace primer {

AttentionResult attentionOnCuda(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v, const Dropout &dropout)
{
    return Kernels::of(at::kCPU).attention(q, k, v, dropout);
}

AttentionGradients attentionBackwardOnCuda(const at::Tensor &gradOutput, const at::Tensor &q, const at::Tensor &k,
                                           const at::Tensor &v, const AttentionResult &result, const Dropout &dropout)
{
    return Kernels::of(at::kCPU).attentionBackward(gradOutput, q, k, v, result, dropout);
}

} // namespace primer
