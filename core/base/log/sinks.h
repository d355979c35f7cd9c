// Owns: the sinks of spdlog between a call and the file, the terminal and the lines that a window shows.
// Not here: who calls. Includes spdlog: only for core/base/log.cpp, never beside LibTorch.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/sink.h>

#include "core/base/log.h"
#include "core/base/log/log_file.h"
#include "core/base/log/redactor.h"

namespace primer::log {

/// The file, guarded by the sink's lock.
class FileSink : public spdlog::sinks::base_sink<std::mutex>
{
public:
    FileSink(const Settings &settings);
    void moveTo(const std::string &folder, const std::string &file);
    std::string path();
    LogFile &file() { return m_file; }

protected:
    void sink_it_(const spdlog::details::log_msg &message) override;
    void flush_() override { m_file.flush(); }

private:
    LogFile m_file;
};

/// The newest lines, for a window.
class LinesSink : public spdlog::sinks::base_sink<std::mutex>
{
public:
    explicit LinesSink(std::size_t maxLines) : m_maxLines(maxLines) {}
    std::vector<Line> linesSince(std::uint64_t sequence);

protected:
    void sink_it_(const spdlog::details::log_msg &message) override;
    void flush_() override {}

private:
    static constexpr std::size_t maxBytes = 8 << 20;
    const std::size_t m_maxLines;
    std::uint64_t m_next = 1;
    std::size_t m_bytes = 0;
    std::deque<Line> m_lines;
};

/// The only sink of the loggers: takes out what a log may not have, and hands the rest to the others.
class RedactingSink : public spdlog::sinks::sink
{
public:
    explicit RedactingSink(const Settings &settings);
    ~RedactingSink() override;
    void log(const spdlog::details::log_msg &message) override;
    void flush() override;
    void set_pattern(const std::string &) override {}
    void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

    Redactor &redactor() { return m_redactor; }
    FileSink *file() { return m_file.get(); } ///< null when none is written
    LinesSink &lines() { return m_lines; }

private:
    Redactor m_redactor;
    std::unique_ptr<FileSink> m_file;
    LinesSink m_lines;
    std::unique_ptr<spdlog::sinks::sink> m_terminal;
};

/// The logger's name of what the program says on the terminal itself.
inline constexpr const char *shownLogger = "primer-shown", *defaultLogger = "primer";
/// Between the module and the text of a message.
inline constexpr char moduleEnd = '\x1f';

} // namespace primer::log
