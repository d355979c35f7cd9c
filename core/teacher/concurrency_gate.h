// Owns: how many requests may be under way: a few at first, one more for each round that was answered, half of them
// after a refusal for too many (429). Thread-safe. Not here: how fast they may go (rate_gate.h).
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>

namespace primer {

class ConcurrencyGate
{
public:
    using Clock = std::chrono::steady_clock;

    /// `slow`: begins with `first` of them; else all may go at once, and refusals change nothing.
    ConcurrencyGate(int max, bool slow) : m_max(max), m_isSlow(slow), m_allowed(slow ? first : max)
    {
        m_allowed = std::min<double>(m_allowed, max);
    }

    int allowed()
    {
        const std::lock_guard lock(m_mutex);
        return std::max(1, int(m_allowed));
    }
    void answered()
    {
        const std::lock_guard lock(m_mutex);
        if (m_isSlow)
            m_allowed = std::min<double>(m_max, m_allowed + 1 / std::max(1.0, m_allowed));
    }
    /// Refusals of requests that left together count as one.
    void refused(Clock::time_point now)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isSlow || now < m_deafUntil)
            return;
        m_allowed = std::max(1.0, m_allowed / 2);
        m_deafUntil = now + std::chrono::seconds(1);
    }

private:
    static constexpr int first = 4;
    std::mutex m_mutex;
    const int m_max;
    const bool m_isSlow;
    double m_allowed;
    Clock::time_point m_deafUntil{};
};

} // namespace primer
