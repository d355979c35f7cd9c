#include "core/sandbox/sandbox_messages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace primer {

namespace {

void addField(std::string &bytes, std::string_view field)
{
    const auto size = std::uint32_t(field.size());
    for (int shift = 0; shift < 32; shift += 8)
        bytes += char(size >> shift & 0xff);
    bytes += field;
}

bool takeField(std::string_view &bytes, std::string_view &field)
{
    if (bytes.size() < 4)
        return false;
    std::uint32_t size = 0;
    for (int place = 0; place < 4; ++place)
        size |= std::uint32_t(std::uint8_t(bytes[std::size_t(place)])) << (8 * place);
    if (bytes.size() - 4 < size)
        return false;
    field = bytes.substr(4, size);
    bytes.remove_prefix(4 + std::size_t(size));
    return true;
}

bool readNumber(std::string_view text, std::int64_t &number)
{
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failure == std::errc() && end == text.data() + text.size() && number >= 0;
}

} // namespace

int wholeCpuSeconds(const SandboxLimits &limits)
{
    constexpr double longest = 24 * 3600;
    return int(std::ceil(std::clamp(limits.cpuSeconds, 0.1, longest)));
}

std::string encodeRequest(std::string_view judge, const SandboxProgram &program, const SandboxLimits &limits,
                          std::string_view nonce)
{
    std::string bytes;
    addField(bytes, judge);
    addField(bytes, program.code);
    addField(bytes, program.tests.empty() && program.examples.empty() ? "program" : "tests");
    addField(bytes, std::to_string(wholeCpuSeconds(limits)));
    addField(bytes, std::to_string(limits.processes));
    addField(bytes, nonce);
    addField(bytes, program.entryPoint);
    addField(bytes, program.tests);
    addField(bytes, std::to_string(program.examples.size()));
    for (const CodeExample &example : program.examples) {
        addField(bytes, example.source);
        addField(bytes, example.shows);
        addField(bytes, example.showsAnything ? "anything" : "this");
    }
    return bytes;
}

std::optional<JudgeVerdict> decodeVerdict(std::string_view bytes, std::string_view nonce)
{
    std::array<std::string_view, 5> fields;
    for (std::string_view &field : fields) {
        if (!takeField(bytes, field))
            return std::nullopt;
    }
    std::int64_t calls = 0, microseconds = 0;
    if (!bytes.empty() || nonce.empty() || fields[0] != nonce || !readNumber(fields[3], calls)
        || !readNumber(fields[4], microseconds))
        return std::nullopt;
    return JudgeVerdict{std::string(fields[1]), std::string(fields[2]), calls, double(microseconds) / 1e6};
}

} // namespace primer
