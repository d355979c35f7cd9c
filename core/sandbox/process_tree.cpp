#include "core/sandbox/process_tree.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/base/descriptor.h"

namespace primer {

namespace {

/// A short file of /proc, which has no size.
bool readShort(const std::string &path, std::string &text)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0)
        return false;
    text.resize(8192);
    const ssize_t got = ::read(file.get(), text.data(), text.size());
    text.resize(got > 0 ? std::size_t(got) : 0);
    return got > 0;
}

struct Process {
    pid_t pid = 0, parent = 0;
    double cpuSeconds = 0; ///< its own and its ended children's
};

/// From field 3 on, for the name before it may hold anything: 4 is the parent, 14 to 17 are ticks.
Process processOf(pid_t pid, const std::string &stat)
{
    Process process{pid};
    const std::size_t name = stat.rfind(')');
    if (name == std::string::npos)
        return process;
    const char *place = stat.c_str() + name + 1;
    double ticks = 0;
    for (int field = 3; field <= 17 && *place; ++field) {
        place += std::strspn(place, " ");
        if (field == 4)
            process.parent = pid_t(std::strtol(place, nullptr, 10));
        if (field >= 14)
            ticks += std::strtod(place, nullptr);
        place += std::strcspn(place, " ");
    }
    static const auto ticksPerSecond = double(::sysconf(_SC_CLK_TCK));
    process.cpuSeconds = ticks / ticksPerSecond;
    return process;
}

/// Not /proc/PID/task/TID/children, which kernels need not have.
std::vector<Process> allProcesses()
{
    std::vector<Process> processes;
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir("/proc"), &::closedir);
    std::string text;
    while (const dirent *entry = folder ? ::readdir(folder.get()) : nullptr) {
        char *end = nullptr;
        const long pid = std::strtol(entry->d_name, &end, 10);
        if (pid > 0 && *end == '\0' && readShort("/proc/" + std::to_string(pid) + "/stat", text))
            processes.push_back(processOf(pid_t(pid), text));
    }
    return processes;
}

std::uint64_t kilobytes(const std::string &status, const char *key)
{
    const std::size_t place = status.find(key);
    return place == std::string::npos ? 0 : std::strtoull(status.c_str() + place + std::strlen(key), nullptr, 10);
}

} // namespace

TreeUse useOfTree(pid_t root)
{
    std::unordered_multimap<pid_t, Process> byParent;
    std::vector<Process> open;
    for (const Process &process : allProcesses()) {
        if (process.pid == root)
            open.push_back(process);
        byParent.emplace(process.parent, process);
    }
    TreeUse use;
    std::string text;
    while (!open.empty()) {
        const Process process = open.back();
        open.pop_back();
        ++use.processes;
        use.cpuSeconds += process.cpuSeconds;
        if (readShort("/proc/" + std::to_string(process.pid) + "/status", text))
            use.memoryBytes += (kilobytes(text, "RssAnon:") + kilobytes(text, "RssShmem:")) << 10;
        const auto [first, last] = byParent.equal_range(process.pid);
        for (auto child = first; child != last; ++child)
            open.push_back(child->second);
        byParent.erase(first, last); // processes are read one after the other: a number may come twice
    }
    return use;
}

} // namespace primer
