// Owns: files that are either the old or the new complete version, and directories likewise.
// Not here: the formats written.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace primer {

/// All of it, through interruptions and short writes.
Status writeFully(int descriptor, std::string_view bytes, const std::string &path);

/// Writes beside the target, syncs, renames over it and syncs the folder.
Status writeFileAtomically(const std::string &path, std::string_view bytes);

/// Syncs a file or folder to disk.
Status syncPath(const std::string &path);

/// Puts the complete folder `fresh` in the place of `target` in one step. True when there was an older `target`: it now
/// lies under the name `fresh`.
Result<bool> exchangeFolder(const std::string &fresh, const std::string &target);

/// The same, and removes the older one with everything in it. Killed at any point, `target` is the old or the new
/// folder.
Status replaceFolder(const std::string &fresh, const std::string &target);

Result<std::string> readFile(const std::string &path, std::size_t limitBytes);

} // namespace primer
