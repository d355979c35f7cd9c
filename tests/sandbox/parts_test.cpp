// The parts of a sandbox by themselves: what the filter lets through, what bubblewrap is told, what a verdict is.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/sandbox/bubblewrap.h"
#include "core/sandbox/process_tree.h"
#include "core/sandbox/sandbox_messages.h"
#include "core/sandbox/seccomp_filter.h"

using namespace primer;

namespace {

/// What the kernel would do: the few instructions that the filter is made of.
std::uint32_t decision(const std::vector<sock_filter> &program, const seccomp_data &data)
{
    std::uint32_t value = 0;
    for (std::size_t at = 0; at < program.size(); ++at) {
        const sock_filter &step = program[at];
        const auto go = [&](bool isTrue) { at += isTrue ? step.jt : step.jf; };
        switch (step.code) {
        case BPF_LD | BPF_W | BPF_ABS:
            std::memcpy(&value, reinterpret_cast<const char *>(&data) + step.k, sizeof value);
            break;
        case BPF_JMP | BPF_JEQ | BPF_K: go(value == step.k); break;
        case BPF_JMP | BPF_JGE | BPF_K: go(value >= step.k); break;
        case BPF_JMP | BPF_JGT | BPF_K: go(value > step.k); break;
        case BPF_JMP | BPF_JSET | BPF_K: go((value & step.k) != 0); break;
        case BPF_RET | BPF_K: return step.k;
        default: ADD_FAILURE() << "an unknown instruction " << step.code; return 0;
        }
    }
    ADD_FAILURE() << "ran over the end";
    return 0;
}

std::uint32_t of(int number, std::array<std::uint64_t, 6> arguments = {}, std::uint32_t arch = AUDIT_ARCH_X86_64)
{
    static const std::vector<sock_filter> program = seccompProgram(allowedCalls());
    seccomp_data data{};
    data.nr = number;
    data.arch = arch;
    std::copy(arguments.begin(), arguments.end(), data.args);
    return decision(program, data);
}

constexpr std::uint32_t allowed = SECCOMP_RET_ALLOW, killed = SECCOMP_RET_KILL_PROCESS,
                        refused = SECCOMP_RET_ERRNO | EPERM, unknown = SECCOMP_RET_ERRNO | ENOSYS;
constexpr std::uint64_t highHalf = std::uint64_t(1) << 32;

} // namespace

TEST(SeccompFilter, letsThroughWhatIsListedAndNothingElse)
{
    for (int number = 0; number < 600; ++number) {
        const auto rules = allowedCalls();
        const bool isPlain = std::any_of(rules.begin(), rules.end(), [number](const CallRule &rule) {
            return rule.number == number && rule.arguments.empty();
        });
        const bool isListed = std::any_of(rules.begin(), rules.end(),
                                          [number](const CallRule &rule) { return rule.number == number; });
        const std::uint32_t otherwise = number >= 424 ? unknown : refused;
        if (isPlain || !isListed) {
            EXPECT_EQ(of(number), isPlain ? allowed : otherwise) << number;
        }
    }
    for (const int number : {SYS_ptrace, SYS_mount, SYS_bpf, SYS_keyctl, SYS_unshare, SYS_socket, SYS_process_vm_readv,
                             SYS_memfd_create, SYS_timer_create, SYS_rt_sigqueueinfo, SYS_setrlimit, SYS_chroot})
        EXPECT_EQ(of(number), refused) << number;
    for (const int number : {SYS_io_uring_setup, SYS_clone3, SYS_pidfd_open, SYS_pidfd_getfd, SYS_pidfd_send_signal})
        EXPECT_EQ(of(number), unknown) << number;
}

TEST(SeccompFilter, killsCallsOfOtherMachines)
{
    EXPECT_EQ(of(SYS_read, {}, AUDIT_ARCH_I386), killed);
    EXPECT_EQ(of(SYS_read, {}, AUDIT_ARCH_AARCH64), killed);
    EXPECT_EQ(of(SYS_read | 0x40000000), killed);
    EXPECT_EQ(of(-1), killed);
}

TEST(SeccompFilter, looksAtArguments)
{
    EXPECT_EQ(of(SYS_clone, {CLONE_VM | SIGCHLD}), allowed);
    EXPECT_EQ(of(SYS_clone, {CLONE_NEWUSER | SIGCHLD}), refused);
    EXPECT_EQ(of(SYS_clone, {highHalf | CLONE_NEWNET}), refused);
    EXPECT_EQ(of(SYS_kill, {3, SIGTERM}), allowed);
    for (const std::uint64_t pid : {std::uint64_t(0), std::uint64_t(1), std::uint64_t(2), ~std::uint64_t(0),
                                    std::uint64_t(0xffffffff), highHalf | 2, std::uint64_t(0xfffffffe)})
        EXPECT_EQ(of(SYS_kill, {pid, SIGTERM}), refused) << pid;
    EXPECT_EQ(of(SYS_kill, {3, SIGKILL}), refused);
    EXPECT_EQ(of(SYS_kill, {3, highHalf | SIGKILL}), refused);
    EXPECT_EQ(of(SYS_tgkill, {3, 3, SIGABRT}), allowed);
    EXPECT_EQ(of(SYS_tgkill, {2, 2, SIGABRT}), refused);
    EXPECT_EQ(of(SYS_tgkill, {3, 3, SIGKILL}), refused);
    EXPECT_EQ(of(SYS_ioctl, {0, TCGETS}), allowed);
    EXPECT_EQ(of(SYS_ioctl, {0, TIOCSTI}), refused);
    EXPECT_EQ(of(SYS_ioctl, {0, highHalf | TIOCSTI}), refused);
    EXPECT_EQ(of(SYS_fcntl, {0, F_SETFD}), allowed);
    EXPECT_EQ(of(SYS_fcntl, {0, F_DUPFD_CLOEXEC}), allowed);
    EXPECT_EQ(of(SYS_fcntl, {0, F_SETOWN}), refused);
    EXPECT_EQ(of(SYS_socketpair, {AF_UNIX}), allowed);
    EXPECT_EQ(of(SYS_socketpair, {AF_INET}), refused);
    EXPECT_EQ(of(SYS_prlimit64, {0, RLIMIT_CPU, 0}), allowed);
    EXPECT_EQ(of(SYS_prlimit64, {0, RLIMIT_CPU, 1}), refused);
    EXPECT_EQ(of(SYS_prlimit64, {0, RLIMIT_CPU, highHalf}), refused);
    EXPECT_EQ(of(SYS_prlimit64, {0, RLIMIT_NPROC, 1}), allowed);
    EXPECT_EQ(of(SYS_prlimit64, {2, RLIMIT_NPROC, 0}), refused);
}

TEST(SeccompFilter, isSmallEnoughForTheKernel)
{
    EXPECT_LT(seccompProgram(allowedCalls()).size(), std::size_t(BPF_MAXINSNS));
}

TEST(BubblewrapArguments, closeEverything)
{
    const Bubblewrap bubblewrap{"/usr/bin/bwrap", "0.8.0", true};
    const PythonInstall python{"/usr/bin/python3.11", "3.11.2", {"/usr/lib/python3.11"}};
    SandboxLimits limits;
    limits.scratchBytes = 12345;
    const auto words = sandboxArguments(bubblewrap, python, limits, 5, 6, "pass");
    std::string line;
    for (const std::string &word : words)
        line += word + " ";
    for (const char *part : {"--unshare-user ", "--unshare-pid ", "--unshare-net ", "--unshare-ipc ", "--unshare-uts ",
                             "--unshare-cgroup ", "--new-session ", "--die-with-parent ", "--cap-drop ALL ",
                             "--disable-userns ", "--seccomp 6 ", "--json-status-fd 5 ", "--size 12345 --tmpfs /tmp ",
                             "--remount-ro / ", "--ro-bind /usr/lib/python3.11 /usr/lib/python3.11 "})
        EXPECT_NE(line.find(part), std::string::npos) << part;
    for (const char *part :
         {"--bind ", "--share-net", "--proc", "--dev ", "/etc", "/home", "/sys", "--ro-bind / ", "--ro-bind /usr /usr"})
        EXPECT_EQ(line.find(part), std::string::npos) << part;
    const Bubblewrap old{"/usr/bin/bwrap", "0.7.0", false};
    const auto fewer = sandboxArguments(old, python, limits, 5, 6, "pass");
    EXPECT_EQ(std::count(fewer.begin(), fewer.end(), "--disable-userns"), 0);
}

TEST(SandboxMessages, aVerdictIsWholeAndOfThisRun)
{
    const auto field = [](const std::string &text) {
        std::string bytes(4, '\0');
        bytes[0] = char(text.size());
        return bytes + text;
    };
    const std::string nonce(32, 'n');
    const std::string good = field(nonce) + field("passed") + field("") + field("3") + field("1500000");
    const auto verdict = decodeVerdict(good, nonce);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->outcome, "passed");
    EXPECT_EQ(verdict->calls, 3);
    EXPECT_DOUBLE_EQ(verdict->cpuSeconds, 1.5);
    for (std::size_t length = 0; length < good.size(); ++length)
        EXPECT_FALSE(decodeVerdict(good.substr(0, length), nonce)) << length;
    EXPECT_FALSE(decodeVerdict(good + "x", nonce));
    EXPECT_FALSE(decodeVerdict(good, std::string(32, 'o')));
    EXPECT_FALSE(decodeVerdict(field("") + good.substr(36), ""));
    EXPECT_FALSE(decodeVerdict(field(nonce) + field("passed") + field("") + field("-3") + field("1"), nonce));
    EXPECT_FALSE(decodeVerdict(field(nonce) + field("passed") + field("") + field("3x") + field("1"), nonce));
    EXPECT_FALSE(decodeVerdict("\xff\xff\xff\xff", nonce));
}

TEST(SandboxMessages, whatComesBeforeTheNonceIsAllTheCodeSees)
{
    SandboxProgram program{"the code", "the tests", "f", {{"f(1)", "2", false}}};
    const std::string request = encodeRequest("judge", program, {}, "the nonce");
    EXPECT_LT(request.find("the code"), request.find("the nonce"));
    EXPECT_LT(request.find("the nonce"), request.find("the tests"));
    EXPECT_LT(request.find("the nonce"), request.find("f(1)"));
}

TEST(ProcessTree, countsThisProcess)
{
    const TreeUse use = useOfTree(::getpid());
    EXPECT_GE(use.processes, 1);
    EXPECT_GT(use.memoryBytes, 100'000u);
    EXPECT_EQ(useOfTree(0x3fffffff).processes, 0);
}
