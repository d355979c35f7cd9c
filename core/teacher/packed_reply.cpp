#include "core/teacher/packed_reply.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <zlib.h>

namespace primer {

namespace {

/// `windowBits` as inflateInit2 has it. Nothing when it is not whole, or beyond `maxBytes`.
std::optional<std::string> inflated(std::string_view packed, int windowBits, std::int64_t maxBytes)
{
    z_stream stream{};
    if (inflateInit2(&stream, windowBits) != Z_OK)
        return std::nullopt;
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data()));
    stream.avail_in = uInt(packed.size());
    std::string text;
    char part[16 * 1024];
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef *>(part);
        stream.avail_out = sizeof part;
        state = inflate(&stream, Z_NO_FLUSH);
        text.append(part, sizeof part - stream.avail_out);
        if (std::int64_t(text.size()) > maxBytes)
            state = Z_BUF_ERROR;
        if (state == Z_STREAM_END && stream.avail_in > 0 && windowBits > MAX_WBITS)
            state = inflateReset(&stream); // another member
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END ? std::optional(std::move(text)) : std::nullopt;
}

std::optional<std::string> unpackedBody(std::string_view body, std::int64_t maxBytes)
{
    if (body.starts_with("\x1f\x8b"))
        return inflated(body, 16 + MAX_WBITS, maxBytes);
    auto text = inflated(body, MAX_WBITS, maxBytes);
    return text ? text : inflated(body, -MAX_WBITS, maxBytes);
}

} // namespace

HttpReply unpacked(HttpReply reply, std::int64_t maxBytes)
{
    constexpr int maxLayers = 3;
    if (reply.outcome != HttpReply::Outcome::Answered)
        return reply;
    const auto header = reply.headers.find("content-encoding");
    std::string word = header == reply.headers.end() ? std::string() : header->second;
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter | 0x20) : letter; });
    const bool isJson = !reply.body.empty() && reply.body.find_first_not_of(" \t\r\n") != std::string::npos
                        && reply.body[reply.body.find_first_not_of(" \t\r\n")] == '{';
    const bool isDeflated = word.find("gzip") != std::string::npos || word.find("deflate") != std::string::npos;
    if (isJson || word == "identity" || reply.body.empty()) { // some say gzip and send text
        reply.headers.erase("content-encoding");
        return reply;
    }
    std::string body = reply.body;
    bool isUnpacked = false;
    for (int layer = 0; layer < maxLayers && (body.starts_with("\x1f\x8b") || (layer == 0 && isDeflated)); ++layer) {
        auto text = unpackedBody(body, maxBytes);
        isUnpacked = text.has_value();
        if (!isUnpacked)
            break;
        body = std::move(*text);
    }
    if (isUnpacked) {
        reply.body = std::move(body);
        reply.headers.erase("content-encoding");
    } else if (body.starts_with("\x1f\x8b")) {
        reply.headers["content-encoding"] = "gzip"; // though the server did not say so
    }
    return reply;
}

} // namespace primer
