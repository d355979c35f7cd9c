#include "core/workspace/selection.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/log.h"
#include "core/dataset/sample.h"
#include "core/quality/forest_record.h"
#include "core/quality/forest_report_json.h"
#include "core/quality/thresholds.h"
#include "core/query/near_duplicates.h"
#include "core/storage/connection.h"
#include "core/storage/quality_store.h"
#include "core/storage/view_store.h"
#include "core/text/minhash.h"

namespace primer {

using Json = nlohmann::ordered_json;

namespace {

Result<SavedView> viewByName(Connection &connection, const std::string &name)
{
    const auto views = PRIMER_TRY(listViews(connection));
    const auto view = std::find_if(views.begin(), views.end(),
                                   [&](const SavedView &saved) { return saved.name == name; });
    if (view == views.end())
        return Error{ErrorCode::NotFound, "no such saved view", name};
    return *view;
}

/// A threshold means the scores of its own forest.
Result<Threshold> usableThreshold(Connection &connection, const std::string &name)
{
    const auto threshold = PRIMER_TRY(thresholdByName(connection, name));
    const auto scored = PRIMER_TRY(scoredForest(connection));
    if (scored != threshold.forest)
        return Error{ErrorCode::InvalidInput,
                     "the samples have the scores of forest " + std::to_string(scored)
                         + ", this threshold was set on forest " + std::to_string(threshold.forest)
                         + "; primer-cli forest WORKSPACE score " + std::to_string(threshold.forest)
                         + " brings them back",
                     name};
    return threshold;
}

Result<Json> lineageOf(Connection &connection, const Threshold &threshold)
{
    const auto forest = PRIMER_TRY(storedForest(connection, threshold.forest));
    const auto report = reportOf(forest); // the labels are told where they can be read
    if (!report)
        log::failure(log::Level::Warning, report.error(), "the lineage is told without the forest's labels");
    return Json{{"name", threshold.name},
                {"version", threshold.version},
                {"cut", threshold.cut},
                {"stages", stagesOf(threshold)},
                {"filter", threshold.filter},
                {"created_at", threshold.createdAt},
                {"forest",
                 {{"id", forest.id},
                  {"file", forest.file},
                  {"features", forest.features},
                  {"teacher", forest.teacher},
                  {"positive_from", forest.positiveFrom},
                  {"created_at", forest.createdAt},
                  {"labels", report && report->labels ? toJson(*report->labels) : Json()}}}};
}

/// What a request means as one query; `selection` and `lineage` get what it is made by.
Result<QuerySpec> specOf(Workspace &workspace, const SelectionRequest &request, Selection &selection, Json &lineage)
{
    constexpr std::int64_t wholeSearchMs = 24LL * 3600 * 1000; // a dataset is never made of half a search
    QuerySpec spec;
    spec.filter = request.filter;
    spec.search = request.search;
    spec.limits.timeLimitMs = wholeSearchMs;
    lineage["filter"] = request.filter;
    auto reader = PRIMER_TRY(workspace.store().reader());
    if (!request.view.empty()) {
        const auto view = PRIMER_TRY(viewByName(*reader, request.view));
        spec.filter = joinFilters(std::move(spec.filter), view.filter);
        if (spec.search.text.empty()) {
            spec.search.text = view.search;
            spec.search.isRegex = view.isRegex;
        }
        selection.view = view.name;
        lineage["view"] = {{"name", view.name}, {"filter", view.filter}, {"search", view.search}};
    }
    if (!request.threshold.empty()) {
        const auto threshold = PRIMER_TRY(usableThreshold(*reader, request.threshold));
        spec.filter = joinFilters(std::move(spec.filter), filterOf(threshold));
        selection.threshold = threshold.name + "@" + std::to_string(threshold.version);
        lineage["threshold"] = PRIMER_TRY(lineageOf(*reader, threshold));
    }
    selection.filter = spec.filter;
    selection.search = spec.search.text;
    selection.searchIsRegex = spec.search.isRegex;
    if (!spec.search.text.empty())
        lineage["search"] = {{"text", spec.search.text}, {"is_regex", spec.search.isRegex}};
    return spec;
}

Status dropNearDuplicates(Workspace &workspace, Selection &selection, Json &lineage, Feedback &feedback)
{
    const MinHashSettings settings;
    auto found = PRIMER_TRY(findNearDuplicates(workspace.store(), selection.ids, settings, feedback));
    selection.ids = std::move(found.kept);
    selection.nearDuplicates = NearDuplicateRemoval{std::int64_t(found.copies.size()), settings.words,
                                                    settings.threshold};
    lineage["near_duplicates"] = {
        {"dropped", found.copies.size()},  {"words", settings.words}, {"permutations", settings.permutations},
        {"threshold", settings.threshold}, {"seed", settings.seed},   {"kept", "the first in this order"}};
    return success();
}

/// Samples at equal steps, so that the order of import, which goes by repository, does not decide.
void thin(Selection &selection, std::int64_t maxSamples, Json &lineage)
{
    const std::size_t all = selection.ids.size(), wanted = std::size_t(maxSamples);
    if (maxSamples <= 0 || all <= wanted)
        return;
    std::vector<SampleId> some;
    for (std::size_t number = 0; number < wanted; ++number)
        some.push_back(selection.ids[number * all / wanted]);
    selection.ids = std::move(some);
    selection.thinnedFrom = std::int64_t(all);
    lineage["thinned"] = {{"from", all}, {"to", wanted}};
}

} // namespace

Result<std::shared_ptr<const RowSet>> selectRows(Workspace &workspace, const SelectionRequest &request,
                                                 Feedback &feedback)
{
    Selection selection;
    Json lineage;
    const auto spec = PRIMER_TRY(specOf(workspace, request, selection, lineage));
    return workspace.query().run(spec, feedback);
}

Result<Selection> selectSamples(Workspace &workspace, const SelectionRequest &request, Feedback &feedback)
{
    Selection selection;
    Json lineage;
    const auto spec = PRIMER_TRY(specOf(workspace, request, selection, lineage));
    const auto rows = PRIMER_TRY(workspace.query().run(spec, feedback));
    selection.ids = rows->ids;
    if (request.dropsNearDuplicates)
        PRIMER_TRY(dropNearDuplicates(workspace, selection, lineage, feedback));
    thin(selection, request.maxSamples, lineage);
    selection.lineageJson = lineage.dump(-1, ' ', false, Json::error_handler_t::replace);
    return selection;
}

} // namespace primer
