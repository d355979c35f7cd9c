// Owns: starting other programs, for everything here: helpers with capped memory that are talked to through pipes,
// programs run to their end for what they say, engines that outlive this program. Nothing else forks.
// Not here: what the programs print.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "core/base/feedback.h"
#include "core/base/result.h"

namespace primer {

struct ProcessOptions {
    std::uint64_t memoryCapBytes = 0; ///< of address space; 0 caps nothing
    bool withInput = false;           ///< its standard input is `write`, else there is nothing to read
    std::string errorFile;            ///< made anew for its standard error; "" drops what it writes there
};

/// A program in a process group of its own, killed with all it started when the object goes, when it ends, and by the
/// kernel when the thread that started it does: a thread that starts one must live as long.
class ChildProcess
{
public:
    /// `arguments[0]` is looked up in PATH. No shell; no descriptor, signal mask or ignored signal is inherited.
    static Result<std::unique_ptr<ChildProcess>> start(const std::vector<std::string> &arguments,
                                                       const ProcessOptions &options = {});
    ~ChildProcess();
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    Result<std::size_t> read(char *target, std::size_t size);
    /// Exactly `size` bytes; false at a clean end before the first byte.
    Result<bool> readExactly(char *target, std::size_t size);
    /// The same, to the end of a string: what is read is not filled with zeros first.
    Result<bool> appendExactly(std::string &target, std::size_t size);

    struct Limits {
        std::size_t bytes = std::size_t(64) << 20;
        std::chrono::milliseconds time = std::chrono::hours(24 * 365);
    };
    /// All it says until it closes its output, LimitExceeded beyond the limits. A cancelled `feedback` asks it to end,
    /// once, and what it says until then still counts: it may have something to finish.
    Result<std::string> readToEnd(const Limits &limits, const Feedback *feedback = nullptr);

    /// To its standard input (started with `withInput`). An ended child is an error, never a signal.
    Status write(std::string_view bytes);
    void closeInput();
    /// SIGTERM to it and all it started.
    void askToEnd();
    /// WorkerDied with the signal or exit code unless it ended with 0.
    Status wait();

private:
    ChildProcess(pid_t pid, int output, int input) : m_pid(pid), m_descriptor(output), m_input(input) {}
    Result<bool> readSome();
    template<typename Take>
    Result<bool> takeExactly(std::size_t size, Take take);
    Status reap();
    pid_t m_pid;
    int m_descriptor;
    int m_input;
    std::vector<char> m_buffer; ///< read ahead: a row is several small reads
    std::size_t m_bufferBegin = 0;
    std::size_t m_bufferEnd = 0;
    bool m_ended = false;
    int m_status = 0;
};

/// What a program says on its standard output, when it ends with 0.
Result<std::string> outputOf(const std::vector<std::string> &arguments, const ChildProcess::Limits &limits,
                             const Feedback *feedback = nullptr);

/// Starts a program that outlives this one, in a session of its own, and gives its process id. Nothing to read on its
/// standard input, its output is dropped, its standard error goes to `errorFile`, made anew and locked (flock) until
/// the program has ended.
Result<pid_t> startDetached(const std::vector<std::string> &arguments, const std::string &errorFile);

} // namespace primer
