#include "core/workspace/teacher_labelling.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/dataset/columns.h"
#include "core/labelling/prompt.h"
#include "core/storage/connection.h"
#include "core/storage/label_store.h"
#include "core/storage/store.h"
#include "core/teacher/batch_run.h"

namespace primer {

namespace {

using Values = std::map<SampleId, double>;

/// The newest value of each sample from a side; `turn` 1 and more: the repeated ones.
Result<Values> valuesOf(Workspace &workspace, const std::string &side, bool isRepeated)
{
    Values values;
    if (side == humanTeacher) {
        const auto judged = workspace.query().columns().values(Column::Label);
        if (!judged)
            return judged.error();
        for (std::size_t place = 0; place < (*judged)->size(); ++place) {
            if (!std::isnan((**judged)[place]))
                values[SampleId(place + 1)] = (**judged)[place];
        }
        return values;
    }
    auto reader = workspace.store().reader();
    if (!reader)
        return reader.error();
    const auto runs = listLabelRuns(**reader);
    if (!runs)
        return runs.error();
    for (const LabelRun &run : *runs) {
        if (run.teacher != side)
            continue;
        const auto labels = teacherLabels(**reader, run.id, 0);
        if (!labels)
            return labels.error();
        for (const TeacherLabel &label : *labels) {
            if ((label.turn > 0) == isRepeated)
                values[label.sample] = label.value;
        }
    }
    return values;
}

} // namespace

Result<std::int64_t> createTeacherRun(Workspace &workspace, const TeacherRequest &request)
{
    PRIMER_TRY(request.endpoint.check());
    PRIMER_TRY(checkPrompt(request.prompt));
    if (request.samples.empty())
        return Error{ErrorCode::InvalidInput, "no samples to label", "samples"};
    std::vector<LabelItem> items;
    for (const SampleId sample : request.samples)
        items.push_back({0, sample, 0, ItemState::Waiting, "", 0, 0});
    for (std::size_t place = 0;
         place < std::min(request.samples.size(), std::size_t(std::max<std::int64_t>(0, request.repeated))); ++place)
        items.push_back({0, request.samples[place], 1, ItemState::Waiting, "", 0, 0});
    std::int64_t id = 0;
    PRIMER_TRY(workspace.store().write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto prompt = keepPrompt(connection, request.prompt);
        if (!prompt)
            return prompt.error();
        LabelRun run;
        run.teacher = teacherName(request.endpoint, *prompt);
        run.kind = request.usesBatches ? "batch" : "chat";
        run.prompt = prompt->id;
        run.settingsJson = request.endpoint.toJson();
        run.budgetNanos = request.budgetNanos;
        const auto created = createLabelRun(connection, run, items);
        if (!created)
            return created.error();
        id = *created;
        return success();
    }));
    return id;
}

Result<TeacherRunReport> carryOnTeacherRun(Workspace &workspace, std::int64_t run, const ApiKey &key,
                                           std::int64_t mostRows, Feedback &feedback, std::int64_t pollMs)
{
    const auto parts = runParts(workspace.store(), run);
    if (!parts)
        return parts.error();
    BatchSettings batches;
    batches.pollMs = pollMs;
    if (mostRows > 0)
        batches.mostRows = mostRows;
    auto report = parts->run.kind == "batch" ? runBatches(workspace.store(), run, key, batches, feedback)
                                             : runTeacher(workspace.store(), run, key, mostRows, feedback);
    workspace.query().columns().forget(Column::TeacherValue);
    workspace.query().columns().forget(Column::TeacherName);
    return report;
}

Result<ApiKey> keyForRun(Workspace &workspace, std::int64_t run, const std::string &variable)
{
    auto reader = workspace.store().reader();
    if (!reader)
        return reader.error();
    const auto stored = labelRun(**reader, run);
    if (!stored)
        return stored.error();
    if (stored->kind != "chat" && stored->kind != "batch")
        return Error{ErrorCode::InvalidInput, "this run asks no model", std::to_string(run)};
    const auto endpoint = Endpoint::fromJson(stored->settingsJson);
    if (!endpoint)
        return endpoint.error();
    return findKey(*endpoint, variable);
}

Result<Forecast> forecastRest(Workspace &workspace, std::int64_t run)
{
    auto reader = workspace.store().reader();
    if (!reader)
        return reader.error();
    const auto stored = labelRun(**reader, run);
    if (!stored)
        return stored.error();
    const auto endpoint = Endpoint::fromJson(stored->settingsJson);
    if (!endpoint)
        return endpoint.error();
    const auto facts = attemptFacts(**reader, run);
    if (!facts)
        return facts.error();
    return forecastOf(*facts, stored->labelled + stored->failed, stored->waiting, endpoint->concurrency);
}

Result<Comparison> compareLabels(Workspace &workspace, const std::string &first, const std::string &second,
                                 std::size_t mostRows)
{
    constexpr int lowest = 0, highest = 5;
    const auto left = valuesOf(workspace, first, false);
    if (!left)
        return left.error();
    const auto right = valuesOf(workspace, second, first == second && first != humanTeacher);
    if (!right)
        return right.error();
    Comparison comparison;
    std::vector<ValuePair> pairs;
    for (const auto &[sample, value] : *left) {
        const auto other = right->find(sample);
        if (other == right->end())
            continue;
        pairs.push_back({value, other->second});
        if (value != other->second)
            comparison.furthest.push_back({sample, value, other->second});
    }
    comparison.agreement = agreementOf(pairs, lowest, highest);
    std::stable_sort(comparison.furthest.begin(), comparison.furthest.end(), [](const auto &one, const auto &two) {
        return std::fabs(one.first - one.second) > std::fabs(two.first - two.second);
    });
    comparison.furthest.resize(std::min(comparison.furthest.size(), mostRows));
    return comparison;
}

} // namespace primer
