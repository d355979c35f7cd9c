#include "core/jobs/job.h"

#include <utility>

namespace primer {

namespace {

constexpr qsizetype maxLogLines = 500;
constexpr std::size_t maxRates = 120;

} // namespace

JobState Job::state() const { return isActive() && m_hasBegun ? JobState::Running : m_record.state; }

JobRecord Job::record() const
{
    JobRecord record = m_record;
    record.state = state();
    record.seconds = seconds();
    if (isActive()) {
        record.figures = m_feedback.figures();
        if (const std::string continuation = m_feedback.continuation(); !continuation.empty())
            record.continuation = continuation;
    }
    return record;
}

std::int64_t Job::figure(const std::string &word) const
{
    const auto figures = isActive() ? m_feedback.figures() : m_record.figures;
    const auto found = figures.find(word);
    return found == figures.end() ? 0 : found->second;
}

double Job::secondsLeft() const
{
    constexpr double soonest = 1; // before, a rate says nothing
    const auto done = double(m_feedback.done()), total = double(m_feedback.total());
    return isActive() && done > 0 && total > done && seconds() > soonest ? seconds() * (total - done) / done : -1;
}

void Job::setAgain(QObject *context, std::function<void()> again)
{
    m_againContext = context;
    m_again = std::move(again);
}

void Job::doAgain()
{
    if (!hasAgain())
        return;
    const auto again = std::exchange(m_again, nullptr);
    m_record.continuation.clear();
    again();
}

void Job::forgetContinuation()
{
    m_again = nullptr;
    m_record.continuation.clear();
}

void Job::look()
{
    for (const std::string &line : m_feedback.takeLines())
        addToLog(QString::fromUtf8(line.data(), qsizetype(line.size())));
    if (std::string step = m_feedback.current(); step != m_step) {
        m_step = std::move(step);
        if (!m_step.empty())
            addToLog(QString::fromUtf8(m_step.data(), qsizetype(m_step.size())));
    }
    const qint64 now = m_timer.elapsed();
    const std::uint64_t done = m_feedback.done();
    if (m_hasBegun && now > m_lookedAtMs) {
        // Progress begins anew with every step of a job.
        const std::uint64_t more = done >= m_doneAtLook ? done - m_doneAtLook : done;
        m_rates.push_back(double(more) * 1000.0 / double(now - m_lookedAtMs));
        if (m_rates.size() > maxRates)
            m_rates.erase(m_rates.begin());
    }
    m_doneAtLook = done;
    m_lookedAtMs = now;
}

void Job::addToLog(const QString &line)
{
    if (m_record.log.size() < maxLogLines)
        m_record.log.append(QDateTime::currentDateTime().toString(QStringLiteral("HH:mm:ss  ")) + line);
}

} // namespace primer
