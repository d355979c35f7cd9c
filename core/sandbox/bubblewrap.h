// Owns: finding bubblewrap and Python, and the arguments that make a sandbox of them. Not here: starting it.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/sandbox/sandbox.h"

namespace primer {

struct Bubblewrap {
    std::string path;    ///< absolute
    std::string version; ///< "0.8.0"
    bool disablesUserNamespaces = false;
};
/// NotFound with what to install.
Result<Bubblewrap> findBubblewrap(const std::string &program);

/// The interpreter of the sandbox and what it needs of the machine, read-only.
struct PythonInstall {
    std::string path;               ///< without symbolic links
    std::string version;            ///< "3.11.2"
    std::vector<std::string> paths; ///< its standard library, the shared libraries that it links
};
Result<PythonInstall> findPython(const std::string &program);

/// `statusFd` and `filterFd` are what bubblewrap will have open; `bootstrap` is given to `python -c`.
std::vector<std::string> sandboxArguments(const Bubblewrap &bubblewrap, const PythonInstall &python,
                                          const SandboxLimits &limits, int statusFd, int filterFd,
                                          const std::string &bootstrap);

} // namespace primer
