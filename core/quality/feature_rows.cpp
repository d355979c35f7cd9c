#include "core/quality/feature_rows.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "core/base/parallel.h"

namespace primer {

std::vector<std::string> splitNames(const std::string &joined)
{
    std::vector<std::string> names;
    for (std::size_t from = 0; from <= joined.size();) {
        const std::size_t to = std::min(joined.find('+', from), joined.size());
        names.push_back(joined.substr(from, to - from));
        from = to + 1;
    }
    return names;
}

std::string joinNames(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : "+") + name;
    return text;
}

Result<FeatureRows> FeatureRows::open(const std::string &workspace, const std::vector<std::string> &names)
{
    FeatureRows rows;
    for (const std::string &name : names) {
        auto set = PRIMER_TRY(EmbeddingSet::open(workspace, name));
        rows.m_columns += set->width();
        if (rows.m_sets.empty()) {
            rows.m_ids = set->ids();
        } else {
            std::vector<SampleId> both;
            std::set_intersection(rows.m_ids.begin(), rows.m_ids.end(), set->ids().begin(), set->ids().end(),
                                  std::back_inserter(both));
            rows.m_ids = std::move(both);
        }
        rows.m_sets.push_back(std::move(set));
        rows.m_names.push_back(name);
    }
    if (rows.m_sets.empty())
        return Error{ErrorCode::InvalidInput, "at least one set of vectors is needed", "features"};
    return rows;
}

std::string FeatureRows::nameOf(std::size_t column) const
{
    for (std::size_t number = 0; number < m_sets.size(); ++number) {
        if (column < m_sets[number]->width())
            return m_names[number] + "[" + std::to_string(column) + "]";
        column -= m_sets[number]->width();
    }
    return {};
}

std::vector<float> FeatureRows::rows(std::span<const SampleId> ids) const
{
    std::vector<float> rows(ids.size() * m_columns);
    forItems(ids.size(), 0, [&](std::size_t number) {
        float *target = rows.data() + number * m_columns;
        for (const auto &set : m_sets) {
            std::memcpy(target, set->vector(set->placeOf(ids[number])), set->width() * sizeof(float));
            target += set->width();
        }
    });
    return rows;
}

} // namespace primer
