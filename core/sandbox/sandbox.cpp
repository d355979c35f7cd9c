#include "core/sandbox/sandbox.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

#include <sys/random.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "core/base/child_process.h"
#include "core/base/last_line.h"
#include "core/sandbox/bubblewrap.h"
#include "core/sandbox/sandbox_messages.h"
#include "core/sandbox/sandbox_run.h"
#include "core/sandbox/seccomp_filter.h"
#include "core/sandbox/judge_texts.h"

namespace primer {

struct Sandbox::Parts {
    Bubblewrap bubblewrap;
    PythonInstall python;
    std::string judge;  ///< marshalled by this Python
    std::string filter; ///< the seccomp program's bytes
    SandboxFacts facts;
};

namespace {

/// The judge as bytes that the sandbox's Python runs without compiling it: that would take longer than most programs.
Result<std::string> compiledJudge(const PythonInstall &python)
{
    std::string source;
    for (const char *text : judgeTexts)
        source += text;
    // On the command line, not in a file: it is 40 kB, and a file would have to be trusted.
    const std::string compiler = "import marshal,sys\n"
                                 "judge=compile(sys.argv[1],'<judge>','exec',dont_inherit=True)\n"
                                 "sys.stdout.buffer.write(marshal.dumps(judge))";
    return outputOf({python.path, "-I", "-S", "-c", compiler, source},
                    {std::size_t(1) << 20, std::chrono::seconds(20)});
}

Result<std::string> freshNonce()
{
    std::string nonce(32, '\0');
    if (::getrandom(nonce.data(), nonce.size(), 0) != ssize_t(nonce.size()))
        return errnoError(errno, "nonce");
    return nonce;
}

/// Each run of this machine's root is another user, whom nothing belongs to. For others it stays 0.
uid_t freshUser()
{
    if (::geteuid() != 0)
        return 0;
    static std::atomic<std::uint32_t> count{0};
    constexpr std::uint32_t first = 0x40000000, range = 0x20000000;
    return uid_t(first + (std::uint32_t(::getpid()) * 4096u + count.fetch_add(1)) % range);
}

void judged(const JudgeVerdict &verdict, SandboxResult &result)
{
    constexpr std::pair<const char *, SandboxOutcome> outcomes[] = {{"passed", SandboxOutcome::Passed},
                                                                    {"failed", SandboxOutcome::Failed},
                                                                    {"timed_out", SandboxOutcome::TimedOut},
                                                                    {"out_of_memory", SandboxOutcome::OutOfMemory},
                                                                    {"syntax_error", SandboxOutcome::SyntaxError}};
    for (const auto &[word, outcome] : outcomes) {
        if (verdict.outcome == word)
            result.outcome = outcome;
    }
    result.reason = verdict.reason;
    result.calls = verdict.calls;
    result.cpuSeconds = verdict.cpuSeconds;
    // "exit code 1" says less than the last words of the program.
    if (result.outcome == SandboxOutcome::Failed && verdict.reason.starts_with("exit code") && !result.errors.empty())
        result.reason += ": " + lastLineOf(result.errors);
}

/// The judge is gone without a word. It runs the tests: what they use up ends it.
void withoutVerdict(const SandboxEnd &end, const SandboxLimits &limits, SandboxResult &result)
{
    constexpr int signalled = 128, cpuSignal = 24, killSignal = 9;
    const int code = end.exitCode.value_or(-1);
    const bool usedUp = end.cpuSeconds >= 0.9 * wholeCpuSeconds(limits);
    if (code == signalled + cpuSignal || (code == signalled + killSignal && usedUp)) {
        result.outcome = SandboxOutcome::TimedOut;
        result.reason = "the tests took more than " + std::to_string(wholeCpuSeconds(limits)) + " s of CPU time";
    } else if (code == signalled + killSignal || code < 0) {
        result.reason = "the sandbox was killed";
    } else {
        result.reason = "the judge ended with " + std::to_string(code) + ": " + lastLineOf(end.errors);
    }
    if (!end.failure.empty())
        result.reason = end.failure;
}

SandboxResult resultOf(SandboxEnd &&end, const SandboxLimits &limits, const std::string &nonce)
{
    SandboxResult result;
    const std::string cpu = std::to_string(wholeCpuSeconds(limits)) + " s";
    const auto verdict = decodeVerdict(end.verdict, nonce);
    result.errors = std::move(end.errors);
    result.cpuSeconds = end.cpuSeconds;
    result.wallSeconds = end.wallSeconds;
    result.isOutputCut = end.isOutputCut;
    const auto ended = [&result](SandboxOutcome outcome, std::string reason) {
        result.outcome = outcome;
        result.reason = std::move(reason);
    };
    switch (end.cause) {
    case SandboxEnd::ByItself:
        if (verdict && end.failure.empty()) {
            judged(*verdict, result);
        } else {
            end.errors = result.errors;
            withoutVerdict(end, limits, result);
        }
        break;
    case SandboxEnd::WallTime:
        ended(SandboxOutcome::TimedOut, "no end after " + std::to_string(int(end.wallSeconds)) + " s");
        break;
    case SandboxEnd::CpuTime: ended(SandboxOutcome::TimedOut, "more than " + cpu + " of CPU time"); break;
    case SandboxEnd::Memory:
        ended(SandboxOutcome::OutOfMemory, "more than " + std::to_string(limits.memoryBytes >> 20) + " MiB");
        break;
    case SandboxEnd::Output:
        ended(SandboxOutcome::OutputLimit, "wrote more than " + std::to_string(limits.outputBytes) + " bytes");
        break;
    case SandboxEnd::Cancelled: ended(SandboxOutcome::NotRun, "cancelled"); break;
    }
    result.output = std::move(end.output);
    return result;
}

SandboxFacts factsOf(const Bubblewrap &bubblewrap, const PythonInstall &python, std::size_t calls)
{
    SandboxFacts facts{"bubblewrap " + bubblewrap.version, "Python " + python.version + " (" + python.path + ")", {}};
    facts.layers = {"namespaces: user, pid, net, ipc, uts, cgroup, mount",
                    "files: Python and what it links, read-only, /tmp of limited size; no /proc, /sys, /etc, home",
                    "no capabilities, a session of its own, an empty environment",
                    "seccomp: " + std::to_string(calls) + " system calls allowed",
                    "limits: address space, CPU time, file size, open files, processes of its namespace, no core",
                    "watched: CPU time and memory of all its processes, wall time, output"};
    if (bubblewrap.disablesUserNamespaces)
        facts.layers.push_back("no further user namespaces");
    facts.layers.push_back(::geteuid() == 0 ? "a user of its own for each run" : "the user's own id (not root)");
    return facts;
}

Error cannotRun(const std::string &why)
{
    std::string words = "programs cannot be run in a sandbox here: " + why;
    if (why.find("namespace") != std::string::npos || why.find("uid map") != std::string::npos)
        words += " (the system does not let programs make user namespaces; on Ubuntu 24.04 see "
                 "kernel.apparmor_restrict_unprivileged_userns)";
    return Error{ErrorCode::Unsupported, words, "bubblewrap"};
}

/// Neither says "passed" to everything nor "failed".
Status tryOut(const Sandbox &sandbox)
{
    const SandboxProgram right{"def twice(x):\n    return 2 * x\n", "assert twice(4) == 8\n", "twice", {}};
    const SandboxProgram wrong{"def twice(x):\n    return 3 * x\n", "assert twice(4) == 8\n", "twice", {}};
    const SandboxResult passed = sandbox.run(right);
    if (passed.outcome != SandboxOutcome::Passed)
        return cannotRun(passed.reason.empty() ? lastLineOf(passed.errors) : passed.reason);
    const SandboxResult failed = sandbox.run(wrong);
    if (failed.outcome != SandboxOutcome::Failed)
        return cannotRun("a wrong program came out as " + std::string(sandboxOutcomeName(failed.outcome)));
    return success();
}

} // namespace

const char *sandboxOutcomeName(SandboxOutcome outcome)
{
    switch (outcome) {
    case SandboxOutcome::Passed: return "passed";
    case SandboxOutcome::Failed: return "failed";
    case SandboxOutcome::TimedOut: return "timed_out";
    case SandboxOutcome::OutOfMemory: return "out_of_memory";
    case SandboxOutcome::OutputLimit: return "output_limit";
    case SandboxOutcome::SyntaxError: return "syntax_error";
    case SandboxOutcome::NotRun: break;
    }
    return "not_run";
}

Sandbox::Sandbox(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Sandbox::Sandbox(Sandbox &&) noexcept = default;
Sandbox &Sandbox::operator=(Sandbox &&) noexcept = default;
Sandbox::~Sandbox() = default;

const SandboxFacts &Sandbox::facts() const { return m_parts->facts; }

Result<Sandbox> Sandbox::open(const SandboxOptions &options)
{
    utsname machine{};
    if (::uname(&machine) != 0 || std::string_view(machine.machine) != "x86_64")
        return cannotRun("the machine is not x86-64");
    auto parts = std::make_unique<Parts>();
    const auto bubblewrap = findBubblewrap(options.bubblewrap);
    if (!bubblewrap)
        return Error{ErrorCode::Unsupported, bubblewrap.error().detail, bubblewrap.error().where};
    const auto python = findPython(options.python);
    if (!python)
        return Error{ErrorCode::Unsupported, python.error().detail, python.error().where};
    parts->bubblewrap = *bubblewrap;
    parts->python = *python;
    parts->judge = PRIMER_TRY(compiledJudge(*python));
    const std::vector<CallRule> calls = allowedCalls();
    const std::vector<sock_filter> filter = seccompProgram(calls);
    parts->filter.assign(reinterpret_cast<const char *>(filter.data()), filter.size() * sizeof(sock_filter));
    parts->facts = factsOf(*bubblewrap, *python, calls.size());
    Sandbox sandbox(std::move(parts));
    PRIMER_TRY(tryOut(sandbox));
    return sandbox;
}

SandboxResult Sandbox::run(const SandboxProgram &program, const SandboxLimits &limits, const Feedback *feedback) const
{
    SandboxResult result;
    constexpr int maxAttempts = 2;
    for (int attempt = 1; attempt <= maxAttempts; ++attempt) {
        const auto nonce = freshNonce();
        if (!nonce) {
            result.reason = nonce.error().detail;
            continue;
        }
        const SandboxStart start{m_parts->bubblewrap,
                                 m_parts->python,
                                 m_parts->filter,
                                 encodeRequest(m_parts->judge, program, limits, *nonce),
                                 limits,
                                 freshUser()};
        auto end = runSandbox(start, feedback);
        if (end)
            result = resultOf(std::move(end).value(), limits, *nonce);
        else
            result.reason = end.error().detail;
        result.attempts = attempt;
        if (result.outcome != SandboxOutcome::NotRun || (feedback && feedback->isCancelled()))
            break;
    }
    result.backend = m_parts->facts.backend;
    return result;
}

Status Sandbox::runMany(const std::vector<SandboxProgram> &programs, const SandboxLimits &limits, int parallel,
                        Feedback &feedback, const Take &take) const
{
    const std::size_t wanted = parallel > 0 ? std::size_t(parallel) : std::max(1u, std::thread::hardware_concurrency());
    std::atomic<std::size_t> next{0};
    std::size_t done = 0;
    std::mutex mutex;
    const auto work = [&] {
        for (std::size_t index = next++; index < programs.size() && !feedback.isCancelled(); index = next++) {
            SandboxResult result = run(programs[index], limits, &feedback);
            const std::lock_guard lock(mutex);
            if (result.outcome == SandboxOutcome::NotRun && feedback.isCancelled())
                return;
            take(index, std::move(result));
            feedback.report(++done, programs.size());
        }
    };
    // Each waits for its own: a sandbox goes when the thread that started it does.
    std::vector<std::thread> threads;
    for (std::size_t count = std::min(wanted, programs.size()); count > 0; --count)
        threads.emplace_back(work);
    for (std::thread &thread : threads)
        thread.join();
    if (feedback.isCancelled() && done < programs.size())
        return Error{ErrorCode::Cancelled, "", ""};
    return success();
}

} // namespace primer
