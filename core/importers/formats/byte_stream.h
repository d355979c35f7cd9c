// Owns: reading bytes one after the other from a plain, gzip or zstd file or a program's output, in constant memory.
// Not here: lines and rows.
#pragma once

#include <memory>
#include <string>

#include "core/base/feedback.h"
#include "core/base/result.h"

namespace primer {

class ByteStream
{
public:
    virtual ~ByteStream() = default;
    /// Up to `size` bytes; 0 at the end. An error tells of damage once: what can be read behind it, a later member of a
    /// gzip file or a later frame of a zstd file, follows.
    virtual Result<std::size_t> read(char *target, std::size_t size) = 0;
    /// Goes forward to an offset of the (uncompressed) stream; only before the first read.
    virtual Status skipTo(std::uint64_t offset, const Feedback &feedback);
    /// Bytes of the file itself consumed, for the progress.
    virtual std::uint64_t fileBytesRead() const = 0;
};

/// `stream`, whose readings fail with Cancelled from the cancel on: skipping and looking for an end may take minutes.
/// `feedback` outlives it.
std::unique_ptr<ByteStream> cancellable(std::unique_ptr<ByteStream> stream, const Feedback &feedback);

/// Chooses by the file's first bytes.
Result<std::unique_ptr<ByteStream>> openByteStream(const std::string &path);

/// The named entry of a .7z archive, through the distribution's 7z program writing to a pipe: nothing is unpacked to
/// disk, so no entry name can reach a path.
Result<std::unique_ptr<ByteStream>> open7zEntry(const std::string &archive, const std::string &entry);

} // namespace primer
