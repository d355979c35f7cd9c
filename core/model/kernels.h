// Owns: the fused passes of the block that no library has: residual + dropout + LayerNorm, rotary on packed q, k, v,
// GELU with its bias, loss in place of logits, attention, AdamW; and what the device says of itself. On the CPU
// (kernels_cpu.cpp) and on CUDA (kernels_cuda.cpp), with the same masks outside attention. Rows are independent; sums
// over rows are added in an order that depends on the shapes alone. Tensors are contiguous unless said; gradients of
// parameters are fp32 and added to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace primer {

struct Dropout {
    double probability = 0;
    std::uint64_t seed = 0; ///< the mask is a function of it and the element's number
};

/// One side of a block: x + bias, dropped out, joins the residual.
struct Branch {
    at::Tensor value; ///< [rows, width]
    at::Tensor bias;  ///< [width] or undefined
    Dropout dropout;
};

struct Normed {
    at::Tensor sum;        ///< [rows, width]: the residual after the branches; `input` itself without them
    at::Tensor normed;     ///< LayerNorm of it
    at::Tensor mean, rstd; ///< [rows] fp32
};

/// Gradients of parameters that `Kernels::addNormBackward` adds to; undefined ones are left out.
struct NormParameterGradients {
    at::Tensor weight, bias, firstBranchBias, secondBranchBias;
};

struct BranchGradients {
    at::Tensor sum;           ///< of the residual
    at::Tensor first, second; ///< of the branches' values; `sum` itself without dropout
};

/// How packed q, k, v lie: [rows, 3 x heads x headWidth]; row r is at position r mod length.
struct Packing {
    std::int64_t length = 0, heads = 0, headWidth = 0;
    at::Tensor cosines, sines; ///< [positions, half] fp32; the first 2 x half of each head are turned, halves split
};

struct AttentionResult {
    at::Tensor output;             ///< [sequences, heads, length, headWidth]
    at::Tensor logSumExp;          ///< for the backward pass of fused kernels
    std::vector<at::Tensor> state; ///< the backend's own: random state, lengths
    int backend = 0;               ///< which made it, among the device's
};

struct AttentionGradients {
    at::Tensor q, k, v;
};

struct DeviceFacts {
    std::string name;
    std::int64_t memoryBytes = 0;
    double peakFlops = 0;   ///< of dense bf16 products a second; 0: not known
    std::string peakSource; ///< where the peak is from
    bool hasBf16 = true;    ///< as a type to compute with
};

struct AdamSettings {
    double beta1 = 0.9, beta2 = 0.95, eps = 1e-8;
};

struct AdamStep {
    std::int64_t number = 1; ///< from 1
    double learningRate = 0, weightDecay = 0;
    double factor = 1; ///< of the gradients, before anything else: unscaling and clipping
};

class Kernels
{
public:
    virtual ~Kernels() = default;
    /// Throws when libprimer_cuda.so is not there or does not fit.
    static const Kernels &of(at::Device device);

    /// Branches: none (null) or two, the attention's and the MLP's.
    virtual Normed addNorm(const at::Tensor &input, const Branch *branches, const at::Tensor &weight,
                           const at::Tensor &bias, double eps) const = 0;
    /// gradSum: what comes from later layers, or undefined.
    virtual BranchGradients addNormBackward(const at::Tensor &gradNormed, const at::Tensor &gradSum,
                                            const Normed &saved, const at::Tensor &weight, const Branch *branches,
                                            const NormParameterGradients &gradients) const = 0;

    /// Adds the bias (or none), turns q and k; in place.
    virtual void rotate(const at::Tensor &qkv, const at::Tensor &bias, const Packing &packing) const = 0;
    /// Gradients of q, k, v ([sequences, heads, length, headWidth], any strides) turned back into a packed row; its sum
    /// over rows is added to gradBias (or left out).
    virtual at::Tensor packRotated(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                                   const Packing &packing, const at::Tensor &gradBias) const = 0;

    /// tanh form, of input + bias.
    virtual at::Tensor gelu(const at::Tensor &input, const at::Tensor &bias) const = 0;
    /// `gradient` becomes the input's; the activation is made again and returned.
    virtual at::Tensor geluBackward(const at::Tensor &gradient, const at::Tensor &input, const at::Tensor &bias,
                                    const at::Tensor &gradBias) const = 0;

    /// logits: [rows, vocabulary] without their bias; targets: [rows] int64, below 0 counts nothing. Adds the losses to
    /// `lossSum` (fp64 scalar). With `factor` other than 0 the logits become the gradients of factor x the sum.
    virtual void crossEntropy(const at::Tensor &logits, const at::Tensor &bias, const at::Tensor &targets,
                              double factor, const at::Tensor &lossSum, const at::Tensor &gradBias) const = 0;

    /// AdamW with decoupled decay (Loshchilov and Hutter 2019) over a range of flat fp32 rows; gradients become 0 for
    /// the next step. `compute` (bf16, fp16 or undefined) gets the new values.
    virtual void adamW(const at::Tensor &master, const at::Tensor &gradient, const at::Tensor &first,
                       const at::Tensor &second, const at::Tensor &compute, const AdamSettings &settings,
                       const AdamStep &step) const = 0;
    /// Of a flat fp32 row.
    virtual double squareSum(const at::Tensor &row) const = 0;

    /// Causal attention without the length x length scores. q, k, v: [sequences, heads, length, headWidth], any
    /// strides, scaled by 1/sqrt(headWidth) inside. Masks are drawn again in the backward pass.
    virtual AttentionResult attention(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                                      const Dropout &dropout) const = 0;
    virtual AttentionGradients attentionBackward(const at::Tensor &gradOutput, const at::Tensor &q, const at::Tensor &k,
                                                 const at::Tensor &v, const AttentionResult &result,
                                                 const Dropout &dropout) const = 0;

    virtual DeviceFacts facts(at::Device device) const = 0;
    virtual void waitFor(at::Device device) const = 0;                 ///< until all that was asked of it is done
    virtual std::int64_t memoryPeakBytes(at::Device device) const = 0; ///< since the start of the program
};

const Kernels &cpuKernels();
/// What libprimer_cuda.so exports: `const Kernels *primerCudaKernels()`.
inline constexpr char cudaKernelsName[] = "primerCudaKernels";

} // namespace primer
