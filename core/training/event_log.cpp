#include "core/training/event_log.h"

#include <chrono>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/log.h"

namespace primer {

Result<EventLog> EventLog::open(const std::string &path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return errnoError(errno, path);
    char last = '\n';
    const off_t size = ::lseek(descriptor, 0, SEEK_END);
    EventLog events(descriptor);
    events.m_isTorn = size > 0 && ::pread(descriptor, &last, 1, size - 1) == 1 && last != '\n';
    return events;
}

EventLog::~EventLog()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

EventLog::EventLog(EventLog &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_lost(std::exchange(other.m_lost, 0)),
      m_isTorn(other.m_isTorn), m_mutex(std::move(other.m_mutex))
{}

void EventLog::write(const char *event, const nlohmann::json &fields)
{
    if (m_descriptor < 0)
        return;
    const std::lock_guard lock(*m_mutex);
    const auto lineOf = [](const char *name, const nlohmann::json &values) {
        nlohmann::json line{
            {"event", name},
            {"time", std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count()}};
        line.update(values);
        return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    };
    std::string text = m_isTorn ? "\n" : "";
    if (m_lost > 0)
        text += lineOf("warning", {{"kind", "events_lost"}, {"count", m_lost}});
    text += lineOf(event, fields);
    const off_t before = ::lseek(m_descriptor, 0, SEEK_END);
    const Status written = writeFully(m_descriptor, text, "events.jsonl");
    if (written) {
        m_isTorn = false;
        m_lost = 0;
        return;
    }
    if (m_lost++ == 0)
        log::failure(written.error(), "events are lost");
    if (::ftruncate(m_descriptor, before) != 0) // where it is taken back, a line torn before is torn still
        m_isTorn = true;
}

} // namespace primer
