#include "core/runs/event_tail.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace primer {

namespace {

using nlohmann::json;

constexpr std::size_t bytesAtOnce = std::size_t(8) << 20; ///< a long run is read in several polls

RunEvent::Kind kindOf(const std::string &word)
{
    static const std::array<std::pair<const char *, RunEvent::Kind>, 6> words{{{"start", RunEvent::Kind::Start},
                                                                               {"step", RunEvent::Kind::Step},
                                                                               {"evaluation", RunEvent::Kind::Evaluation},
                                                                               {"checkpoint", RunEvent::Kind::Checkpoint},
                                                                               {"warning", RunEvent::Kind::Warning},
                                                                               {"end", RunEvent::Kind::End}}};
    const auto found = std::find_if(words.begin(), words.end(), [&word](const auto &known) { return word == known.first; });
    return found == words.end() ? RunEvent::Kind::Other : found->second;
}

/// A number, or 0 where there is none: NaN is null in JSON.
template<typename Number>
Number number(const json &line, const char *key)
{
    const auto found = line.find(key);
    return found != line.end() && found->is_number() ? found->get<Number>() : Number(0);
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
    event.tokens = number<std::int64_t>(line, "tokens");
    event.memoryBytes = number<std::int64_t>(line, "memory_bytes");
    event.steps = number<std::int64_t>(line, "steps");
    switch (event.kind) {
    case RunEvent::Kind::Warning:
        event.word = text(line, "kind");
        event.detail = raw;
        break;
    case RunEvent::Kind::End: event.word = text(line, "reason"); event.detail = text(line, "detail"); break;
    case RunEvent::Kind::Checkpoint: event.detail = text(line, "folder"); break;
    case RunEvent::Kind::Start: event.word = line.value("resumed", false) ? "resumed" : ""; break;
    default: break;
    }
    return event;
}

} // namespace

std::vector<RunEvent> EventTail::poll()
{
    std::vector<RunEvent> events;
    const int descriptor = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return events;
    std::string bytes(bytesAtOnce, '\0');
    const ssize_t got = ::pread(descriptor, bytes.data(), bytes.size(), off_t(m_offset));
    ::close(descriptor);
    bytes.resize(got > 0 ? std::size_t(got) : 0);
    for (std::size_t begin = 0;;) {
        const std::size_t end = bytes.find('\n', begin);
        if (end == std::string::npos)
            break;
        const std::string_view line = std::string_view(bytes).substr(begin, end - begin);
        const json parsed = json::parse(line, nullptr, false);
        if (parsed.is_object())
            events.push_back(eventOf(parsed, line));
        else if (!line.empty())
            ++m_badLines;
        begin = end + 1;
        m_offset += line.size() + 1;
    }
    return events;
}

} // namespace primer
