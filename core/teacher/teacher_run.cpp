#include "core/teacher/teacher_run.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "core/storage/sample_store.h"
#include "core/teacher/chat_request.h"
#include "core/teacher/request_run.h"

namespace primer {

namespace {

using Clock = std::chrono::steady_clock;

/// The samples of a labelling run as requests, and its labels from their replies.
class LabelSource : public RequestSource
{
public:
    LabelSource(Store &store, const RunParts &parts, std::vector<LabelItem> items)
        : RequestSource(Ledger::Labels, parts.run.id, "labelled"), m_store(store), m_parts(parts)
    {
        for (LabelItem &item : items)
            m_items.emplace(item.position, std::move(item));
    }

    Result<FilledPrompt> promptOf(const RequestItem &item) override
    {
        std::string content;
        {
            PRIMER_TRY(m_store.read(fetchContentInto, m_items.at(item.position).sample, content));
        }
        return fillPrompt(m_parts.prompt, content);
    }
    ReplyVerdict judge(const HttpReply &reply, const WorstCase &worst) override
    {
        return judgeReply(m_parts.endpoint, m_parts.prompt, reply, worst);
    }
    Status keep(Connection &connection, const RequestItem &item, std::int64_t, const ReplyVerdict &verdict) override
    {
        const LabelItem &row = m_items.at(item.position);
        TeacherLabel label = verdict.label;
        label.run = run();
        label.position = item.position;
        label.sample = row.sample;
        label.turn = row.turn;
        return putTeacherLabels(connection, m_parts.run, {&label, 1});
    }

private:
    Store &m_store;
    const RunParts &m_parts;
    std::map<std::int64_t, LabelItem> m_items; ///< by position; read only
};

Result<Prompt> promptOf(Connection &connection, std::int64_t id)
{
    const auto prompts = PRIMER_TRY(listPrompts(connection));
    const auto found = std::find_if(prompts.begin(), prompts.end(),
                                    [id](const Prompt &prompt) { return prompt.id == id; });
    if (found == prompts.end())
        return Error{ErrorCode::Corrupt, "the run's prompt is missing", std::to_string(id)};
    return *found;
}

} // namespace

std::string teacherName(const Endpoint &endpoint, const Prompt &prompt)
{
    return endpoint.model + " " + prompt.name + "-" + std::to_string(prompt.version);
}

Result<RunParts> runParts(Store &store, std::int64_t run)
{
    auto reader = PRIMER_TRY(store.reader());
    const auto stored = PRIMER_TRY(labelRun(*reader, run));
    const auto endpoint = PRIMER_TRY(Endpoint::fromJson(stored.settingsJson));
    const auto prompt = PRIMER_TRY(promptOf(*reader, stored.prompt));
    return RunParts{stored, endpoint, prompt};
}

Result<TeacherRunReport> reportOfRun(Store &store, std::int64_t run, std::int64_t requests, const std::string &stopped,
                                     double seconds)
{
    const auto after = PRIMER_TRY(store.read(labelRun, run));
    return TeacherRunReport{run,      after.labelled,   after.failed,      after.waiting,
                            requests, after.spentNanos, after.budgetNanos, after.waiting > 0 ? stopped : std::string(),
                            seconds};
}

Result<TeacherRunReport> runTeacher(Store &store, std::int64_t run, const ApiKey &key, std::int64_t maxRows,
                                    Feedback &feedback)
{
    constexpr int allItems = 100'000'000;
    const auto begin = Clock::now();
    PRIMER_TRY(settleAfterKill(store, Ledger::Labels, run));
    const auto parts = PRIMER_TRY(runParts(store, run));
    auto waiting = PRIMER_TRY(store.read(labelItems, run, ItemState::Waiting, allItems));
    std::vector<RequestItem> items;
    items.reserve(waiting.size());
    for (const LabelItem &item : waiting)
        items.push_back({item.position, item.state, item.attempts, item.unknowns});
    LabelSource source(store, parts, std::move(waiting));
    const auto outcome = PRIMER_TRY(
        runRequests(store, source, parts.endpoint, key, std::move(items), {maxRows, false}, feedback));
    return reportOfRun(store, run, outcome.requests, outcome.stopped,
                       std::chrono::duration<double>(Clock::now() - begin).count());
}

} // namespace primer
