// Owns: frames on standard output, many with one call: each call may wake the reader. Not here: what is in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/parquet/frames.h"

namespace primer {

class FrameWriter
{
public:
    /// The bytes of `blobs` are not copied: they live until flush or drop.
    void add(FrameHeader header, const std::string &json, const std::vector<std::string_view> &blobs);
    bool isFull() const { return m_bytes >= fullBytes || m_count >= fullFrames; }
    /// False when the parent has closed the pipe.
    bool flush();
    void drop();

private:
    static constexpr std::size_t fullBytes = std::size_t(1) << 18, fullFrames = 64;
    struct Frame {
        FrameHeader header;
        std::string json;
        std::vector<std::uint32_t> sizes;
        std::vector<std::string_view> blobs;
    };
    std::vector<Frame> m_frames; ///< the first m_count wait; the others keep their memory
    std::size_t m_count = 0;
    std::size_t m_bytes = 0;
};

} // namespace primer
