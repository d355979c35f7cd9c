#include "core/synthesis/synthesis_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "core/base/parallel.h"
#include "core/synthesis/cell_rows.h"
#include "core/synthesis/grammar_writer.h"
#include "core/synthesis/workspace_values.h"
#include "core/teacher/request_run.h"

namespace primer {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t allRows = 1'000'000'000, rowsAtOnce = 2000;

bool isRunName(const std::string &name)
{
    return !name.empty() && name.size() <= 80 && name[0] != '.' && name[0] != '-'
           && std::all_of(name.begin(), name.end(), [](char letter) {
                  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')
                         || (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
              });
}

/// The rows of a run as requests of core/teacher.
class PromptSource : public RequestSource
{
public:
    PromptSource(Store &store, const SynthesisParts &parts, const Endpoint &endpoint,
                 std::map<std::int64_t, SynthesisItem> items)
        : RequestSource(Ledger::Synthesis, parts.run.id, "answered"), m_parts(parts), m_endpoint(endpoint),
          m_prompts(store, parts.set, parts.promptTemplate), m_items(std::move(items))
    {}

    Result<FilledPrompt> promptOf(const RequestItem &item) override
    {
        auto prompt = PRIMER_TRY(m_prompts.promptOf(m_items.at(item.position)));
        return FilledPrompt{std::move(prompt.system), std::move(prompt.user), 1};
    }
    ReplyVerdict judge(const HttpReply &reply, const WorstCase &worst) override
    {
        return judgeText(m_endpoint, reply, worst, [](const std::string &, ReplyVerdict &) {}); // acceptance reads it
    }
    Status keep(Connection &connection, const RequestItem &item, std::int64_t attempt, const ReplyVerdict &) override
    {
        const auto prompt = PRIMER_TRY(m_prompts.promptOf(m_items.at(item.position)));
        return putAnswer(connection, run(), item.position,
                         promptKeyOf(m_parts.run.writer, m_parts.promptTemplate, prompt), attempt);
    }

private:
    const SynthesisParts &m_parts;
    const Endpoint &m_endpoint;
    const RowPrompts m_prompts;
    const std::map<std::int64_t, SynthesisItem> m_items; ///< by position
};

class CarryOn
{
public:
    CarryOn(Store &store, SynthesisParts parts, const ApiKey &key, const SynthesisLimits &limits, Feedback &feedback)
        : m_store(store), m_parts(std::move(parts)), m_key(key), m_limits(limits), m_feedback(feedback),
          m_pass(store, m_parts, limits.acceptance), m_rowsLeft(limits.maxRows > 0 ? limits.maxRows : allRows)
    {}

    Status run()
    {
        PRIMER_TRY(settleAfterKill(m_store, Ledger::Synthesis, m_parts.run.id));
        const bool isChat = m_parts.run.kind == "chat";
        if (isChat)
            m_endpoint = PRIMER_TRY(Endpoint::fromJson(m_parts.run.settingsJson));
        PRIMER_TRY(look());
        while (m_stopped.empty()) {
            const std::int64_t target = m_limits.from > 0 ? 0 : m_parts.run.target;
            if (target > 0 && m_parts.run.accepted >= target) {
                m_stopped = m_parts.run.waiting > 0 ? "target" : "";
                return success();
            }
            if (m_parts.run.waiting == 0)
                return success();
            if (m_rowsLeft <= 0) {
                m_stopped = "limit";
                return success();
            }
            if (m_feedback.isCancelled()) {
                m_stopped = "cancelled";
                return success();
            }
            const std::int64_t wanted = std::min(rowsWanted(), m_rowsLeft);
            m_rowsLeft -= m_limits.from > 0 ? m_rowsLeft : wanted; // those behind it are asked in one go
            PRIMER_TRY(isChat ? ask(wanted) : write(wanted));
            PRIMER_TRY(look());
        }
        return success();
    }

    std::int64_t requests() const { return m_requests; }
    std::int64_t reused() const { return m_reused; }
    const std::string &stopped() const { return m_stopped; }

private:
    /// No more than the yield so far makes likely to be needed, so that nothing is paid for beyond the target.
    std::int64_t rowsWanted() const
    {
        if (m_parts.run.target <= 0 || m_limits.from > 0)
            return m_parts.run.waiting;
        const double missing = double(m_parts.run.target - m_parts.run.accepted);
        const auto ended = double(m_parts.run.answered + m_parts.run.failed);
        const double yield = ended > 0 ? std::max(0.02, double(m_parts.run.accepted) / ended) : 1;
        return std::clamp<std::int64_t>(std::int64_t(std::ceil(missing * std::max(1.0, 0.9 / yield))), 1,
                                        m_parts.run.waiting);
    }

    Result<std::vector<SynthesisItem>> waiting(std::int64_t count)
    {
        return m_store.read(synthesisItems, m_parts.run.id, std::optional(ItemState::Waiting), m_limits.from - 1,
                            count);
    }

    /// Rows that an earlier answer serves, of any run, cost nothing.
    Result<std::map<std::int64_t, SynthesisItem>> withoutKnown(std::vector<SynthesisItem> items)
    {
        const RowPrompts prompts(m_store, m_parts.set, m_parts.promptTemplate);
        std::map<std::int64_t, SynthesisItem> left;
        std::vector<std::tuple<std::int64_t, Sha256Digest, std::int64_t>> known;
        {
            auto reader = PRIMER_TRY(m_store.reader());
            for (SynthesisItem &item : items) {
                const auto prompt = PRIMER_TRY(prompts.promptOf(item));
                const Sha256Digest key = promptKeyOf(m_parts.run.writer, m_parts.promptTemplate, prompt);
                const auto attempt = PRIMER_TRY(answerOf(*reader, key));
                if (attempt > 0)
                    known.emplace_back(item.position, key, attempt);
                else
                    left.emplace(item.position, std::move(item));
            }
        }
        if (known.empty())
            return left;
        PRIMER_TRY(m_store.write(Durability::Durable, [&](Connection &connection) -> Status {
            for (const auto &[position, key, attempt] : known)
                PRIMER_TRY(putAnswer(connection, m_parts.run.id, position, key, attempt));
            return success();
        }));
        m_reused += std::int64_t(known.size());
        return left;
    }

    Status ask(std::int64_t wanted)
    {
        auto items = PRIMER_TRY(waiting(wanted));
        auto left = PRIMER_TRY(withoutKnown(std::move(items)));
        if (left.empty())
            return success();
        std::vector<RequestItem> requests;
        for (const auto &[position, item] : left)
            requests.push_back({position, item.state, item.attempts, item.unknowns});
        PromptSource source(m_store, m_parts, m_endpoint, std::move(left));
        const auto outcome = PRIMER_TRY(
            runRequests(m_store, source, m_endpoint, m_key, std::move(requests), {0, true}, m_feedback));
        m_requests += outcome.requests;
        m_stopped = outcome.stopped;
        return success();
    }

    /// By grammar-1: what it writes is an answer like another, and costs nothing.
    Status write(std::int64_t wanted)
    {
        for (std::int64_t done = 0; done < wanted && !m_feedback.isCancelled(); done += rowsAtOnce) {
            const auto items = PRIMER_TRY(waiting(std::min(rowsAtOnce, wanted - done)));
            std::vector<std::string> texts(items.size());
            std::vector<Status> made(items.size(), success());
            forItems(items.size(), 0, [&](std::size_t number) {
                auto text = writeByGrammar(m_parts.set, m_parts.promptTemplate.kind, items[number]);
                if (text)
                    texts[number] = std::move(*text);
                else
                    made[number] = text.error();
            });
            for (Status &one : made)
                PRIMER_TRY(std::move(one));
            const RowPrompts prompts(m_store, m_parts.set, m_parts.promptTemplate);
            PRIMER_TRY(m_store.write(Durability::Bulk, [&](Connection &connection) -> Status {
                for (std::size_t number = 0; number < items.size(); ++number) {
                    const auto attempt = PRIMER_TRY(
                        putWritten(connection, m_parts.run.id, items[number].position, texts[number]));
                    const Sha256Digest key = sha256(m_parts.run.name + "\n" + std::to_string(items[number].position)
                                                    + "\n" + texts[number]);
                    PRIMER_TRY(putAnswer(connection, m_parts.run.id, items[number].position, key, attempt));
                }
                return success();
            }));
            m_feedback.report(std::uint64_t(done), std::uint64_t(wanted));
        }
        return success();
    }

    /// At every answer of the run, so that the verdicts do not depend on the order in which they came.
    Status look()
    {
        Feedback own; // a cancel ends the asking; what came is still looked at
        PRIMER_TRY(m_pass.run(own));
        m_parts.run = PRIMER_TRY(m_store.read(synthesisRun, m_parts.run.name));
        return success();
    }

    Store &m_store;
    SynthesisParts m_parts;
    const ApiKey &m_key;
    const SynthesisLimits m_limits;
    Feedback &m_feedback;
    Endpoint m_endpoint;
    AcceptancePass m_pass;
    std::int64_t m_rowsLeft, m_requests = 0, m_reused = 0;
    std::string m_stopped;
};

Result<ConstraintSet> drawnSet(Store &store, const SynthesisRequest &request, Feedback &feedback)
{
    PRIMER_TRY(request.promptTemplate.check(request.set));
    const auto placeholders = PRIMER_TRY(request.promptTemplate.placeholders());
    return withWorkspaceValues(store, drawnFor(request.set, placeholders), request.samples, request.plan.seed,
                               feedback);
}

std::vector<SynthesisItem> itemsOf(const PromptPlan &plan)
{
    std::vector<SynthesisItem> items;
    items.reserve(std::size_t(plan.rows()));
    for (std::int64_t row = 0; row < plan.rows(); ++row)
        items.push_back(plannedItem(plan, row));
    return items;
}

/// The plan's next rows behind those that the run has from it, without rows that were queued before their turn
/// (queueMoreOf). `plan` becomes as long as what is taken of it.
Result<std::vector<SynthesisItem>> nextItems(Store &store, const SynthesisParts &parts, std::int64_t wanted,
                                             PlanRequest &request, Feedback &feedback)
{
    const auto known = PRIMER_TRY(plannedRows(store, parts.run.id));
    const std::int64_t before = request.count;
    request.count = before + wanted + std::max<std::int64_t>(0, parts.run.planned - before);
    const auto plan = PRIMER_TRY(drawPlan(parts.set, request, feedback));
    std::vector<SynthesisItem> items;
    std::int64_t row = std::min(before, plan.rows());
    for (; row < plan.rows() && std::int64_t(items.size()) < wanted; ++row) {
        SynthesisItem item = plannedItem(plan, row);
        if (!known.contains({item.choice, item.seed}))
            items.push_back(std::move(item));
    }
    request.count = std::max(before, row);
    return items;
}

Result<SynthesisReport> reportOf(Store &store, const std::string &run)
{
    auto reader = PRIMER_TRY(store.reader());
    SynthesisReport report;
    report.run = PRIMER_TRY(synthesisRun(*reader, run));
    if (report.run.kind != "chat")
        return report;
    const auto endpoint = PRIMER_TRY(Endpoint::fromJson(report.run.settingsJson));
    const auto facts = PRIMER_TRY(attemptFacts(*reader, Ledger::Synthesis, report.run.id));
    std::int64_t rows = report.run.waiting;
    if (report.run.target > 0 && report.yield() > 0)
        rows = std::min(
            rows, std::int64_t(std::ceil(double(std::max<std::int64_t>(0, report.run.target - report.run.accepted))
                                         / report.yield())));
    report.forecast = forecastOf(facts, report.run.answered + report.run.failed, rows, endpoint.concurrency);
    return report;
}

} // namespace

Status checkRunName(const std::string &name)
{
    if (isRunName(name))
        return success();
    return Error{ErrorCode::InvalidInput, "a run is named by letters, digits, '-', '_' and '.', 80 at most", name};
}

std::int64_t SynthesisPreview::maxNanos(const Endpoint &endpoint) const
{
    const double rows = double(plan.rows());
    return std::int64_t(tokensPerPrompt() * rows * double(endpoint.nanosPerPromptToken)
                        + rows * double(endpoint.maxTokens) * double(endpoint.nanosPerCompletionToken));
}

Result<SynthesisPreview> previewSynthesis(Store &store, const SynthesisRequest &request, std::size_t shown,
                                          Feedback &feedback)
{
    constexpr std::int64_t maxLooked = 1000;
    SynthesisPreview preview;
    preview.set = PRIMER_TRY(drawnSet(store, request, feedback));
    preview.plan = PRIMER_TRY(drawPlan(preview.set, request.plan, feedback));
    const RowPrompts prompts(store, preview.set, request.promptTemplate);
    auto reader = PRIMER_TRY(store.reader());
    std::size_t bytes = 0;
    for (std::int64_t row = 0; row < std::min(maxLooked, preview.plan.rows()); ++row) {
        const std::vector<std::uint32_t> choice(preview.plan.row(row), preview.plan.row(row) + preview.plan.axes);
        const auto filling = PRIMER_TRY(prompts.fillingOf(choice, preview.plan.seeds[std::size_t(row)]));
        FilledTemplate prompt = fillTemplate(request.promptTemplate, filling);
        bytes += prompt.system.size() + prompt.user.size();
        const auto key = promptKeyOf(request.endpoint ? request.endpoint->model : grammarWriterName,
                                     request.promptTemplate, prompt);
        const auto attempt = PRIMER_TRY(answerOf(*reader, key));
        preview.known += attempt > 0;
        ++preview.looked;
        if (preview.first.size() < shown)
            preview.first.push_back(std::move(prompt));
    }
    preview.bytesPerPrompt = preview.looked > 0 ? double(bytes) / double(preview.looked) : 0;
    return preview;
}

Result<std::int64_t> createSynthesis(Store &store, const SynthesisRequest &request, Feedback &feedback)
{
    PRIMER_TRY(checkRunName(request.name));
    if (request.target < 0 || request.budgetNanos < 0)
        return Error{ErrorCode::InvalidInput, "not below 0", request.target < 0 ? "target" : "budget"};
    if (request.plan.count < 1)
        return Error{ErrorCode::InvalidInput, "at least one prompt", "count"};
    if (request.endpoint)
        PRIMER_TRY(request.endpoint->check());
    else
        PRIMER_TRY(checkGrammarSet(request.set, request.promptTemplate.kind));
    const auto set = PRIMER_TRY(drawnSet(store, request, feedback));
    const auto plan = PRIMER_TRY(drawPlan(set, request.plan, feedback));
    const auto items = itemsOf(plan);
    std::int64_t id = 0;
    PRIMER_TRY(store.write(Durability::Durable, [&](Connection &connection) -> Status {
        SynthesisRun run;
        run.name = request.name;
        run.kind = request.endpoint ? "chat" : "grammar";
        run.writer = request.endpoint ? request.endpoint->model : grammarWriterName;
        run.set = PRIMER_TRY(keepDocument(connection, {0, "set", set.name, set.toJson()}));
        run.promptTemplate = PRIMER_TRY(
            keepDocument(connection, {0, "template", request.promptTemplate.name, request.promptTemplate.toJson()}));
        run.planJson = request.plan.toJson();
        run.settingsJson = request.endpoint ? request.endpoint->toJson() : "{}";
        run.target = request.target;
        run.budgetNanos = request.budgetNanos;
        id = PRIMER_TRY(createSynthesisRun(connection, run));
        return addSynthesisItems(connection, id, items);
    }));
    return id;
}

Status extendSynthesis(Store &store, const std::string &name, const SynthesisExtension &extension, Feedback &feedback)
{
    auto parts = PRIMER_TRY(synthesisParts(store, name));
    std::vector<SynthesisItem> items;
    if (extension.count > parts.run.planned)
        items = PRIMER_TRY(nextItems(store, parts, extension.count - parts.run.planned, parts.plan, feedback));
    if ((extension.target && *extension.target < 0) || (extension.budgetNanos && *extension.budgetNanos < 0))
        return Error{ErrorCode::InvalidInput, "not below 0", "target or budget"};
    parts.run.target = extension.target.value_or(parts.run.target);
    parts.run.budgetNanos = extension.budgetNanos.value_or(parts.run.budgetNanos);
    if (parts.run.kind == "chat" && (extension.temperature || extension.concurrency)) {
        auto endpoint = PRIMER_TRY(Endpoint::fromJson(parts.run.settingsJson));
        endpoint.temperature = extension.temperature.value_or(endpoint.temperature);
        endpoint.concurrency = extension.concurrency.value_or(endpoint.concurrency);
        PRIMER_TRY(endpoint.check());
        parts.run.settingsJson = endpoint.toJson();
    }
    parts.run.planJson = parts.plan.toJson();
    return store.write(Durability::Durable, [&](Connection &connection) -> Status {
        PRIMER_TRY(updateSynthesisRun(connection, parts.run));
        return addSynthesisItems(connection, parts.run.id, items);
    });
}

Result<SynthesisReport> carryOnSynthesis(Store &store, const std::string &run, const ApiKey &key,
                                         const SynthesisLimits &limits, Feedback &feedback)
{
    const auto begin = Clock::now();
    auto parts = PRIMER_TRY(synthesisParts(store, run));
    CarryOn work(store, std::move(parts), key, limits, feedback);
    PRIMER_TRY(work.run());
    auto report = PRIMER_TRY(reportOf(store, run));
    report.requests = work.requests();
    report.reused = work.reused();
    report.stopped = work.stopped();
    report.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    return report;
}

Result<SynthesisReport> synthesisStatus(Store &store, const std::string &run) { return reportOf(store, run); }

} // namespace primer
