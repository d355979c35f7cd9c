// Owns: zstd for content blobs. Thread-safe: contexts are per thread. Not here: compressed files (importers).
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace primer {

std::string compress(std::string_view bytes);
/// The raw size a frame says it holds.
Result<std::size_t> frameContentSize(std::string_view bytes);
/// Refuses a frame that does not hold exactly `rawSize` bytes.
Result<std::string> decompress(std::string_view bytes, std::size_t rawSize);
/// The same into a caller's buffer, for hot loops. The buffer is resized.
Status decompressInto(std::string_view bytes, std::size_t rawSize, std::string &target);

} // namespace primer
