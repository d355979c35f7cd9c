#include "core/synthesis/cell_rows.h"

#include <algorithm>
#include <vector>

namespace primer {

namespace {

constexpr std::int64_t rowsAtOnce = 20'000, firstLook = 4'000, maxLooked = 2'000'000;

/// Those of the plan behind `from` that lie in the cell and are not in the run, up to `count`.
Result<std::vector<SynthesisItem>> rowsInCell(const SynthesisParts &parts, const PromptPlan &plan,
                                              const CoverageCellName &cell, const std::set<PlannedRow> &known,
                                              std::int64_t count)
{
    const std::size_t across = parts.set.placeOf(cell.across), down = parts.set.placeOf(cell.down);
    if (across == parts.set.axes.size() || down == parts.set.axes.size())
        return Error{ErrorCode::InvalidInput, "no axis of the set", across < down ? cell.down : cell.across};
    std::vector<SynthesisItem> items;
    for (std::int64_t row = std::min(parts.plan.count, plan.rows());
         row < plan.rows() && std::int64_t(items.size()) < count; ++row) {
        const std::uint32_t *choice = plan.row(row);
        if (bucketOf(parts.set, across, choice[across], cell.levels) != cell.column
            || bucketOf(parts.set, down, choice[down], cell.levels) != cell.row)
            continue;
        SynthesisItem item = plannedItem(plan, row);
        if (!known.contains({item.choice, item.seed}))
            items.push_back(std::move(item));
    }
    return items;
}

} // namespace

SynthesisItem plannedItem(const PromptPlan &plan, std::int64_t row)
{
    SynthesisItem item;
    item.choice = choiceText(plan.row(row), plan.axes);
    item.seed = plan.seeds[std::size_t(row)];
    return item;
}

Result<std::set<PlannedRow>> plannedRows(Store &store, std::int64_t run)
{
    std::set<PlannedRow> rows;
    for (std::int64_t after = -1;;) {
        const auto items = PRIMER_TRY(store.read(synthesisItems, run, std::optional<ItemState>(), after, rowsAtOnce));
        if (items.empty())
            return rows;
        after = items.back().position;
        for (const SynthesisItem &item : items)
            rows.emplace(item.choice, item.seed);
    }
}

Result<QueuedRows> queueMoreOf(Store &store, const std::string &run, const CoverageCellName &cell, std::int64_t count,
                               Feedback &feedback)
{
    if (count < 1)
        return Error{ErrorCode::InvalidInput, "at least one row", "count"};
    const auto parts = PRIMER_TRY(synthesisParts(store, run));
    const auto known = PRIMER_TRY(plannedRows(store, parts.run.id));
    std::vector<SynthesisItem> items;
    PlanRequest request = parts.plan;
    for (std::int64_t looked = std::max(firstLook, 40 * count);; looked *= 4) {
        looked = std::min(looked, maxLooked);
        request.count = parts.plan.count + looked;
        const auto plan = PRIMER_TRY(drawPlan(parts.set, request, feedback));
        items = PRIMER_TRY(rowsInCell(parts, plan, cell, known, count));
        if (std::int64_t(items.size()) >= count || plan.isExhausted || looked == maxLooked)
            break;
    }
    PRIMER_TRY(store.write(Durability::Durable,
                           [&](Connection &connection) { return addSynthesisItems(connection, parts.run.id, items); }));
    return QueuedRows{parts.run.planned, std::int64_t(items.size())};
}

} // namespace primer
