#include "app/parquet/frame_writer.h"

#include <algorithm>

#include <sys/uio.h>
#include <unistd.h>

namespace primer {

namespace {

iovec partOf(const void *bytes, std::size_t size) { return {const_cast<void *>(bytes), size}; }

bool writeParts(std::vector<iovec> parts)
{
    for (std::size_t part = 0; part < parts.size();) {
        const int count = int(std::min<std::size_t>(parts.size() - part, 512));
        ssize_t written = ::writev(STDOUT_FILENO, &parts[part], count);
        if (written < 0)
            return false;
        while (part < parts.size() && std::size_t(written) >= parts[part].iov_len)
            written -= ssize_t(parts[part++].iov_len);
        if (part < parts.size()) {
            parts[part].iov_base = static_cast<char *>(parts[part].iov_base) + written;
            parts[part].iov_len -= std::size_t(written);
        }
    }
    return true;
}

} // namespace

void FrameWriter::add(FrameHeader header, const std::string &json, const std::vector<std::string_view> &blobs)
{
    if (m_count == m_frames.size())
        m_frames.emplace_back();
    Frame &frame = m_frames[m_count];
    header.jsonBytes = std::uint32_t(json.size());
    header.blobCount = std::uint32_t(blobs.size());
    frame.header = header;
    frame.json = json;
    frame.blobs = blobs;
    frame.sizes.clear();
    for (const std::string_view blob : blobs) {
        frame.sizes.push_back(std::uint32_t(blob.size()));
        m_bytes += blob.size();
    }
    m_bytes += json.size();
    ++m_count;
}

bool FrameWriter::flush()
{
    std::vector<iovec> parts;
    for (std::size_t place = 0; place < m_count; ++place) {
        const Frame &frame = m_frames[place];
        parts.push_back(partOf(&frame.header, sizeof frame.header));
        parts.push_back(partOf(frame.json.data(), frame.json.size()));
        for (std::size_t blob = 0; blob < frame.blobs.size(); ++blob) {
            parts.push_back(partOf(&frame.sizes[blob], sizeof frame.sizes[blob]));
            parts.push_back(partOf(frame.blobs[blob].data(), frame.blobs[blob].size()));
        }
    }
    const bool isWritten = writeParts(std::move(parts));
    drop();
    return isWritten;
}

void FrameWriter::drop() { m_count = m_bytes = 0; }

} // namespace primer
