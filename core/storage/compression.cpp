#include "core/storage/compression.h"

#include <memory>

#include <zstd.h>

namespace primer {

namespace {

// Measured on 300 MB of Python files: level -1 makes 122 MB, level 1 makes 105 MB, and an import is 8% faster.
constexpr int level = 1;

struct FreeContext {
    void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
};

} // namespace

std::string compress(std::string_view bytes)
{
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    thread_local std::string buffer;
    if (buffer.size() < ZSTD_compressBound(bytes.size()))
        buffer.resize(ZSTD_compressBound(bytes.size()));
    const std::size_t size = ZSTD_compressCCtx(context.get(), buffer.data(), buffer.size(), bytes.data(), bytes.size(),
                                               level);
    std::string compressed(buffer.data(), size);
    if (buffer.size() > (std::size_t(8) << 20))
        std::string().swap(buffer); // one huge file must not keep its buffer
    return compressed;
}

Result<std::size_t> frameContentSize(std::string_view bytes)
{
    const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return Error{ErrorCode::Corrupt, "not a zstd frame with its size", ""};
    return std::size_t(size);
}

Status decompressInto(std::string_view bytes, std::size_t rawSize, std::string &target)
{
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    if (ZSTD_getFrameContentSize(bytes.data(), bytes.size()) != rawSize)
        return Error{ErrorCode::Corrupt, "content frame has another size than its row says", ""};
    target.resize(rawSize);
    const std::size_t size = ZSTD_decompressDCtx(context.get(), target.data(), rawSize, bytes.data(), bytes.size());
    if (ZSTD_isError(size) || size != rawSize)
        return Error{ErrorCode::Corrupt, ZSTD_isError(size) ? ZSTD_getErrorName(size) : "short content frame", ""};
    return success();
}

Result<std::string> decompress(std::string_view bytes, std::size_t rawSize)
{
    std::string target;
    PRIMER_TRY(decompressInto(bytes, rawSize, target));
    return target;
}

} // namespace primer
