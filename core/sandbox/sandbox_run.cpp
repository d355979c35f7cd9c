#include "core/sandbox/sandbox_run.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/descriptor.h"
#include "core/sandbox/launch.h"
#include "core/sandbox/process_tree.h"
#include "core/sandbox/sandbox_messages.h"

namespace primer {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// What bubblewrap is started with: 0, 1, 2, then these. judge.py knows the first two by number.
constexpr int statusNumber = 5, filterNumber = 6, lastNumber = 6;

/// Reads the judge's program from the request and becomes it: Python then compiles nothing but this.
constexpr const char *bootstrap = "import marshal,posix\n"
                                  "def take(size):\n"
                                  " data=b''\n"
                                  " while len(data)<size:\n"
                                  "  more=posix.read(3,size-len(data))\n"
                                  "  if not more:posix._exit(3)\n"
                                  "  data+=more\n"
                                  " return data\n"
                                  "exec(marshal.loads(take(int.from_bytes(take(4),'little'))))\n";

constexpr std::size_t verdictBytes = 1 << 16, statusBytes = 1 << 16;

struct Ends {
    Descriptor ours, theirs;
};

Result<Ends> ends(bool isSocket)
{
    int pair[2];
    const int failed = isSocket ? ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) : ::pipe2(pair, O_CLOEXEC);
    if (failed != 0)
        return errnoError(errno, "sandbox");
    return Ends{Descriptor(movedAbove(pair[0], lastNumber)), Descriptor(movedAbove(pair[1], lastNumber))};
}

/// A number behind its key in bubblewrap's lines of JSON.
std::optional<int> numberAfter(std::string_view text, std::string_view key)
{
    const std::size_t place = text.find(key);
    if (place == std::string_view::npos)
        return std::nullopt;
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(": ", place + key.size())));
    int number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failure == std::errc() && end != text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::vector<std::pair<int, rlimit>> kernelLimits(const SandboxLimits &limits)
{
    const auto same = [](std::uint64_t value) { return rlimit{value, value}; };
    const auto cpu = rlim_t(wholeCpuSeconds(limits));
    constexpr rlim_t openFiles = 64;
    return {{RLIMIT_AS, same(limits.memoryBytes)},
            {RLIMIT_CPU, {cpu, cpu + 1}},
            {RLIMIT_FSIZE, same(limits.scratchBytes)},
            {RLIMIT_NOFILE, same(openFiles)},
            {RLIMIT_CORE, same(0)},
            {RLIMIT_MSGQUEUE, same(0)},
            {RLIMIT_MEMLOCK, same(0)}};
}

class Run
{
public:
    Run(const SandboxStart &start, const Feedback *feedback) : m_start(start), m_feedback(feedback) {}
    ~Run() { end(); }
    Run(const Run &) = delete;
    Run &operator=(const Run &) = delete;

    Status begin();
    Result<SandboxEnd> toTheEnd();

private:
    struct Stream {
        Descriptor source;
        std::string *target = nullptr;
        std::size_t most = 0;
    };

    Status startProcess(Ends &output, Ends &errors, Ends &request, Ends &verdict, Ends &status);
    void feed();
    void take(Stream &stream);
    bool isOpen() const;
    void look();
    void stop(SandboxEnd::Cause cause);
    void end();

    const SandboxStart &m_start;
    const Feedback *m_feedback;
    Clock::time_point m_begin = Clock::now(), m_nextLook = m_begin + milliseconds(50);
    pid_t m_outer = 0;     ///< bubblewrap; 0 once it was waited for
    pid_t m_first = 0;     ///< process 1 of the namespace, as seen from here
    Descriptor m_firstEnd; ///< readable when it has gone, and with it all of the namespace
    Descriptor m_request;
    std::size_t m_fed = 0;
    std::array<Stream, 4> m_streams; ///< output, errors, verdict, status
    std::string m_status;
    bool m_isStopped = false;
    SandboxEnd m_end;
};

Status Run::begin()
{
    Ends output = PRIMER_TRY(ends(false)), errors = PRIMER_TRY(ends(false)), verdict = PRIMER_TRY(ends(false)),
         status = PRIMER_TRY(ends(false)), request = PRIMER_TRY(ends(true));
    PRIMER_TRY(startProcess(output, errors, request, verdict, status));
    m_request = std::move(request.ours);
    ::fcntl(m_request.get(), F_SETFL, O_NONBLOCK);
    const std::size_t most = m_start.limits.outputBytes;
    m_streams = {Stream{std::move(output.ours), &m_end.output, most},
                 Stream{std::move(errors.ours), &m_end.errors, most},
                 Stream{std::move(verdict.ours), &m_end.verdict, verdictBytes},
                 Stream{std::move(status.ours), &m_status, statusBytes}};
    return success();
}

Status Run::startProcess(Ends &output, Ends &errors, Ends &request, Ends &verdict, Ends &status)
{
    const Descriptor null(movedAbove(::open("/dev/null", O_RDONLY | O_CLOEXEC), lastNumber));
    Ends filter = PRIMER_TRY(ends(false));
    // A pipe holds more than any filter: nobody has to read meanwhile.
    if (::write(filter.theirs.get(), m_start.filter.data(), m_start.filter.size()) != ssize_t(m_start.filter.size()))
        return errnoError(errno, "seccomp filter");
    filter.theirs.reset();
    Launch start;
    start.arguments = sandboxArguments(m_start.bubblewrap, m_start.python, m_start.limits, statusNumber, filterNumber,
                                       bootstrap);
    start.environment = {"PATH=/usr/bin", "HOME=/tmp", "LC_ALL=C.UTF-8"};
    start.descriptors = {null.get(),           output.theirs.get(), errors.theirs.get(), request.theirs.get(),
                         verdict.theirs.get(), status.theirs.get(), filter.ours.get()};
    start.limits = kernelLimits(m_start.limits);
    start.user = m_start.user;
    m_outer = PRIMER_TRY(launch(start));
    return success();
}

void Run::feed()
{
    const std::string &request = m_start.request;
    const ssize_t sent = ::send(m_request.get(), request.data() + m_fed, request.size() - m_fed,
                                MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0)
        m_fed += std::size_t(sent);
    const bool isGone = sent < 0 && errno != EAGAIN && errno != EINTR;
    if (isGone || m_fed == request.size())
        m_request.reset();
}

void Run::take(Stream &stream)
{
    char bytes[1 << 16];
    const ssize_t got = ::read(stream.source.get(), bytes, sizeof bytes);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got <= 0) {
        stream.source.reset();
        return;
    }
    const std::size_t room = stream.most - std::min(stream.most, stream.target->size());
    stream.target->append(bytes, std::min(room, std::size_t(got)));
    if (std::size_t(got) > room) {
        m_end.isOutputCut = true;
        stop(SandboxEnd::Output);
    }
    if (stream.target != &m_status || m_first != 0)
        return;
    if (const auto pid = numberAfter(m_status, "\"child-pid\"")) {
        m_first = *pid;
        m_firstEnd = Descriptor(int(::syscall(SYS_pidfd_open, m_first, 0)));
        if (m_isStopped)
            ::kill(m_first, SIGKILL);
    }
}

bool Run::isOpen() const
{
    return std::any_of(m_streams.begin(), m_streams.end(),
                       [](const Stream &stream) { return stream.source.get() >= 0; });
}

/// Limits that no signal of the kernel stands for.
void Run::look()
{
    const Clock::time_point now = Clock::now();
    const SandboxLimits &limits = m_start.limits;
    if (std::chrono::duration<double>(now - m_begin).count() > limits.wallFactor * wholeCpuSeconds(limits))
        return stop(SandboxEnd::WallTime);
    if (m_feedback && m_feedback->isCancelled())
        return stop(SandboxEnd::Cancelled);
    if (now < m_nextLook || m_first == 0)
        return;
    m_nextLook = now + milliseconds(100);
    const TreeUse use = useOfTree(m_first);
    m_end.cpuSeconds = std::max(m_end.cpuSeconds, use.cpuSeconds);
    constexpr std::uint64_t ofTheJudge = 64u << 20;
    if (use.memoryBytes > limits.memoryBytes + ofTheJudge)
        stop(SandboxEnd::Memory);
    else if (use.cpuSeconds > wholeCpuSeconds(limits) + 1.0) // one process alone has met the kernel's limit before
        stop(SandboxEnd::CpuTime);
}

void Run::stop(SandboxEnd::Cause cause)
{
    if (m_isStopped)
        return;
    m_isStopped = true;
    m_end.cause = cause;
    ::kill(-m_outer, SIGKILL);
    if (m_first != 0)
        ::kill(m_first, SIGKILL);
}

/// Process 1 of a namespace goes last: when it has gone, everything has.
void Run::end()
{
    if (m_outer == 0)
        return;
    stop(m_end.cause);
    int status = 0;
    while (::waitpid(m_outer, &status, 0) < 0 && errno == EINTR) {
    }
    m_outer = 0;
    constexpr int longestEndMs = 10'000;
    pollfd gone{m_firstEnd.get(), POLLIN, 0};
    if (gone.fd >= 0 && ::poll(&gone, 1, longestEndMs) == 0)
        m_end.failure = "processes are left that cannot be ended";
}

Result<SandboxEnd> Run::toTheEnd()
{
    while (isOpen()) {
        std::array<pollfd, 5> wanted{};
        for (std::size_t place = 0; place < m_streams.size(); ++place)
            wanted[place] = {m_streams[place].source.get(), POLLIN, 0};
        wanted[4] = {m_request.get(), POLLOUT, 0};
        constexpr int lookEveryMs = 20;
        const int ready = ::poll(wanted.data(), wanted.size(), lookEveryMs);
        if (ready < 0 && errno != EINTR)
            return errnoError(errno, "sandbox");
        for (std::size_t place = 0; ready > 0 && place < m_streams.size(); ++place) {
            if (wanted[place].revents != 0)
                take(m_streams[place]);
        }
        if (ready > 0 && wanted[4].revents != 0)
            feed();
        look();
        if (m_isStopped)
            break;
    }
    m_end.wallSeconds = std::chrono::duration<double>(Clock::now() - m_begin).count();
    m_end.exitCode = numberAfter(m_status, "\"exit-code\"");
    if (m_first == 0) // its own words, for nothing else has been started
        m_end.failure = m_end.errors.substr(0, m_end.errors.find('\n'));
    end();
    return std::move(m_end);
}

} // namespace

Result<SandboxEnd> runSandbox(const SandboxStart &start, const Feedback *feedback)
{
    Run run(start, feedback);
    PRIMER_TRY(run.begin());
    return run.toTheEnd();
}

} // namespace primer
