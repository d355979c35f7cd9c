#include "core/runs/event_tail.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <limits>
#include <optional>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/base/log.h"

namespace primer {

namespace {

using nlohmann::json;

constexpr std::size_t bytesAtOnce = std::size_t(8) << 20; ///< a long run is read in several polls
constexpr std::size_t bytesKnownAgain = 64;               ///< the end of a line; its time makes it the only one

RunEvent::Kind kindOf(const std::string &word)
{
    static const std::array<std::pair<const char *, RunEvent::Kind>, 6> words{
        {{"start", RunEvent::Kind::Start},
         {"step", RunEvent::Kind::Step},
         {"evaluation", RunEvent::Kind::Evaluation},
         {"checkpoint", RunEvent::Kind::Checkpoint},
         {"warning", RunEvent::Kind::Warning},
         {"end", RunEvent::Kind::End}}};
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&word](const auto &known) { return word == known.first; });
    return found == words.end() ? RunEvent::Kind::Other : found->second;
}

/// A number, or 0 where there is none. What was no number when it was written (NaN, infinity) is null in JSON.
template<typename Number>
Number number(const json &line, const char *key)
{
    const auto found = line.find(key);
    if (found == line.end())
        return Number(0);
    if (found->is_null() && std::numeric_limits<Number>::has_quiet_NaN)
        return std::numeric_limits<Number>::quiet_NaN();
    return found->is_number() ? found->get<Number>() : Number(0);
}

std::string text(const json &line, const char *key)
{
    const auto found = line.find(key);
    return found != line.end() && found->is_string() ? found->get<std::string>() : std::string();
}

RunEvent eventOf(const json &line, std::string_view raw)
{
    RunEvent event;
    event.kind = kindOf(text(line, "event"));
    event.step = number<std::int64_t>(line, "step");
    event.time = number<double>(line, "time");
    event.loss = number<double>(line, "loss");
    event.learningRate = number<double>(line, "lr");
    event.gradientNorm = number<double>(line, "gradient_norm");
    event.tokensPerSecond = number<double>(line, "tokens_per_second");
    event.flopsPerSecond = number<double>(line, "flops_per_second");
    event.mfu = number<double>(line, "mfu");
    event.seconds = number<double>(line, "seconds");
    event.deviceMemoryBytes = number<std::int64_t>(line, "device_memory_bytes");
    event.tokens = number<std::int64_t>(line, "tokens");
    event.memoryBytes = number<std::int64_t>(line, "memory_bytes");
    event.steps = number<std::int64_t>(line, "steps");
    switch (event.kind) {
    case RunEvent::Kind::Warning:
        event.word = text(line, "kind");
        event.detail = raw;
        break;
    case RunEvent::Kind::End:
        event.word = text(line, "reason");
        event.detail = text(line, "detail");
        break;
    case RunEvent::Kind::Checkpoint: event.detail = text(line, "folder"); break;
    case RunEvent::Kind::Start:
        event.word = line.contains("resumed") && line["resumed"] == true ? "resumed" : "";
        event.detail = text(line, "device_name");
        break;
    default: break;
    }
    return event;
}

/// Nothing when the file cannot be read. Asked several times a second: why is said at Debug alone.
std::optional<std::string> readAt(const std::string &path, std::uint64_t offset, std::size_t limit)
{
    std::string bytes;
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        if (errno != ENOENT) // a run that has not begun
            log::failure(log::Level::Debug, errnoError(errno, path));
        return std::nullopt;
    }
    const off_t size = ::lseek(descriptor, 0, SEEK_END);
    bytes.resize(size > off_t(offset) ? std::min(limit, std::size_t(size) - std::size_t(offset)) : 0);
    const ssize_t got = ::pread(descriptor, bytes.data(), bytes.size(), off_t(offset));
    if (got < 0)
        log::failure(log::Level::Debug, errnoError(errno, path));
    ::close(descriptor);
    if (got < 0)
        return std::nullopt;
    bytes.resize(std::size_t(got));
    return bytes;
}

} // namespace

namespace {

/// Of the whole lines in `bytes`, the last whose event is wanted.
template<typename IsWanted>
RunEvent lastIn(std::string_view bytes, IsWanted isWanted)
{
    for (std::size_t end = bytes.rfind('\n'); end != std::string_view::npos && end > 0;) {
        const std::size_t before = bytes.rfind('\n', end - 1);
        const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
        const std::string_view line = bytes.substr(begin, end - begin);
        const json parsed = json::parse(line, nullptr, false);
        if (parsed.is_object()) {
            if (RunEvent event = eventOf(parsed, line); isWanted(event))
                return event;
        }
        end = before;
    }
    return {};
}

/// Of the lines near the end of a log, the last whose event is wanted: `few` bytes are enough as a rule, a long line
/// (an error's words) makes it look further back.
template<typename IsWanted>
RunEvent lastOf(const std::string &path, std::uint64_t few, IsWanted isWanted)
{
    constexpr std::uint64_t further = 16;
    std::error_code failure;
    const std::uint64_t size = std::filesystem::file_size(path, failure);
    if (failure)
        return {};
    for (std::uint64_t tail = few;; tail *= further) {
        const std::string bytes = readAt(path, size > tail ? size - tail : 0, tail).value_or("");
        RunEvent event = lastIn(bytes, isWanted);
        if (isWanted(event) || tail >= size || tail >= bytesAtOnce)
            return event;
    }
}

} // namespace

RunEvent lastEvent(const std::string &path)
{
    constexpr std::uint64_t severalLines = 8192;
    // All that an engine writes has a time.
    return lastOf(path, severalLines,
                  [](const RunEvent &event) { return event.kind != RunEvent::Kind::Other || event.time > 0; });
}

RunEvent lastStep(const std::string &path)
{
    constexpr std::uint64_t manyLines = 65'536; // evaluations, checkpoints and warnings may come after it
    return lastOf(path, manyLines, [](const RunEvent &event) { return event.kind == RunEvent::Kind::Step; });
}

std::vector<RunEvent> EventTail::poll()
{
    std::vector<RunEvent> events;
    auto bytes = readAt(m_path, m_offset - m_before.size(), bytesAtOnce);
    if (bytes && !bytes->starts_with(m_before)) {
        m_offset = 0;
        m_before.clear();
        m_isInsideLine = false;
        bytes = readAt(m_path, 0, bytesAtOnce);
    }
    if (!bytes)
        return events;
    std::size_t begin = m_before.size();
    for (std::size_t end = bytes->find('\n', begin); end != std::string::npos; end = bytes->find('\n', begin)) {
        const std::string_view line = std::string_view(*bytes).substr(begin, end - begin);
        const json parsed = m_isInsideLine ? json() : json::parse(line, nullptr, false);
        if (parsed.is_object())
            events.push_back(eventOf(parsed, line));
        else if (!line.empty() || m_isInsideLine)
            ++m_badLines;
        m_isInsideLine = false;
        begin = end + 1;
    }
    if (begin == m_before.size() && bytes->size() == bytesAtOnce) { // a line longer than a poll: no event
        begin = bytes->size();
        m_isInsideLine = true;
    }
    m_offset += begin - m_before.size();
    m_before = bytes->substr(begin - std::min(begin, bytesKnownAgain), std::min(begin, bytesKnownAgain));
    return events;
}

} // namespace primer
