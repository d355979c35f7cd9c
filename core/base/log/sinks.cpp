#include "core/base/log/sinks.h"

#include <chrono>
#include <cstring>

#include <unistd.h>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "core/base/log/crash_writer.h"

namespace primer::log {

namespace {

/// In UTC: logs of several machines are read side by side.
constexpr const char *filePattern = "%Y-%m-%dT%H:%M:%S.%eZ %P %l %n: %v";

std::string_view viewOf(spdlog::string_view_t text) { return {text.data(), text.size()}; }

} // namespace

FileSink::FileSink(const Settings &settings)
    : spdlog::sinks::base_sink<std::mutex>(
        std::make_unique<spdlog::pattern_formatter>(filePattern, spdlog::pattern_time_type::utc)),
      m_file(settings.program, settings.fileBytes, settings.files)
{
    m_file.setPath(settings.folder, settings.file);
}

void FileSink::moveTo(const std::string &folder, const std::string &file)
{
    const std::lock_guard lock(mutex_);
    m_file.setPath(folder, file);
}

std::string FileSink::path()
{
    const std::lock_guard lock(mutex_);
    return m_file.path();
}

void FileSink::sink_it_(const spdlog::details::log_msg &message)
{
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    m_file.append({line.data(), line.size()});
}

void LinesSink::sink_it_(const spdlog::details::log_msg &message)
{
    if (m_maxLines == 0)
        return;
    using std::chrono::milliseconds;
    const std::int64_t time = std::chrono::duration_cast<milliseconds>(message.time.time_since_epoch()).count();
    m_lines.push_back({m_next++, time, Level(message.level), std::string(viewOf(message.logger_name)),
                       std::string(viewOf(message.payload))});
    m_bytes += m_lines.back().text.size();
    while (m_lines.size() > m_maxLines || m_bytes > maxBytes) {
        m_bytes -= m_lines.front().text.size();
        m_lines.pop_front();
    }
}

std::vector<Line> LinesSink::linesSince(std::uint64_t sequence)
{
    const std::lock_guard lock(mutex_);
    const std::uint64_t first = m_next - m_lines.size();
    const std::size_t skipped = sequence > first ? std::min<std::size_t>(sequence - first, m_lines.size()) : 0;
    return {m_lines.begin() + std::ptrdiff_t(skipped), m_lines.end()};
}

RedactingSink::RedactingSink(const Settings &settings) : m_lines(settings.keptLines)
{
    set_level(spdlog::level::trace);
    if (!settings.folder.empty() && settings.level != Level::Off)
        m_file = std::make_unique<FileSink>(settings);
    m_terminal = std::make_unique<spdlog::sinks::stderr_sink_mt>();
    m_terminal->set_level(spdlog::level::level_enum(settings.terminal));
    // On a terminal a line of progress may stand there.
    const std::string begin = ::isatty(STDERR_FILENO) ? "\r\033[K" : "";
    m_terminal->set_pattern(begin + settings.program + ": %l: %n: %v");
}

RedactingSink::~RedactingSink() { stopWatchingForCrashes(); }

void RedactingSink::log(const spdlog::details::log_msg &message)
{
    const std::string_view whole = viewOf(message.payload);
    const std::size_t end = whole.find(moduleEnd);
    const std::string_view module = whole.substr(0, std::min(end, whole.size()));
    const std::string_view text = end == std::string_view::npos ? std::string_view() : whole.substr(end + 1);
    std::string safe = m_redactor.redact(text, message.level < spdlog::level::info);
    if (message.source.line > 0)
        safe += std::string(" [") + message.source.filename + ":" + std::to_string(message.source.line) + "]";
    spdlog::details::log_msg line(message.time, {}, {module.data(), module.size()}, message.level, safe);
    if (m_file)
        m_file->log(line);
    m_lines.log(line);
    if (m_terminal->should_log(message.level) && viewOf(message.logger_name) != shownLogger)
        m_terminal->log(line);
}

void RedactingSink::flush()
{
    if (m_file)
        m_file->flush();
}

} // namespace primer::log
