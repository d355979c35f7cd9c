// Owns: a run's events.jsonl: one JSON object a line, each written whole and at once. Not here: who reads it
// (core/runs).
//
// Lines: {"event":"start"|"step"|"evaluation"|"checkpoint"|"warning"|"end", "time": seconds since 1970, ...}. A line
// cut by a crash is completed with a line feed by the next start, so that readers skip exactly one bad line.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace primer {

class EventLog
{
public:
    static Result<EventLog> open(const std::string &path);
    /// Of a process that is not the first: writes nothing.
    static EventLog silent() { return EventLog(-1); }
    ~EventLog();
    EventLog(EventLog &&other) noexcept;
    EventLog &operator=(EventLog &&) = delete;

    /// Adds event and time. From any thread. A full disk is not an error of training: the line is lost, and the next
    /// one that fits is led by a warning "events_lost" with their count.
    void write(const char *event, const nlohmann::json &fields);

private:
    explicit EventLog(int descriptor) : m_descriptor(descriptor), m_mutex(std::make_unique<std::mutex>()) {}
    int m_descriptor;
    int m_lost = 0;
    bool m_isTorn = false; ///< a part of a line could not be taken back
    std::unique_ptr<std::mutex> m_mutex;
};

} // namespace primer
