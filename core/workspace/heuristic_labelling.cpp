#include "core/workspace/heuristic_labelling.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "core/dataset/columns.h"
#include "core/labelling/heuristic_teacher.h"
#include "core/storage/connection.h"
#include "core/storage/contents.h"
#include "core/storage/label_store.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"

namespace primer {

Result<std::vector<SampleId>> withoutLabelsOf(Workspace &workspace, const std::string &teacher,
                                              std::vector<SampleId> from)
{
    const auto labels = PRIMER_TRY(workspace.store().read(currentLabels, teacher));
    const auto hasLabel = [&](SampleId id) {
        const auto found = std::lower_bound(labels.begin(), labels.end(), id,
                                            [](const auto &label, SampleId wanted) { return label.first < wanted; });
        return found != labels.end() && found->first == id;
    };
    std::erase_if(from, hasLabel);
    return from;
}

Result<LabelReport> labelHeuristically(Workspace &workspace, std::span<const SampleId> samples, Feedback &feedback)
{
    const auto begin = std::chrono::steady_clock::now();
    LabelRun run;
    run.teacher = heuristicTeacherName;
    run.kind = "heuristic";
    run.settingsJson = "{}";
    std::vector<SampleRow> rows;
    {
        auto fetched = PRIMER_TRY(workspace.store().read(fetchRows, samples));
        rows = std::move(fetched);
    }
    if (rows.size() != samples.size())
        return Error{ErrorCode::NotFound, "some of the samples are not in the workspace", "label"};
    std::vector<HeuristicValue> values(samples.size());
    PRIMER_TRY(forContents(workspace.store(), samples, feedback, [&](std::size_t place, std::string_view content) {
        values[place] = heuristicValue(rows[place].kind, rows[place].language, content);
    }));
    LabelReport report;
    report.teacher = run.teacher;
    PRIMER_TRY(workspace.store().write(Durability::Durable, [&](Connection &connection) -> Status {
        std::vector<LabelItem> items(samples.size());
        std::vector<TeacherLabel> labels;
        for (std::size_t place = 0; place < samples.size(); ++place)
            items[place].sample = samples[place];
        const auto id = PRIMER_TRY(createLabelRun(connection, run, items));
        run.id = id;
        for (std::size_t place = 0; place < samples.size(); ++place) {
            const HeuristicValue &value = values[place];
            const auto position = std::int64_t(place);
            if (!value.isValue) {
                PRIMER_TRY(failItem(connection, run.id, position, value.problem));
                continue;
            }
            labels.push_back(
                {run.id, position, samples[place], 0, double(value.value), value.reasoning, 1, run.teacher, ""});
        }
        report.labelled = std::int64_t(labels.size());
        return putTeacherLabels(connection, run, labels);
    }));
    workspace.query().columns().forget(Column::TeacherValue);
    workspace.query().columns().forget(Column::TeacherName);
    report.run = run.id;
    report.failed = std::int64_t(samples.size()) - report.labelled;
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

} // namespace primer
