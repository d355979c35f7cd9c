// Owns: whether a folder may be replaced by an export: it is new, empty, or an earlier export of the same kind.
// Not here: writing it.
#pragma once

#include <string>

#include "core/base/result.h"

namespace primer {

constexpr const char *exportManifestName = "manifest.json";

/// TargetNotOurs when it holds anything but an export whose manifest says `format`.
Status checkExportTarget(const std::string &target, const std::string &format);

} // namespace primer
