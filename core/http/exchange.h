// Owns: what the thread that asks and the client's thread share about one request. Not here: either thread's work.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "core/http/http_request.h"

namespace primer {

class Exchange
{
public:
    static constexpr std::size_t maxWaitingBytes = 256 * 1024;

    // ---- the client's thread ----
    /// How many bytes may be put now.
    std::size_t room()
    {
        const std::lock_guard lock(m_mutex);
        return maxWaitingBytes - std::min(maxWaitingBytes, m_waiting.size());
    }
    void put(int status, std::string_view bytes)
    {
        const std::lock_guard lock(m_mutex);
        m_status = status;
        m_waiting += bytes;
        m_wake.notify_one();
    }
    void end(HttpReply reply)
    {
        const std::lock_guard lock(m_mutex);
        m_reply = std::move(reply);
        m_isEnded = true;
        m_wake.notify_one();
    }

    // ---- the thread that asks ----
    /// Hands what comes to `take` (refused: `refuse`; room for `more` again) until the end.
    HttpReply wait(const std::function<bool(int, std::string_view)> &take, const std::function<void()> &more,
                   const std::function<void()> &refuse)
    {
        bool isRefused = false;
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_wake.wait(lock, [this] { return m_isEnded || !m_waiting.empty(); });
            if (m_waiting.empty()) {
                if (isRefused && m_reply.outcome == HttpReply::Outcome::Answered) {
                    m_reply.outcome = HttpReply::Outcome::Unknown;
                    m_reply.problem = HttpProblem::Stopped;
                }
                return std::move(m_reply);
            }
            const std::string bytes = std::exchange(m_waiting, {});
            const int status = m_status;
            lock.unlock();
            if (bytes.size()
                >= maxWaitingBytes) // before `take`, which may be long: nothing else says that there is room
                more();
            if (!isRefused && take && !take(status, bytes)) {
                isRefused = true;
                refuse();
            }
            lock.lock();
        }
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::string m_waiting;
    int m_status = 0;
    bool m_isEnded = false;
    HttpReply m_reply;
};

} // namespace primer
