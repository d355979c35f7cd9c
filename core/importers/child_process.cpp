#include "core/importers/child_process.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace primer {

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const std::vector<std::string> &arguments,
                                                          std::uint64_t memoryCapBytes)
{
    int output[2];
    int failure[2];
    if (::pipe2(output, O_CLOEXEC) != 0)
        return errnoError(errno, arguments.front());
    if (::pipe2(failure, O_CLOEXEC) != 0) {
        ::close(output[0]);
        ::close(output[1]);
        return errnoError(errno, arguments.front());
    }
    std::vector<char *> words;
    for (const std::string &argument : arguments)
        words.push_back(const_cast<char *>(argument.c_str()));
    words.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0) {
        // Only async-signal-safe calls between fork and exec: other threads' locks are frozen here.
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent)
            ::_exit(127);
        const rlimit memory{memoryCapBytes, memoryCapBytes};
        ::setrlimit(RLIMIT_AS, &memory);
        const rlimit noCore{0, 0};
        ::setrlimit(RLIMIT_CORE, &noCore);
        ::dup2(output[1], STDOUT_FILENO);
        const int null = ::open("/dev/null", O_RDWR);
        ::dup2(null, STDIN_FILENO);
        ::dup2(null, STDERR_FILENO);
        ::execvp(words[0], words.data());
        const int code = errno;
        (void)!::write(failure[1], &code, sizeof code);
        ::_exit(127);
    }
    ::close(output[1]);
    ::close(failure[1]);
    if (pid < 0) {
        const int code = errno;
        ::close(output[0]);
        ::close(failure[0]);
        return errnoError(code, arguments.front());
    }
    int code = 0;
    const ssize_t got = ::read(failure[0], &code, sizeof code);
    ::close(failure[0]);
    std::unique_ptr<ChildProcess> child(new ChildProcess(pid, output[0]));
    if (got == sizeof code)
        return Error{ErrorCode::NotFound, std::string("cannot start the program: ") + std::strerror(code), arguments.front()};
    ::fcntl(output[0], F_SETPIPE_SZ, 1 << 20);
    return child;
}

ChildProcess::~ChildProcess()
{
    ::close(m_descriptor);
    if (!m_ended) {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, &m_status, 0);
    }
}

Result<std::size_t> ChildProcess::read(char *target, std::size_t size)
{
    for (;;) {
        const ssize_t got = ::read(m_descriptor, target, size);
        if (got >= 0)
            return std::size_t(got);
        if (errno != EINTR)
            return errnoError(errno, "pipe");
    }
}

Result<bool> ChildProcess::readExactly(char *target, std::size_t size)
{
    std::size_t filled = 0;
    while (filled < size) {
        const auto got = read(target + filled, size - filled);
        if (!got)
            return got.error();
        if (*got == 0) {
            if (filled == 0)
                return false;
            return Error{ErrorCode::WorkerDied, "ended in the middle of a row", ""};
        }
        filled += *got;
    }
    return true;
}

Status ChildProcess::wait()
{
    while (!m_ended) {
        if (::waitpid(m_pid, &m_status, 0) == m_pid)
            m_ended = true;
        else if (errno != EINTR)
            return errnoError(errno, "waitpid");
    }
    if (WIFEXITED(m_status) && WEXITSTATUS(m_status) == 0)
        return success();
    return Error{ErrorCode::WorkerDied,
                 WIFSIGNALED(m_status) ? "signal " + std::to_string(WTERMSIG(m_status))
                                       : "exit code " + std::to_string(WEXITSTATUS(m_status)),
                 ""};
}

} // namespace primer
