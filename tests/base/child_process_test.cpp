#include <csignal>
#include <filesystem>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/child_process.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

namespace {

std::vector<std::string> shell(const std::string &script) { return {"sh", "-c", script}; }

std::string said(const std::vector<std::string> &arguments)
{
    const auto output = outputOf(arguments, {});
    EXPECT_TRUE(output.ok()) << output.error().detail;
    return output ? *output : std::string();
}

/// A named pipe that is read until every writer has gone: a program that still holds it keeps the test from ending.
class Gate
{
public:
    Gate() : m_path(m_folder / "gate") { ::mkfifo(m_path.c_str(), 0600); }
    const std::string &path() const { return m_path; }
    int open() const
    {
        const int reader = ::open(m_path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        ::fcntl(reader, F_SETFL, 0);
        return reader;
    }
    static std::string rest(int reader)
    {
        std::string text;
        char buffer[256];
        for (ssize_t got; (got = ::read(reader, buffer, sizeof buffer)) > 0;)
            text.append(buffer, std::size_t(got));
        ::close(reader);
        return text;
    }

private:
    TemporaryFolder m_folder;
    std::string m_path;
};

} // namespace

TEST(ChildProcess, ItsOutputIsRead) { EXPECT_EQ(said(shell("printf 'one\\ntwo\\n'")), "one\ntwo\n"); }

TEST(ChildProcess, ExitCodesAndSignalsAreTold)
{
    auto failing = ChildProcess::start(shell("exit 7"));
    ASSERT_TRUE(failing.ok());
    const Status ended = (*failing)->wait();
    ASSERT_FALSE(ended.ok());
    EXPECT_EQ(ended.error().code, ErrorCode::WorkerDied);
    EXPECT_EQ(ended.error().detail, "exit code 7");
    auto killed = ChildProcess::start(shell("kill -SEGV $$"));
    ASSERT_TRUE(killed.ok());
    EXPECT_EQ((*killed)->wait().error().detail, "signal 11");
    EXPECT_EQ((*killed)->wait().error().detail, "signal 11") << "asked again";
}

TEST(ChildProcess, AMissingProgramIsNotFound)
{
    for (const bool withInput : {false, true}) {
        const auto child = ChildProcess::start({"/nowhere/no-such-program"}, {.withInput = withInput});
        ASSERT_FALSE(child.ok());
        EXPECT_EQ(child.error().code, ErrorCode::NotFound);
        EXPECT_EQ(child.error().where, "/nowhere/no-such-program");
    }
    const TemporaryFolder folder;
    test::writeFile(folder / "text", "not a program");
    EXPECT_EQ(ChildProcess::start({folder / "text"}).error().code, ErrorCode::NoPermission);
}

TEST(ChildProcess, ItAnswersWhatIsWrittenToIt)
{
    auto child = ChildProcess::start({"cat"}, {.withInput = true});
    ASSERT_TRUE(child.ok());
    ASSERT_TRUE((*child)->write("question").ok());
    char answer[8];
    const auto got = (*child)->readExactly(answer, sizeof answer);
    ASSERT_TRUE(got.ok() && *got);
    EXPECT_EQ(std::string(answer, sizeof answer), "question");
    (*child)->closeInput();
    EXPECT_FALSE(*(*child)->readExactly(answer, 1)) << "a clean end";
    EXPECT_TRUE((*child)->wait().ok());
}

TEST(ChildProcess, WritingToOneThatHasEndedIsAnErrorAndNoSignal)
{
    auto child = ChildProcess::start({"true"}, {.withInput = true});
    ASSERT_TRUE(child.ok());
    ASSERT_TRUE((*child)->wait().ok());
    const Status written = (*child)->write("too late");
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, ErrorCode::WorkerDied);
}

TEST(ChildProcess, AnEndInTheMiddleOfARowIsToldFromACleanOne)
{
    auto child = ChildProcess::start(shell("printf abc"));
    ASSERT_TRUE(child.ok());
    std::string row;
    const auto got = (*child)->appendExactly(row, 5);
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().code, ErrorCode::WorkerDied);
}

TEST(ChildProcess, StandardInputIsEmptyAndStandardErrorGoesWhereItIsWanted)
{
    const TemporaryFolder folder;
    test::writeFile(folder / "errors", "of an earlier run, longer than what comes");
    auto child = ChildProcess::start(shell("cat; echo seen; echo wrong >&2"), {.errorFile = folder / "errors"});
    ASSERT_TRUE(child.ok());
    EXPECT_EQ(*(*child)->readToEnd({}), "seen\n");
    EXPECT_TRUE((*child)->wait().ok());
    EXPECT_EQ(*readFile(folder / "errors", 1000), "wrong\n");
}

TEST(ChildProcess, OutputLargerThanAnyPipeArrivesWhole)
{
    constexpr std::size_t bytes = 50'000'000;
    const std::string output = said(shell("head -c " + std::to_string(bytes) + " /dev/zero | tr '\\0' x"));
    ASSERT_EQ(output.size(), bytes);
    EXPECT_EQ(output.find_first_not_of('x'), std::string::npos);
}

TEST(ChildProcess, TooMuchOutputAndTooMuchTimeAreRefused)
{
    const auto endless = outputOf({"yes"}, {.bytes = 100'000});
    ASSERT_FALSE(endless.ok());
    EXPECT_EQ(endless.error().code, ErrorCode::LimitExceeded);
    const auto silent = outputOf({"sleep", "1000"}, {.time = std::chrono::milliseconds(50)});
    ASSERT_FALSE(silent.ok());
    EXPECT_EQ(silent.error().code, ErrorCode::LimitExceeded);
}

TEST(ChildProcess, WhatItStartedGoesWithIt)
{
    const Gate gate;
    const int reader = gate.open();
    {
        auto child = ChildProcess::start(shell("exec 3>" + gate.path() + "; sleep 1000 & echo ready; wait"));
        ASSERT_TRUE(child.ok());
        char ready[6];
        ASSERT_TRUE(*(*child)->readExactly(ready, sizeof ready));
    }
    EXPECT_EQ(Gate::rest(reader), "");
}

TEST(ChildProcess, WhatItLeavesBehindGoesWhenItHasEnded)
{
    const Gate gate;
    const int reader = gate.open();
    auto child = ChildProcess::start(shell("exec 3>" + gate.path() + "; sleep 1000 >/dev/null & exit 3"));
    ASSERT_TRUE(child.ok());
    EXPECT_EQ((*child)->wait().error().detail, "exit code 3");
    EXPECT_EQ(Gate::rest(reader), "");
}

TEST(ChildProcess, ACancelledOneIsAskedToEndAndMaySayItsLastWords)
{
    Feedback feedback;
    feedback.cancel();
    auto child = ChildProcess::start(shell("trap 'echo last words; exit 0' TERM; echo first; "
                                           "while :; do sleep 0.01; done"));
    ASSERT_TRUE(child.ok());
    char first[6];
    ASSERT_TRUE(*(*child)->readExactly(first, sizeof first)) << "its trap is set";
    EXPECT_EQ(*(*child)->readToEnd({}, &feedback), "last words\n");
    EXPECT_TRUE((*child)->wait().ok());
}

TEST(ChildProcess, NoDescriptorIsInheritedOrLeftOpen)
{
    const auto count = [] {
        std::size_t open = 0;
        for ([[maybe_unused]] const auto &entry : std::filesystem::directory_iterator("/proc/self/fd"))
            ++open;
        return open;
    };
    const int leaky = ::open("/dev/null", O_RDONLY); // without O_CLOEXEC, as libraries open them
    const std::size_t before = count();
    // Its own listing of /proc/self/fd is the fourth.
    EXPECT_EQ(said({"ls", "/proc/self/fd"}), "0\n1\n2\n3\n");
    EXPECT_FALSE(ChildProcess::start({"/nowhere/no-such-program"}, {.withInput = true}).ok());
    {
        auto child = ChildProcess::start({"cat"}, {.withInput = true});
        ASSERT_TRUE(child.ok());
    }
    EXPECT_EQ(count(), before);
    ::close(leaky);
}

TEST(ChildProcess, SignalsThatAreBlockedOrIgnoredHereAreNotThere)
{
    sigset_t some, before;
    ::sigemptyset(&some);
    ::sigaddset(&some, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &some, &before);
    auto *const handler = ::signal(SIGPIPE, SIG_IGN);
    const std::string status = said({"grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"});
    ::signal(SIGPIPE, handler);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    EXPECT_EQ(status, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST(ChildProcess, MemoryIsCapped)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    auto child = ChildProcess::start(shell("ulimit -v"), {.memoryCapBytes = std::uint64_t(512) << 20});
    ASSERT_TRUE(child.ok());
    EXPECT_EQ(*(*child)->readToEnd({}), "524288\n");
#endif
}

TEST(Detached, ItOutlivesWhoStartedIt)
{
    const TemporaryFolder folder;
    const Gate gate;
    const int reader = gate.open();
    ::mkfifo((folder / "go").c_str(), 0600);
    // A program of its own starts it and is gone before it goes on: the second line is written to a parent that is not.
    const pid_t starter = ::fork();
    if (starter == 0) {
        const auto pid = startDetached(shell("exec 3>" + gate.path() + "; echo $$ >&3; echo log >&2; read line < "
                                             + (folder / "go") + "; echo alive >&3"),
                                       folder / "log");
        ::_exit(pid.ok() ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(starter, &status, 0), starter);
    ASSERT_EQ(status, 0);
    const int go = ::open((folder / "go").c_str(), O_WRONLY | O_CLOEXEC); // waits for the reader
    ASSERT_EQ(::write(go, "\n", 1), 1);
    ::close(go);
    const std::string said = Gate::rest(reader);
    EXPECT_NE(said.find("\nalive\n"), std::string::npos) << said;
    EXPECT_EQ(*readFile(folder / "log", 100), "log\n");
}

TEST(Detached, ItsProcessIdAndItsFailureToStartAreTold)
{
    const TemporaryFolder folder;
    const Gate gate;
    const auto pid = startDetached(shell("echo $$ > " + gate.path()), folder / "log");
    ASSERT_TRUE(pid.ok()) << pid.error().detail;
    EXPECT_EQ(Gate::rest(::open(gate.path().c_str(), O_RDONLY | O_CLOEXEC)), std::to_string(*pid) + "\n");
    EXPECT_EQ(startDetached({"/nowhere/no-such-program"}, folder / "log").error().code, ErrorCode::NotFound);
    EXPECT_EQ(startDetached({"true"}, folder / "no/such/folder").error().code, ErrorCode::NotFound);
}
