// Owns: a digest as the bytes that files and tables hold. Not here: making one (hashing.h).
#pragma once

#include <string_view>

#include "core/base/hashing.h"

namespace primer {

/// Valid as long as the digest.
inline std::string_view bytesOf(const Sha256Digest &digest)
{
    return {reinterpret_cast<const char *>(digest.data()), digest.size()};
}

} // namespace primer
