#include "core/quality/labelled_examples.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

#include "core/dataset/columns.h"
#include "core/quality/group_split.h"
#include "core/query/near_duplicates.h"
#include "core/query/query_engine.h"
#include "core/storage/label_store.h"
#include "core/storage/store.h"

namespace primer {

namespace {

using Labels = std::vector<std::pair<SampleId, double>>;

Result<Labels> labelsOf(const WorkspaceData &data, const std::string &teacher)
{
    if (teacher != humanTeacher)
        return data.store.read(currentLabels, teacher);
    const auto values = PRIMER_TRY(data.query.columns().values(Column::Label));
    Labels labels;
    for (std::size_t place = 0; place < values->size(); ++place) {
        if (!std::isnan((*values)[place]))
            labels.emplace_back(SampleId(place + 1), (*values)[place]);
    }
    return labels;
}

} // namespace

Result<LabelledExamples> LabelledExamples::read(const WorkspaceData &data, const FeatureRows &features,
                                                const LabelChoice &choice, Feedback &feedback)
{
    auto labels = PRIMER_TRY(labelsOf(data, choice.teacher));
    std::erase_if(labels, [&](const auto &label) {
        return !std::binary_search(features.ids().begin(), features.ids().end(), label.first);
    });
    const std::unordered_set<SampleId> leftOut(choice.leaveOut.begin(), choice.leaveOut.end());
    std::vector<SampleId> looked = choice.leaveOut; // first, so that copies point to them
    for (const auto &[id, value] : labels)
        looked.push_back(id);
    std::unordered_set<SampleId> seen;
    std::erase_if(looked, [&](SampleId id) { return !seen.insert(id).second; });
    const auto near = PRIMER_TRY(findNearDuplicates(data.store, looked, {}, feedback));
    std::unordered_set<SampleId> copiesOfLeftOut;
    for (const NearDuplicate &copy : near.copies) {
        if (leftOut.contains(copy.first))
            copiesOfLeftOut.insert(copy.copy);
    }
    std::erase_if(labels, [&](const auto &label) {
        return leftOut.contains(label.first) || copiesOfLeftOut.contains(label.first);
    });
    LabelledExamples examples;
    examples.columns = features.columns();
    std::unordered_set<SampleId> learnt;
    for (const auto &[id, value] : labels) {
        examples.ids.push_back(id);
        learnt.insert(id);
        examples.targets.push_back(value >= choice.positiveFrom ? 1.f : 0.f);
    }
    examples.nearDuplicates = std::count_if(near.copies.begin(), near.copies.end(),
                                            [&](const NearDuplicate &pair) { return learnt.contains(pair.copy); });
    const auto repositories = PRIMER_TRY(repositoriesOf(data, examples.ids));
    examples.groups = groupsOf(examples.ids, repositories, near.copies);
    examples.rows = features.rows(examples.ids);
    return examples;
}

LabelledExamples LabelledExamples::part(const std::vector<std::uint8_t> &flags, std::uint8_t side) const
{
    LabelledExamples part;
    part.columns = columns;
    for (std::size_t place = 0; place < ids.size(); ++place) {
        if (flags[place] != side)
            continue;
        part.ids.push_back(ids[place]);
        part.targets.push_back(targets[place]);
        part.groups.push_back(groups[place]);
        part.rows.insert(part.rows.end(), rows.begin() + std::ptrdiff_t(place * columns),
                         rows.begin() + std::ptrdiff_t((place + 1) * columns));
    }
    return part;
}

std::vector<std::uint8_t> LabelledExamples::truth() const
{
    std::vector<std::uint8_t> truth;
    for (const float target : targets)
        truth.push_back(target >= 0.5f ? 1 : 0);
    return truth;
}

std::size_t LabelledExamples::positives() const
{
    return std::size_t(std::count_if(targets.begin(), targets.end(), [](float target) { return target >= 0.5f; }));
}

} // namespace primer
