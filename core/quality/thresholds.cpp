#include "core/quality/thresholds.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/base/short_number.h"
#include "core/dataset/columns.h"
#include "core/query/filter.h"
#include "core/query/query_engine.h"
#include "core/storage/connection.h"
#include "core/storage/store.h"

namespace primer {

namespace {

constexpr RuleStage stages[] = {
    {"line_lengths", "max_line<=1000 avg_line<=100", "bigcode-dataset's basic filters"},
    {"alphanumeric", "alphanum>=0.25", "bigcode-dataset's basic filters"},
    {"parses", "parses:1", "tree-sitter's grammar; other languages do not pass"},
    {"comments", "comments:0.01..0.8", "bigcode-dataset's comment filter"},
    {"repetition", "repetition<=0.3", "ours: share of word 10-grams that were there before"},
};

} // namespace

std::span<const RuleStage> ruleStages() { return stages; }

std::string cutCondition(double cut) { return "quality>=" + shortNumber(cut); }

std::vector<std::string> stagesOf(const Threshold &threshold)
{
    const std::string &text = threshold.stages; // one a line
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find('\n', from), text.size());
        if (to > from)
            lines.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return lines;
}

std::string filterOf(const Threshold &threshold)
{
    std::string filter = threshold.filter;
    for (const std::string &stage : stagesOf(threshold))
        filter = joinFilters(std::move(filter), stage);
    filter = joinFilters(std::move(filter), cutCondition(threshold.cut));
    return filter;
}

Result<Threshold> saveThreshold(const WorkspaceData &data, const std::string &name, const std::string &filter,
                                const std::vector<std::string> &stages, double cut, Feedback &feedback)
{
    if (name.empty() || name.find_first_of("@/\n") != std::string::npos)
        return Error{ErrorCode::InvalidInput, "a name without @, / and line ends", name};
    Threshold threshold;
    threshold.name = name;
    threshold.cut = cut;
    threshold.filter = filter;
    for (const std::string &stage : stages)
        threshold.stages += (threshold.stages.empty() ? "" : "\n") + stage;
    const auto counts = PRIMER_TRY(funnelOf(data, filter, {filterOf(threshold)}, feedback));
    threshold.total = counts.front();
    threshold.kept = counts.back();
    PRIMER_TRY(data.store.write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto forest = PRIMER_TRY(scoredForest(connection));
        if (forest == 0)
            return Error{ErrorCode::InvalidInput,
                         "nothing is scored yet; primer-cli forest WORKSPACE fit learns from labels and scores", name};
        threshold.forest = forest;
        const auto stored = PRIMER_TRY(putThreshold(connection, threshold));
        threshold = stored;
        return success();
    }));
    return threshold;
}

Result<std::vector<Reason>> reasonsFor(const WorkspaceData &data, const Threshold &threshold, SampleId sample)
{
    const auto filter = PRIMER_TRY(Filter::parse(filterOf(threshold)));
    if (sample < 1)
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(sample)};
    std::vector<Reason> reasons;
    for (const Condition &condition : filter.conditions) {
        Reason reason;
        reason.condition = condition.toString();
        const ColumnInfo &info = columnInfo(condition.column);
        reason.column = info.name;
        const auto holds = PRIMER_TRY(data.query.columns().holds(condition, sample));
        reason.holds = holds;
        if (info.type == ColumnType::Number) {
            const auto values = PRIMER_TRY(data.query.columns().values(condition.column));
            if (sample <= values->size() && !std::isnan((*values)[sample - 1])) {
                char text[32];
                const auto end = std::to_chars(text, text + sizeof text, (*values)[sample - 1],
                                               std::chars_format::general, 4);
                reason.value.assign(text, end.ptr);
            }
        }
        reasons.push_back(std::move(reason));
    }
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const Reason &left, const Reason &right) { return left.holds < right.holds; });
    return reasons;
}

Result<std::vector<std::int64_t>> funnelOf(const WorkspaceData &data, const std::string &filter,
                                           const std::vector<std::string> &stageFilters, Feedback &feedback,
                                           const std::shared_ptr<const RowMask> &within)
{
    std::vector<std::int64_t> counts;
    std::string sofar = filter;
    for (std::size_t number = 0; number <= stageFilters.size(); ++number) {
        if (number > 0)
            sofar = joinFilters(std::move(sofar), stageFilters[number - 1]);
        const auto parsed = PRIMER_TRY(Filter::parse(sofar));
        auto mask = PRIMER_TRY(data.query.columns().evaluate(parsed, feedback));
        if (within)
            mask = bothOf(*mask, *within);
        counts.push_back(std::count(mask->begin(), mask->end(), std::uint8_t(1)));
    }
    return counts;
}

} // namespace primer
