#include "core/training/event_log.h"

#include <chrono>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace primer {

Result<EventLog> EventLog::open(const std::string &path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return errnoError(errno, path);
    char last = '\n';
    const off_t size = ::lseek(descriptor, 0, SEEK_END);
    if (size > 0 && ::pread(descriptor, &last, 1, size - 1) == 1 && last != '\n')
        (void)!::write(descriptor, "\n", 1);
    return EventLog(descriptor);
}

EventLog::~EventLog()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

EventLog::EventLog(EventLog &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

void EventLog::write(const char *event, const nlohmann::json &fields)
{
    if (m_descriptor < 0)
        return;
    nlohmann::json line{{"event", event}, {"time", std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count()}};
    line.update(fields);
    const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    (void)!::write(m_descriptor, text.data(), text.size());
}

} // namespace primer
