// Owns: bytes packed by zlib, as a gzip member or in its other forms, for tests of what unpacks. Not here: zstd.
#pragma once

#include <string>

#include <zlib.h>

namespace primer::test {

constexpr int gzipBits = 15 + 16;

/// `windowBits` as deflateInit2 takes it.
inline std::string gzipped(const std::string &bytes, int windowBits = gzipBits)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, uLong(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = uInt(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

} // namespace primer::test
