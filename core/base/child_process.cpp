#include "core/base/child_process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/child_start.h"
#include "core/base/descriptor.h"

namespace primer {

namespace {

/// A sanitizer's shadow takes terabytes of address space: a child built with one cannot live under a cap.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool hasShadowMemory = true;
#else
constexpr bool hasShadowMemory = false;
#endif

struct Channel {
    Descriptor ours;
    Descriptor theirs;
};

/// A program started without standard streams gets their numbers for what it opens: moving things to them in the child
/// would then overwrite one with the other.
Descriptor aboveStandard(int number)
{
    if (number > STDERR_FILENO)
        return Descriptor(number);
    const Descriptor low(number);
    return Descriptor(::fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

Result<Channel> pipeFrom(const std::string &program)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return errnoError(errno, program);
    return Channel{aboveStandard(ends[0]), aboveStandard(ends[1])};
}

/// A socket instead of a pipe: writing to an ended child can then be told not to raise a signal.
Result<Channel> socketTo(const std::string &program)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return errnoError(errno, program);
    return Channel{aboveStandard(ends[0]), aboveStandard(ends[1])};
}

Result<Descriptor> openForErrors(const std::string &file)
{
    const char *path = file.empty() ? "/dev/null" : file.c_str();
    const int number = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (number < 0)
        return errnoError(errno, file);
    return aboveStandard(number);
}

struct Streams {
    int input;
    int output;
    int error;
};

// What follows runs in the child: only async-signal-safe calls, for other threads' locks are frozen there.

/// dup2 drops close-on-exec, but not where source and target are one.
void moveTo(int from, int to)
{
    if (from == to)
        ::fcntl(to, F_SETFD, 0);
    else
        ::dup2(from, to);
}

/// Returns only when there is no such program: with errno.
int become(char *const *words, const Streams &streams)
{
    useDefaultSignals();
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    moveTo(streams.input >= 0 ? streams.input : null, STDIN_FILENO);
    moveTo(streams.output >= 0 ? streams.output : null, STDOUT_FILENO);
    moveTo(streams.error, STDERR_FILENO);
    ::syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC);
    ::execvp(words[0], words);
    return errno;
}

/// What a child says of its start, through a pipe that exec closes.
struct StartWord {
    enum : int { Pid, Failure } kind;
    int value;
};

void say(int descriptor, StartWord word) { (void)!::write(descriptor, &word, sizeof word); }

// Back in this program.

struct Start {
    pid_t pid = 0;
    int failure = 0;
};

/// Until exec has closed the pipe, or the child has gone.
Start hear(int descriptor)
{
    Start start;
    StartWord word{};
    for (;;) {
        const ssize_t got = ::read(descriptor, &word, sizeof word);
        if (got == sizeof word)
            (word.kind == StartWord::Pid ? start.pid : start.failure) = word.value;
        else if (got >= 0 || errno != EINTR)
            return start;
    }
}

Error cannotStart(int number, const std::string &program)
{
    const ErrorCode code = number == EACCES                        ? ErrorCode::NoPermission
                           : number == ENOENT || number == ENOTDIR ? ErrorCode::NotFound
                                                                   : ErrorCode::WorkerDied;
    return Error{code, std::string("cannot start the program: ") + std::strerror(number), program};
}

void waitForEnd(pid_t pid)
{
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

} // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const std::vector<std::string> &arguments,
                                                          const ProcessOptions &options)
{
    const std::string &program = arguments.front();
    Channel output = PRIMER_TRY(pipeFrom(program));
    Channel word = PRIMER_TRY(pipeFrom(program));
    Channel input;
    if (options.withInput) {
        Channel made = PRIMER_TRY(socketTo(program));
        input = std::move(made);
    }
    Descriptor error = PRIMER_TRY(openForErrors(options.errorFile));
    const std::vector<char *> words = execWords(arguments);
    const pid_t parent = ::getpid();
    pid_t pid = 0;
    {
        const BlockedSignals blocked;
        pid = ::fork();
        if (pid == 0) {
            ::setpgid(0, 0);
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (::getppid() != parent)
                ::_exit(127);
            if (options.memoryCapBytes > 0 && !hasShadowMemory) {
                const rlimit memory{options.memoryCapBytes, options.memoryCapBytes};
                ::setrlimit(RLIMIT_AS, &memory);
            }
            const rlimit noCore{0, 0};
            ::setrlimit(RLIMIT_CORE, &noCore);
            say(word.theirs.get(),
                {StartWord::Failure, become(words.data(), {input.theirs.get(), output.theirs.get(), error.get()})});
            ::_exit(127);
        }
    }
    if (pid < 0)
        return errnoError(errno, program);
    ::setpgid(pid, pid); // as the child does: whoever comes first
    word.theirs.reset();
    const Start started = hear(word.ours.get());
    ::fcntl(output.ours.get(), F_SETPIPE_SZ, 1 << 20);
    std::unique_ptr<ChildProcess> child(new ChildProcess(pid, output.ours.release(), input.ours.release()));
    if (started.failure)
        return cannotStart(started.failure, program);
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
        ::kill(-m_pid, SIGKILL);
        (void)reap();
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
    const std::size_t got = PRIMER_TRY(read(m_buffer.data(), m_buffer.size()));
    m_bufferBegin = 0;
    m_bufferEnd = got;
    return got > 0;
}

template<typename Take>
Result<bool> ChildProcess::takeExactly(std::size_t size, Take take)
{
    for (std::size_t left = size; left > 0;) {
        if (m_bufferBegin == m_bufferEnd) {
            const bool some = PRIMER_TRY(readSome());
            if (!some && left == size)
                return false;
            if (!some)
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

Result<std::string> ChildProcess::readToEnd(const Limits &limits, const Feedback *feedback)
{
    using Clock = std::chrono::steady_clock;
    using Milliseconds = std::chrono::milliseconds;
    constexpr auto lookEvery = Milliseconds(100);
    const Clock::time_point begin = Clock::now();
    std::string output(m_buffer.data() + m_bufferBegin, m_bufferEnd - m_bufferBegin);
    m_bufferBegin = m_bufferEnd;
    bool asked = false;
    for (;;) {
        if (feedback && feedback->isCancelled() && !std::exchange(asked, true))
            askToEnd();
        const auto left = limits.time - std::chrono::duration_cast<Milliseconds>(Clock::now() - begin);
        if (left <= Milliseconds(0))
            return Error{ErrorCode::LimitExceeded, "no end after " + std::to_string(limits.time.count() / 1000) + " s",
                         ""};
        pollfd wanted{m_descriptor, POLLIN, 0};
        const Milliseconds pause = feedback ? std::min<Milliseconds>(left, lookEvery) : left;
        if (::poll(&wanted, 1, int(std::min<Milliseconds>(pause, std::chrono::hours(1)).count())) <= 0)
            continue;
        const bool some = PRIMER_TRY(readSome());
        if (!some)
            return output;
        output.append(m_buffer.data(), m_bufferEnd);
        m_bufferBegin = m_bufferEnd;
        if (output.size() > limits.bytes)
            return Error{ErrorCode::LimitExceeded, "says more than " + std::to_string(limits.bytes) + " bytes", ""};
    }
}

void ChildProcess::askToEnd()
{
    if (!m_ended)
        ::kill(-m_pid, SIGTERM);
}

/// Its group's number is its own while it is not reaped: what it left behind is found by it.
Status ChildProcess::reap()
{
    while (!m_ended) {
        siginfo_t info{};
        if (::waitid(P_PID, id_t(m_pid), &info, WEXITED | WNOWAIT) != 0) {
            if (errno != EINTR)
                return errnoError(errno, "waitid");
            continue;
        }
        ::kill(-m_pid, SIGKILL);
        if (::waitpid(m_pid, &m_status, 0) == m_pid)
            m_ended = true;
    }
    return success();
}

Status ChildProcess::wait()
{
    PRIMER_TRY(reap());
    if (WIFEXITED(m_status) && WEXITSTATUS(m_status) == 0)
        return success();
    return Error{ErrorCode::WorkerDied,
                 WIFSIGNALED(m_status) ? "signal " + std::to_string(WTERMSIG(m_status))
                                       : "exit code " + std::to_string(WEXITSTATUS(m_status)),
                 ""};
}

Result<std::string> outputOf(const std::vector<std::string> &arguments, const ChildProcess::Limits &limits,
                             const Feedback *feedback)
{
    const auto child = PRIMER_TRY(ChildProcess::start(arguments));
    std::string output = PRIMER_TRY(child->readToEnd(limits, feedback));
    PRIMER_TRY(child->wait());
    return output;
}

Result<pid_t> startDetached(const std::vector<std::string> &arguments, const std::string &errorFile)
{
    const std::string &program = arguments.front();
    Channel word = PRIMER_TRY(pipeFrom(program));
    const Descriptor error = PRIMER_TRY(openForErrors(errorFile));
    ::flock(error.get(), LOCK_EX | LOCK_NB); // the program inherits it; held by another one already, it says the same
    const std::vector<char *> words = execWords(arguments);
    pid_t between = 0;
    {
        const BlockedSignals blocked;
        between = ::fork();
        if (between == 0) {
            // The program is this one's grandchild: nobody here has to wait for its end.
            ::setsid();
            const pid_t pid = ::fork();
            if (pid == 0) {
                say(word.theirs.get(), {StartWord::Failure, become(words.data(), {-1, -1, error.get()})});
                ::_exit(127);
            }
            say(word.theirs.get(), pid > 0 ? StartWord{StartWord::Pid, pid} : StartWord{StartWord::Failure, errno});
            ::_exit(0);
        }
    }
    if (between < 0)
        return errnoError(errno, program);
    word.theirs.reset();
    const Start started = hear(word.ours.get());
    waitForEnd(between);
    if (started.failure)
        return cannotStart(started.failure, program);
    if (started.pid == 0)
        return Error{ErrorCode::WorkerDied, "ended before it was started", program};
    return started.pid;
}

} // namespace primer
