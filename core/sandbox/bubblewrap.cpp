#include "core/sandbox/bubblewrap.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include <unistd.h>

#include "core/base/child_process.h"

namespace primer {

namespace {

namespace fs = std::filesystem;

constexpr auto probeTime = std::chrono::seconds(20);
constexpr std::size_t probeBytes = 1 << 16;

std::string inPath(const std::string &program)
{
    if (program.find('/') != std::string::npos)
        return ::access(program.c_str(), X_OK) == 0 ? program : "";
    const char *path = std::getenv("PATH");
    std::istringstream folders(path ? path : "/usr/bin:/bin");
    for (std::string folder; std::getline(folders, folder, ':');) {
        const std::string place = folder + "/" + program;
        if (!folder.empty() && folder.front() == '/' && ::access(place.c_str(), X_OK) == 0)
            return place;
    }
    return "";
}

void add(std::vector<std::string> &arguments, std::initializer_list<std::string> more)
{
    arguments.insert(arguments.end(), more);
}

bool isInside(const std::string &path, const std::vector<std::string> &folders)
{
    return std::any_of(folders.begin(), folders.end(),
                       [&path](const std::string &folder) { return (path + "/").starts_with(folder + "/"); });
}

/// The loader and the shared libraries of the interpreter and its modules, one by one: the folders they lie in hold
/// much else.
Result<std::vector<std::string>> librariesOf(const std::string &python, const std::string &moduleFolder)
{
    std::vector<std::string> command{"ldd", python};
    std::error_code failure;
    for (const auto &entry : fs::directory_iterator(moduleFolder, failure)) {
        if (entry.path().extension() == ".so")
            command.push_back(entry.path());
    }
    const std::string told = PRIMER_TRY(outputOf(command, {std::size_t(1) << 20, probeTime}));
    std::vector<std::string> libraries;
    std::istringstream words(told);
    for (std::string word; words >> word;) {
        if (word.front() != '/' || word.back() == ':')
            continue;
        // The folder without symbolic links, where it is put in the sandbox; the name as it is looked for.
        const fs::path folder = fs::canonical(fs::path(word).parent_path(), failure);
        if (!failure)
            libraries.push_back(folder / fs::path(word).filename());
    }
    std::sort(libraries.begin(), libraries.end());
    libraries.erase(std::unique(libraries.begin(), libraries.end()), libraries.end());
    return libraries;
}

} // namespace

Result<Bubblewrap> findBubblewrap(const std::string &program)
{
    Bubblewrap found{inPath(program), "", false};
    if (found.path.empty())
        return Error{ErrorCode::NotFound, "bubblewrap is not installed: sudo apt install bubblewrap", program};
    const std::string version = PRIMER_TRY(outputOf({found.path, "--version"}, {probeBytes, probeTime}));
    std::istringstream words(version);
    for (std::string word; words >> word;)
        found.version = word;
    const std::string help = PRIMER_TRY(outputOf({found.path, "--help"}, {probeBytes, probeTime}));
    found.disablesUserNamespaces = help.find("--disable-userns") != std::string::npos;
    if (help.find("--seccomp") == std::string::npos || help.find("--json-status-fd") == std::string::npos
        || help.find("--size") == std::string::npos)
        return Error{ErrorCode::Unsupported, "bubblewrap " + found.version + " is too old: 0.8 or later is needed",
                     found.path};
    return found;
}

Result<PythonInstall> findPython(const std::string &program)
{
    const std::string path = inPath(program);
    if (path.empty())
        return Error{ErrorCode::NotFound, "there is no Python: sudo apt install python3", program};
    const std::string told = PRIMER_TRY(
        outputOf({path, "-I", "-S", "-c",
                  "import os, sys, sysconfig\n"
                  "print(os.path.realpath(sys.executable))\n"
                  "print('.'.join(map(str, sys.version_info[:3])))\n"
                  "print(os.path.realpath(sysconfig.get_path('stdlib')))\n"
                  "print(os.path.realpath(sysconfig.get_path('platstdlib')))\n"
                  "print(os.path.realpath(os.path.join(sysconfig.get_path('platstdlib'), 'lib-dynload')))\n"},
                 {probeBytes, probeTime}));
    PythonInstall python;
    std::istringstream lines(told);
    std::getline(lines, python.path);
    std::getline(lines, python.version);
    std::string modules;
    for (std::string folder; std::getline(lines, folder); modules = folder) {
        if (fs::exists(folder) && !isInside(folder, python.paths))
            python.paths.push_back(folder);
    }
    const auto libraries = PRIMER_TRY(librariesOf(python.path, modules));
    python.paths.insert(python.paths.end(), libraries.begin(), libraries.end());
    int major = 0, minor = 0;
    char dot = 0;
    std::istringstream(python.version) >> major >> dot >> minor;
    if (major != 3 || minor < 10)
        return Error{ErrorCode::Unsupported, "Python 3.10 or later is needed, it is " + python.version, path};
    return python;
}

std::vector<std::string> sandboxArguments(const Bubblewrap &bubblewrap, const PythonInstall &python,
                                          const SandboxLimits &limits, int statusFd, int filterFd,
                                          const std::string &bootstrap)
{
    std::vector<std::string> arguments{bubblewrap.path,
                                       "--unshare-user",
                                       "--unshare-ipc",
                                       "--unshare-pid",
                                       "--unshare-net",
                                       "--unshare-uts",
                                       "--unshare-cgroup",
                                       "--new-session",
                                       "--die-with-parent",
                                       "--cap-drop",
                                       "ALL",
                                       "--uid",
                                       "65534",
                                       "--gid",
                                       "65534",
                                       "--hostname",
                                       "sandbox"};
    if (bubblewrap.disablesUserNamespaces)
        add(arguments, {"--disable-userns"});
    add(arguments, {"--ro-bind", python.path, python.path});
    for (const std::string &path : python.paths)
        add(arguments, {"--ro-bind", path, path});
    for (const char *name : {"lib", "lib64"}) {
        if (fs::is_symlink(fs::path("/") / name))
            add(arguments, {"--symlink", std::string("usr/") + name, std::string("/") + name});
    }
    // No /proc and no /sys: nothing of another process or of the machine to be read there, not even of itself.
    for (const char *device : {"/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"})
        add(arguments, {"--dev-bind", device, device});
    add(arguments,
        {"--size", std::to_string(limits.scratchBytes), "--tmpfs", "/tmp", "--chdir", "/tmp",
         // What bubblewrap builds the tree on is memory too.
         "--remount-ro", "/", "--json-status-fd", std::to_string(statusFd), "--seccomp", std::to_string(filterFd), "--",
         python.path, "-I", "-S", "-X", "utf8", "-X", "frozen_modules=on", "-c", bootstrap});
    return arguments;
}

} // namespace primer
