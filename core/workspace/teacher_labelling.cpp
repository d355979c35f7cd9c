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

/// The newest value of each sample from a side; `isRepeated`: of turns 1 and more. InvalidInput for a side that nobody
/// is.
Result<Values> valuesOf(Workspace &workspace, const std::string &side, bool isRepeated)
{
    Values values;
    bool isKnown = false;
    std::string known = humanTeacher;
    if (side == humanTeacher) {
        const auto judged = PRIMER_TRY(workspace.query().columns().values(Column::Label));
        for (std::size_t place = 0; place < judged->size(); ++place) {
            if (!std::isnan((*judged)[place]))
                values[SampleId(place + 1)] = (*judged)[place];
        }
        return values;
    }
    auto reader = PRIMER_TRY(workspace.store().reader());
    const auto runs = PRIMER_TRY(listLabelRuns(*reader));
    for (const LabelRun &run : runs) {
        if (("; " + known + ";").find("; " + run.teacher + ";") == std::string::npos)
            known += "; " + run.teacher;
        if (run.teacher != side)
            continue;
        isKnown = true;
        const auto labels = PRIMER_TRY(teacherLabels(*reader, run.id, 0));
        for (const TeacherLabel &label : labels) {
            if ((label.turn > 0) == isRepeated)
                values[label.sample] = label.value;
        }
    }
    if (!isKnown)
        return Error{ErrorCode::InvalidInput, "no such side; there are: " + known, side};
    return values;
}

} // namespace

Result<std::int64_t> createTeacherRun(Workspace &workspace, const TeacherRequest &request)
{
    PRIMER_TRY(request.endpoint.check());
    PRIMER_TRY(checkPrompt(request.prompt));
    if (request.budgetNanos < 0)
        return Error{ErrorCode::InvalidInput, "not below 0", "budget"};
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
        const auto prompt = PRIMER_TRY(keepPrompt(connection, request.prompt));
        LabelRun run;
        run.teacher = teacherName(request.endpoint, prompt);
        run.kind = request.usesBatches ? "batch" : "chat";
        run.prompt = prompt.id;
        run.settingsJson = request.endpoint.toJson();
        run.budgetNanos = request.budgetNanos;
        const auto created = PRIMER_TRY(createLabelRun(connection, run, items));
        id = created;
        return success();
    }));
    return id;
}

Result<TeacherRunReport> carryOnTeacherRun(Workspace &workspace, std::int64_t run, const ApiKey &key,
                                           std::int64_t maxRows, Feedback &feedback, std::int64_t pollMs)
{
    const auto parts = PRIMER_TRY(runParts(workspace.store(), run));
    BatchSettings batches;
    batches.pollMs = pollMs;
    if (maxRows > 0)
        batches.maxRows = maxRows;
    auto report = parts.run.kind == "batch" ? runBatches(workspace.store(), run, key, batches, feedback)
                                            : runTeacher(workspace.store(), run, key, maxRows, feedback);
    workspace.query().columns().forget(Column::TeacherValue);
    workspace.query().columns().forget(Column::TeacherName);
    return report;
}

Result<ApiKey> keyForRun(Workspace &workspace, std::int64_t run, const std::string &variable)
{
    const auto stored = PRIMER_TRY(workspace.store().read(labelRun, run));
    if (stored.kind != "chat" && stored.kind != "batch")
        return Error{ErrorCode::InvalidInput, "this run asks no model", std::to_string(run)};
    const auto endpoint = PRIMER_TRY(Endpoint::fromJson(stored.settingsJson));
    return findKey(endpoint, variable);
}

Result<Forecast> forecastRest(Workspace &workspace, std::int64_t run)
{
    auto reader = PRIMER_TRY(workspace.store().reader());
    const auto stored = PRIMER_TRY(labelRun(*reader, run));
    const auto endpoint = PRIMER_TRY(Endpoint::fromJson(stored.settingsJson));
    const auto facts = PRIMER_TRY(attemptFacts(*reader, Ledger::Labels, run));
    return forecastOf(facts, stored.labelled + stored.failed, stored.waiting, endpoint.concurrency);
}

Result<Comparison> compareLabels(Workspace &workspace, const std::string &first, const std::string &second,
                                 std::size_t maxRows)
{
    constexpr int lowest = 0, highest = 5;
    const auto left = PRIMER_TRY(valuesOf(workspace, first, false));
    const auto right = PRIMER_TRY(valuesOf(workspace, second, first == second && first != humanTeacher));
    Comparison comparison;
    std::vector<ValuePair> pairs;
    for (const auto &[sample, value] : left) {
        const auto other = right.find(sample);
        if (other == right.end())
            continue;
        pairs.push_back({value, other->second});
        if (value != other->second)
            comparison.furthest.push_back({sample, value, other->second});
    }
    comparison.agreement = agreementOf(pairs, lowest, highest);
    std::stable_sort(comparison.furthest.begin(), comparison.furthest.end(), [](const auto &one, const auto &two) {
        return std::fabs(one.first - one.second) > std::fabs(two.first - two.second);
    });
    comparison.furthest.resize(std::min(comparison.furthest.size(), maxRows));
    return comparison;
}

} // namespace primer
