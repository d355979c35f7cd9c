#include "core/teacher/rate_gate.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/http/http_date.h"

namespace primer {

namespace {

constexpr double longestMs = 1e12;

std::optional<double> numberOf(const std::string &text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<double> numberIn(const std::map<std::string, std::string> &headers, const char *name)
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::nullopt : numberOf(found->second);
}

} // namespace

std::optional<std::int64_t> retryAfterMs(const std::map<std::string, std::string> &headers, std::int64_t nowUnixSeconds)
{
    const auto clamped = [](double ms) { return std::int64_t(std::clamp(ms, 0.0, longestMs)); };
    if (const auto ms = numberIn(headers, "retry-after-ms"))
        return clamped(*ms);
    const auto found = headers.find("retry-after");
    if (found == headers.end())
        return std::nullopt;
    if (const auto seconds = numberOf(found->second))
        return clamped(*seconds * 1000);
    const auto date = httpDate(found->second);
    if (!date)
        return std::nullopt;
    return clamped(double(*date - nowUnixSeconds) * 1000);
}

void RateGate::Bucket::setCapacity(double aMinute, Clock::time_point now)
{
    if (!(aMinute > 0) || aMinute == capacity)
        return;
    fill(now);
    level = capacity > 0 ? std::min(level, aMinute) : aMinute;
    capacity = aMinute;
    filledAt = now;
}

void RateGate::Bucket::fill(Clock::time_point now)
{
    if (capacity > 0 && now > filledAt)
        level = std::min(capacity, level + capacity / 60 * std::chrono::duration<double>(now - filledAt).count());
    filledAt = std::max(filledAt, now);
}

RateGate::Clock::time_point RateGate::Bucket::readyAt(double wanted, Clock::time_point now) const
{
    const double needed = std::min(wanted, capacity); // a request beyond the whole bucket waits for a full one
    if (capacity <= 0 || level >= needed)
        return now;
    return now
           + std::chrono::duration_cast<Clock::duration>(
               std::chrono::duration<double>((needed - level) * 60 / capacity));
}

RateGate::RateGate(std::int64_t requestsPerMinute, std::int64_t tokensPerMinute)
{
    const auto now = Clock::now();
    m_requests.setCapacity(double(requestsPerMinute), now);
    m_tokens.setCapacity(double(tokensPerMinute), now);
}

RateGate::Clock::time_point RateGate::take(std::int64_t tokens, Clock::time_point now)
{
    const std::lock_guard lock(m_mutex);
    m_requests.fill(now);
    m_tokens.fill(now);
    const auto ready = std::max({m_pause, m_requests.readyAt(1, now), m_tokens.readyAt(double(tokens), now)});
    if (ready > now)
        return ready;
    m_requests.level -= 1;
    m_tokens.level -= double(tokens);
    return now;
}

void RateGate::learn(const std::map<std::string, std::string> &headers, Clock::time_point now)
{
    const std::lock_guard lock(m_mutex);
    const auto learnOne = [&](Bucket &bucket, const std::string &what) {
        if (const auto limit = numberIn(headers, ("x-ratelimit-limit-" + what).c_str()))
            bucket.setCapacity(*limit, now);
        const auto left = numberIn(headers, ("x-ratelimit-remaining-" + what).c_str());
        if (!left || bucket.capacity <= 0)
            return;
        bucket.fill(now);
        bucket.level = std::min(bucket.level, std::max(0.0, *left));
    };
    learnOne(m_requests, "requests");
    learnOne(m_tokens, "tokens");
}

void RateGate::pauseUntil(Clock::time_point until)
{
    const std::lock_guard lock(m_mutex);
    m_pause = std::max(m_pause, until);
}

} // namespace primer
