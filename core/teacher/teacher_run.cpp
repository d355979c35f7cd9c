#include "core/teacher/teacher_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/exception_error.h"
#include "core/base/random.h"
#include "core/http/http_client.h"
#include "core/storage/sample_store.h"
#include "core/teacher/chat_request.h"
#include "core/teacher/group_commit.h"
#include "core/teacher/packed_reply.h"
#include "core/teacher/rate_gate.h"

namespace primer {

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;
using Action = ReplyVerdict::Action;

constexpr int maxUnknowns = 1; ///< requests of a row that are sent again without knowing what became of the first
constexpr int maxStops = 3;    ///< refusals of the key in a row before the run ends
constexpr auto shortWait = Milliseconds(50);
constexpr auto graceAfterCancel = std::chrono::seconds(20);

class Run
{
public:
    Run(Store &store, LabelRun run, Endpoint endpoint, Prompt prompt, const ApiKey &key, Feedback &feedback)
        : m_store(store), m_run(std::move(run)), m_endpoint(std::move(endpoint)), m_prompt(std::move(prompt)),
          m_key(key), m_feedback(feedback), m_ledger(store),
          m_gate(m_endpoint.requestsPerMinute, m_endpoint.tokensPerMinute), m_random(std::uint64_t(m_run.id))
    {}

    Status carryThrough(std::vector<LabelItem> items, std::int64_t maxRows)
    {
        m_total = items.size();
        m_rowsLeft = maxRows > 0 ? maxRows : std::int64_t(items.size());
        const auto now = Clock::now();
        for (LabelItem &item : items)
            m_due.emplace(now, std::move(item));
        const auto watcher = std::jthread([this](const std::stop_token &stop) { watchCancel(stop); });
        std::vector<std::thread> workers;
        workers.reserve(std::size_t(m_endpoint.concurrency));
        for (int number = 0; number < m_endpoint.concurrency; ++number)
            workers.emplace_back([this] { work(); });
        for (std::thread &worker : workers)
            worker.join();
        return m_failure ? Status(*m_failure) : success();
    }
    std::int64_t requests() const { return m_requests; }
    const std::string &stopped() const { return m_stopped; }

private:
    void watchCancel(const std::stop_token &stop)
    {
        std::optional<Clock::time_point> breakAt;
        while (!stop.stop_requested()) {
            if (m_feedback.isCancelled() && !breakAt) {
                end("cancelled");
                breakAt = Clock::now() + graceAfterCancel;
            }
            if (breakAt && Clock::now() > *breakAt)
                m_breaksOff = true;
            std::this_thread::sleep_for(shortWait);
        }
    }

    void end(const std::string &reason)
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped.empty())
            m_stopped = reason;
        m_isEnded = true;
        m_wake.notify_all();
    }

    void fail(const Error &error)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_failure)
            m_failure = error;
        m_isEnded = true;
        m_wake.notify_all();
    }

    /// The next row that is due; nothing at the end.
    std::optional<LabelItem> nextItem()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            if (m_isEnded)
                return std::nullopt;
            if (!m_due.empty() && m_due.begin()->first <= Clock::now()) {
                LabelItem item = std::move(m_due.begin()->second);
                m_due.erase(m_due.begin());
                if (item.state == ItemState::Waiting && m_rowsLeft-- <= 0) {
                    if (m_stopped.empty())
                        m_stopped = "limit";
                    continue; // rows that were begun are still to be ended
                }
                item.state = ItemState::Sent;
                ++m_underWay;
                return item;
            }
            if (m_due.empty() && m_underWay == 0) {
                m_wake.notify_all();
                return std::nullopt;
            }
            if (m_due.empty())
                m_wake.wait_for(lock, shortWait);
            else
                m_wake.wait_until(lock, std::min(m_due.begin()->first, Clock::now() + shortWait));
        }
    }

    void done(std::optional<std::pair<Clock::time_point, LabelItem>> again)
    {
        const std::lock_guard lock(m_mutex);
        --m_underWay;
        if (again)
            m_due.emplace(again->first, std::move(again->second));
        else
            m_feedback.report(++m_finished, m_total);
        m_wake.notify_all();
    }

    void work()
    {
        while (auto item = nextItem()) {
            std::optional<std::pair<Clock::time_point, LabelItem>> again;
            if (const Status asked = caught([&] { return ask(*item, again); }); !asked)
                fail(asked.error());
            done(std::move(again));
        }
    }

    /// Waits for the rate; false when the run ended meanwhile.
    bool waitForRate(std::int64_t tokens)
    {
        while (!m_isEnded) {
            const auto now = Clock::now();
            const auto ready = m_gate.take(tokens, now);
            if (ready <= now)
                return true;
            std::this_thread::sleep_for(std::min<Clock::duration>(ready - now, shortWait));
        }
        return false;
    }

    /// The number of the request, 0 when the run ended or the budget does not hold it.
    Result<std::int64_t> reserve(const LabelItem &item, std::int64_t nanos)
    {
        while (!m_isEnded) {
            std::int64_t attempt = 0;
            bool isOthersTurn = false;
            PRIMER_TRY(m_ledger.run([&](Connection &connection) -> Status {
                const auto reserved = PRIMER_TRY(reserveAttempt(connection, m_run.id, item.position, nanos));
                attempt = reserved;
                if (attempt == 0) {
                    const auto run = PRIMER_TRY(labelRun(connection, m_run.id));
                    isOthersTurn = run.reservedNanos > 0; // what is under way may cost less than was set aside
                }
                return success();
            }));
            if (attempt > 0)
                return attempt;
            if (!isOthersTurn) {
                end("budget");
                break;
            }
            std::this_thread::sleep_for(shortWait);
        }
        return std::int64_t(0);
    }

    std::int64_t pauseMs(int attempts)
    {
        const std::lock_guard lock(m_mutex);
        const double full = std::min(double(m_endpoint.maxPauseMs),
                                     double(m_endpoint.firstPauseMs)
                                         * double(std::uint64_t(1) << std::min(attempts, 20)));
        return std::int64_t(full * (0.5 + 0.5 * m_random.uniform()));
    }

    Status ask(LabelItem item, std::optional<std::pair<Clock::time_point, LabelItem>> &again)
    {
        std::string content;
        {
            PRIMER_TRY(m_store.read(fetchContentInto, item.sample, content));
        }
        const FilledPrompt filled = fillPrompt(m_prompt, content);
        const WorstCase worst = worstCaseOf(m_endpoint, filled);
        if (!waitForRate(std::int64_t(filled.user.size() / 4) + m_endpoint.maxTokens))
            return success(); // the row still waits in the database
        const auto attempt = PRIMER_TRY(reserve(item, worst.nanos));
        if (attempt == 0)
            return success();
        ++m_requests;
        ++item.attempts;
        const HttpRequest request = postTo(m_endpoint, m_key, chatPath, chatBody(m_endpoint, filled));
        const HttpReply reply = unpacked(m_http.send(request, [this] { return m_breaksOff.load(); }),
                                         m_endpoint.maxReplyBytes);
        m_gate.learn(reply.headers, Clock::now());
        ReplyVerdict verdict = judgeReply(m_endpoint, m_prompt, reply, worst);
        verdict.label.coveredShare = filled.coveredShare;
        return settle(item, attempt, reply, verdict, again);
    }

    /// What the row's next state is, and when it is asked again.
    std::optional<std::int64_t> decide(LabelItem &item, const HttpReply &reply, ReplyVerdict &verdict)
    {
        const std::optional<std::int64_t> told = retryAfterMs(reply.headers, std::time(nullptr));
        const std::int64_t wait = told ? std::min(*told, m_endpoint.maxRetryAfterMs) : pauseMs(item.attempts - 1);
        const bool isStop = verdict.action == Action::StopAll, isUnreachable = verdict.action == Action::Unreachable;
        const int stops = isStop ? ++m_stops : (m_stops = 0);
        const int unreachable = isUnreachable ? ++m_unreachable : (m_unreachable = 0);
        if (isStop) {
            m_gate.pauseUntil(Clock::now() + Milliseconds(pauseMs(stops)));
            if (stops >= maxStops
                             * std::max(1, std::min(m_endpoint.concurrency,
                                                    int(m_total)))) // every request under way may be refused at once
                end(verdict.reason);
            --item.attempts; // not the row's fault
            return wait;
        }
        if (isUnreachable && unreachable >= m_endpoint.maxAttempts * m_endpoint.concurrency)
            end("unreachable");
        switch (verdict.action) {
        case Action::Label:
        case Action::Fail: return std::nullopt;
        case Action::Unknown:
            if (++item.unknowns > maxUnknowns)
                return std::nullopt;
            return wait;
        default: break;
        }
        if (verdict.reason == "http_429" && told)
            m_gate.pauseUntil(Clock::now() + Milliseconds(std::min(*told, m_endpoint.maxRetryAfterMs)));
        if (item.attempts >= m_endpoint.maxAttempts && !isUnreachable)
            return std::nullopt;
        return wait;
    }

    Status settle(LabelItem &item, std::int64_t attempt, const HttpReply &reply, ReplyVerdict &verdict,
                  std::optional<std::pair<Clock::time_point, LabelItem>> &again)
    {
        const auto wait = decide(item, reply, verdict);
        const KeptReply kept = keptReply(m_key, reply.body, verdict);
        AttemptEnd end = endOfAttempt(reply, verdict, kept,
                                      wait                              ? ItemState::Waiting
                                      : verdict.action == Action::Label ? ItemState::Labelled
                                                                        : ItemState::Failed);
        end.attempt = attempt;
        end.run = m_run.id;
        end.position = item.position;
        verdict.label.reasoning = kept.reasoning;
        verdict.label.run = m_run.id;
        verdict.label.position = item.position;
        verdict.label.sample = item.sample;
        verdict.label.turn = item.turn;
        PRIMER_TRY(m_ledger.run([&](Connection &connection) -> Status {
            PRIMER_TRY(settleAttempt(connection, end));
            return verdict.action == Action::Label ? putTeacherLabels(connection, m_run, {&verdict.label, 1})
                                                   : success();
        }));
        if (wait)
            again.emplace(Clock::now() + Milliseconds(*wait), item);
        return success();
    }

    Store &m_store;
    const LabelRun m_run;
    const Endpoint m_endpoint;
    const Prompt m_prompt;
    const ApiKey &m_key;
    Feedback &m_feedback;
    HttpClient m_http;
    GroupCommit m_ledger;
    RateGate m_gate;
    std::atomic<bool> m_isEnded{false}, m_breaksOff{false};
    std::atomic<std::int64_t> m_requests{0};
    std::atomic<int> m_stops{0}, m_unreachable{0};

    std::mutex m_mutex;
    std::condition_variable m_wake;
    Random m_random;
    std::multimap<Clock::time_point, LabelItem> m_due;
    std::int64_t m_rowsLeft = 0;
    int m_underWay = 0;
    std::uint64_t m_finished = 0, m_total = 0;
    std::string m_stopped;
    std::optional<Error> m_failure;
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
    PRIMER_TRY(store.write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto settled = settleInterrupted(connection, run, maxUnknowns);
        return settled ? success() : Status(settled.error());
    }));
    const auto parts = PRIMER_TRY(runParts(store, run));
    std::vector<LabelItem> items;
    {
        auto waiting = PRIMER_TRY(store.read(labelItems, run, ItemState::Waiting, allItems));
        items = std::move(waiting);
    }
    Run work(store, parts.run, parts.endpoint, parts.prompt, key, feedback);
    PRIMER_TRY(work.carryThrough(std::move(items), maxRows));
    return reportOfRun(store, run, work.requests(), work.stopped(),
                       std::chrono::duration<double>(Clock::now() - begin).count());
}

} // namespace primer
