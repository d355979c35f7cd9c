// Owns: what a job says beyond progress: lines, figures, failures, what it takes to go on.
// Not here: when it is looked at (job.h).
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"

namespace primer {

/// Thread-safe, as Feedback is.
class JobFeedback : public Feedback
{
public:
    void addLine(std::string line)
    {
        const std::lock_guard lock(m_mutex);
        m_lines.push_back(std::move(line));
    }
    std::vector<std::string> takeLines()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_lines, {});
    }

    /// A count by a stable word, for the sentence about the result.
    void setFigure(const std::string &word, std::int64_t value)
    {
        const std::lock_guard lock(m_mutex);
        m_figures[word] = value;
    }
    std::map<std::string, std::int64_t> figures() const
    {
        const std::lock_guard lock(m_mutex);
        return m_figures;
    }

    /// The job goes to its end, but so many of its items did not; `cause` is that of most of them.
    void setFailures(std::int64_t count, Error cause)
    {
        const std::lock_guard lock(m_mutex);
        m_failures = {count, std::move(cause)};
    }
    std::pair<std::int64_t, Error> failures() const
    {
        const std::lock_guard lock(m_mutex);
        return m_failures;
    }

    /// JSON by which another program can go on with it.
    void setContinuation(std::string json)
    {
        const std::lock_guard lock(m_mutex);
        m_continuation = std::move(json);
    }
    std::string continuation() const
    {
        const std::lock_guard lock(m_mutex);
        return m_continuation;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_lines;
    std::map<std::string, std::int64_t> m_figures;
    std::pair<std::int64_t, Error> m_failures;
    std::string m_continuation;
};

} // namespace primer
