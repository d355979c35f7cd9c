#include "core/training/training_data.h"

#include <algorithm>

namespace primer {

namespace {

Result<TokenSet> openVerified(const std::string &folder, std::int64_t vocabularySize)
{
    auto set = TokenSet::open(folder);
    if (!set)
        return set;
    PRIMER_TRY(set->verify());
    if (set->vocabularySize() > std::uint64_t(vocabularySize))
        return Error{ErrorCode::InvalidInput,
                     "its ids go up to " + std::to_string(set->vocabularySize()) + ", the model has "
                         + std::to_string(vocabularySize),
                     folder};
    return set;
}

} // namespace

Result<TrainingData> TrainingData::open(const TrainingConfig &config)
{
    TrainingData data;
    data.m_length = config.sequenceLength;
    std::vector<DataOrder::Set> sizes;
    for (const auto &[folder, weight] : config.data) {
        auto set = PRIMER_TRY(openVerified(folder, config.model.vocabularySize));
        sizes.push_back({set.count(), weight});
        data.m_sets.push_back(std::move(set));
        data.m_weights.push_back(weight);
    }
    if (!config.evaluationData.empty()) {
        auto set = PRIMER_TRY(openVerified(config.evaluationData, config.model.vocabularySize));
        if (set.count() <= std::uint64_t(config.sequenceLength))
            return Error{ErrorCode::InvalidInput, "it holds fewer tokens than one sequence", config.evaluationData};
        data.m_heldOut = std::move(set);
    }
    auto order = PRIMER_TRY(DataOrder::create(sizes, std::uint64_t(config.sequenceLength), std::uint64_t(config.seed)));
    data.m_order = std::move(order);
    return data;
}

void TrainingData::fill(std::uint64_t firstSample, at::Tensor &tokens, at::Tensor &targets) const
{
    std::vector<std::int64_t> ids(std::size_t(m_length) + 1);
    for (std::int64_t row = 0; row < tokens.size(0); ++row) {
        const DataOrder::Place place = m_order->at(firstSample + std::uint64_t(row));
        m_sets[place.set].read(place.sequence * std::uint64_t(m_length), ids);
        std::copy(ids.begin(), ids.end() - 1, tokens.data_ptr<std::int64_t>() + row * m_length);
        std::copy(ids.begin() + 1, ids.end(), targets.data_ptr<std::int64_t>() + row * m_length);
    }
}

std::string TrainingData::description() const
{
    std::string text;
    for (std::size_t number = 0; number < m_sets.size(); ++number)
        text += toHex(m_sets[number].digest()) + " " + std::to_string(m_weights[number]) + "\n";
    return text;
}

} // namespace primer
