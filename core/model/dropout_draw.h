// Owns: the random draw behind every dropout mask: a function of (seed, element), the same on CPU and GPU, so that the
// backward pass draws again instead of keeping masks. Not here: loops over it.
#pragma once

#include <cmath>
#include <cstdint>

#ifdef __CUDACC__
#define PRIMER_ON_BOTH __host__ __device__ __forceinline__
#else
#define PRIMER_ON_BOTH inline __attribute__((always_inline))
#endif

namespace primer {

/// Two keyed rounds of a 32-bit integer hash (the multipliers are those of the "lowbias32" search) over half the
/// element's number; the element takes its 16 bits. Probabilities are rounded to 1/65536 and the scale follows the
/// rounded one.
struct DropoutDraw {
    std::uint32_t key1 = 0, key2 = 0;
    std::uint32_t threshold = 0;
    float scale = 1;

    DropoutDraw() = default;
    DropoutDraw(double probability, std::uint64_t seed)
        : key1(std::uint32_t(seed)), key2(std::uint32_t(seed >> 32)),
          threshold(std::uint32_t(std::lround(probability * 65536))), scale(65536.0f / (65536.0f - float(threshold)))
    {}

    PRIMER_ON_BOTH static std::uint32_t mixed(std::uint32_t value)
    {
        value = (value ^ (value >> 16)) * 0x7feb352dU;
        value = (value ^ (value >> 15)) * 0x846ca68bU;
        return value ^ (value >> 16);
    }

    /// The bits of elements 2 x pair (low half) and 2 x pair + 1 (high half); `high` is pair >> 32.
    PRIMER_ON_BOTH std::uint32_t word(std::uint32_t pair, std::uint32_t high) const
    {
        return mixed(mixed(pair ^ key1) + (key2 ^ (high * 0x9e3779b9U)));
    }
    PRIMER_ON_BOTH float low(std::uint32_t word) const { return (word & 0xffffU) < threshold ? 0.0f : scale; }
    PRIMER_ON_BOTH float high(std::uint32_t word) const { return (word >> 16) < threshold ? 0.0f : scale; }

    PRIMER_ON_BOTH float at(std::uint64_t element) const
    {
        const std::uint64_t pair = element >> 1;
        const std::uint32_t bits = word(std::uint32_t(pair), std::uint32_t(pair >> 32));
        return element & 1 ? high(bits) : low(bits);
    }
};

} // namespace primer
