// Owns: a seeded generator whose sequence is the same on every machine and compiler (xoshiro256**, Blackman and
// Vigna 2018), and what is drawn with it. Not here: security.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace primer {

class Random
{
public:
    explicit Random(std::uint64_t seed)
    {
        for (std::uint64_t &word : m_state)
            word = splitMix(seed);
    }

    std::uint64_t next()
    {
        const std::uint64_t result = rotate(m_state[1] * 5, 7) * 9;
        const std::uint64_t shifted = m_state[1] << 17;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = rotate(m_state[3], 45);
        return result;
    }

    /// Uniform in [0, bound), without modulo bias (Lemire 2019).
    std::uint64_t below(std::uint64_t bound)
    {
        __extension__ using Wide = unsigned __int128;
        Wide product = Wide(next()) * bound;
        if (std::uint64_t(product) < bound) {
            const std::uint64_t threshold = -bound % bound;
            while (std::uint64_t(product) < threshold)
                product = Wide(next()) * bound;
        }
        return std::uint64_t(product >> 64);
    }

    /// Uniform in [0, 1).
    double uniform() { return double(next() >> 11) * 0x1.0p-53; }

    /// The first `count` places of a shuffle of `items`; the rest keeps its leftovers.
    template<typename T>
    void drawToFront(std::vector<T> &items, std::size_t count)
    {
        for (std::size_t i = 0; i < count && i + 1 < items.size(); ++i)
            std::swap(items[i], items[i + below(items.size() - i)]);
    }

private:
    static std::uint64_t rotate(std::uint64_t value, int by) { return (value << by) | (value >> (64 - by)); }
    static std::uint64_t splitMix(std::uint64_t &seed)
    {
        std::uint64_t mixed = (seed += 0x9e3779b97f4a7c15);
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }
    std::uint64_t m_state[4];
};

} // namespace primer
