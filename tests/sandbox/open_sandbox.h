// Owns: the one sandbox of a test program. Not here: what is run in it.
#pragma once

#include <string>

#include "core/sandbox/sandbox.h"

/// Probed once.
inline const primer::Result<primer::Sandbox> &triedSandbox()
{
    static const auto tried = primer::Sandbox::open();
    return tried;
}
inline bool hasSandbox() { return triedSandbox().ok(); }
inline std::string whyNoSandbox() { return triedSandbox().error().detail; }
inline const primer::Sandbox &openSandbox() { return *triedSandbox(); }
