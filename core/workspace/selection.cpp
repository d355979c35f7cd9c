#include "core/workspace/selection.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/workspace/near_copies.h"

namespace primer {

using Json = nlohmann::ordered_json;

namespace {

constexpr RuleStage stages[] = {
    {"line_lengths", "max_line<=1000 avg_line<=100", "bigcode-dataset's basic filters"},
    {"alphanumeric", "alphanum>=0.25", "bigcode-dataset's basic filters"},
    {"parses", "parses:1", "tree-sitter's grammar; other languages do not pass"},
    {"comments", "comments:0.01..0.8", "bigcode-dataset's comment filter"},
    {"repetition", "repetition<=0.3", "ours: share of word 10-grams that were there before"},
};

std::vector<std::string> linesOf(const std::string &text)
{
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find('\n', from), text.size());
        if (to > from)
            lines.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return lines;
}

void join(std::string &filter, const std::string &further)
{
    if (!further.empty())
        filter += (filter.empty() ? "" : " ") + further;
}

Result<SavedView> viewByName(Connection &connection, const std::string &name)
{
    const auto views = listViews(connection);
    if (!views)
        return views.error();
    const auto view = std::find_if(views->begin(), views->end(),
                                   [&](const SavedView &saved) { return saved.name == name; });
    if (view == views->end())
        return Error{ErrorCode::NotFound, "no such saved view", name};
    return *view;
}

/// A threshold means the scores of its own forest.
Result<Threshold> usableThreshold(Connection &connection, const std::string &name)
{
    const auto threshold = thresholdByName(connection, name);
    if (!threshold)
        return threshold.error();
    const auto scored = scoredForest(connection);
    if (!scored)
        return scored.error();
    if (*scored != threshold->forest)
        return Error{ErrorCode::InvalidInput,
                     "the samples have the scores of forest " + std::to_string(*scored)
                         + ", this threshold was set on forest " + std::to_string(threshold->forest)
                         + "; primer-cli forest WORKSPACE score " + std::to_string(threshold->forest)
                         + " brings them back",
                     name};
    return *threshold;
}

Result<Json> lineageOf(Connection &connection, const Threshold &threshold)
{
    const auto forest = storedForest(connection, threshold.forest);
    if (!forest)
        return forest.error();
    const Json report = Json::parse(forest->reportJson, nullptr, false);
    Json labels = report.is_object() && report.contains("labels") ? report["labels"] : Json();
    return Json{{"name", threshold.name},
                {"version", threshold.version},
                {"cut", threshold.cut},
                {"stages", linesOf(threshold.stages)},
                {"filter", threshold.filter},
                {"created_at", threshold.createdAt},
                {"forest",
                 {{"id", forest->id},
                  {"file", forest->file},
                  {"features", forest->features},
                  {"teacher", forest->teacher},
                  {"positive_from", forest->positiveFrom},
                  {"created_at", forest->createdAt},
                  {"labels", labels}}}};
}

} // namespace

std::span<const RuleStage> ruleStages() { return stages; }

std::string cutCondition(double cut)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, cut);
    return "quality>=" + std::string(text, end.ptr);
}

std::string filterOf(const Threshold &threshold)
{
    std::string filter = threshold.filter;
    for (const std::string &stage : linesOf(threshold.stages))
        join(filter, stage);
    join(filter, cutCondition(threshold.cut));
    return filter;
}

namespace {

/// What a request means as one query; adds to the lineage what it was made by.
Result<QuerySpec> specOf(Workspace &workspace, const SelectionRequest &request, Json &lineage)
{
    constexpr std::int64_t wholeSearchMs = 24LL * 3600 * 1000; // a dataset is never made of half a search
    QuerySpec spec;
    spec.filter = request.filter;
    spec.search = request.search;
    spec.limits.timeLimitMs = wholeSearchMs;
    lineage["filter"] = request.filter;
    {
        auto reader = workspace.store().reader();
        if (!reader)
            return reader.error();
        if (!request.view.empty()) {
            const auto view = viewByName(**reader, request.view);
            if (!view)
                return view.error();
            join(spec.filter, view->filter);
            if (spec.search.text.empty()) {
                spec.search.text = view->search;
                spec.search.isRegex = view->isRegex;
            }
            lineage["view"] = {{"name", view->name}, {"filter", view->filter}, {"search", view->search}};
        }
        if (!request.threshold.empty()) {
            const auto threshold = usableThreshold(**reader, request.threshold);
            if (!threshold)
                return threshold.error();
            join(spec.filter, filterOf(*threshold));
            auto made = lineageOf(**reader, *threshold);
            if (!made)
                return made.error();
            lineage["threshold"] = std::move(*made);
        }
    }
    if (!spec.search.text.empty())
        lineage["search"] = {{"text", spec.search.text}, {"is_regex", spec.search.isRegex}};
    return spec;
}

} // namespace

Result<std::shared_ptr<const RowSet>> selectRows(Workspace &workspace, const SelectionRequest &request,
                                                 Feedback &feedback)
{
    Json lineage;
    const auto spec = specOf(workspace, request, lineage);
    if (!spec)
        return spec.error();
    return workspace.query().run(*spec, feedback);
}

Result<Selection> selectSamples(Workspace &workspace, const SelectionRequest &request, Feedback &feedback)
{
    Json lineage;
    const auto asked = specOf(workspace, request, lineage);
    if (!asked)
        return asked.error();
    const QuerySpec &spec = *asked;
    const auto rows = workspace.query().run(spec, feedback);
    if (!rows)
        return rows.error();
    Selection selection;
    selection.ids = (*rows)->ids;
    selection.description = spec.filter;
    if (!spec.search.text.empty())
        join(selection.description, (spec.search.isRegex ? "regex: " : "search: ") + spec.search.text);
    if (request.dropsNearCopies) {
        const MinHashSettings settings;
        auto found = findNearCopies(workspace.store(), selection.ids, settings, feedback);
        if (!found)
            return found.error();
        selection.ids = std::move(found->kept);
        selection.nearCopies = std::int64_t(found->copies.size());
        selection.description += " without near-copies";
        lineage["near_copies"] = {
            {"dropped", selection.nearCopies}, {"words", settings.words}, {"permutations", settings.permutations},
            {"threshold", settings.threshold}, {"seed", settings.seed},   {"kept", "the first in this order"}};
    }
    selection.lineageJson = lineage.dump();
    return selection;
}

Result<Threshold> saveThreshold(Workspace &workspace, const std::string &name, const std::string &filter,
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
    const auto counts = funnelOf(workspace, filter, {filterOf(threshold)}, feedback);
    if (!counts)
        return counts.error();
    threshold.total = counts->front();
    threshold.kept = counts->back();
    PRIMER_TRY(workspace.store().write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto forest = scoredForest(connection);
        if (!forest)
            return forest.error();
        if (*forest == 0)
            return Error{ErrorCode::InvalidInput,
                         "nothing is scored yet; primer-cli forest WORKSPACE fit learns from labels and scores", name};
        threshold.forest = *forest;
        const auto stored = putThreshold(connection, threshold);
        if (!stored)
            return stored.error();
        threshold = *stored;
        return success();
    }));
    return threshold;
}

Result<std::vector<Reason>> reasonsFor(Workspace &workspace, const Threshold &threshold, SampleId sample)
{
    const auto filter = Filter::parse(filterOf(threshold));
    if (!filter)
        return filter.error();
    if (sample < 1)
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(sample)};
    std::vector<Reason> reasons;
    for (const Condition &condition : filter->conditions) {
        Reason reason;
        reason.condition = condition.toString();
        const ColumnInfo &info = columnInfo(condition.column);
        reason.column = info.name;
        const auto holds = workspace.query().columns().holds(condition, sample);
        if (!holds)
            return holds.error();
        reason.holds = *holds;
        if (info.type == ColumnType::Number) {
            const auto values = workspace.query().columns().values(condition.column);
            if (!values)
                return values.error();
            if (sample <= (*values)->size() && !std::isnan((**values)[sample - 1])) {
                char text[32];
                const auto end = std::to_chars(text, text + sizeof text, (**values)[sample - 1],
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

Result<std::vector<std::int64_t>> funnelOf(Workspace &workspace, const std::string &filter,
                                           const std::vector<std::string> &stageFilters, Feedback &feedback)
{
    std::vector<std::int64_t> counts;
    std::string sofar = filter;
    for (std::size_t number = 0; number <= stageFilters.size(); ++number) {
        if (number > 0)
            join(sofar, stageFilters[number - 1]);
        const auto parsed = Filter::parse(sofar);
        if (!parsed)
            return parsed.error();
        const auto mask = workspace.query().columns().evaluate(*parsed, feedback);
        if (!mask)
            return mask.error();
        counts.push_back(std::count((*mask)->begin(), (*mask)->end(), std::uint8_t(1)));
    }
    return counts;
}

} // namespace primer
