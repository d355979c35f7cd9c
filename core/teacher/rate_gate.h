// Owns: how fast requests may go: token buckets for requests and tokens, filled as the server's headers say, pauses
// that Retry-After asks for. Thread-safe. Not here: requests.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace primer {

/// What a refusal asks to wait: `retry-after-ms`, `retry-after` in seconds or as a date. Nothing when it is absent or
/// nonsense; never below 0.
std::optional<std::int64_t> retryAfterMs(const std::map<std::string, std::string> &headers,
                                         std::int64_t nowUnixSeconds);

class RateGate
{
public:
    using Clock = std::chrono::steady_clock;

    /// 0: no limit until a header tells one.
    RateGate(std::int64_t requestsPerMinute, std::int64_t tokensPerMinute);

    /// When a request of so many tokens may go; taken from the buckets at once when it is now or past.
    Clock::time_point take(std::int64_t tokens, Clock::time_point now);
    /// Reads x-ratelimit-*.
    void learn(const std::map<std::string, std::string> &headers, Clock::time_point now);
    /// Nothing goes before then.
    void pauseUntil(Clock::time_point until);

private:
    struct Bucket {
        double capacity = 0, level = 0; ///< capacity 0: no limit
        Clock::time_point filledAt{};
        void setCapacity(double aMinute, Clock::time_point now);
        void fill(Clock::time_point now);
        Clock::time_point readyAt(double wanted, Clock::time_point now) const;
    };
    std::mutex m_mutex;
    Bucket m_requests, m_tokens;
    Clock::time_point m_pause{};
};

} // namespace primer
