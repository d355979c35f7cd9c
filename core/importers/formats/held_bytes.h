// Owns: a piece of a stream that is held in memory, addressed by its offsets in the stream. Not here: what is in it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/importers/formats/byte_stream.h"

namespace primer {

class HeldBytes
{
public:
    explicit HeldBytes(std::unique_ptr<ByteStream> stream) : m_stream(std::move(stream)) {}

    /// Before anything was held.
    Status goTo(std::uint64_t offset, const Feedback &feedback)
    {
        m_begin = offset;
        return m_stream->skipTo(offset, feedback);
    }

    std::uint64_t begin() const { return m_begin; }
    std::uint64_t end() const { return m_begin + m_bytes.size(); }
    std::string_view from(std::uint64_t offset) const
    {
        return std::string_view(m_bytes).substr(std::size_t(offset - m_begin));
    }
    std::string_view between(std::uint64_t offset, std::uint64_t end) const
    {
        return from(offset).substr(0, std::size_t(end - offset));
    }

    /// Holds more behind the end, and nothing before `keptFrom` any more. False at the stream's end. A failure is told
    /// once: what can be read behind it comes with the next call.
    Result<bool> fill(std::uint64_t keptFrom)
    {
        constexpr std::size_t readBytes = std::size_t(1) << 20;
        if (m_hasEnded)
            return false;
        m_bytes.erase(0, std::size_t(keptFrom - m_begin));
        m_begin = keptFrom;
        const std::size_t old = m_bytes.size();
        m_bytes.resize(old + m_readBytes);
        const auto got = m_stream->read(m_bytes.data() + old, m_readBytes);
        m_readBytes = std::min(readBytes, m_readBytes * 2); // of a small file no more than it needs
        m_bytes.resize(old + (got ? *got : 0));
        m_hasEnded = got && *got == 0;
        if (!got)
            return got.error();
        return !m_hasEnded;
    }

    std::uint64_t fileBytesRead() const { return m_stream->fileBytesRead(); }

private:
    std::unique_ptr<ByteStream> m_stream;
    std::string m_bytes;
    std::size_t m_readBytes = std::size_t(1) << 16;
    std::uint64_t m_begin = 0;
    bool m_hasEnded = false;
};

} // namespace primer
