// The attacks, as whoever runs the tests and, where that is root, as nobody.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/child_process.h"
#include "core/base/descriptor.h"
#include "tests/sandbox/attacks.h"
#include "tests/sandbox/open_sandbox.h"

using namespace primer;
namespace fs = std::filesystem;

namespace {

/// What the attacks are after: it lives on this machine while they run.
class Prey
{
public:
    Prey()
    {
        char folder[] = "/tmp/primer-prey-XXXXXX";
        m_folder = ::mkdtemp(folder);
        ::chmod(m_folder.c_str(), 0755);
        m_secret = m_folder + "/secret";
        std::ofstream(m_secret) << "marker of a secret";
        ::chmod(m_secret.c_str(), 0666);
        ::setenv("OPENAI_API_KEY", "marker of a key", 1);
        m_inherited = Descriptor(::open(m_secret.c_str(), O_RDONLY)); // not closed on exec
        m_port = listen(AF_INET);
        m_abstract = listen(AF_UNIX);
    }
    ~Prey() { fs::remove_all(m_folder); }

    std::string filled(std::string code) const
    {
        const char *home = std::getenv("HOME");
        const std::map<std::string, std::string> places{{"@SECRET@", m_secret},
                                                        {"@HOME@", home ? home : "/root"},
                                                        {"@PORT@", std::to_string(m_number)},
                                                        {"@NAME@", name()},
                                                        {"@PID@", std::to_string(::getpid())}};
        for (const auto &[place, text] : places) {
            for (std::size_t at = 0; (at = code.find(place, at)) != std::string::npos;)
                code.replace(at, place.size(), text);
        }
        return attackPrelude + code + "\nprint('through')\n";
    }
    /// Names, sizes and times of what must stay as it is.
    std::map<std::string, std::string> watched() const
    {
        std::map<std::string, std::string> files;
        for (const std::string &folder :
             {m_folder, std::string("/usr/lib/python3"), std::string("/etc"), std::string("/home")}) {
            std::error_code failure;
            for (const auto &entry :
                 fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, failure)) {
                struct stat found {};
                if (::lstat(entry.path().c_str(), &found) == 0)
                    files[entry.path()] = std::to_string(found.st_size) + " " + std::to_string(found.st_mtim.tv_sec)
                                          + " " + std::to_string(found.st_mode);
            }
        }
        return files;
    }

private:
    static std::string name() { return "primer-prey-" + std::to_string(::getpid()); }
    Descriptor listen(int family)
    {
        Descriptor listener(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (family == AF_INET) {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            socklen_t size = sizeof address;
            EXPECT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr *>(&address), size), 0);
            ::getsockname(listener.get(), reinterpret_cast<sockaddr *>(&address), &size);
            m_number = ntohs(address.sin_port);
        } else {
            sockaddr_un address{};
            address.sun_family = AF_UNIX;
            name().copy(address.sun_path + 1, sizeof address.sun_path - 2);
            EXPECT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr *>(&address),
                             socklen_t(offsetof(sockaddr_un, sun_path) + 1 + name().size())),
                      0);
        }
        EXPECT_EQ(::listen(listener.get(), 64), 0);
        return listener;
    }
    std::string m_folder, m_secret;
    Descriptor m_inherited, m_port, m_abstract;
    int m_number = 0;
};

/// Processes whose command line shows that they came from a sandbox that this process, or one it started, began.
std::vector<pid_t> sandboxProcesses()
{
    std::vector<pid_t> found;
    for (const auto &entry : fs::directory_iterator("/proc")) {
        const long pid = std::strtol(entry.path().filename().c_str(), nullptr, 10);
        if (pid <= 0)
            continue;
        std::ifstream file(entry.path() / "cmdline"), stat(entry.path() / "stat");
        std::string line, state;
        std::getline(file, line);
        std::getline(stat, state);
        struct stat owner {};
        const bool isOurs = ::stat(entry.path().c_str(), &owner) == 0
                            && (owner.st_uid == ::geteuid() || (::geteuid() == 0 && owner.st_uid >= 0x40000000));
        if (isOurs && line.find("import marshal,posix") != std::string::npos && state.find(") Z ") == std::string::npos)
            found.push_back(pid_t(pid));
    }
    return found;
}

bool isDescendant(pid_t pid, pid_t of)
{
    while (pid > 1 && pid != of) {
        std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
        std::string line;
        std::getline(stat, line);
        const std::size_t name = line.rfind(')');
        pid = name == std::string::npos ? 0 : pid_t(std::strtol(line.c_str() + name + 4, nullptr, 10));
    }
    return pid == of;
}

SandboxLimits attackLimits()
{
    SandboxLimits limits;
    limits.cpuSeconds = 2;
    limits.wallFactor = 20;
    limits.memoryBytes = 256u << 20;
    return limits;
}

void attackAll(const Sandbox &sandbox)
{
    const Prey prey;
    const auto before = prey.watched();
    for (const Attack &attack : allAttacks()) {
        const std::string name = std::to_string(attack.number) + ", " + attack.name;
        const SandboxResult result = sandbox.run({prey.filled(attack.code), "", "", {}}, attackLimits());
        const std::string wanted = *attack.end ? attack.end : "passed";
        EXPECT_EQ(sandboxOutcomeName(result.outcome), wanted) << name << ": " << result.reason << "\n"
                                                              << result.errors.substr(0, 2000);
        EXPECT_EQ(result.output.find("OPEN"), std::string::npos) << name << ":\n" << result.output;
        EXPECT_EQ(result.output.substr(0, 10'000).find("through") != std::string::npos, wanted == "passed") << name;
        EXPECT_EQ(result.attempts, 1) << name;
    }
    EXPECT_EQ(prey.watched(), before);
}

/// In a process of its own as another user; what fails there is said here.
void asNobody(const std::function<void()> &work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        constexpr uid_t nobody = 65534;
        if (::setgroups(0, nullptr) != 0 || ::setresgid(nobody, nobody, nobody) != 0
            || ::setresuid(nobody, nobody, nobody) != 0)
            ::_exit(3);
        work();
        ::_exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "as nobody, see above: " << status;
}

class Attacks : public testing::Test
{
    void SetUp() override
    {
        if (!hasSandbox())
            GTEST_SKIP() << whyNoSandbox();
    }
    void TearDown() override
    {
        using Clock = std::chrono::steady_clock;
        const auto last = Clock::now() + std::chrono::seconds(1);
        const auto left = [] {
            std::size_t count = 0;
            for (const pid_t pid : sandboxProcesses())
                count += isDescendant(pid, ::getpid());
            return count;
        };
        while (left() > 0 && Clock::now() < last)
            std::this_thread::yield();
        EXPECT_EQ(left(), 0u);
    }
};

} // namespace

TEST_F(Attacks, areContained)
{
    const char *repeats = std::getenv("PRIMER_ATTACK_REPEATS"); // 3 before a release
    for (int n = repeats ? std::atoi(repeats) : 1; n > 0; --n)
        attackAll(openSandbox());
}

TEST_F(Attacks, areContainedWhereNobodyRunsThem)
{
    if (::geteuid() != 0)
        GTEST_SKIP() << "not root: the attacks ran as an ordinary user already";
    asNobody([] {
        const auto sandbox = Sandbox::open();
        ASSERT_TRUE(sandbox.ok()) << sandbox.error().detail;
        attackAll(*sandbox);
    });
}

TEST_F(Attacks, areAttacksOutside)
{
    const Prey prey;
    for (const Attack &attack : allAttacks()) {
        if (!attack.isOpenOutside)
            continue;
        const std::string code = prey.filled(attack.code) + "sys.exit(0)";
        const pid_t child = ::fork(); // as bad programs start others: with all that is open
        if (child == 0) {
            const int out = ::open("/tmp/primer-attack-outside", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
            ::dup2(out, 1);
            ::execl("/usr/bin/python3", "python3", "-I", "-c", code.c_str(), nullptr);
            ::_exit(127);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        std::ifstream said("/tmp/primer-attack-outside");
        const std::string all((std::istreambuf_iterator<char>(said)), std::istreambuf_iterator<char>());
        EXPECT_NE(all.find("OPEN"), std::string::npos) << attack.number << ", " << attack.name << ":\n" << all;
    }
    fs::remove("/tmp/primer-attack-outside");
}

/// Number 33. Whatever process of it is killed from outside: nothing is known about the code, and that is said. In the
/// order of their numbers: bubblewrap, process 1, the judge, the code.
TEST_F(Attacks, killingTheSandboxIsNotRun)
{
    constexpr std::size_t processes = 4;
    const pid_t self = ::getpid();
    for (std::size_t victim = 0; victim <= processes; ++victim) {
        const bool onlyOnce = victim == processes;
        std::atomic<bool> isOver{false};
        std::atomic<int> killed{0};
        std::thread killer([&] {
            std::set<pid_t> seen;
            while (!isOver && !(onlyOnce && killed > 0)) {
                std::set<pid_t> found;
                for (const pid_t pid : sandboxProcesses()) {
                    if (isDescendant(pid, self) && !seen.contains(pid))
                        found.insert(pid);
                }
                if (found.size() != processes)
                    continue; // not yet at its code, or going
                killed += ::kill(*std::next(found.begin(), std::ptrdiff_t(victim % processes)), SIGKILL) == 0;
                seen.insert(found.begin(), found.end());
            }
        });
        SandboxLimits limits;
        limits.cpuSeconds = 30;
        const SandboxResult result = openSandbox().run(
            {"import time\ndef f():\n    time.sleep(2)\n    return 1", "assert f() == 1", "f", {}}, limits);
        isOver = true;
        killer.join();
        EXPECT_EQ(result.attempts, 2) << victim;
        EXPECT_STREQ(sandboxOutcomeName(result.outcome), onlyOnce ? "passed" : "not_run") << victim << result.reason;
        EXPECT_EQ(killed.load(), onlyOnce ? 1 : 2) << victim;
    }
}
