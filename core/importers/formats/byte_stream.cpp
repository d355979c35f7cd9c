#include "core/importers/formats/byte_stream.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "core/base/child_process.h"
#include "core/importers/formats/record_reader.h"

namespace primer {

namespace {

class CancellableStream : public ByteStream
{
public:
    CancellableStream(std::unique_ptr<ByteStream> stream, const Feedback &feedback)
        : m_stream(std::move(stream)), m_feedback(feedback)
    {}
    Result<std::size_t> read(char *target, std::size_t size) override
    {
        if (m_feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "import"};
        return m_stream->read(target, size);
    }
    Status skipTo(std::uint64_t offset, const Feedback &feedback) override
    {
        return m_stream->skipTo(offset, feedback);
    }
    std::uint64_t fileBytesRead() const override { return m_stream->fileBytesRead(); }

private:
    std::unique_ptr<ByteStream> m_stream;
    const Feedback &m_feedback;
};

} // namespace

std::unique_ptr<ByteStream> cancellable(std::unique_ptr<ByteStream> stream, const Feedback &feedback)
{
    return std::make_unique<CancellableStream>(std::move(stream), feedback);
}

Status ByteStream::skipTo(std::uint64_t offset, const Feedback &feedback)
{
    std::vector<char> buffer(1 << 20);
    while (offset > 0) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "import"};
        const auto got = read(buffer.data(), std::size_t(std::min<std::uint64_t>(buffer.size(), offset)));
        if (got && *got == 0)
            return Error{ErrorCode::Corrupt, "the stream ends before the place where the import stopped", ""};
        offset -= got ? *got : 0; // damage on the way was told when the import was there
    }
    return success();
}

namespace {

class PlainFile : public ByteStream
{
public:
    PlainFile(int descriptor, std::string path) : m_descriptor(descriptor), m_path(std::move(path)) {}
    ~PlainFile() override { ::close(m_descriptor); }

    Result<std::size_t> read(char *target, std::size_t size) override
    {
        for (;;) {
            const ssize_t got = m_hasFailed ? 0 : ::read(m_descriptor, target, size);
            if (got >= 0) {
                m_done += std::uint64_t(got);
                return std::size_t(got);
            }
            if (errno != EINTR) {
                m_hasFailed = true;
                return errnoError(errno, m_path);
            }
        }
    }
    Status skipTo(std::uint64_t offset, const Feedback &) override
    {
        if (::lseek(m_descriptor, off_t(offset), SEEK_SET) < 0)
            return errnoError(errno, m_path);
        m_done = offset;
        return success();
    }
    std::uint64_t fileBytesRead() const override { return m_done; }

private:
    int m_descriptor;
    std::string m_path;
    std::uint64_t m_done = 0;
    bool m_hasFailed = false;
};

/// What gzip and zstd share: an input buffer over the file, going on behind damage, and the guard against bombs.
class CompressedFile : public ByteStream
{
public:
    CompressedFile(std::unique_ptr<ByteStream> file, std::string path)
        : m_file(std::move(file)), m_path(std::move(path)), m_input(1 << 18)
    {}
    std::uint64_t fileBytesRead() const override { return m_file->fileBytesRead(); }

    Result<std::size_t> read(char *target, std::size_t size) override
    {
        if (m_failure)
            return *std::exchange(m_failure, std::nullopt);
        while (!m_hasEnded) {
            if (m_mustSeek && !findStart())
                return std::size_t(0);
            m_mustSeek = false;
            std::size_t produced = 0;
            Status status = unpack(target, size, produced);
            if (status)
                status = account(produced);
            m_mustSeek = !status;
            if (!status && std::exchange(m_isDamaged, true) && produced == 0)
                continue; // what only looked like a start behind damage is no damage of its own
            if (!status && produced == 0)
                return std::move(status).error();
            if (!status)
                m_failure = std::move(status).error(); // what was unpacked before it is given first
            else if (produced > 0)
                m_isDamaged = false;
            if (produced > 0)
                return produced;
        }
        return std::size_t(0);
    }

protected:
    /// Sets m_hasEnded at the end. Something, an error, or neither when only input was used.
    virtual Status unpack(char *target, std::size_t size, std::size_t &produced) = 0;
    /// Begins anew with the next byte of the input.
    virtual void restart() = 0;
    virtual std::string_view startMark() const = 0;

    /// Refills when the input is used up; false at the file's end.
    Result<bool> refill()
    {
        if (m_used < m_filled)
            return true;
        m_used = m_filled = 0;
        m_filled = PRIMER_TRY(m_file->read(m_input.data(), m_input.size()));
        return m_filled > 0;
    }
    Error cutShort()
    {
        m_hasEnded = true;
        return Error{ErrorCode::Corrupt, "the compressed file is cut short", m_path};
    }

    std::unique_ptr<ByteStream> m_file;
    std::string m_path;
    std::vector<char> m_input;
    std::size_t m_used = 0;
    std::size_t m_filled = 0;
    bool m_hasEnded = false;

private:
    Status account(std::size_t produced)
    {
        m_produced += produced;
        if (m_produced > (std::uint64_t(64) << 20)
            && m_produced / import_limits::compressionRatio > m_file->fileBytesRead()) {
            m_hasEnded = true;
            return Error{ErrorCode::LimitExceeded, "unpacks to more than 1000 times its size", m_path};
        }
        return success();
    }

    /// Goes to the next place that may begin a member or frame.
    bool findStart()
    {
        const std::string_view mark = startMark();
        for (;;) {
            const std::string_view rest(m_input.data() + m_used, m_filled - m_used);
            const std::size_t found = rest.find(mark);
            if (found != std::string_view::npos) {
                m_used += found;
                restart();
                return true;
            }
            // A mark may be cut by the end of what is held.
            const std::size_t kept = std::min(rest.size(), mark.size() - 1);
            std::memmove(m_input.data(), m_input.data() + m_filled - kept, kept);
            m_used = 0;
            const auto got = m_file->read(m_input.data() + kept, m_input.size() - kept);
            m_filled = kept + (got ? *got : 0);
            if (!got || *got == 0) {
                m_hasEnded = true;
                return false;
            }
        }
    }

    std::uint64_t m_produced = 0;
    std::optional<Error> m_failure;
    bool m_mustSeek = false;
    bool m_isDamaged = false; ///< and nothing was unpacked since
};

class GzipFile : public CompressedFile
{
public:
    GzipFile(std::unique_ptr<ByteStream> file, std::string path) : CompressedFile(std::move(file), std::move(path))
    {
        inflateInit2(&m_state, 15 + 32);
    }
    ~GzipFile() override { inflateEnd(&m_state); }

protected:
    Status unpack(char *target, std::size_t size, std::size_t &produced) override
    {
        const bool more = PRIMER_TRY(refill());
        if (!more) {
            if (!m_memberEnded)
                return cutShort();
            m_hasEnded = true;
            return success();
        }
        if (m_memberEnded) // gzip files may be several members one after the other
            restart();
        m_state.next_out = reinterpret_cast<Bytef *>(target);
        m_state.avail_out = uInt(std::min<std::size_t>(size, 1u << 30));
        const uInt wanted = m_state.avail_out;
        m_state.next_in = reinterpret_cast<Bytef *>(m_input.data() + m_used);
        m_state.avail_in = uInt(m_filled - m_used);
        const int code = inflate(&m_state, Z_NO_FLUSH);
        const std::size_t used = m_filled - m_used - m_state.avail_in;
        m_used = m_filled - m_state.avail_in;
        produced = wanted - m_state.avail_out;
        m_memberEnded = code == Z_STREAM_END;
        if (m_memberEnded || code == Z_OK || code == Z_BUF_ERROR)
            return success();
        if (used == 0)
            ++m_used; // the search for the next start must come on
        return Error{ErrorCode::Corrupt, m_state.msg ? m_state.msg : "not valid gzip", m_path};
    }
    void restart() override
    {
        inflateReset(&m_state);
        m_memberEnded = false;
    }
    std::string_view startMark() const override { return "\x1f\x8b\x08"; }

private:
    z_stream m_state{};
    bool m_memberEnded = false;
};

class ZstdFile : public CompressedFile
{
public:
    ZstdFile(std::unique_ptr<ByteStream> file, std::string path) : CompressedFile(std::move(file), std::move(path))
    {
        ZSTD_DCtx_setParameter(m_context, ZSTD_d_windowLogMax, 27); // 128 MB, as the zstd program's default
    }
    ~ZstdFile() override { ZSTD_freeDCtx(m_context); }

protected:
    Status unpack(char *target, std::size_t size, std::size_t &produced) override
    {
        const bool more = PRIMER_TRY(refill());
        if (!more) {
            if (m_frameOpen)
                return cutShort();
            m_hasEnded = true;
            return success();
        }
        ZSTD_outBuffer output{target, size, 0};
        ZSTD_inBuffer input{m_input.data(), m_filled, m_used};
        const std::size_t code = ZSTD_decompressStream(m_context, &output, &input);
        const bool isStuck = input.pos == m_used;
        m_used = input.pos;
        produced = output.pos;
        if (ZSTD_isError(code)) {
            if (isStuck)
                ++m_used; // the search for the next start must come on
            return Error{ErrorCode::Corrupt, ZSTD_getErrorName(code), m_path};
        }
        m_frameOpen = code != 0;
        return success();
    }
    void restart() override
    {
        ZSTD_DCtx_reset(m_context, ZSTD_reset_session_only);
        m_frameOpen = false;
    }
    std::string_view startMark() const override { return "\x28\xb5\x2f\xfd"; }

private:
    ZSTD_DCtx *m_context = ZSTD_createDCtx();
    bool m_frameOpen = false;
};

class ProgramOutput : public ByteStream
{
public:
    ProgramOutput(std::unique_ptr<ChildProcess> process, std::string where)
        : m_process(std::move(process)), m_where(std::move(where))
    {}

    Result<std::size_t> read(char *target, std::size_t size) override
    {
        const auto got = PRIMER_TRY(m_process->read(target, size));
        if (got == 0 && !std::exchange(m_hasEnded, true)) {
            const Status ended = m_process->wait();
            if (!ended)
                return Error{ErrorCode::Corrupt, ended.error().detail, m_where};
        }
        m_done += got;
        return got;
    }
    std::uint64_t fileBytesRead() const override { return m_done; }

private:
    std::unique_ptr<ChildProcess> m_process;
    std::string m_where;
    std::uint64_t m_done = 0;
    bool m_hasEnded = false;
};

} // namespace

Result<std::unique_ptr<ByteStream>> openByteStream(const std::string &path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return errnoError(errno, path);
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    unsigned char start[4] = {};
    const ssize_t got = ::pread(descriptor, start, sizeof start, 0);
    auto file = std::make_unique<PlainFile>(descriptor, path);
    if (got >= 2 && start[0] == 0x1f && start[1] == 0x8b)
        return std::unique_ptr<ByteStream>(std::make_unique<GzipFile>(std::move(file), path));
    // A frame to be skipped may stand first: pzstd writes one before each.
    const bool isSkipped = (start[0] & 0xf0) == 0x50 && start[1] == 0x2a && start[2] == 0x4d && start[3] == 0x18;
    const bool isFrame = start[0] == 0x28 && start[1] == 0xb5 && start[2] == 0x2f && start[3] == 0xfd;
    if (got == sizeof start && (isFrame || isSkipped))
        return std::unique_ptr<ByteStream>(std::make_unique<ZstdFile>(std::move(file), path));
    return std::unique_ptr<ByteStream>(std::move(file));
}

Result<std::unique_ptr<ByteStream>> open7zEntry(const std::string &archive, const std::string &entry)
{
    constexpr std::uint64_t memoryCap = std::uint64_t(2) << 30;
    auto process = PRIMER_TRY(
        ChildProcess::start({"7z", "x", "-so", "-bd", "-y", "--", archive, entry}, {.memoryCapBytes = memoryCap}));
    return std::unique_ptr<ByteStream>(std::make_unique<ProgramOutput>(std::move(process), archive));
}

} // namespace primer
