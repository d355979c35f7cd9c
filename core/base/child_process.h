// Owns: a helper program with capped memory, talked to through its standard input and output.
// Not here: what it prints. The child is killed when the object goes.
#pragma once

#include <memory>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "core/base/result.h"

namespace primer {

class ChildProcess
{
public:
    /// `arguments[0]` is looked up in PATH. No shell, no inherited descriptors but the pipes.
    static Result<std::unique_ptr<ChildProcess>> start(const std::vector<std::string> &arguments,
                                                       std::uint64_t memoryCapBytes, bool withInput = false);
    ~ChildProcess();
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    Result<std::size_t> read(char *target, std::size_t size);
    /// Exactly `size` bytes; false at a clean end before the first byte.
    Result<bool> readExactly(char *target, std::size_t size);
    /// The same, to the end of a string: what is read is not filled with zeros first.
    Result<bool> appendExactly(std::string &target, std::size_t size);
    /// To its standard input (started with `withInput`). An ended child is an error, never a signal.
    Status write(std::string_view bytes);
    void closeInput();
    /// WorkerDied with the signal or exit code unless it ended with 0.
    Status wait();
    pid_t pid() const { return m_pid; }

private:
    ChildProcess(pid_t pid, int output, int input) : m_pid(pid), m_descriptor(output), m_input(input) {}
    Result<bool> readSome();
    template<typename Take>
    Result<bool> takeExactly(std::size_t size, Take take);
    pid_t m_pid;
    int m_descriptor;
    int m_input;
    std::vector<char> m_buffer; ///< read ahead: a row is several small reads
    std::size_t m_bufferBegin = 0;
    std::size_t m_bufferEnd = 0;
    bool m_ended = false;
    int m_status = 0;
};

} // namespace primer
