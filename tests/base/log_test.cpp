// The log: levels, files, what may not be in it, and what is left when a program falls.
#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>
#include <regex>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/base/log/log_file.h"
#include "core/base/log/redactor.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

namespace {

const std::regex lineForm(
    R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ (trace|debug|info|warning|error|critical) [\w./]+: .*)");

log::Settings settingsIn(const TemporaryFolder &folder, log::Level level)
{
    log::Settings settings;
    settings.program = "test";
    settings.folder = folder / "state";
    settings.file = "test.log";
    settings.level = level;
    settings.terminal = log::Level::Off;
    settings.keptLines = 100;
    return settings;
}

std::string textOf(const std::string &path)
{
    const auto text = readFile(path, std::size_t(1) << 26);
    return text ? *text : std::string();
}

std::vector<std::string> linesOf(const std::string &path)
{
    std::vector<std::string> lines;
    std::istringstream text(textOf(path));
    for (std::string line; std::getline(text, line);)
        lines.push_back(line);
    return lines;
}

/// The exit status of primer-test-log with these words; what it says on standard error is in `said`.
int runTool(const std::vector<std::string> &words, const std::string &said = "/dev/null")
{
    std::string command = std::string(PRIMER_LOG_TOOL);
    for (const std::string &word : words)
        command += " '" + word + "'";
    return std::system((command + " 2>'" + said + "'").c_str());
}

/// A variable of the environment as long as it lives.
class Variable
{
public:
    Variable(const char *name, const char *value) : m_name(name)
    {
        if (const char *before = std::getenv(name))
            m_before = before;
        set(value);
    }
    ~Variable() { set(m_before ? m_before->c_str() : nullptr); }
    Variable(const Variable &) = delete;
    Variable &operator=(const Variable &) = delete;

private:
    void set(const char *value)
    {
        if (value)
            ::setenv(m_name, value, 1);
        else
            ::unsetenv(m_name);
    }
    const char *m_name;
    std::optional<std::string> m_before;
};

} // namespace

TEST(Log, SaysNothingBeforeItIsStarted)
{
    // First of this program's tests: spdlog's own logger, on standard output, is the default here.
    testing::internal::CaptureStdout();
    EXPECT_FALSE(log::isOn(log::Level::Critical));
    log::warning("nobody hears this");
    log::failure(Error{ErrorCode::Io, "nor this", "x"});
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(log::filePath(), "");
}

TEST(Log, WritesWhatItsLevelLetsThrough)
{
    for (int level = 0; level <= int(log::Level::Off); ++level) {
        const TemporaryFolder folder;
        {
            const log::Session session = log::start(settingsIn(folder, log::Level(level)));
            for (int other = 0; other < int(log::Level::Off); ++other) {
                EXPECT_EQ(log::isOn(log::Level(other)), other >= level);
                log::write(log::Level(other), log::levelName(log::Level(other)));
            }
        }
        const auto lines = linesOf(folder / "state/test.log");
        ASSERT_EQ(int(lines.size()), int(log::Level::Off) - level);
        for (std::size_t place = 0; place < lines.size(); ++place) {
            EXPECT_TRUE(std::regex_match(lines[place], lineForm)) << lines[place];
            const std::string name = log::levelName(log::Level(level + int(place)));
            EXPECT_NE(lines[place].find(" " + name + " tests/base: " + name), std::string::npos) << lines[place];
        }
    }
}

TEST(Log, ReadsItsLevelFromTheOptionAndElseFromTheEnvironment)
{
    const Variable none("PRIMER_LOG", nullptr);
    EXPECT_EQ(log::settingsFor("p", "")->level, log::Level::Info);
    EXPECT_EQ(log::settingsFor("p", "")->terminal, log::Level::Warning);
    EXPECT_EQ(log::settingsFor("p", "debug")->terminal, log::Level::Debug);
    EXPECT_EQ(log::settingsFor("p", "loud").error().where, "--log-level");
    const Variable set("PRIMER_LOG", "error");
    EXPECT_EQ(log::settingsFor("p", "")->level, log::Level::Error);
    EXPECT_EQ(log::settingsFor("p", "trace")->level, log::Level::Trace);
    const Variable wrong("PRIMER_LOG", "critical");
    EXPECT_EQ(log::settingsFor("p", "").error().where, "PRIMER_LOG");
    EXPECT_EQ(log::settingsFor("p", "").error().code, ErrorCode::InvalidInput);
}

TEST(Log, LiesInTheStateFolder)
{
    const Variable home("HOME", "/home/someone");
    {
        const Variable state("XDG_STATE_HOME", "/var/s");
        EXPECT_EQ(log::stateFolder(), "/var/s/primer");
    }
    const Variable relative("XDG_STATE_HOME", "s");
    EXPECT_EQ(log::stateFolder(), "/home/someone/.local/state/primer");
    EXPECT_EQ(log::settingsFor("primer-cli", "")->file, "primer-cli.log");
}

TEST(Log, IsForItsOwnerAlone)
{
    const TemporaryFolder folder;
    const log::Session session = log::start(settingsIn(folder, log::Level::Info));
    log::warning("a line");
    struct stat facts = {};
    ASSERT_EQ(::stat((folder / "state/test.log").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u);
    ASSERT_EQ(::stat((folder / "state").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0700u);
}

TEST(Log, WritesAWarningAtOnceWithWhatCameBeforeIt)
{
    const TemporaryFolder folder;
    const log::Session session = log::start(settingsIn(folder, log::Level::Info));
    log::info("first");
    log::warning("second");
    EXPECT_EQ(linesOf(folder / "state/test.log").size(), 2u);
}

TEST(Log, NamesAnErrorsCodeDetailAndSourceLine)
{
    const TemporaryFolder folder;
    const log::Session session = log::start(settingsIn(folder, log::Level::Info));
    log::failure(Error{ErrorCode::Corrupt, "its digest differs", ""}, "job import");
    const int line = __LINE__ - 1;
    const auto lines = log::linesSince(0);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].level, log::Level::Error);
    EXPECT_EQ(lines[0].text,
              "job import: corrupt: its digest differs [tests/base/log_test.cpp:" + std::to_string(line) + "]");
    EXPECT_EQ(log::levelOf(ErrorCode::Cancelled), log::Level::Debug);
    EXPECT_EQ(log::levelOf(ErrorCode::InvalidFilter), log::Level::Info);
}

TEST(Log, NamesFilesOnlyAtDebug)
{
    const std::string path = "/home/someone/My Thesis/secret idea.py";
    const Error error{ErrorCode::NotFound, "cannot open secret idea.py: " + path + " is gone", path};
    const std::string tag = toHex(sha256(path)).substr(0, 8);
    for (const log::Level level : {log::Level::Info, log::Level::Debug}) {
        const TemporaryFolder folder;
        {
            const log::Session session = log::start(settingsIn(folder, level));
            log::failure(error);
            log::warning("left out " + path);
            log::debug("read " + path);
        }
        const auto lines = linesOf(folder / "state/test.log");
        ASSERT_EQ(lines.size(), level == log::Level::Debug ? 4u : 2u);
        for (const std::string &line : lines) {
            const bool namesFile = line.find("Thesis") != std::string::npos || line.find("idea") != std::string::npos;
            EXPECT_EQ(namesFile, line.find(" debug ") != std::string::npos) << line;
        }
        EXPECT_NE(lines[0].find("not_found: cannot open " + tag + ": " + tag + " is gone (at " + tag + ")"),
                  std::string::npos)
            << lines[0];
        EXPECT_NE(lines.end()[level == log::Level::Debug ? -2 : -1].find("left out (file)"), std::string::npos);
        if (level == log::Level::Debug) {
            EXPECT_NE(lines[1].find(tag + " is " + path), std::string::npos) << lines[1];
        }
    }
}

TEST(Log, KeepsTheNewestLines)
{
    const TemporaryFolder folder;
    const log::Session session = log::start(settingsIn(folder, log::Level::Info));
    for (int number = 1; number <= 250; ++number)
        log::info(std::to_string(number));
    const auto all = log::linesSince(0);
    ASSERT_EQ(all.size(), 100u);
    EXPECT_EQ(all.front().sequence, 151u);
    EXPECT_EQ(all.back().text, "250");
    EXPECT_EQ(log::linesSince(249).size(), 2u);
    EXPECT_TRUE(log::linesSince(251).empty());
}

TEST(Log, MovesToARunsFolder)
{
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "run");
    {
        const log::Session session = log::start(settingsIn(folder, log::Level::Info));
        log::info("before");
        log::moveTo(folder / "run", "engine.log");
        log::info("after");
        EXPECT_EQ(log::filePath(), folder / "run/engine.log");
    }
    EXPECT_EQ(linesOf(folder / "run/engine.log").size(), 2u);
    EXPECT_FALSE(std::filesystem::exists(folder / "state/test.log"));
}

TEST(Log, SaysOnceOnTheTerminalThatItCannotBeWritten)
{
    const TemporaryFolder folder;
    test::writeFile(folder / "file", "in the way");
    for (const std::string &target : {folder / "file/state", std::string("/proc/primer"), std::string("/dev/full")}) {
        log::Settings settings = settingsIn(folder, log::Level::Info);
        settings.folder = target == "/dev/full" ? "/dev" : target;
        settings.file = target == "/dev/full" ? "full" : "test.log";
        testing::internal::CaptureStderr();
        {
            const log::Session session = log::start(settings);
            for (int number = 0; number < 3; ++number)
                log::warning("lost");
        }
        const std::string said = testing::internal::GetCapturedStderr();
        EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
        EXPECT_NE(said.find("test: the log "), std::string::npos) << said;
    }
}

TEST(Log, SaysOnTheTerminalWhatTheProgramDoesNotSayItself)
{
    const TemporaryFolder folder;
    log::Settings settings = settingsIn(folder, log::Level::Info);
    settings.terminal = log::Level::Warning;
    testing::internal::CaptureStderr();
    {
        const log::Session session = log::start(settings);
        log::info("too low for it");
        log::warning("heard");
        log::shownFailure(Error{ErrorCode::DiskFull, "said by main", ""});
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "test: warning: tests/base: heard\n");
    EXPECT_EQ(linesOf(folder / "state/test.log").size(), 3u);
}

TEST(Log, TakesLinesFromManyThreads)
{
    const TemporaryFolder folder;
    {
        const log::Session session = log::start(settingsIn(folder, log::Level::Info));
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 8; ++thread)
            threads.emplace_back([] {
                for (int number = 0; number < 500; ++number) {
                    log::info("a line");
                    if (number % 100 == 0)
                        log::hideSecret("secret-of-thread");
                }
            });
        for (std::thread &thread : threads)
            thread.join();
    }
    const auto lines = linesOf(folder / "state/test.log");
    EXPECT_EQ(lines.size(), 4000u);
    for (const std::string &line : lines)
        ASSERT_TRUE(std::regex_match(line, lineForm)) << line;
}

TEST(LogFile, KeepsSoManyFilesOfSuchASize)
{
    const TemporaryFolder folder;
    log::LogFile file("test", 1000, 3);
    file.setPath(folder / "state", "primer.log");
    for (int number = 0; number < 100; ++number) {
        file.append(std::string(99, char('0' + number % 10)) + "\n");
        file.flush();
    }
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / "state"), {}), 2);
    file.append("the newest\n");
    file.flush();
    EXPECT_EQ(textOf(folder / "state/primer.log"), "the newest\n");
    EXPECT_EQ(textOf(folder / "state/primer.1.log").size(), 1000u);
    EXPECT_EQ(textOf(folder / "state/primer.2.log").size(), 1000u);
    EXPECT_FALSE(std::filesystem::exists(folder / "state/primer.3.log"));
}

TEST(LogFile, FollowsItsNameWhenAnotherProcessRenamesTheFile)
{
    const TemporaryFolder folder;
    log::LogFile file("test", 1 << 20, 3);
    file.setPath(folder / "state", "primer.log");
    file.append("old\n");
    file.flush();
    std::filesystem::rename(folder / "state/primer.log", folder / "state/primer.1.log");
    file.append("new\n");
    file.flush();
    EXPECT_EQ(textOf(folder / "state/primer.log"), "new\n");
    EXPECT_EQ(textOf(folder / "state/primer.1.log"), "old\n");
}

TEST(LogFile, DoesNotBringBackAFolderThatWasRemoved)
{
    const TemporaryFolder folder;
    log::LogFile file("test", 1 << 20, 3);
    file.setPath(folder / "run", "engine.log");
    file.append("old\n");
    file.flush();
    std::filesystem::remove_all(folder / "run");
    testing::internal::CaptureStderr();
    file.append("new\n");
    file.flush();
    EXPECT_NE(testing::internal::GetCapturedStderr(), "");
    EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

TEST(LogFile, IsNotTornBySeveralProcesses)
{
    const TemporaryFolder folder;
    constexpr int processes = 4, lines = 3000;
    std::vector<std::thread> waiting;
    std::array<int, processes> status{};
    for (int process = 0; process < processes; ++process)
        waiting.emplace_back([&, process] {
            status[std::size_t(process)] = runTool({"lines", folder / "state", std::string(1, char('a' + process)),
                                                    std::to_string(lines), "50000", "100"});
        });
    for (std::thread &thread : waiting)
        thread.join();
    std::map<std::string, std::vector<int>> numbers;
    std::map<int, std::string> byAge;
    for (const auto &entry : std::filesystem::directory_iterator(folder / "state")) {
        const std::string name = entry.path().filename().string();
        byAge[name == "shared.log" ? 0 : std::atoi(name.c_str() + 7)] = entry.path().string();
    }
    EXPECT_GT(byAge.size(), 5u); // it was renamed while they wrote
    const std::regex form(R"(.{24} \d+ info tests/support: line (\w) (\d+) ={60})");
    for (auto file = byAge.rbegin(); file != byAge.rend(); ++file) {
        for (const std::string &line : linesOf(file->second)) {
            std::smatch found;
            ASSERT_TRUE(std::regex_match(line, found, form)) << file->second << ": " << line;
            numbers[found[1]].push_back(std::stoi(found[2]));
        }
    }
    for (int process = 0; process < processes; ++process) {
        EXPECT_EQ(status[std::size_t(process)], 0);
        std::vector<int> &of = numbers[std::string(1, char('a' + process))];
        // A line may go to the file that another process has just renamed: none is lost, few stand out of order.
        std::sort(of.begin(), of.end());
        ASSERT_EQ(int(of.size()), lines);
        for (int number = 0; number < lines; ++number)
            ASSERT_EQ(of[std::size_t(number)], number);
    }
}

class Crash : public testing::TestWithParam<std::pair<const char *, int>>
{};

TEST_P(Crash, LeavesTheLastLines)
{
    const auto [how, signal] = GetParam();
    const TemporaryFolder folder;
    const int status = runTool({"crash", folder / "state", how}, folder / "said");
    // By way of a shell: 128 and the signal, or the signal itself.
    EXPECT_TRUE((WIFSIGNALED(status) && WTERMSIG(status) == signal)
                || (WIFEXITED(status) && WEXITSTATUS(status) == 128 + signal))
        << status;
    const auto lines = linesOf(folder / "state/crash.log");
    ASSERT_EQ(lines.size(), 101u);
    for (const std::string &line : lines)
        EXPECT_TRUE(std::regex_match(line, lineForm)) << line;
    EXPECT_NE(lines[99].find("before the end 99"), std::string::npos) << lines[99];
    EXPECT_NE(lines[100].find(" critical crash: the program ends by "), std::string::npos) << lines[100];
    // The signal handler's own calendar: not before the line above it, not after now.
    EXPECT_LE(lines[99].substr(0, 24), lines[100].substr(0, 24));
    const std::time_t now = std::time(nullptr) + 1;
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%FT%T", std::gmtime(&now));
    EXPECT_LE(lines[100].substr(0, 19), text.data());
    if (std::string(how) == "exception") {
        EXPECT_TRUE(lines[100].ends_with("SIGABRT: uncaught exception: no room for (file)")) << lines[100];
    }
    EXPECT_NE(textOf(folder / "said").find("its last lines are in " + folder / "state/crash.log"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Ways, Crash,
                         testing::Values(std::pair{"abort", SIGABRT}, std::pair{"segv", SIGSEGV},
                                         std::pair{"overflow", SIGSEGV}, std::pair{"exception", SIGABRT},
                                         std::pair{"thread", SIGABRT}),
                         [](const auto &info) { return std::string(info.param.first); });

TEST(Redactor, StandsBeforeEverySink)
{
    const TemporaryFolder folder;
    log::Settings settings = settingsIn(folder, log::Level::Info);
    settings.terminal = log::Level::Info;
    testing::internal::CaptureStderr();
    {
        const log::Session session = log::start(settings);
        log::hideSecret("MyVeryOwnSecret");
        log::writeFor("qt.network", log::Level::Info, "header MyVeryOwnSecret, sk-abcdefghijklmnop of /home/me/x.py");
    }
    const std::string safe = "qt.network: header (hidden), (hidden) of (file)";
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "test: info: " + safe + "\n");
    EXPECT_TRUE(textOf(folder / "state/test.log").ends_with("info " + safe + "\n"));
    EXPECT_EQ(log::linesSince(0).at(0).text, safe.substr(12));
}
