#include "core/base/child_process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace primer {

namespace {

/// A sanitizer's shadow takes terabytes of address space: a child built with one cannot live under a cap.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool hasShadowMemory = true;
#else
constexpr bool hasShadowMemory = false;
#endif

} // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const std::vector<std::string> &arguments,
                                                          std::uint64_t memoryCapBytes, bool withInput)
{
    int output[2] = {-1, -1};
    int failure[2] = {-1, -1};
    // A socket instead of a pipe: writing to an ended child can then be told not to raise a signal.
    int input[2] = {-1, -1};
    if (::pipe2(output, O_CLOEXEC) != 0 || ::pipe2(failure, O_CLOEXEC) != 0
        || (withInput && ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input) != 0)) {
        const int code = errno;
        for (const int descriptor : {output[0], output[1], failure[0], failure[1]}) {
            if (descriptor >= 0)
                ::close(descriptor);
        }
        return errnoError(code, arguments.front());
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
        if (!hasShadowMemory) {
            const rlimit memory{memoryCapBytes, memoryCapBytes};
            ::setrlimit(RLIMIT_AS, &memory);
        }
        const rlimit noCore{0, 0};
        ::setrlimit(RLIMIT_CORE, &noCore);
        ::dup2(output[1], STDOUT_FILENO);
        const int null = ::open("/dev/null", O_RDWR);
        ::dup2(withInput ? input[1] : null, STDIN_FILENO);
        ::dup2(null, STDERR_FILENO);
        ::execvp(words[0], words.data());
        const int code = errno;
        (void)!::write(failure[1], &code, sizeof code);
        ::_exit(127);
    }
    ::close(output[1]);
    ::close(failure[1]);
    if (input[1] >= 0)
        ::close(input[1]);
    if (pid < 0) {
        const int code = errno;
        ::close(output[0]);
        ::close(failure[0]);
        if (input[0] >= 0)
            ::close(input[0]);
        return errnoError(code, arguments.front());
    }
    int code = 0;
    const ssize_t got = ::read(failure[0], &code, sizeof code);
    ::close(failure[0]);
    std::unique_ptr<ChildProcess> child(new ChildProcess(pid, output[0], input[0]));
    if (got == sizeof code)
        return Error{ErrorCode::NotFound, std::string("cannot start the program: ") + std::strerror(code),
                     arguments.front()};
    ::fcntl(output[0], F_SETPIPE_SZ, 1 << 20);
    return child;
}

void ChildProcess::closeInput()
{
    if (m_input >= 0)
        ::close(m_input);
    m_input = -1;
}

Status ChildProcess::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_input, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EINTR)
                continue;
            return Error{ErrorCode::WorkerDied, std::strerror(errno), ""};
        }
        bytes.remove_prefix(std::size_t(sent));
    }
    return success();
}

ChildProcess::~ChildProcess()
{
    closeInput();
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

Result<bool> ChildProcess::readSome()
{
    constexpr std::size_t bufferBytes = 1 << 18;
    m_buffer.resize(bufferBytes);
    const auto got = read(m_buffer.data(), m_buffer.size());
    if (!got)
        return got.error();
    m_bufferBegin = 0;
    m_bufferEnd = *got;
    return *got > 0;
}

template<typename Take>
Result<bool> ChildProcess::takeExactly(std::size_t size, Take take)
{
    for (std::size_t left = size; left > 0;) {
        if (m_bufferBegin == m_bufferEnd) {
            const auto some = readSome();
            if (!some)
                return some.error();
            if (!*some && left == size)
                return false;
            if (!*some)
                return Error{ErrorCode::WorkerDied, "ended in the middle of a row", ""};
        }
        const std::size_t taken = std::min(left, m_bufferEnd - m_bufferBegin);
        take(m_buffer.data() + m_bufferBegin, taken);
        m_bufferBegin += taken;
        left -= taken;
    }
    return true;
}

Result<bool> ChildProcess::readExactly(char *target, std::size_t size)
{
    return takeExactly(size, [&target](const char *bytes, std::size_t count) {
        std::memcpy(target, bytes, count);
        target += count;
    });
}

Result<bool> ChildProcess::appendExactly(std::string &target, std::size_t size)
{
    target.reserve(target.size() + size);
    return takeExactly(size, [&target](const char *bytes, std::size_t count) { target.append(bytes, count); });
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
