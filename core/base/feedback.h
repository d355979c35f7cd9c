// Owns: what a long operation shares with whoever watches it: cancel, progress, a line of text.
// Not here: threads and signals (core/jobs).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

namespace primer {

/// Thread-safe. The operation writes, the watcher polls; nothing blocks. In a FeedbackStep what is reported is a part
/// of the whole, which then only grows.
class Feedback
{
public:
    void cancel() { m_cancelled.store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_cancelled.load(std::memory_order_relaxed); }

    /// `total` 0 means unknown. Units are the operation's own: bytes for an import, rows for an index.
    void report(std::uint64_t done, std::uint64_t total)
    {
        if (m_hasSteps.load(std::memory_order_relaxed)) {
            const std::lock_guard lock(m_mutex);
            growTo(m_part.at(total ? double(done) / double(total) : 0));
            return;
        }
        m_done.store(done, std::memory_order_relaxed);
        m_total.store(total, std::memory_order_relaxed);
    }
    void setItems(std::uint64_t items) { m_items.store(items, std::memory_order_relaxed); }
    void setCurrent(std::string text)
    {
        const std::lock_guard lock(m_mutex);
        m_current = std::move(text);
    }

    std::uint64_t done() const { return m_done.load(std::memory_order_relaxed); }
    std::uint64_t total() const { return m_total.load(std::memory_order_relaxed); }
    std::uint64_t items() const { return m_items.load(std::memory_order_relaxed); }
    std::string current() const
    {
        const std::lock_guard lock(m_mutex);
        return m_part.name + (m_part.name.empty() || m_current.empty() ? "" : ": ") + m_current;
    }

private:
    friend class FeedbackStep;
    static constexpr double whole = 10'000;
    struct Part {
        std::string name;
        double from = 0, to = 1; ///< shares of the whole
        double at(double share) const { return from + (to - from) * std::clamp(share, 0.0, 1.0); }
    };

    void growTo(double share)
    {
        const auto place = std::uint64_t(share * whole);
        m_done.store(std::max(m_done.load(std::memory_order_relaxed), place), std::memory_order_relaxed);
        m_total.store(std::uint64_t(whole), std::memory_order_relaxed);
    }

    std::atomic<bool> m_cancelled{false};
    std::atomic<std::uint64_t> m_done{0};
    std::atomic<std::uint64_t> m_total{0};
    std::atomic<std::uint64_t> m_items{0};
    mutable std::mutex m_mutex;
    std::string m_current;
    Part m_part;
    std::atomic<bool> m_hasSteps{false};
};

/// A named part of a longer operation, as long as it lives: what is reported fills the shares `from` to `to` of the
/// part around it, or of the whole.
class FeedbackStep
{
public:
    FeedbackStep(Feedback &feedback, std::string name, double from, double to) : m_feedback(feedback)
    {
        const std::lock_guard lock(feedback.m_mutex);
        m_around = feedback.m_part;
        feedback.m_part = {std::move(name), m_around.at(from), m_around.at(to)};
        feedback.m_current.clear();
        feedback.m_items.store(0, std::memory_order_relaxed);
        if (!feedback.m_hasSteps.exchange(true))
            feedback.m_done.store(0, std::memory_order_relaxed);
        feedback.growTo(feedback.m_part.from);
    }
    ~FeedbackStep()
    {
        const std::lock_guard lock(m_feedback.m_mutex);
        m_feedback.growTo(m_feedback.m_part.to);
        m_feedback.m_part = std::move(m_around);
        m_feedback.m_current.clear();
    }
    FeedbackStep(const FeedbackStep &) = delete;
    FeedbackStep &operator=(const FeedbackStep &) = delete;

private:
    Feedback &m_feedback;
    Feedback::Part m_around;
};

} // namespace primer
