#include "core/query/query_engine.h"

#include <iterator>
#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/base/log.h"

namespace primer {

QueryEngine::QueryEngine(Store &store, const std::string &indexFolder)
    : m_store(store), m_columns(store), m_index(indexFolder)
{}

Result<std::vector<SampleId>> QueryEngine::ordered(const RowMask &mask, const std::string &sort)
{
    std::vector<SampleId> ids;
    if (sort.empty()) {
        for (std::size_t place = 0; place < mask.size(); ++place) {
            if (mask[place])
                ids.push_back(SampleId(place + 1));
        }
        return ids;
    }
    const bool descending = sort.front() == '-';
    const auto column = columnByName(std::string_view(sort).substr(descending ? 1 : 0));
    if (!column)
        return Error{ErrorCode::InvalidFilter, "unknown_column", sort};
    const auto order = PRIMER_TRY(m_columns.order(*column));
    const std::vector<SampleId> &all = *order;
    const auto isIn = [&mask](SampleId id) { return id <= mask.size() && mask[id - 1]; };
    if (!descending) {
        std::copy_if(all.begin(), all.end(), std::back_inserter(ids), isIn);
        return ids;
    }
    // Descending keeps "no value" last.
    std::vector<SampleId> withoutValue;
    if (columnInfo(*column).type == ColumnType::Number || columnInfo(*column).type == ColumnType::Date) {
        const auto values = PRIMER_TRY(m_columns.values(*column));
        for (auto place = all.rbegin(); place != all.rend(); ++place) {
            if (isIn(*place))
                (std::isnan((*values)[*place - 1]) ? withoutValue : ids).push_back(*place);
        }
        ids.insert(ids.end(), withoutValue.rbegin(), withoutValue.rend());
        return ids;
    }
    std::copy_if(all.rbegin(), all.rend(), std::back_inserter(ids), isIn);
    return ids;
}

Result<std::shared_ptr<const RowSet>> QueryEngine::run(
    const QuerySpec &spec, Feedback &feedback, const std::function<void(std::shared_ptr<const RowSet>)> &partial)
{
    const auto filter = PRIMER_TRY(Filter::parse(spec.filter));
    auto mask = PRIMER_TRY(m_columns.evaluate(filter, feedback));
    if (spec.within)
        mask = bothOf(*mask, *spec.within);
    auto answer = std::make_shared<RowSet>();
    answer->mask = mask;
    if (!spec.search.text.empty()) {
        using Clock = std::chrono::steady_clock;
        auto hitMask = std::make_shared<RowMask>(mask->size(), std::uint8_t(0));
        auto lastShown = Clock::time_point{};
        const auto found = [&](const std::vector<SampleId> &hits) {
            for (const SampleId id : hits)
                (*hitMask)[id - 1] = 1;
            if (!partial || Clock::now() - lastShown < std::chrono::milliseconds(100))
                return;
            lastShown = Clock::now();
            auto soFar = std::make_shared<RowSet>();
            soFar->mask = std::make_shared<RowMask>(*hitMask);
            soFar->isPartial = true;
            if (auto ids = ordered(*soFar->mask, spec.sort)) {
                soFar->ids = std::move(*ids);
                partial(soFar);
            } else {
                log::failure(log::Level::Warning, ids.error(), "what a search has found so far");
            }
        };
        const auto outcome = PRIMER_TRY(
            searchContents(m_store, m_index, spec.search, *mask, spec.limits, feedback, found));
        answer->mask = hitMask;
        answer->search = outcome;
    }
    auto ids = PRIMER_TRY(ordered(*answer->mask, spec.sort));
    answer->ids = std::move(ids);
    return std::shared_ptr<const RowSet>(std::move(answer));
}

} // namespace primer
