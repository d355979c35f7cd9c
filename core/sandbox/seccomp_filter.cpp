#include "core/sandbox/seccomp_filter.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <iterator>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

namespace primer {

namespace {

constexpr std::uint32_t x32Bit = 0x40000000;
constexpr std::uint32_t firstNewCall = 424; // pidfd_send_signal: from here on the numbers are those of all machines

constexpr sock_filter statement(std::uint32_t code, std::uint32_t value) { return {std::uint16_t(code), 0, 0, value}; }
constexpr sock_filter jump(std::uint32_t test, std::uint32_t value, std::size_t ifTrue, std::size_t ifFalse)
{
    return {std::uint16_t(BPF_JMP | test | BPF_K), std::uint8_t(ifTrue), std::uint8_t(ifFalse), value};
}
constexpr sock_filter load(std::size_t offset) { return statement(BPF_LD | BPF_W | BPF_ABS, std::uint32_t(offset)); }
constexpr sock_filter answer(std::uint32_t action) { return statement(BPF_RET | BPF_K, action); }
constexpr std::uint32_t refusal(int number) { return SECCOMP_RET_ERRNO | (std::uint32_t(number) & SECCOMP_RET_DATA); }

constexpr std::size_t argumentOffset(int place, bool high)
{
    return offsetof(seccomp_data, args) + std::size_t(place) * sizeof(std::uint64_t) + (high ? 4 : 0);
}

/// A test goes on behind itself where it holds, and otherwise `refusalIn` instructions behind its end.
std::vector<sock_filter> testOf(const ArgumentRule &rule, std::size_t refusalIn)
{
    std::vector<sock_filter> test{load(argumentOffset(rule.place, false))};
    const std::size_t count = rule.values.size();
    switch (rule.kind) {
    case ArgumentRule::OneOf:
        for (std::size_t i = 0; i < count; ++i)
            test.push_back(jump(BPF_JEQ, rule.values[i], count - 1 - i, i + 1 < count ? 0 : refusalIn));
        break;
    case ArgumentRule::NoneOf:
        for (std::size_t i = 0; i < count; ++i)
            test.push_back(jump(BPF_JEQ, rule.values[i], count - 1 - i + refusalIn, 0));
        break;
    case ArgumentRule::NoBits: test.push_back(jump(BPF_JSET, rule.values.at(0), refusalIn, 0)); break;
    case ArgumentRule::Above:
        test.push_back(jump(BPF_JSET, 0x80000000, refusalIn + 1, 0));
        test.push_back(jump(BPF_JGT, rule.values.at(0), 0, refusalIn));
        break;
    case ArgumentRule::Null:
        test.push_back(jump(BPF_JEQ, 0, 0, refusalIn + 2));
        test.push_back(load(argumentOffset(rule.place, true)));
        test.push_back(jump(BPF_JEQ, 0, 0, refusalIn));
        break;
    }
    return test;
}

/// From the last test to the first: each has to know how far the end is. What is refused meets the blocks behind this
/// one, which may be other rules for the same call.
std::vector<sock_filter> blockOf(const CallRule &rule)
{
    std::vector<sock_filter> block{answer(SECCOMP_RET_ALLOW), load(offsetof(seccomp_data, nr))};
    for (auto argument = rule.arguments.rbegin(); argument != rule.arguments.rend(); ++argument) {
        const std::vector<sock_filter> test = testOf(*argument, block.size() - 1);
        block.insert(block.begin(), test.begin(), test.end());
    }
    block.insert(block.begin(), jump(BPF_JEQ, std::uint32_t(rule.number), 0, block.size()));
    return block;
}

/// Allowed whatever the arguments are, in runs of neighbouring numbers: the kernel looks at them one after the other.
void addPlain(std::vector<sock_filter> &program, const std::vector<int> &numbers)
{
    for (std::size_t first = 0; first < numbers.size();) {
        std::size_t last = first;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
            ++last;
        program.push_back(jump(BPF_JGE, std::uint32_t(numbers[first]), 0, 2));
        program.push_back(jump(BPF_JGT, std::uint32_t(numbers[last]), 1, 0));
        program.push_back(answer(SECCOMP_RET_ALLOW));
        first = last + 1;
    }
}

constexpr int plainCalls[] = {
    // files
    SYS_read, SYS_write, SYS_open, SYS_close, SYS_stat, SYS_fstat, SYS_lstat, SYS_poll, SYS_lseek, SYS_pread64,
    SYS_pwrite64, SYS_readv, SYS_writev, SYS_access, SYS_pipe, SYS_select, SYS_dup, SYS_dup2, SYS_sendfile, SYS_flock,
    SYS_fsync, SYS_fdatasync, SYS_truncate, SYS_ftruncate, SYS_getdents, SYS_getcwd, SYS_chdir, SYS_fchdir, SYS_rename,
    SYS_mkdir, SYS_rmdir, SYS_creat, SYS_link, SYS_unlink, SYS_symlink, SYS_readlink, SYS_chmod, SYS_fchmod, SYS_umask,
    SYS_utime, SYS_utimes, SYS_statfs, SYS_fstatfs, SYS_getdents64, SYS_fadvise64, SYS_openat, SYS_mkdirat,
    SYS_newfstatat, SYS_unlinkat, SYS_renameat, SYS_linkat, SYS_symlinkat, SYS_readlinkat, SYS_fchmodat, SYS_faccessat,
    SYS_pselect6, SYS_ppoll, SYS_utimensat, SYS_fallocate, SYS_dup3, SYS_pipe2, SYS_preadv, SYS_pwritev, SYS_renameat2,
    SYS_copy_file_range, SYS_preadv2, SYS_pwritev2, SYS_statx, SYS_close_range, SYS_faccessat2, SYS_epoll_create,
    SYS_epoll_wait, SYS_epoll_ctl, SYS_epoll_pwait, SYS_epoll_create1, SYS_eventfd, SYS_eventfd2,
    // memory
    SYS_mmap, SYS_mprotect, SYS_munmap, SYS_brk, SYS_mremap, SYS_msync, SYS_mincore, SYS_madvise,
    // signals to itself, time
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigpending, SYS_rt_sigtimedwait, SYS_rt_sigsuspend,
    SYS_sigaltstack, SYS_pause, SYS_alarm, SYS_getitimer, SYS_setitimer, SYS_nanosleep, SYS_clock_nanosleep,
    SYS_clock_gettime, SYS_clock_getres, SYS_gettimeofday, SYS_time, SYS_times, SYS_restart_syscall,
    // processes and threads
    SYS_fork, SYS_vfork, SYS_execve, SYS_exit, SYS_exit_group, SYS_wait4, SYS_waitid, SYS_getpid, SYS_getppid,
    SYS_gettid, SYS_getpgrp, SYS_getpgid, SYS_setpgid, SYS_setsid, SYS_getsid, SYS_getuid, SYS_getgid, SYS_geteuid,
    SYS_getegid, SYS_getresuid, SYS_getresgid, SYS_getgroups, SYS_futex, SYS_set_tid_address, SYS_set_robust_list,
    SYS_get_robust_list, SYS_arch_prctl, SYS_sched_yield, SYS_sched_getaffinity, SYS_getpriority, SYS_getrusage,
    SYS_getrlimit, SYS_membarrier, SYS_rseq, SYS_uname, SYS_sysinfo, SYS_getcpu, SYS_getrandom,
    // pairs of sockets, once they are there
    SYS_sendto, SYS_recvfrom, SYS_sendmsg, SYS_recvmsg, SYS_shutdown, SYS_getsockname, SYS_getpeername, SYS_getsockopt};

} // namespace

std::vector<CallRule> allowedCalls()
{
    std::vector<CallRule> rules;
    for (const int number : plainCalls)
        rules.push_back({number, {}});
    constexpr std::uint32_t newNamespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER
                                            | CLONE_NEWPID | CLONE_NEWNET;
    // Process 1 is bubblewrap's, 2 the judge; a group is the judge's too.
    const ArgumentRule notTheJudge{0, ArgumentRule::Above, {2}};
    const auto notKill = [](int place) { return ArgumentRule{place, ArgumentRule::NoneOf, {SIGKILL}}; };
    const std::vector<CallRule> limited{
        {SYS_clone, {{0, ArgumentRule::NoBits, {newNamespaces}}}},
        {SYS_kill, {notTheJudge, notKill(1)}},
        {SYS_tkill, {notTheJudge, notKill(1)}},
        {SYS_tgkill, {notTheJudge, notKill(2)}},
        {SYS_socketpair, {{0, ArgumentRule::OneOf, {AF_UNIX}}}},
        // Only its own, and only how many processes there may be: the judge sets that.
        {SYS_prlimit64, {{0, ArgumentRule::OneOf, {0}}, {2, ArgumentRule::Null, {}}}},
        {SYS_prlimit64, {{0, ArgumentRule::OneOf, {0}}, {1, ArgumentRule::OneOf, {RLIMIT_NPROC}}}},
        {SYS_prctl, {{0, ArgumentRule::OneOf, {PR_SET_NAME, PR_GET_NAME}}}},
        // Without the owner of a descriptor's signals: they can be any signal to any process.
        {SYS_fcntl,
         {{1,
           ArgumentRule::OneOf,
           {F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK,
            F_OFD_SETLKW, F_DUPFD_CLOEXEC, F_GETPIPE_SZ}}}},
        {SYS_ioctl, {{1, ArgumentRule::OneOf, {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX}}}},
    };
    rules.insert(rules.end(), limited.begin(), limited.end());
    return rules;
}

std::vector<sock_filter> seccompProgram(std::vector<CallRule> allowed)
{
    std::sort(allowed.begin(), allowed.end(), [](const auto &a, const auto &b) { return a.number < b.number; });
    std::vector<sock_filter> program{
        load(offsetof(seccomp_data, arch)), jump(BPF_JEQ, AUDIT_ARCH_X86_64, 1, 0),
        answer(SECCOMP_RET_KILL_PROCESS),   load(offsetof(seccomp_data, nr)),
        jump(BPF_JGE, x32Bit, 0, 1),        answer(SECCOMP_RET_KILL_PROCESS),
    };
    std::vector<int> plain;
    for (const CallRule &rule : allowed) {
        if (rule.arguments.empty())
            plain.push_back(rule.number);
    }
    addPlain(program, plain);
    for (const CallRule &rule : allowed) {
        if (rule.arguments.empty())
            continue;
        const std::vector<sock_filter> block = blockOf(rule);
        program.insert(program.end(), block.begin(), block.end());
    }
    // Every block leaves the number loaded.
    program.push_back(jump(BPF_JGE, firstNewCall, 0, 1));
    program.push_back(answer(refusal(ENOSYS)));
    program.push_back(answer(refusal(EPERM)));
    return program;
}

} // namespace primer
