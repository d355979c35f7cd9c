#include "core/sandbox/launch.h"

#include <cerrno>

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/child_start.h"
#include "core/base/descriptor.h"

namespace primer {

namespace {

// What follows runs in the child: only async-signal-safe calls.

/// System calls, for glibc's functions would tell every other thread of the parent, whose copies are not here.
bool becomeUser(uid_t user)
{
    return ::syscall(SYS_setgroups, 0, nullptr) == 0 && ::syscall(SYS_setresgid, user, user, user) == 0
           && ::syscall(SYS_setresuid, user, user, user) == 0;
}

/// Returns only when it failed, with errno.
int become(const Launch &launch, char *const *words, char *const *environment, int report, pid_t parent)
{
    ::setpgid(0, 0);
    useDefaultSignals();
    int number = 0;
    for (const int descriptor : launch.descriptors) {
        if (::dup2(descriptor, number++) < 0)
            return errno;
    }
    ::syscall(SYS_close_range, unsigned(number), unsigned(report) - 1, 0);
    ::syscall(SYS_close_range, unsigned(report) + 1, ~0u, 0);
    for (const auto &[resource, limit] : launch.limits) {
        if (::syscall(SYS_prlimit64, 0, resource, &limit, nullptr) != 0)
            return errno;
    }
    if (launch.user != 0 && !becomeUser(launch.user))
        return errno;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // behind becomeUser, which forgets it
    if (::getppid() != parent)
        return ESRCH;
    ::execve(words[0], words, environment);
    return errno;
}

} // namespace

int movedAbove(int descriptor, int lowest)
{
    if (descriptor < 0 || descriptor > lowest)
        return descriptor;
    const int moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, lowest + 1);
    ::close(descriptor);
    return moved;
}

Result<pid_t> launch(const Launch &launch)
{
    const std::string &program = launch.arguments.front();
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return errnoError(errno, program);
    const int above = int(launch.descriptors.size());
    const Descriptor report(movedAbove(ends[0], above));
    Descriptor theirs(movedAbove(ends[1], above));
    const std::vector<char *> words = execWords(launch.arguments), environment = execWords(launch.environment);
    const pid_t parent = ::getpid();
    pid_t pid = 0;
    int forkFailure = 0;
    {
        const BlockedSignals blocked;
        pid = ::fork();
        if (pid == 0) {
            const int failure = become(launch, words.data(), environment.data(), theirs.get(), parent);
            (void)!::write(theirs.get(), &failure, sizeof failure);
            ::_exit(127);
        }
        forkFailure = errno;
    }
    if (pid < 0)
        return errnoError(forkFailure, program);
    theirs.reset();
    int failure = 0;
    ssize_t got = 0;
    do
        got = ::read(report.get(), &failure, sizeof failure);
    while (got < 0 && errno == EINTR);
    if (got != sizeof failure)
        return pid;
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    return errnoError(failure, program);
}

} // namespace primer
