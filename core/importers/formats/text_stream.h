// Owns: a file's text as UTF-8, whatever Unicode encoding and compression it has. Not here: lines and values.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/importers/formats/byte_stream.h"

namespace primer {

enum class TextEncoding { Utf8, Utf16Little, Utf16Big, Utf32Little, Utf32Big };

/// By a byte order mark, else by where the zeros of the first characters stand.
TextEncoding textEncodingOf(std::string_view head);

/// As the file's bytes where they are UTF-8 or no Unicode at all. What has no character (half a pair) becomes bytes
/// that are no UTF-8 either: a row that holds it is found out, not altered. A byte order mark stays.
Result<std::unique_ptr<ByteStream>> openTextStream(const std::string &path);

/// The first bytes of what is compressed in the file, decoded likewise. Shorter where the file ends, or is damaged.
Result<std::string> headOf(const std::string &path, std::size_t bytes);
Result<std::string> textHeadOf(const std::string &path, std::size_t bytes);

} // namespace primer
