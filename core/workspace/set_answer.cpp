#include "core/workspace/set_answer.h"

#include <algorithm>
#include <utility>

#include "core/quality/thresholds.h"
#include "core/query/content_matcher.h"
#include "core/query/filter.h"
#include "core/storage/connection.h"
#include "core/storage/judgement_store.h"
#include "core/text/minhash.h"

namespace primer {

namespace {

/// An error of the part that a person can do something about; others are of the whole.
bool isOfPart(const Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidFilter:
    case ErrorCode::InvalidPattern:
    case ErrorCode::InvalidInput:
    case ErrorCode::NotFound: return true;
    default: return false;
    }
}

/// Scores are those of one forest at a time.
Status checkForest(Connection &connection, std::int64_t forest, const std::string &name)
{
    const auto scored = PRIMER_TRY(scoredForest(connection));
    if (scored == 0)
        return Error{ErrorCode::InvalidInput,
                     "nothing has a score yet; primer-cli forest WORKSPACE fit learns from labels and scores", name};
    if (forest != 0 && scored != forest)
        return Error{ErrorCode::InvalidInput,
                     "the samples have the scores of forest " + std::to_string(scored) + ", this is of forest "
                         + std::to_string(forest) + "; primer-cli forest WORKSPACE score " + std::to_string(forest)
                         + " brings them back",
                     name};
    return success();
}

std::string cutName(const SetPart &part) { return cutCondition(part.cut); }

class PlanMaker
{
public:
    PlanMaker(Connection &connection, SetPlan &plan) : m_connection(connection), m_plan(plan) {}

    Status add(const SetPart &part)
    {
        switch (part.kind) {
        case SetPart::Kind::Condition:
        case SetPart::Kind::Rule: {
            const auto filter = PRIMER_TRY(Filter::parse(part.text));
            m_plan.query.filter = joinFilters(std::move(m_plan.query.filter), filter.withoutAges().toString());
            return success();
        }
        case SetPart::Kind::Search:
            PRIMER_TRY(ContentMatcher::create(part.pattern()));
            m_plan.query.search = part.pattern();
            return success();
        case SetPart::Kind::Cut:
            PRIMER_TRY(checkForest(m_connection, part.forest, cutName(part)));
            m_plan.query.filter = joinFilters(std::move(m_plan.query.filter), cutCondition(part.cut));
            return success();
        case SetPart::Kind::Threshold: {
            const auto threshold = PRIMER_TRY(thresholdByName(m_connection, part.text));
            PRIMER_TRY(checkForest(m_connection, threshold.forest, part.text));
            m_plan.query.filter = joinFilters(std::move(m_plan.query.filter), filterOf(threshold));
            m_plan.thresholds.push_back(threshold);
            return success();
        }
        case SetPart::Kind::NearDuplicates: m_plan.leavesOutNearDuplicates = true; return success();
        case SetPart::Kind::Queue: return addQueue(part);
        }
        return success();
    }

private:
    Status addQueue(const SetPart &part)
    {
        const auto samples = queueSamples(m_connection, part.queue);
        if (!samples)
            return Error{samples.error().code, samples.error().detail, part.text};
        auto mask = std::make_shared<RowMask>();
        for (const SampleId sample : *samples) {
            if (mask->size() < sample)
                mask->resize(sample, 0);
            (*mask)[sample - 1] = 1;
        }
        m_plan.query.within = m_plan.query.within ? bothOf(*mask, *m_plan.query.within) : std::move(mask);
        return success();
    }

    Connection &m_connection;
    SetPlan &m_plan;
};

std::vector<SampleId> importOrder(const RowMask &mask)
{
    std::vector<SampleId> ids;
    for (std::size_t place = 0; place < mask.size(); ++place) {
        if (mask[place])
            ids.push_back(SampleId(place + 1));
    }
    return ids;
}

Result<std::shared_ptr<const KnownNearDuplicates>> nearDuplicatesOf(
    Workspace &workspace, std::vector<SampleId> among, Feedback &feedback,
    const std::shared_ptr<const KnownNearDuplicates> &known)
{
    if (known && known->among == among)
        return known;
    auto made = std::make_shared<KnownNearDuplicates>();
    made->found = PRIMER_TRY(findNearDuplicates(workspace.store(), among, MinHashSettings{}, feedback));
    made->among = std::move(among);
    return std::shared_ptr<const KnownNearDuplicates>(std::move(made));
}

} // namespace

Result<SetPlan> SetPlan::make(Workspace &workspace, const SampleSet &set)
{
    SetPlan plan;
    plan.query.sort = set.sort;
    plan.problems.resize(set.parts.size());
    auto reader = PRIMER_TRY(workspace.store().reader());
    PlanMaker maker(*reader, plan);
    for (std::size_t place = 0; place < set.parts.size(); ++place) {
        if (!set.parts[place].isOn)
            continue;
        const Status added = maker.add(set.parts[place]);
        if (added)
            continue;
        if (!isOfPart(added.error()))
            return added.error();
        plan.problems[place] = added.error();
    }
    return plan;
}

Result<SetAnswer> answerSet(Workspace &workspace, const SampleSet &set, Feedback &feedback,
                            const std::function<void(std::shared_ptr<const RowSet>)> &partial,
                            const std::shared_ptr<const KnownNearDuplicates> &known)
{
    const SetPlan plan = PRIMER_TRY(SetPlan::make(workspace, set));
    return answerPlan(workspace, plan, feedback, partial, known);
}

Result<SetAnswer> answerPlan(Workspace &workspace, const SetPlan &plan, Feedback &feedback,
                             const std::function<void(std::shared_ptr<const RowSet>)> &partial,
                             const std::shared_ptr<const KnownNearDuplicates> &known)
{
    SetAnswer answer;
    answer.problems = plan.problems;
    answer.rows = PRIMER_TRY(workspace.query().run(plan.query, feedback, partial));
    if (!plan.leavesOutNearDuplicates)
        return answer;
    std::vector<SampleId> among = importOrder(*answer.rows->mask);
    if (partial && !(known && known->among == among)) {
        auto soFar = std::make_shared<RowSet>(*answer.rows);
        soFar->isPartial = true;
        partial(soFar);
    }
    answer.nearDuplicates = PRIMER_TRY(nearDuplicatesOf(workspace, std::move(among), feedback, known));
    auto mask = std::make_shared<RowMask>(*answer.rows->mask);
    for (const NearDuplicate &copy : answer.nearDuplicates->found.copies)
        (*mask)[copy.copy - 1] = 0;
    auto rows = std::make_shared<RowSet>();
    rows->ids = PRIMER_TRY(workspace.query().ordered(*mask, plan.query.sort));
    rows->mask = std::move(mask);
    rows->search = answer.rows->search;
    answer.rows = std::move(rows);
    return answer;
}

SampleSet withoutCut(const SampleSet &set)
{
    SampleSet base = set;
    std::erase_if(base.parts, [](const SetPart &part) {
        switch (part.kind) {
        case SetPart::Kind::Condition: {
            const auto filter = Filter::parse(part.text);
            return filter
                   && std::any_of(filter->conditions.begin(), filter->conditions.end(),
                                  [](const Condition &one) { return one.column == Column::Quality; });
        }
        case SetPart::Kind::Search:
        case SetPart::Kind::Queue: return false;
        default: return true;
        }
    });
    return base;
}

} // namespace primer
