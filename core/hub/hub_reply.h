// Owns: what an endpoint's replies about a model say. They are foreign bytes: anything may stand there. Not here:
// asking.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace primer {

struct RemoteFile {
    std::string path; ///< a plain name
    std::int64_t size = 0;
    std::string sha256;  ///< of large files
    std::string gitSha1; ///< of small ones: of "blob SIZE\0" and the content
};

/// The commit that a reply about a revision names, `revision` when it names none. Corrupt when it is no commit.
Result<std::string> commitOf(std::string_view body, const std::string &revision);

/// The files of a listing that a model needs: weights as safetensors, config and tokenizer. Corrupt for what is no
/// listing, and for a file without size or digest or listed twice; Unsupported without weights.
Result<std::vector<RemoteFile>> filesOf(std::string_view body);

} // namespace primer
