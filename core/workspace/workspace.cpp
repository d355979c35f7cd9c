#include "core/workspace/workspace.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

#include "core/base/log.h"
#include "core/dataset/columns.h"
#include "core/query/label_sampling.h"
#include "core/storage/connection.h"
#include "core/storage/import_store.h"
#include "core/storage/judgement_store.h"
#include "core/storage/sample_store.h"
#include "core/storage/schema_check.h"
#include "core/storage/stored_rows_check.h"
#include "core/storage/view_store.h"

namespace primer {

namespace fs = std::filesystem;

namespace {
constexpr double noValue = std::numeric_limits<double>::quiet_NaN();
}

Result<std::unique_ptr<Workspace>> Workspace::open(const std::string &path, Store::Access access, bool create)
{
    std::string folder = path;
    while (folder.size() > 1 && folder.back() == '/')
        folder.pop_back();
    std::error_code failure;
    if (!folder.ends_with(".primer") && !fs::exists(folder + "/workspace.db", failure))
        folder += ".primer";
    auto store = PRIMER_TRY(Store::open(folder, access, create));
    std::unique_ptr<Workspace> workspace(new Workspace);
    workspace->m_store = std::move(store);
    workspace->m_query = std::make_unique<QueryEngine>(*workspace->m_store, folder + "/index");
    return workspace;
}

std::string Workspace::name() const { return fs::path(folder()).stem().string(); }

Result<WorkspaceCounts> Workspace::counts()
{
    auto reader = PRIMER_TRY(m_store->reader());
    const auto samples = maxSampleId(*reader);
    const auto bytes = totalRawBytes(*reader);
    const auto judgements = countJudgements(*reader);
    const auto quarantined = countQuarantined(*reader);
    if (!samples)
        return samples.error();
    for (const auto *count : {&bytes, &judgements, &quarantined}) {
        if (!*count)
            return count->error();
    }
    return WorkspaceCounts{*samples, *bytes, *judgements, *quarantined};
}

void Workspace::refreshLabel(SampleId sample)
{
    const auto rows = m_store->read(fetchRows, std::span(&sample, 1));
    if (!rows) { // what was judged is kept all the same: the columns are read anew when they are asked for
        log::failure(rows.error(), "reading a judged sample");
        m_query->columns().forget(Column::Label);
        m_query->columns().forget(Column::Verdict);
        return;
    }
    if (rows->empty())
        return;
    const SampleRow &row = rows->front();
    m_query->columns().patch(Column::Label, sample, row.label ? double(*row.label) : noValue);
    m_query->columns().patch(Column::Verdict, sample, row.verdict ? double(int(*row.verdict)) : noValue);
}

/// A patch copies its column: of many samples the column is read anew.
void Workspace::refreshLabels(const std::vector<SampleId> &samples)
{
    if (samples.size() == 1)
        return refreshLabel(samples.front());
    m_query->columns().forget(Column::Label);
    m_query->columns().forget(Column::Verdict);
}

Result<JudgementRange> Workspace::judgeAll(const Judgement &like, std::vector<SampleId> samples, Feedback &feedback)
{
    // Their pages one after another; none twice, whatever was selected.
    std::sort(samples.begin(), samples.end());
    samples.erase(std::unique(samples.begin(), samples.end()), samples.end());
    JudgementRange range;
    PRIMER_TRY(m_store->write(Durability::Durable, [&](Connection &connection) -> Status {
        range = PRIMER_TRY(recordJudgements(connection, like, samples, feedback));
        return success();
    }));
    refreshLabels(samples);
    return range;
}

Result<std::vector<SampleId>> Workspace::undoAll(const JudgementRange &range, Feedback &feedback)
{
    std::vector<SampleId> samples;
    PRIMER_TRY(m_store->write(Durability::Durable, [&](Connection &connection) -> Status {
        samples = PRIMER_TRY(undoJudgements(connection, range, feedback));
        return success();
    }));
    refreshLabels(samples);
    return samples;
}

Result<std::int64_t> Workspace::addToQueue(std::int64_t queue, const std::vector<SampleId> &samples, Feedback &feedback)
{
    std::int64_t added = 0;
    PRIMER_TRY(m_store->write(Durability::Durable, [&](Connection &connection) -> Status {
        added = PRIMER_TRY(extendQueue(connection, queue, samples, feedback));
        return success();
    }));
    return added;
}

Result<std::int64_t> Workspace::judge(const Judgement &judgement)
{
    std::int64_t id = 0;
    PRIMER_TRY(m_store->write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto recorded = PRIMER_TRY(recordJudgement(connection, judgement));
        id = recorded;
        return success();
    }));
    refreshLabel(judgement.sample);
    return id;
}

Result<SampleId> Workspace::undo(std::int64_t judgement)
{
    SampleId sample = 0;
    PRIMER_TRY(m_store->write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto undone = PRIMER_TRY(undoJudgement(connection, judgement));
        sample = undone;
        return success();
    }));
    refreshLabel(sample);
    return sample;
}

Result<std::int64_t> Workspace::createQueue(const QueueRequest &request, const std::vector<SampleId> &from)
{
    SamplingRequest sampling;
    sampling.kind = request.stratifyBy.empty() ? Sampling::Random : Sampling::Stratified;
    sampling.stratifyBy = request.stratifyBy;
    sampling.count = request.count;
    sampling.seed = request.seed;
    const auto chosen = PRIMER_TRY(drawSamples(*m_query, sampling, from));
    Queue queue;
    queue.name = request.name;
    queue.kind = request.stratifyBy.empty() ? "random" : "stratified";
    queue.seed = std::int64_t(request.seed);
    queue.filter = request.filter;
    queue.blind = request.blind;
    return storeQueue(queue, chosen);
}

Result<std::int64_t> Workspace::createQueueOf(const std::string &name, const std::vector<SampleId> &samples)
{
    Queue queue;
    queue.name = name;
    queue.kind = "list";
    return storeQueue(queue, samples);
}

Result<std::int64_t> Workspace::storeQueue(const Queue &queue, const std::vector<SampleId> &samples)
{
    std::int64_t id = 0;
    PRIMER_TRY(m_store->write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto created = PRIMER_TRY(primer::createQueue(connection, queue, samples));
        id = created;
        return success();
    }));
    return id;
}

Status Workspace::buildIndex(Feedback &feedback) { return m_query->index().build(*m_store, feedback); }

namespace {

/// Of the database itself, then of its rows.
Result<std::vector<std::string>> databaseProblems(Connection &reader, Feedback &feedback)
{
    const FeedbackStep step(feedback, "database", 0, 0.3);
    auto report = PRIMER_TRY(integrityReport(reader, feedback));
    std::vector<std::string> problems = PRIMER_TRY(schemaProblems(reader));
    if (report != "ok")
        problems.insert(problems.begin(), report);
    if (problems.empty()) // else the statements may mean other columns
        problems = PRIMER_TRY(rowProblems(reader, feedback));
    return problems;
}

Status addContentProblems(Connection &reader, Feedback &feedback, std::vector<std::string> &problems)
{
    const FeedbackStep step(feedback, "contents", 0.3, 0.9);
    const auto newest = PRIMER_TRY(maxSampleId(reader));
    for (SampleId id = 1; id <= newest; ++id) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "check"};
        const auto problem = contentProblem(reader, id);
        if (!problem)
            log::failure(problem.error(), "check of sample " + std::to_string(id));
        if (!problem || !problem->empty())
            problems.push_back("content of sample " + std::to_string(id) + " is damaged"
                               + (problem ? ": " + *problem : std::string()));
        if ((id & 0xff) == 0)
            feedback.report(id, newest);
    }
    return success();
}

} // namespace

Result<std::vector<std::string>> Workspace::findProblems(Feedback &feedback)
{
    auto reader = PRIMER_TRY(m_store->reader());
    std::vector<std::string> problems = PRIMER_TRY(databaseProblems(*reader, feedback));
    PRIMER_TRY(addContentProblems(*reader, feedback, problems));
    const FeedbackStep step(feedback, "search index", 0.9, 1);
    if (const Status index = m_query->index().verify(); !index)
        problems.push_back(index.error().detail);
    return problems;
}

Result<std::string> Workspace::check(Feedback &feedback)
{
    const std::vector<std::string> problems = PRIMER_TRY(findProblems(feedback));
    constexpr std::size_t maxTold = 100;
    std::string words;
    for (std::size_t place = 0; place < std::min(problems.size(), maxTold); ++place)
        words += (words.empty() ? "" : "; ") + problems[place];
    if (problems.size() > maxTold)
        words += "; and " + std::to_string(problems.size() - maxTold) + " more";
    return words.empty() ? std::string("ok") : words;
}

} // namespace primer
