// Owns: what a long operation shares with whoever watches it: cancel, progress, a line of text.
// Not here: threads and signals (core/jobs).
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

namespace primer {

/// Thread-safe. The operation writes, the watcher polls; nothing blocks.
class Feedback
{
public:
    void cancel() { m_cancelled.store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_cancelled.load(std::memory_order_relaxed); }

    /// `total` 0 means unknown. Units are the operation's own: bytes for an import, rows for an index.
    void report(std::uint64_t done, std::uint64_t total)
    {
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
        return m_current;
    }

private:
    std::atomic<bool> m_cancelled{false};
    std::atomic<std::uint64_t> m_done{0};
    std::atomic<std::uint64_t> m_total{0};
    std::atomic<std::uint64_t> m_items{0};
    mutable std::mutex m_mutex;
    std::string m_current;
};

} // namespace primer
