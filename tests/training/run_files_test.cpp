// What a run shares with others: its folder, its lock, its processes.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <torch/csrc/distributed/c10d/HashStore.hpp>

#include "core/base/atomic_file.h"
#include "core/model/transformer.h"
#include "core/recipe/model_config.h"
#include "core/recipe/training_config.h"
#include "core/training/checkpoint.h"
#include "core/training/checkpoint_saver.h"
#include "core/training/collectives.h"
#include "core/training/control_file.h"
#include "core/training/event_log.h"
#include "core/training/process_watch.h"
#include "core/training/trainer.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using namespace std::chrono_literals;

TEST(ProcessPlace, readsWhatLaunchersSet)
{
    EXPECT_EQ(firstSlurmHost("gpu[07-09,12],login"), "gpu07");
    EXPECT_EQ(firstSlurmHost("gpu[3]"), "gpu3");
    EXPECT_EQ(firstSlurmHost("gpu[3,7-9]"), "gpu3");
    EXPECT_EQ(firstSlurmHost("node1,node2"), "node1");
    EXPECT_EQ(firstSlurmHost("box"), "box");

    const std::vector<const char *> names{
        "RANK",         "WORLD_SIZE",           "LOCAL_RANK",          "MASTER_ADDR",        "MASTER_PORT",
        "SLURM_PROCID", "SLURM_NTASKS",         "SLURM_LOCALID",       "SLURM_JOB_NODELIST", "SLURM_STEP_NODELIST",
        "SLURM_JOB_ID", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"};
    const auto placeWith = [&](const std::map<std::string, std::string> &variables) {
        for (const char *name : names)
            ::unsetenv(name);
        for (const auto &[name, value] : variables)
            ::setenv(name.c_str(), value.c_str(), 1);
        const auto place = ProcessPlace::fromEnvironment();
        for (const char *name : names)
            ::unsetenv(name);
        return place;
    };
    EXPECT_EQ(placeWith({})->size, 1);
    const auto torchrun = placeWith({{"RANK", "3"},
                                     {"WORLD_SIZE", "8"},
                                     {"LOCAL_RANK", "1"},
                                     {"MASTER_ADDR", "a"},
                                     {"MASTER_PORT", "29500"},
                                     {"SLURM_PROCID", "0"},
                                     {"SLURM_NTASKS", "2"}});
    ASSERT_TRUE(torchrun.ok());
    EXPECT_EQ(torchrun->rank, 3);
    EXPECT_EQ(torchrun->localRank, 1);
    EXPECT_EQ(torchrun->masterPort, 29500);
    const auto srun = placeWith({{"SLURM_PROCID", "5"},
                                 {"SLURM_NTASKS", "16"},
                                 {"SLURM_LOCALID", "5"},
                                 {"SLURM_JOB_NODELIST", "gpu[01-02]"},
                                 {"SLURM_JOB_ID", "1234567"}});
    ASSERT_TRUE(srun.ok());
    EXPECT_EQ(srun->masterAddress, "gpu01");
    EXPECT_EQ(srun->masterPort, 15567);
    EXPECT_EQ(srun->localRank, 5);
    EXPECT_EQ(placeWith({{"RANK", "8"}, {"WORLD_SIZE", "8"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "1"}}).error().code,
              ErrorCode::InvalidInput);
    EXPECT_EQ(placeWith({{"RANK", "0"}, {"WORLD_SIZE", "2"}}).error().code, ErrorCode::InvalidInput);
    // What is no number is not 0: two first processes would train into one folder.
    for (const auto &[name, value] : {std::pair{"RANK", "1x"},
                                      {"WORLD_SIZE", "two"},
                                      {"LOCAL_RANK", "-1"},
                                      {"MASTER_PORT", "70000"},
                                      {"MASTER_PORT", "0"}}) {
        std::map<std::string, std::string> variables{
            {"RANK", "0"}, {"WORLD_SIZE", "2"}, {"LOCAL_RANK", "0"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "29500"}};
        variables[name] = value;
        EXPECT_EQ(placeWith(variables).error().where, name) << value;
    }
}

TEST(ControlFile, isTakenOnce)
{
    const test::TemporaryFolder folder;
    EXPECT_FALSE(takeControlWords(folder.path()).stops);
    test::writeFile(folder / "control", "checkpoint\nnonsense\nextend 5\nextend -3\nextend 7\nstop\n");
    const ControlWords words = takeControlWords(folder.path());
    EXPECT_TRUE(words.stops);
    EXPECT_TRUE(words.saves);
    EXPECT_EQ(words.moreSteps, 12);
    EXPECT_FALSE(takeControlWords(folder.path()).saves);
    test::writeFile(folder / "control", "extend x\nextend 99999999999999999999\nextend 900000000000\n"
                                        "extend 900000000000\nextend 3 stop\nstop");
    const ControlWords after = takeControlWords(folder.path());
    EXPECT_TRUE(after.stops) << "what one line gets wrong costs no other";
    EXPECT_EQ(after.moreSteps, 900'000'000'003);
}

TEST(RunLock, isHeldByOne)
{
    const test::TemporaryFolder folder;
    {
        const auto lock = lockRun(folder.path());
        ASSERT_TRUE(lock.ok());
        EXPECT_EQ(lockRun(folder.path()).error().code, ErrorCode::Locked);
    }
    EXPECT_TRUE(lockRun(folder.path()).ok());
}

TEST(RunLock, isNotLostToWhoLooksWhetherItIsHeld)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(lockRun(folder.path()).ok());
    std::atomic<bool> ends{false};
    std::thread looker([&] { // as the list of runs does, several times a second
        while (!ends) {
            const int file = ::open((folder / "run.lock").c_str(), O_RDONLY | O_CLOEXEC);
            ::flock(file, LOCK_SH | LOCK_NB);
            ::close(file);
        }
    });
    int held = 0;
    for (int times = 0; times < 300; ++times)
        held += lockRun(folder.path()).ok();
    ends = true;
    looker.join();
    EXPECT_EQ(held, 300);
}

TEST(Trainer, leavesNoLockBehindWhenThereIsNoRoom)
{
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "its shadow takes more than the room that is left here";
#endif
    const test::TemporaryFolder folder;
    TrainingConfig config = *TrainingConfig::fromPreset("tiny");
    config.data = {{folder / "shards", 1}};
    config.model.width = 1 << 15;
    config.model.layers = 64;
    config.model.mlpWidth = 1 << 17;
    ASSERT_TRUE(config.check().ok()) << "0.8 x 10^12 parameters";
    auto group = Collectives::join({}, false);
    ASSERT_TRUE(group.ok());
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_AS, &before), 0);
    const rlimit small{rlim_t(64) << 30, before.rlim_max}; // or a kernel that promises too much would be asked for it
    ASSERT_EQ(::setrlimit(RLIMIT_AS, &small), 0);
    const auto trainer = Trainer::create(folder.path(), config, std::shared_ptr<Collectives>(std::move(*group)));
    ::setrlimit(RLIMIT_AS, &before);
    ASSERT_FALSE(trainer.ok());
    EXPECT_TRUE(lockRun(folder.path()).ok()) << "why it failed could not be noted";
}

TEST(ProcessWatch, isDoneWithWhatItWasAskedForWhenThatIsTakenBack)
{
    const auto store = c10::make_intrusive<c10d::HashStore>();
    const auto placeOf = [](int rank) {
        ProcessPlace place;
        place.rank = rank;
        place.size = 2;
        place.agentHostsStore = true;
        return place;
    };
    std::thread other([&] { EXPECT_TRUE(ProcessWatch::waitForAll(*store, placeOf(1), nullptr, 1min).ok()); });
    EXPECT_TRUE(ProcessWatch::waitForAll(*store, placeOf(0), nullptr, 1min).ok());
    other.join();
    ProcessWatch watch(placeOf(0), store, nullptr), failing(placeOf(1), store, nullptr);
    std::promise<void> begun, takenBack;
    std::atomic<bool> hasEnded{false};
    watch.whenLost([&] {
        begun.set_value();
        takenBack.get_future().wait_for(200ms); // it is not: who takes it back waits for this
        hasEnded = true;
    });
    failing.fail("on purpose");
    begun.get_future().wait();
    watch.whenLost(nullptr);
    EXPECT_TRUE(hasEnded) << "it would work on what is being taken down";
    takenBack.set_value();
    EXPECT_THROW(watch.check(), LostProcess);
}

TEST(EventLog, sharesItsLinesAmongThreads)
{
    const test::TemporaryFolder folder;
    {
        test::writeFile(folder / "events.jsonl", "{\"event\":\"step\",\"st");
        auto log = EventLog::open(folder / "events.jsonl");
        ASSERT_TRUE(log.ok());
        std::vector<std::thread> writers;
        for (int writer = 0; writer < 4; ++writer) {
            writers.emplace_back([&log, writer] {
                for (int number = 0; number < 200; ++number)
                    log->write("step", {{"step", number}, {"writer", writer}});
            });
        }
        for (std::thread &writer : writers)
            writer.join();
    }
    std::ifstream file(folder / "events.jsonl");
    int good = 0, bad = 0;
    for (std::string line; std::getline(file, line);)
        ++(nlohmann::json::parse(line, nullptr, false).is_object() ? good : bad);
    EXPECT_EQ(good, 800);
    EXPECT_EQ(bad, 1) << "only the line that was cut before";
}

TEST(EventLog, beginsANewLineBehindATornOne)
{
    const test::TemporaryFolder folder;
    const std::string path = folder / "events.jsonl";
    test::writeFile(path, "{\"event\":\"step\",\"st");
    {
        auto log = EventLog::open(path);
        ASSERT_TRUE(log.ok());
        EXPECT_EQ(*readFile(path, 1 << 20), "{\"event\":\"step\",\"st") << "nothing before there is something to say";
        log->write("start", nlohmann::json::object());
        log->write("end", nlohmann::json::object());
    }
    std::ifstream file(path);
    std::vector<bool> isGood;
    for (std::string line; std::getline(file, line);)
        isGood.push_back(nlohmann::json::parse(line, nullptr, false).is_object());
    EXPECT_EQ(isGood, (std::vector<bool>{false, true, true}));
}

TEST(CheckpointSaver, triesAgainWhatFailsForAMoment)
{
    const test::TemporaryFolder folder;
    ModelConfig config = *ModelConfig::preset("tiny");
    config.vocabularySize = 50;
    const Transformer model(config, at::kCPU, at::kFloat, false);
    auto log = EventLog::open(folder / "events.jsonl");
    ASSERT_TRUE(log.ok());
    const std::string checkpoints = folder / "checkpoints";
    test::writeFile(checkpoints, "in the way"); // a file where the folder should be
    CheckpointSaver saver(folder.path(), model, *log, {});
    saver.rows();
    TrainingState state;
    state.step = 7;
    saver.save(state);
    while (readFile(folder / "events.jsonl", 1 << 20)->find("checkpoint_failed") == std::string::npos)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    std::filesystem::remove(checkpoints);
    saver.finish(); // also what is left of the tries at the end of a run
    EXPECT_TRUE(std::filesystem::exists(checkpointFolder(folder.path(), 7)));
    EXPECT_NE(readFile(folder / "events.jsonl", 1 << 20)->find("checkpoint_saved"), std::string::npos);
}
