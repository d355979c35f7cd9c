// Owns: micro-batches read ahead: the next one is read while this one is worked on. Not here: which come (trainer),
// what is in them (training_data.h).
#pragma once

#include <cstdint>
#include <future>

#include <ATen/core/Tensor.h>

#include "core/training/training_data.h"

namespace primer {

class BatchReader
{
public:
    /// Samples [first, first + rows).
    struct Place {
        std::uint64_t first = 0;
        std::int64_t rows = 0;
        bool operator==(const Place &) const = default;
    };
    struct Batch {
        at::Tensor tokens, targets; ///< [rows, length] int64 on the CPU, in pinned memory where that was asked for
    };

    /// `data` outlives the reader. `isPinned`: for copies to a GPU, which there must be.
    BatchReader(const TrainingData &data, std::int64_t length, bool isPinned)
        : m_data(&data), m_length(length), m_isPinned(isPinned)
    {}
    /// Begins to read `next`; a guess that turns out wrong costs its reading alone.
    Batch take(const Place &place, const Place &next);

private:
    Batch read(const Place &place) const;

    const TrainingData *m_data;
    std::int64_t m_length;
    bool m_isPinned;
    Place m_aheadPlace;
    std::future<Batch> m_ahead;
};

} // namespace primer
