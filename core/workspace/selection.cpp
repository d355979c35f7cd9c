#include "core/workspace/selection.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
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
#include "core/text/minhash.h"
#include "core/workspace/named_sets.h"
#include "core/workspace/set_answer.h"

namespace primer {

using Json = nlohmann::ordered_json;

namespace {

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

/// The request with its view's parts in it; only what is on.
Result<SampleSet> wholeSet(Workspace &workspace, const SelectionRequest &request, Selection &selection, Json &lineage)
{
    SampleSet set;
    std::copy_if(request.samples.parts.begin(), request.samples.parts.end(), std::back_inserter(set.parts),
                 [](const SetPart &part) { return part.isOn; });
    if (request.view.empty())
        return set;
    const auto view = PRIMER_TRY(workspace.store().read(namedSet, request.view));
    for (const SetPart &part : view.set.parts) {
        // A search that was asked for by hand goes before the view's.
        if (part.isOn && !(part.kind == SetPart::Kind::Search && set.find(SetPart::Kind::Search)))
            set.parts.push_back(part);
    }
    selection.view = view.name;
    lineage["view"] = {{"name", view.name}, {"set", Json::parse(view.set.toJson())}};
    return set;
}

/// One stands by itself, several in a list.
void addTo(Json &place, Json value)
{
    if (place.is_null())
        place = std::move(value);
    else if (place.is_array())
        place.push_back(std::move(value));
    else
        place = Json::array({std::move(place), std::move(value)});
}

/// What the parts of a set say, for the record.
Status describe(Workspace &workspace, const SampleSet &set, const SetPlan &plan, Selection &selection, Json &lineage)
{
    selection.filter = plan.query.filter;
    selection.search = plan.query.search.text;
    selection.searchIsRegex = plan.query.search.isRegex;
    lineage["filter"] = plan.query.filter;
    if (!selection.search.empty())
        lineage["search"] = {{"text", selection.search},
                             {"is_regex", selection.searchIsRegex},
                             {"ignores_case", plan.query.search.ignoreCase}};
    auto reader = PRIMER_TRY(workspace.store().reader());
    const auto scored = PRIMER_TRY(scoredForest(*reader));
    for (const Threshold &threshold : plan.thresholds) {
        selection.threshold += (selection.threshold.empty() ? "" : ", ") + threshold.name + "@"
                               + std::to_string(threshold.version);
        const auto made = PRIMER_TRY(lineageOf(*reader, threshold));
        addTo(lineage["threshold"], made);
    }
    for (const SetPart &part : set.parts) {
        if (part.kind == SetPart::Kind::Cut)
            addTo(lineage["cut"], {{"score", part.cut}, {"forest", scored}});
        else if (part.kind == SetPart::Kind::Queue)
            lineage["queues"].push_back({{"id", part.queue}, {"name", part.text}});
    }
    return success();
}

void describeNearDuplicates(const NearDuplicates &found, Selection &selection, Json &lineage)
{
    const MinHashSettings settings;
    selection.nearDuplicates = NearDuplicateRemoval{std::int64_t(found.copies.size()), settings.words,
                                                    settings.threshold};
    lineage["near_duplicates"] = {
        {"dropped", found.copies.size()},  {"words", settings.words}, {"permutations", settings.permutations},
        {"threshold", settings.threshold}, {"seed", settings.seed},   {"kept", "the first in this order"}};
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

Result<Selection> selectSamples(Workspace &workspace, const SelectionRequest &request, Feedback &feedback,
                                const std::shared_ptr<const KnownNearDuplicates> &known)
{
    constexpr std::int64_t wholeSearchMs = 24LL * 3600 * 1000; // a dataset is never made of half a search
    Selection selection;
    Json lineage;
    const auto set = PRIMER_TRY(wholeSet(workspace, request, selection, lineage));
    SetPlan plan = PRIMER_TRY(SetPlan::make(workspace, set));
    for (const std::optional<Error> &problem : plan.problems) {
        if (problem)
            return *problem;
    }
    PRIMER_TRY(describe(workspace, set, plan, selection, lineage));
    plan.query.limits.timeLimitMs = wholeSearchMs;
    const auto answer = PRIMER_TRY(answerPlan(workspace, plan, feedback, {}, known));
    selection.ids = answer.rows->ids;
    if (answer.nearDuplicates)
        describeNearDuplicates(answer.nearDuplicates->found, selection, lineage);
    thin(selection, request.maxSamples, lineage);
    selection.lineageJson = lineage.dump(-1, ' ', false, Json::error_handler_t::replace);
    return selection;
}

} // namespace primer
