#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/runs/run_folder.h"
#include "core/runs/run_upkeep.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;
using primer::test::writeFile;

namespace {

namespace fs = std::filesystem;

std::string textOf(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// As an engine holds it.
class HeldLock
{
public:
    explicit HeldLock(const std::string &folder)
        : m_descriptor(::open((folder + "/run.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644))
    {
        EXPECT_EQ(::flock(m_descriptor, LOCK_EX | LOCK_NB), 0);
    }
    ~HeldLock() { ::close(m_descriptor); }

private:
    int m_descriptor;
};

class RunFolderTest : public testing::Test
{
protected:
    void SetUp() override { m_config.data = {{"shards", 1.0}}; }

    RunSummary madeRun(const std::string &name) const
    {
        auto run = createRun(m_folder.path(), name, m_config);
        EXPECT_TRUE(run.ok());
        return run ? *run : RunSummary();
    }
    /// A program in the engine's place: a line of shell, "$2" is the run's folder.
    std::string engineOf(const std::string &line) const
    {
        const std::string path = m_folder / "engine";
        writeFile(path, "#!/bin/sh\n" + line + "\n");
        fs::permissions(path, fs::perms::owner_all);
        return path;
    }

    TemporaryFolder m_folder;
    TrainingConfig m_config = *TrainingConfig::fromPreset("tiny");
};

} // namespace

TEST_F(RunFolderTest, makesAFolderOfANameThatFits)
{
    EXPECT_EQ(madeRun("first").id, "first");
    EXPECT_EQ(madeRun("first").id, "first-2");
    EXPECT_EQ(madeRun("first").id, "first-3");
    EXPECT_EQ(madeRun("a b/c:d").id, "a-b-c-d");
    EXPECT_EQ(madeRun("../../etc").id, "etc");
    EXPECT_EQ(madeRun("").id, "run");
    EXPECT_EQ(madeRun("학습").id, "run-2");
    EXPECT_EQ(madeRun(std::string(300, 'x')).id, std::string(80, 'x'));
    const auto config = readRunConfig(m_folder / "runs/first-2");
    ASSERT_TRUE(config.ok());
    EXPECT_EQ(*config, m_config);
}

TEST_F(RunFolderTest, makesNothingOfAConfigurationThatIsRefused)
{
    m_config.steps = -1;
    EXPECT_EQ(createRun(m_folder.path(), "bad", m_config).error().code, ErrorCode::InvalidInput);
    EXPECT_FALSE(fs::exists(m_folder / "runs"));
}

TEST_F(RunFolderTest, saysWhyNoFolderCanBeMade)
{
    writeFile(m_folder / "file/runs", "not a folder");
    const auto run = createRun(m_folder / "file", "first", m_config);
    ASSERT_FALSE(run.ok());
    EXPECT_FALSE(run.error().where.empty());
}

TEST_F(RunFolderTest, listsRunsAndNothingElse)
{
    EXPECT_TRUE(listRuns(m_folder.path()).empty()) << "no folder runs";
    const RunSummary second = madeRun("second"), first = madeRun("first"), damaged = madeRun("damaged");
    fs::create_directories(m_folder / "runs/without-configuration");
    writeFile(m_folder / "runs/a-file", "");
    writeFile(damaged.folder + "/run.json", "{\"steps\":");
    writeFile(damaged.folder + "/events.jsonl", std::string(100, '\0'));
    writeFile(second.folder + "/events.jsonl", "{\"event\":\"step\",\"step\":12}\n{\"event\":\"st");
    const HeldLock lock(first.folder);
    const auto runs = listRuns(m_folder.path());
    ASSERT_EQ(runs.size(), 3u);
    EXPECT_EQ(runs[0].id, "damaged");
    EXPECT_EQ(runs[0].last.kind, RunEvent::Kind::Other);
    EXPECT_EQ(runs[1].id, "first");
    EXPECT_TRUE(runs[1].isRunning);
    EXPECT_EQ(runs[2].id, "second");
    EXPECT_FALSE(runs[2].isRunning);
    EXPECT_EQ(runs[2].last.step, 12);
}

TEST_F(RunFolderTest, refusesADamagedConfiguration)
{
    const RunSummary run = madeRun("run");
    const std::string whole = textOf(run.folder + "/run.json");
    for (const std::string &text :
         {std::string(), std::string("{"), std::string("[]"), whole.substr(0, whole.size() / 2),
          std::string("{\"version\":99}"), std::string(2 << 20, ' ')}) {
        writeFile(run.folder + "/run.json", text);
        EXPECT_FALSE(readRunConfig(run.folder).ok()) << text.substr(0, 40);
    }
    fs::remove(run.folder + "/run.json");
    EXPECT_EQ(readRunConfig(run.folder).error().code, ErrorCode::NotFound);
}

TEST_F(RunFolderTest, putsTheNewestCheckpointFirst)
{
    EXPECT_TRUE(checkpointsOf(m_folder.path()).empty());
    for (const char *name : {"step-00000100", "step-00001000", "step-00000200", "partial-00002000"})
        fs::create_directories(m_folder / ("checkpoints/" + std::string(name)));
    const auto folders = checkpointsOf(m_folder.path());
    ASSERT_EQ(folders.size(), 3u);
    EXPECT_TRUE(folders[0].ends_with("/step-00001000"));
    EXPECT_TRUE(folders[2].ends_with("/step-00000100"));
}

TEST_F(RunFolderTest, runsWhileTheLockIsHeldAndNotALineLonger)
{
    const RunSummary run = madeRun("run");
    EXPECT_FALSE(isRunning(run.folder)) << "no lock";
    {
        const HeldLock lock(run.folder);
        EXPECT_TRUE(isRunning(run.folder));
        EXPECT_TRUE(isRunning(run.folder)) << "asking takes nothing";
    }
    EXPECT_FALSE(isRunning(run.folder)) << "the file of a lock that nobody holds";
    EXPECT_FALSE(isRunning(m_folder / "nowhere"));
}

TEST_F(RunFolderTest, keepsWordsThatWereNotReadYet)
{
    ASSERT_TRUE(sendToRun(m_folder.path(), "checkpoint").ok());
    ASSERT_TRUE(sendToRun(m_folder.path(), "extend 50").ok());
    EXPECT_EQ(textOf(m_folder / "control"), "checkpoint\nextend 50\n");
    EXPECT_EQ(sendToRun(m_folder / "nowhere", "stop").error().code, ErrorCode::NotFound);
}

TEST_F(RunFolderTest, showsTheEndOfTheEnginesWords)
{
    EXPECT_EQ(lastWords(m_folder.path()), "");
    writeFile(m_folder / "engine.log", "short");
    EXPECT_EQ(lastWords(m_folder.path()), "short");
    writeFile(m_folder / "engine.log", std::string(5000, 'a') + "the end");
    EXPECT_EQ(lastWords(m_folder.path()).size(), 2048u);
    EXPECT_TRUE(lastWords(m_folder.path()).ends_with("athe end"));
}

TEST_F(RunFolderTest, startsAnEngineOnceAndSeesItWork)
{
    const RunSummary run = madeRun("run");
    writeFile(run.folder + "/control", "stop\n");
    const std::string gate = m_folder / "gate";
    ASSERT_EQ(::mkfifo(gate.c_str(), 0600), 0);
    // Holds the lock until the gate is written to.
    const std::string engine = engineOf("exec 9>\"$2/run.lock\"; flock 9; echo \"$1 began\" >&2; "
                                        "echo '{\"event\":\"step\",\"step\":1}' >> \"$2/events.jsonl\"; read word <'"
                                        + gate + "'; echo \"$word\" >&2");
    ASSERT_TRUE(startLocalEngine(engine, run.folder).ok());
    EXPECT_TRUE(isRunning(run.folder));
    EXPECT_FALSE(fs::exists(run.folder + "/control")) << "words for an engine that is gone";
    EXPECT_EQ(startLocalEngine(engine, run.folder).error().code, ErrorCode::Locked);
    std::ofstream(gate) << "ended\n";
    const int lock = ::open((run.folder + "/run.lock").c_str(), O_RDONLY | O_CLOEXEC);
    ASSERT_EQ(::flock(lock, LOCK_SH), 0); // waits for its end
    ::close(lock);
    EXPECT_FALSE(isRunning(run.folder));
    EXPECT_EQ(lastWords(run.folder), "train began\nended\n");
}

TEST_F(RunFolderTest, saysThatThereIsNoEngine)
{
    const RunSummary run = madeRun("run");
    writeFile(run.folder + "/control", "stop\n");
    EXPECT_EQ(startLocalEngine(m_folder / "nowhere", run.folder).error().code, ErrorCode::NotFound);
    EXPECT_TRUE(fs::exists(run.folder + "/control"));
}

TEST_F(RunFolderTest, saysWhyAnEngineCouldNotBegin)
{
    const auto ended = [](const std::string &fields) {
        return "printf '%s\\n' '{\"event\":\"end\"," + fields + "}' >> \"$2/events.jsonl\"";
    };
    struct Case {
        std::string name, engine, failure; ///< "" when it counts as started
        std::string state;
    };
    const std::vector<Case> cases{
        {"dies", "echo 'a warning' >&2; echo 'out of memory' >&2; exit 1", "out of memory", "failed: out of memory"},
        {"dies-silently", "exit 1", "the engine ended without a word", "failed: the engine ended without a word"},
        {"says-why", ended(R"("reason":"failed","detail":"no such shards")") + "; exit 1", "no such shards",
         "failed: no such shards"},
        {"two-lines", ended(R"("reason":"failed","detail":"a\nb")"), "a\nb", "failed: a b"},
        {"bad-loss", ended(R"("reason":"bad_loss")"), "the first loss was bad", "bad loss"},
        {"has-finished", ended(R"("reason":"finished")"), "", "finished"},
        {"is-stopped", ended(R"("reason":"stopped")"), "", "stopped"},
        {"is-extended", // in one write
         R"(printf '%s\n%s\n' '{"event":"step","step":1}' '{"event":"extended","time":1.5,"steps":9}' >> "$2/events.jsonl")",
         "", "interrupted"},
        {"steps", "echo '{\"event\":\"step\",\"step\":1}' >> \"$2/events.jsonl\"", "", "interrupted"}};
    for (const Case &one : cases) {
        const RunSummary run = madeRun(one.name);
        // What an earlier engine wrote decides nothing.
        writeFile(run.folder + "/events.jsonl", one.failure.empty() ? "" : "{\"event\":\"step\",\"step\":1}\n");
        if (one.name == "dies" || one.name == "dies-silently")
            fs::remove(run.folder + "/events.jsonl");
        const Status started = startLocalEngine(engineOf(one.engine), run.folder);
        EXPECT_EQ(started ? "" : started.error().detail, one.failure) << one.name;
        if (!started) {
            EXPECT_EQ(started.error().code, ErrorCode::WorkerDied) << one.name;
        }
        for (const RunSummary &listed : listRuns(m_folder.path())) {
            if (listed.id == one.name) {
                EXPECT_EQ(stateText(listed), one.state) << one.name;
            }
        }
    }
}

TEST_F(RunFolderTest, waitsNoLongerThanItIsTold)
{
    const RunSummary run = madeRun("run");
    const HeldLock gate(m_folder.path()); // the engines wait for it
    const std::string engine = engineOf("exec 9>'" + (m_folder / "run.lock") + "'; flock 9");
    Feedback cancelled;
    cancelled.cancel();
    EXPECT_TRUE(startLocalEngine(engine, run.folder, {wholeStart, &cancelled}).ok());
    EXPECT_TRUE(startLocalEngine(engine, run.folder, {std::chrono::milliseconds(0), nullptr}).ok());
}

TEST_F(RunFolderTest, hasNotFailedWhileItsEngineStarts)
{
    const RunSummary run = madeRun("run");
    const std::string gate = m_folder / "gate";
    ASSERT_EQ(::mkfifo(gate.c_str(), 0600), 0);
    ASSERT_TRUE(
        startLocalEngine(engineOf("read word <'" + gate + "'"), run.folder, {std::chrono::milliseconds(0), nullptr})
            .ok());
    EXPECT_EQ(stateText(listRuns(m_folder.path()).at(0)), "new");
    std::ofstream(gate) << "ended\n";
    const int errors = ::open((run.folder + "/engine.err").c_str(), O_RDONLY | O_CLOEXEC);
    ASSERT_EQ(::flock(errors, LOCK_SH), 0); // waits for its end
    ::close(errors);
    EXPECT_EQ(stateText(listRuns(m_folder.path()).at(0)), "failed: the engine ended without a word");
}

TEST_F(RunFolderTest, keepsTheWordsOfAnEngineThatDiesAtOnce)
{
    const RunSummary run = madeRun("run");
    EXPECT_FALSE(startLocalEngine(engineOf("echo 'out of memory' >&2; exit 1"), run.folder).ok());
    EXPECT_FALSE(isRunning(run.folder));
    EXPECT_EQ(lastWords(run.folder), "out of memory\n");
}

TEST_F(RunFolderTest, extendsARunThatStands)
{
    const RunSummary run = madeRun("run");
    const std::string steps = engineOf("echo '{\"event\":\"step\",\"step\":1}' >> \"$2/events.jsonl\"");
    ASSERT_TRUE(extendStandingRun(steps, run.folder, 50).ok());
    EXPECT_EQ(readRunConfig(run.folder)->steps, m_config.steps + 50);
    const std::string before = textOf(run.folder + "/run.json");
    EXPECT_FALSE(extendStandingRun(engineOf("exit 1"), run.folder, 50).ok());
    EXPECT_EQ(textOf(run.folder + "/run.json"), before) << "what is refused changes nothing";
    const HeldLock lock(run.folder);
    EXPECT_EQ(extendStandingRun(steps, run.folder, 50).error().code, ErrorCode::Locked);
    EXPECT_EQ(textOf(run.folder + "/run.json"), before);
}

TEST_F(RunFolderTest, keepsTheScheduleOfARunThatIsExtended)
{
    const RunSummary run = madeRun("run");
    const std::string steps = engineOf("echo '{\"event\":\"step\",\"step\":1}' >> \"$2/events.jsonl\"");
    const std::int64_t planned = m_config.steps;
    ASSERT_TRUE(extendStandingRun(steps, run.folder, 50, {true, {}}).ok());
    EXPECT_EQ(readRunConfig(run.folder)->scheduleSteps, planned);
    EXPECT_EQ(readRunConfig(run.folder)->steps, planned + 50);
    ASSERT_TRUE(extendStandingRun(steps, run.folder, 50, {true, {}}).ok());
    EXPECT_EQ(readRunConfig(run.folder)->scheduleSteps, planned) << "the first end stays the schedule's";
    const std::string before = textOf(run.folder + "/run.json");
    EXPECT_EQ(extendStandingRun(steps, run.folder, std::numeric_limits<std::int64_t>::max(), {true, {}}).error().where,
              "steps");
    const HeldLock lock(run.folder);
    EXPECT_EQ(extendStandingRun(steps, run.folder, 50, {true, {}}).error().code, ErrorCode::Locked);
    EXPECT_EQ(textOf(run.folder + "/run.json"), before) << "what is refused changes nothing";
}

TEST_F(RunFolderTest, losesNoWordToAnEngineThatReadsThem)
{
    constexpr int words = 2000;
    std::atomic<bool> isWritten{false};
    int read = 0;
    std::thread engine([&] { // as it does at each of its steps
        const std::string path = m_folder / "control", taken = path + ".taken";
        for (bool isLast = false; !isLast;) {
            isLast = isWritten;
            if (::rename(path.c_str(), taken.c_str()) != 0)
                continue;
            const int file = ::open(taken.c_str(), O_RDONLY | O_CLOEXEC);
            ::flock(file, LOCK_EX);
            const std::string text = textOf(taken);
            read += int(std::count(text.begin(), text.end(), '\n'));
            ::unlink(taken.c_str());
            ::close(file);
            isLast = false; // there may be more by now
        }
    });
    for (int word = 0; word < words; ++word)
        EXPECT_TRUE(sendToRun(m_folder.path(), "checkpoint").ok());
    isWritten = true;
    engine.join();
    EXPECT_EQ(read, words);
}

TEST_F(RunFolderTest, cutsATitleBetweenCharacters)
{
    const RunSummary run = madeRun("run");
    std::string title;
    for (int letter = 0; letter < 2000; ++letter)
        title += "\xed\x95\x9c"; // three bytes: the limit falls inside one
    ASSERT_TRUE(setRunTitle(run.folder, title).ok());
    EXPECT_EQ(runTitle(run.folder), title.substr(0, 4095));
}
