#include "core/training/data_order.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace primer {

namespace {

std::uint64_t scrambled(std::uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

} // namespace

std::uint64_t permuted(std::uint64_t value, std::uint64_t size, std::uint64_t key)
{
    if (size < 2)
        return 0;
    constexpr int rounds = 6;
    const int halfBits = std::max(1, (int(std::bit_width(size - 1)) + 1) / 2);
    const std::uint64_t mask = (std::uint64_t(1) << halfBits) - 1;
    do {
        std::uint64_t left = value >> halfBits, right = value & mask;
        for (int round = 0; round < rounds; ++round) {
            const std::uint64_t mixed = left
                                        ^ (scrambled(right + key + std::uint64_t(round) * 0x9e3779b97f4a7c15) & mask);
            left = right;
            right = mixed;
        }
        value = (left << halfBits) | right;
    } while (value >= size);
    return value;
}

Result<DataOrder> DataOrder::create(const std::vector<Set> &sets, std::uint64_t sequenceLength, std::uint64_t seed)
{
    DataOrder order;
    order.m_seed = seed;
    double total = 0;
    for (const Set &set : sets)
        total += set.weight;
    // Largest remainders, and at least one slot: a set with a weight is never left out.
    std::vector<std::uint64_t> slots;
    std::vector<std::pair<double, std::size_t>> remainders;
    for (std::size_t number = 0; number < sets.size(); ++number) {
        if (sets[number].tokens < sequenceLength + 1)
            return Error{ErrorCode::InvalidInput,
                         "it holds " + std::to_string(sets[number].tokens)
                             + " tokens, fewer than one sequence and its target",
                         "data set " + std::to_string(number + 1)};
        order.m_sequences.push_back((sets[number].tokens - 1) / sequenceLength);
        const double share = sets[number].weight / total * double(blockSamples);
        slots.push_back(std::max<std::uint64_t>(1, std::uint64_t(share)));
        remainders.emplace_back(share - std::floor(share), number);
    }
    std::sort(remainders.rbegin(), remainders.rend());
    std::uint64_t given = std::accumulate(slots.begin(), slots.end(), std::uint64_t(0));
    for (std::size_t turn = 0; given < blockSamples; ++turn, ++given)
        ++slots[remainders[turn % remainders.size()].second];
    for (; given > blockSamples; --given)
        --*std::max_element(slots.begin(), slots.end());
    for (std::size_t number = 0; number < slots.size(); ++number)
        order.m_pattern.insert(order.m_pattern.end(), slots[number], Slot{number, 0});
    std::vector<Slot> shuffled(blockSamples);
    for (std::uint64_t slot = 0; slot < blockSamples; ++slot)
        shuffled[permuted(slot, blockSamples, scrambled(seed ^ 0x9e3779b97f4a7c15))] = order.m_pattern[slot];
    std::vector<std::uint64_t> turns(slots.size(), 0);
    for (Slot &slot : shuffled)
        slot.turn = turns[slot.set]++;
    order.m_pattern = std::move(shuffled);
    order.m_slotsOfSet = std::move(slots);
    return order;
}

DataOrder::Place DataOrder::at(std::uint64_t sample) const
{
    const Slot &slot = m_pattern[sample % blockSamples];
    const std::uint64_t turn = sample / blockSamples * m_slotsOfSet[slot.set] + slot.turn;
    Place place;
    place.set = slot.set;
    const std::uint64_t count = m_sequences[place.set];
    place.epoch = turn / count;
    place.sequence = permuted(turn % count, count,
                              scrambled(m_seed + 0x517cc1b727220a95 * (place.set + 1)) ^ scrambled(place.epoch));
    return place;
}

} // namespace primer
