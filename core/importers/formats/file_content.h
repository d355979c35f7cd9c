// Owns: what a file is by its bytes, and whether they are text. Not here: what its name says (import_plan.h).
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace primer {

/// Unknown: only the name can tell. Json: rows of objects, as lines, a list or printed over several lines.
enum class FileContent { Unknown, Parquet, Archive7z, Json, Posts };

/// `head`: the first bytes of what is compressed in the file, as they are.
FileContent contentOf(std::string_view head);
/// By the file itself; an empty one, or one that cannot be read, is Unknown.
FileContent contentOfFile(const std::string &path);

/// What a person would call it: "a zip archive", "text".
std::string describeBytes(std::string_view head);

/// False for bytes of a program, a picture or an archive. Text is what has no control characters to speak of, in
/// whatever encoding; `isSure`: the name says it is text, so that single bad bytes do not count.
bool isText(std::string_view bytes, bool isSure);

} // namespace primer
