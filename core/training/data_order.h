// Owns: which tokens the n-th training sequence is: a function of (seed, n) alone, so that resuming costs nothing and
// the number of processes may change. Each sequence of a set comes once an epoch. Not here: reading them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"

namespace primer {

class DataOrder
{
public:
    struct Set {
        std::uint64_t tokens = 0;
        double weight = 1;
    };
    struct Place {
        std::size_t set = 0;
        std::uint64_t sequence = 0; ///< its tokens begin at sequence x length
        std::uint64_t epoch = 0;
    };

    /// InvalidInput when a set is shorter than one sequence and its target.
    static Result<DataOrder> create(const std::vector<Set> &sets, std::uint64_t sequenceLength, std::uint64_t seed);
    Place at(std::uint64_t sample) const;
    std::uint64_t sequencesOf(std::size_t set) const { return m_sequences[set]; }

private:
    /// Sets share each block of this many samples by weight, in one shuffled pattern. Turns of a set rise with the
    /// samples, so that its epochs do not run into each other.
    static constexpr std::uint64_t blockSamples = 1024;
    struct Slot {
        std::size_t set = 0;
        std::uint64_t turn = 0; ///< among the slots of its set
    };
    std::vector<std::uint64_t> m_sequences;
    std::vector<std::uint64_t> m_slotsOfSet;
    std::vector<Slot> m_pattern;
    std::uint64_t m_seed = 0;
};

/// A permutation of [0, size) chosen by the key, without a table (Feistel network, walked until inside).
std::uint64_t permuted(std::uint64_t value, std::uint64_t size, std::uint64_t key);

} // namespace primer
