#include "core/teacher/request_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/exception_error.h"
#include "core/base/random.h"
#include "core/http/http_client.h"
#include "core/teacher/concurrency_gate.h"
#include "core/teacher/group_commit.h"
#include "core/teacher/packed_reply.h"
#include "core/teacher/rate_gate.h"

namespace primer {

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;
using Action = ReplyVerdict::Action;

constexpr int maxStops = 3; ///< refusals of the key in a row before the run ends
constexpr auto shortWait = Milliseconds(50);
constexpr auto graceAfterCancel = std::chrono::seconds(20);

class Run
{
public:
    Run(Store &store, RequestSource &source, Endpoint endpoint, const ApiKey &key, bool isSlow, Feedback &feedback)
        : m_store(store), m_source(source), m_endpoint(std::move(endpoint)), m_key(key), m_feedback(feedback),
          m_ledger(store), m_gate(m_endpoint.requestsPerMinute, m_endpoint.tokensPerMinute),
          m_concurrency(m_endpoint.concurrency, isSlow), m_random(std::uint64_t(source.run()))
    {}

    Status carryThrough(std::vector<RequestItem> items, std::int64_t maxRows)
    {
        m_total = items.size();
        m_rowsLeft = maxRows > 0 ? maxRows : std::int64_t(items.size());
        const auto now = Clock::now();
        for (const RequestItem &item : items)
            m_due.emplace(now, item);
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
    std::optional<RequestItem> nextItem()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            if (m_isEnded)
                return std::nullopt;
            const bool hasRoom = m_underWay < m_concurrency.allowed();
            if (hasRoom && !m_due.empty() && m_due.begin()->first <= Clock::now()) {
                RequestItem item = m_due.begin()->second;
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
            if (m_due.empty() || !hasRoom)
                m_wake.wait_for(lock, shortWait);
            else
                m_wake.wait_until(lock, std::min(m_due.begin()->first, Clock::now() + shortWait));
        }
    }

    void done(std::optional<std::pair<Clock::time_point, RequestItem>> again)
    {
        const std::lock_guard lock(m_mutex);
        --m_underWay;
        if (again)
            m_due.emplace(again->first, again->second);
        else
            m_feedback.report(++m_finished, m_total);
        m_wake.notify_all();
    }

    void work()
    {
        while (auto item = nextItem()) {
            std::optional<std::pair<Clock::time_point, RequestItem>> again;
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
    Result<std::int64_t> reserve(const RequestItem &item, std::int64_t nanos)
    {
        while (!m_isEnded) {
            std::int64_t attempt = 0;
            bool isOthersTurn = false;
            PRIMER_TRY(m_ledger.run([&](Connection &connection) -> Status {
                const auto reserved = PRIMER_TRY(
                    reserveAttempt(connection, m_source.ledger(), m_source.run(), item.position, nanos));
                attempt = reserved;
                if (attempt == 0) {
                    const auto setAside = PRIMER_TRY(reservedNanos(connection, m_source.ledger(), m_source.run()));
                    isOthersTurn = setAside > 0; // what is under way may cost less than was set aside
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

    Status ask(RequestItem item, std::optional<std::pair<Clock::time_point, RequestItem>> &again)
    {
        const FilledPrompt filled = PRIMER_TRY(m_source.promptOf(item));
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
        ReplyVerdict verdict = m_source.judge(reply, worst);
        verdict.label.coveredShare = filled.coveredShare;
        return settle(item, attempt, reply, verdict, again);
    }

    /// What the row's next state is, and when it is asked again.
    std::optional<std::int64_t> decide(RequestItem &item, const HttpReply &reply, ReplyVerdict &verdict)
    {
        if (verdict.action == Action::Label || verdict.action == Action::Fail)
            m_concurrency.answered();
        else if (verdict.reason == "http_429")
            m_concurrency.refused(Clock::now());
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

    Status settle(RequestItem &item, std::int64_t attempt, const HttpReply &reply, ReplyVerdict &verdict,
                  std::optional<std::pair<Clock::time_point, RequestItem>> &again)
    {
        const auto wait = decide(item, reply, verdict);
        const KeptReply kept = keptReply(m_key, reply.body, verdict);
        AttemptEnd end = endOfAttempt(reply, verdict, kept,
                                      wait                              ? ItemState::Waiting
                                      : verdict.action == Action::Label ? ItemState::Answered
                                                                        : ItemState::Failed);
        if (verdict.action == Action::Label)
            end.outcome = m_source.outcome();
        end.attempt = attempt;
        end.run = m_source.run();
        end.position = item.position;
        verdict.label.reasoning = kept.reasoning;
        PRIMER_TRY(m_ledger.run([&](Connection &connection) -> Status {
            PRIMER_TRY(settleAttempt(connection, m_source.ledger(), end));
            return verdict.action == Action::Label ? m_source.keep(connection, item, attempt, verdict) : success();
        }));
        if (wait)
            again.emplace(Clock::now() + Milliseconds(*wait), item);
        return success();
    }

    Store &m_store;
    RequestSource &m_source;
    const Endpoint m_endpoint;
    const ApiKey &m_key;
    Feedback &m_feedback;
    HttpClient m_http;
    GroupCommit m_ledger;
    RateGate m_gate;
    ConcurrencyGate m_concurrency;
    std::atomic<bool> m_isEnded{false}, m_breaksOff{false};
    std::atomic<std::int64_t> m_requests{0};
    std::atomic<int> m_stops{0}, m_unreachable{0};

    std::mutex m_mutex;
    std::condition_variable m_wake;
    Random m_random;
    std::multimap<Clock::time_point, RequestItem> m_due;
    std::int64_t m_rowsLeft = 0;
    int m_underWay = 0;
    std::uint64_t m_finished = 0, m_total = 0;
    std::string m_stopped;
    std::optional<Error> m_failure;
};

} // namespace

Result<RequestOutcome> runRequests(Store &store, RequestSource &source, const Endpoint &endpoint, const ApiKey &key,
                                   std::vector<RequestItem> items, const RequestLimits &limits, Feedback &feedback)
{
    Run work(store, source, endpoint, key, limits.beginsSlowly, feedback);
    PRIMER_TRY(work.carryThrough(std::move(items), limits.maxRows));
    return RequestOutcome{work.requests(), work.stopped()};
}

Status settleAfterKill(Store &store, Ledger ledger, std::int64_t run)
{
    return store.write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto settled = settleInterrupted(connection, ledger, run, maxUnknowns);
        return settled ? success() : Status(settled.error());
    });
}

} // namespace primer
