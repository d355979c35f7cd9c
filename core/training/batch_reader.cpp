#include "core/training/batch_reader.h"

#include <ATen/ATen.h>

namespace primer {

BatchReader::Batch BatchReader::read(const Place &place) const
{
    const auto options = at::TensorOptions(at::kLong).pinned_memory(m_isPinned);
    Batch batch{at::empty({place.rows, m_length}, options), at::empty({place.rows, m_length}, options)};
    m_data->fill(place.first, batch.tokens, batch.targets);
    return batch;
}

BatchReader::Batch BatchReader::take(const Place &place, const Place &next)
{
    Batch batch = m_ahead.valid() && m_aheadPlace == place ? m_ahead.get() : read(place);
    m_aheadPlace = next;
    m_ahead = std::async(std::launch::async, [this, next] { return read(next); });
    return batch;
}

} // namespace primer
