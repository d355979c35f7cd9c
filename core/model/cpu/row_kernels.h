// Owns: the inner loops of the CPU kernels over rows of fp32, compiled for several instruction sets and picked when the
// program starts. Not here: tensors, types, threads (kernels_cpu.cpp).
#pragma once

#include <cstdint>

namespace primer::rows {

/// 0 or 1/keep for elements [first, first + count) of a mask; see `DropoutDraw` in dropout_draw.h.
void dropoutMask(float *mask, std::int64_t count, std::uint64_t seed, std::uint64_t first, double probability);
/// target += (source + bias) x mask; bias and mask may be null.
void addMasked(float *target, const float *source, const float *bias, const float *mask, std::int64_t count);
/// target += source, target = a + b, sums and products of rows.
void add(float *target, const float *source, std::int64_t count);
void multiply(float *target, const float *left, const float *right, std::int64_t count);
void scale(float *target, float factor, std::int64_t count);

struct Moments {
    float mean = 0, rstd = 0;
};
Moments layerNorm(float *normed, const float *input, const float *weight, const float *bias, float eps,
                  std::int64_t count);
/// gradInput = base + the gradient through LayerNorm; base may be null. Adds to gradWeight and gradBias.
void layerNormBackward(float *gradInput, const float *gradNormed, const float *base, const float *input,
                       const float *weight, const Moments &moments, float *gradWeight, float *gradBias,
                       std::int64_t count);

/// GELU in its tanh form of input + bias.
void gelu(float *output, const float *input, const float *bias, std::int64_t count);
/// gradient x= GELU'(input + bias); activation = GELU(input + bias); adds the new gradient to gradBias.
void geluBackward(float *gradient, float *activation, const float *input, const float *bias, float *gradBias,
                  std::int64_t count);

/// The loss of a row of logits + bias; the row becomes its gradient x factor (left alone when `factor` is 0), which is
/// added to gradBias.
float crossEntropy(float *logits, const float *bias, std::int64_t target, float factor, float *gradBias,
                   std::int64_t count);

/// Softmax over the first `visible` of scores x factor; the rest become 0.
void softmax(float *scores, float factor, std::int64_t visible, std::int64_t count);
/// gradient becomes weights x (gradient - sum of weights x gradient) x factor.
void softmaxBackward(float *gradient, const float *weights, float factor, std::int64_t count);

struct AdamStep {
    float factor = 1; ///< of the gradient, before anything else
    float learningRate = 0, beta1 = 0, beta2 = 0, eps = 0, weightDecay = 0;
    float correction1 = 1, correction2 = 1; ///< 1 - beta^step
};
/// AdamW with decoupled decay (Loshchilov and Hutter 2019); the gradient becomes 0 for the next step.
void adamW(float *master, float *gradient, float *first, float *second, const AdamStep &step, std::int64_t count);

/// bf16 by its bits; rounds to nearest, ties to even, NaN stays NaN.
void fromBf16(float *target, const std::uint16_t *source, std::int64_t count);
void toBf16(std::uint16_t *target, const float *source, std::int64_t count);
float squareSum(const float *row, std::int64_t count);

} // namespace primer::rows
