#include "core/query/label_sampling.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/base/random.h"
#include "core/dataset/columns.h"

namespace primer {

namespace {

Result<std::vector<SampleId>> drawByStrata(QueryEngine &query, const std::string &name, std::size_t wanted,
                                           Random &random, const std::vector<SampleId> &from)
{
    const auto column = columnByName(name);
    if (!column || columnInfo(*column).type != ColumnType::Term)
        return Error{ErrorCode::InvalidFilter, "strata need a column of words", name};
    const auto values = PRIMER_TRY(query.columns().values(*column));
    std::map<double, std::vector<SampleId>> strata;
    for (const SampleId id : from) {
        const double value = (*values)[id - 1];
        strata[std::isnan(value) ? -1 : value].push_back(id);
    }
    std::vector<std::vector<SampleId> *> order;
    for (auto &[value, ids] : strata) {
        random.drawToFront(ids, ids.size());
        order.push_back(&ids);
    }
    random.drawToFront(order, order.size()); // with more strata than samples, not those of the first words
    std::vector<SampleId> chosen;
    for (std::size_t round = 0; chosen.size() < wanted; ++round) {
        for (const std::vector<SampleId> *ids : order) {
            if (round < ids->size() && chosen.size() < wanted)
                chosen.push_back((*ids)[round]);
        }
    }
    return chosen;
}

} // namespace

Result<Sampling> samplingByName(const std::string &name)
{
    static constexpr std::pair<const char *, Sampling> names[] = {{"random", Sampling::Random},
                                                                  {"stratified", Sampling::Stratified},
                                                                  {"diverse", Sampling::Diverse},
                                                                  {"uncertain", Sampling::Uncertain}};
    for (const auto &[known, sampling] : names) {
        if (name == known)
            return sampling;
    }
    return Error{ErrorCode::InvalidInput, "random, stratified, diverse or uncertain", name};
}

Result<std::vector<SampleId>> drawSamples(QueryEngine &query, const SamplingRequest &request,
                                          std::vector<SampleId> from)
{
    Random random(request.seed);
    std::sort(from.begin(), from.end());
    const auto wanted = std::min<std::size_t>(std::size_t(std::max<std::int64_t>(0, request.count)), from.size());
    if (request.kind == Sampling::Stratified)
        return drawByStrata(query, request.stratifyBy, wanted, random, from);
    if (request.kind == Sampling::Diverse)
        return drawByStrata(query, "repo", wanted, random, from);
    if (request.kind == Sampling::Random) {
        random.drawToFront(from, wanted);
        from.resize(wanted);
        return from;
    }
    const auto scores = PRIMER_TRY(query.columns().values(Column::Quality));
    const auto scoreOf = [&](SampleId id) { return (*scores)[id - 1]; };
    std::erase_if(from, [&](SampleId id) { return std::isnan(scoreOf(id)); });
    std::stable_sort(from.begin(), from.end(), [&](SampleId left, SampleId right) {
        return std::fabs(scoreOf(left) - 0.5) < std::fabs(scoreOf(right) - 0.5);
    });
    from.resize(std::min(wanted, from.size()));
    return from;
}

} // namespace primer
