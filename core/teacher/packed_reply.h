// Owns: answers that a server packs although it was asked not to. Not here: what they say.
#pragma once

#include <cstdint>

#include "core/http/http_request.h"

namespace primer {

/// The answer with its body unpacked (gzip, zlib's and raw deflate; one in another) and without Content-Encoding. As it
/// came, and with that header, when it cannot be unpacked or would be larger than `maxBytes`.
HttpReply unpacked(HttpReply reply, std::int64_t maxBytes);

} // namespace primer
