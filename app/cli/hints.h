// Owns: what to do about an error, in a sentence under it. Not here: what the error is (core/base/result.h).
#pragma once

#include <string>

#include "core/base/result.h"

namespace primer::cli {

/// "" where the error says it all. `verb` is the one that failed.
std::string hintFor(const Error &error, const std::string &verb);

} // namespace primer::cli
