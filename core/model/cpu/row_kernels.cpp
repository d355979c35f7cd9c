#include "core/model/cpu/row_kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "core/model/dropout_draw.h"

// Sums are written with `lanes` partial sums each: the order of additions is the same for every instruction set's width
// up to it, and the compiler may use whole registers without being allowed to reorder anything else.
#ifdef PRIMER_ONE_CLONE
#define PRIMER_CLONES
#else
#define PRIMER_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif
#define PRIMER_INLINE inline __attribute__((always_inline))

namespace primer::rows {

namespace {

constexpr std::int64_t lanes = 32;

/// e^x to about 2 units in the last place: 2^n times a polynomial of degree 6 on [-ln2/2, ln2/2].
PRIMER_INLINE float exponential(float x)
{
    x = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
    const float shifted = x * 1.44269504088896341f + 12582912.0f; // rounds to an integer in the low bits
    const float n = shifted - 12582912.0f;
    const float rest = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * rest + 1.3981999507e-3f;
    p = p * rest + 8.3334519073e-3f;
    p = p * rest + 4.1665795894e-2f;
    p = p * rest + 1.6666665459e-1f;
    p = p * rest + 5.0000001201e-1f;
    p = p * rest * rest + rest + 1.0f;
    // Multiplied, not added to the exponent's bits: a NaN stays one.
    return p * std::bit_cast<float>((std::bit_cast<std::int32_t>(shifted) + 127) << 23);
}

PRIMER_INLINE float hyperbolicTangent(float x)
{
    const float e = exponential(2 * x);
    // Near 0 the quotient would cancel.
    const float square = x * x;
    const float small = x * (1 + square * (-0.33333333f + square * (0.13333333f - square * 0.053968254f)));
    return square < 0.01f ? small : 1 - 2 / (e + 1);
}

constexpr float geluFactor = 0.7978845608028654f; // sqrt(2 / pi)
constexpr float geluCube = 0.044715f;

template<typename Term>
PRIMER_INLINE float sumOf(std::int64_t count, Term term)
{
    float partial[lanes] = {};
    std::int64_t begin = 0;
    for (; begin + lanes <= count; begin += lanes) {
        for (std::int64_t lane = 0; lane < lanes; ++lane)
            partial[lane] += term(begin + lane);
    }
    for (std::int64_t lane = 0; begin + lane < count; ++lane)
        partial[lane] += term(begin + lane);
    for (std::int64_t half = lanes / 2; half > 0; half /= 2) {
        for (std::int64_t lane = 0; lane < half; ++lane)
            partial[lane] += partial[lane + half];
    }
    return partial[0];
}

template<typename Term>
PRIMER_INLINE float largestOf(std::int64_t count, Term term)
{
    float partial[lanes];
    std::fill(partial, partial + lanes, -INFINITY);
    std::int64_t begin = 0;
    for (; begin + lanes <= count; begin += lanes) {
        for (std::int64_t lane = 0; lane < lanes; ++lane) {
            const float value = term(begin + lane);
            partial[lane] = value > partial[lane] ? value : partial[lane];
        }
    }
    for (std::int64_t lane = 0; begin + lane < count; ++lane)
        partial[lane] = std::max(partial[lane], term(begin + lane));
    return *std::max_element(partial, partial + lanes);
}

} // namespace

PRIMER_CLONES void dropoutMask(float *mask, std::int64_t count, std::uint64_t seed, std::uint64_t first,
                               double probability)
{
    const DropoutDraw draw(probability, seed);
    std::int64_t done = 0;
    if (first & 1 && count > 0)
        mask[done++] = draw.at(first);
    while (count - done >= 2) {
        // The upper half of the pair's number is the same within a run.
        const std::uint64_t pair = (first + std::uint64_t(done)) >> 1;
        const auto low = std::uint32_t(pair), high = std::uint32_t(pair >> 32);
        const auto pairs = std::int64_t(
            std::min<std::uint64_t>(std::uint64_t(count - done) / 2, (std::uint64_t(1) << 32) - low));
        float *target = mask + done;
        for (std::int64_t place = 0; place < pairs; ++place) {
            const std::uint32_t word = draw.word(low + std::uint32_t(place), high);
            target[2 * place] = draw.low(word);
            target[2 * place + 1] = draw.high(word);
        }
        done += 2 * pairs;
    }
    if (done < count)
        mask[done] = draw.at(first + std::uint64_t(done));
}

PRIMER_CLONES void addMasked(float *target, const float *source, const float *bias, const float *mask,
                             std::int64_t count)
{
    if (bias && mask) {
        for (std::int64_t place = 0; place < count; ++place)
            target[place] += (source[place] + bias[place]) * mask[place];
    } else if (bias) {
        for (std::int64_t place = 0; place < count; ++place)
            target[place] += source[place] + bias[place];
    } else if (mask) {
        for (std::int64_t place = 0; place < count; ++place)
            target[place] += source[place] * mask[place];
    } else {
        for (std::int64_t place = 0; place < count; ++place)
            target[place] += source[place];
    }
}

PRIMER_CLONES void add(float *target, const float *source, std::int64_t count)
{
    for (std::int64_t place = 0; place < count; ++place)
        target[place] += source[place];
}

PRIMER_CLONES void multiply(float *target, const float *left, const float *right, std::int64_t count)
{
    for (std::int64_t place = 0; place < count; ++place)
        target[place] = left[place] * right[place];
}

PRIMER_CLONES void scale(float *target, float factor, std::int64_t count)
{
    for (std::int64_t place = 0; place < count; ++place)
        target[place] *= factor;
}

PRIMER_CLONES Moments layerNorm(float *normed, const float *input, const float *weight, const float *bias, float eps,
                                std::int64_t count)
{
    const float mean = sumOf(count, [&](std::int64_t place) { return input[place]; }) / float(count);
    const float variance =
        sumOf(count, [&](std::int64_t place) { return (input[place] - mean) * (input[place] - mean); }) / float(count);
    const float rstd = 1 / std::sqrt(variance + eps);
    for (std::int64_t place = 0; place < count; ++place)
        normed[place] = (input[place] - mean) * rstd * weight[place] + bias[place];
    return {mean, rstd};
}

PRIMER_CLONES void layerNormBackward(float *__restrict gradInput, const float *__restrict gradNormed, const float *base,
                                     const float *__restrict input, const float *__restrict weight,
                                     const Moments &moments, float *__restrict gradWeight, float *__restrict gradBias,
                                     std::int64_t count)
{
    const float mean = moments.mean, rstd = moments.rstd;
    const auto scaled = [&](std::int64_t place) { return gradNormed[place] * weight[place]; };
    const float meanGradient = sumOf(count, scaled) / float(count);
    const float meanProduct = sumOf(count, [&](std::int64_t place) { return scaled(place) * (input[place] - mean); })
                              * rstd / float(count);
    for (std::int64_t place = 0; place < count; ++place) {
        const float standard = (input[place] - mean) * rstd;
        gradWeight[place] += gradNormed[place] * standard;
        gradBias[place] += gradNormed[place];
        gradInput[place] = (gradNormed[place] * weight[place] - meanGradient - standard * meanProduct) * rstd;
    }
    if (base)
        add(gradInput, base, count);
}

PRIMER_CLONES void gelu(float *output, const float *input, const float *bias, std::int64_t count)
{
    for (std::int64_t place = 0; place < count; ++place) {
        const float x = input[place] + bias[place];
        output[place] = 0.5f * x * (1 + hyperbolicTangent(geluFactor * (x + geluCube * x * x * x)));
    }
}

PRIMER_CLONES void geluBackward(float *gradient, float *activation, const float *input, const float *bias,
                                float *gradBias, std::int64_t count)
{
    for (std::int64_t place = 0; place < count; ++place) {
        const float x = input[place] + bias[place];
        const float tangent = hyperbolicTangent(geluFactor * (x + geluCube * x * x * x));
        activation[place] = 0.5f * x * (1 + tangent);
        const float slope = 0.5f * (1 + tangent)
                            + 0.5f * x * (1 - tangent * tangent) * geluFactor * (1 + 3 * geluCube * x * x);
        gradient[place] *= slope;
        gradBias[place] += gradient[place];
    }
}

PRIMER_CLONES float crossEntropy(float *logits, const float *bias, std::int64_t target, float factor, float *gradBias,
                                 std::int64_t count)
{
    const float largest = largestOf(count, [&](std::int64_t place) { return logits[place] + bias[place]; });
    const float wanted = logits[target] + bias[target];
    if (factor == 0)
        return largest
               + std::log(
                   sumOf(count, [&](std::int64_t place) { return exponential(logits[place] + bias[place] - largest); }))
               - wanted;
    for (std::int64_t place = 0; place < count; ++place)
        logits[place] = exponential(logits[place] + bias[place] - largest);
    const float sum = sumOf(count, [&](std::int64_t place) { return logits[place]; });
    const float share = factor / sum;
    for (std::int64_t place = 0; place < count; ++place) {
        logits[place] *= share;
        gradBias[place] += logits[place];
    }
    logits[target] -= factor;
    gradBias[target] -= factor;
    return largest + std::log(sum) - wanted;
}

PRIMER_CLONES void softmax(float *scores, float factor, std::int64_t visible, std::int64_t count)
{
    const float largest = largestOf(visible, [&](std::int64_t place) { return scores[place]; });
    for (std::int64_t place = 0; place < visible; ++place)
        scores[place] = exponential((scores[place] - largest) * factor);
    const float share = 1 / sumOf(visible, [&](std::int64_t place) { return scores[place]; });
    for (std::int64_t place = 0; place < visible; ++place)
        scores[place] *= share;
    std::fill(scores + visible, scores + count, 0.0f);
}

PRIMER_CLONES void softmaxBackward(float *gradient, const float *weights, float factor, std::int64_t count)
{
    const float sum = sumOf(count, [&](std::int64_t place) { return weights[place] * gradient[place]; });
    for (std::int64_t place = 0; place < count; ++place)
        gradient[place] = weights[place] * (gradient[place] - sum) * factor;
}

PRIMER_CLONES void adamW(float *master, float *gradient, float *first, float *second, const AdamStep &step,
                         std::int64_t count)
{
    const AdamStep s = step;
    const float rate = s.learningRate / s.correction1, root = 1 / std::sqrt(s.correction2),
                kept = 1 - s.learningRate * s.weightDecay;
    for (std::int64_t place = 0; place < count; ++place) {
        const float g = gradient[place] * s.factor;
        first[place] = s.beta1 * first[place] + (1 - s.beta1) * g;
        second[place] = s.beta2 * second[place] + (1 - s.beta2) * g * g;
        master[place] = master[place] * kept - rate * first[place] / (std::sqrt(second[place]) * root + s.eps);
        gradient[place] = 0;
    }
}

PRIMER_CLONES void fromBf16(float *target, const std::uint16_t *source, std::int64_t count)
{
    for (std::int64_t place = 0; place < count; ++place)
        target[place] = std::bit_cast<float>(std::uint32_t(source[place]) << 16);
}

PRIMER_CLONES void toBf16(std::uint16_t *target, const float *source, std::int64_t count)
{
    for (std::int64_t place = 0; place < count; ++place) {
        const auto bits = std::bit_cast<std::uint32_t>(source[place]);
        const std::uint32_t rounded = (bits + 0x7fffU + ((bits >> 16) & 1)) >> 16;
        target[place] = std::uint16_t((bits & 0x7fffffffU) > 0x7f800000U ? (bits >> 16) | 0x40U : rounded);
    }
}

PRIMER_CLONES float squareSum(const float *row, std::int64_t count)
{
    return sumOf(count, [&](std::int64_t place) { return row[place] * row[place]; });
}

} // namespace primer::rows
