// Owns: a file's name without the endings that say how it is packed. Not here: what packs it, told by its bytes
// (formats/file_content.h).
#pragma once

#include <string>
#include <string_view>

#include "core/base/ascii.h"

namespace primer {

/// In small letters.
inline std::string unpackedName(std::string_view name)
{
    std::string plain = lowered(name);
    for (const std::string_view ending : {".gz", ".zst", ".zstd"}) {
        if (plain.ends_with(ending))
            plain.resize(plain.size() - ending.size());
    }
    return plain;
}

} // namespace primer
