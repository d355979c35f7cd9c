// Owns: the CUDA kernels as plain functions over device pointers. Not here: tensors (kernels_cuda.cpp). T is float,
// __half or
// __nv_bfloat16; everything runs on the stream given, errors are for the caller to ask for.
#pragma once

#include <cstdint>

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include "core/model/dropout_draw.h"

namespace primer::cuda {

/// Null value: no branch. Null bias: none. threshold 0 in `draw`: no dropout.
template<typename T>
struct BranchPointers {
    const T *value = nullptr;
    const T *bias = nullptr;
    DropoutDraw draw;
};

template<typename T>
struct NormForward {
    const T *input;
    BranchPointers<T> first, second;
    const T *weight, *bias;
    T *sum, *normed;
    float *mean, *rstd;
    std::int64_t rows;
    int width;
    float eps;
};
template<typename T>
void addNorm(const NormForward<T> &work, cudaStream_t stream);

/// gradLater may be null; gradFirst and gradSecond null when there is no branch or no dropout.
/// partials: [blocks, 4, width] fp32 for the sums over rows of weight, bias, first branch, second branch.
template<typename T>
struct NormBackward {
    const T *gradNormed = nullptr, *gradLater = nullptr, *sum = nullptr, *weight = nullptr;
    const float *mean = nullptr, *rstd = nullptr;
    DropoutDraw first, second;
    T *gradSum = nullptr, *gradFirst = nullptr, *gradSecond = nullptr;
    float *partials = nullptr;
    std::int64_t rows = 0;
    int width = 0;
    int blocks = 0;
    bool hasBranches = false;
};
template<typename T>
void addNormBackward(const NormBackward<T> &work, cudaStream_t stream);

/// target[column] += the sum of partials[row x stride + column] over rows, in their order.
void addPartials(float *target, const float *partials, int rows, std::int64_t stride, int width, cudaStream_t stream);
/// partials[chunk, column] = the sum of a chunk of rows of values.
template<typename T>
void sumChunks(float *partials, const T *values, std::int64_t rows, int width, int chunks, cudaStream_t stream);

struct PackingPointers {
    const float *cosines, *sines; ///< [positions, half]
    int half, length, heads, headWidth;
};
template<typename T>
void rotate(T *qkv, const T *bias, const PackingPointers &packing, std::int64_t rows, cudaStream_t stream);

template<typename T>
struct HeadPointers {
    const T *data;
    std::int64_t sequenceStride, headStride, positionStride, elementStride;
};
template<typename T>
void packRotated(T *packed, const HeadPointers<T> (&parts)[3], const PackingPointers &packing, std::int64_t rows,
                 cudaStream_t stream);

template<typename T>
void gelu(T *output, const T *input, const T *bias, std::int64_t rows, int width, cudaStream_t stream);
template<typename T>
void geluBackward(T *gradient, T *activation, const T *input, const T *bias, std::int64_t rows, int width,
                  cudaStream_t stream);

/// losses: [rows] fp32; factor 0 leaves the logits alone.
template<typename T>
void crossEntropy(T *logits, const T *bias, const std::int64_t *targets, float *losses, float factor, std::int64_t rows,
                  int vocabulary, cudaStream_t stream);
/// *total += the losses, in their order.
void addLosses(double *total, const float *losses, std::int64_t rows, cudaStream_t stream);

struct AdamPointers {
    float *master, *gradient, *first, *second;
    std::int64_t count;
    float factor, learningRate, beta1, beta2, eps, weightDecay, correction1, correction2;
};
/// compute may be null.
template<typename T>
void adamW(const AdamPointers &work, T *compute, cudaStream_t stream);

} // namespace primer::cuda
