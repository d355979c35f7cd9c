#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/runs/event_tail.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;
using primer::test::writeFile;

namespace {

std::string stepLine(std::int64_t step, double time = 0)
{
    return R"({"event":"step","step":)" + std::to_string(step) + R"(,"time":)" + std::to_string(time) + "}\n";
}

class EventTailTest : public testing::Test
{
protected:
    void append(const std::string &bytes) const
    {
        std::ofstream(m_path, std::ios::binary | std::ios::app).write(bytes.data(), std::streamsize(bytes.size()));
    }
    void replace(const std::string &bytes) const { writeFile(m_path, bytes); }
    std::vector<std::int64_t> polledSteps()
    {
        std::vector<std::int64_t> steps;
        for (const RunEvent &event : m_tail.poll())
            steps.push_back(event.step);
        return steps;
    }

    using Steps = std::vector<std::int64_t>;
    TemporaryFolder m_folder;
    std::string m_path = m_folder / "events.jsonl";
    EventTail m_tail{m_path};
};

} // namespace

TEST_F(EventTailTest, readsWhatIsThereOnceAndThenWhatComes)
{
    EXPECT_EQ(polledSteps(), Steps{}) << "no file yet";
    append(stepLine(1) + stepLine(2));
    EXPECT_EQ(polledSteps(), (Steps{1, 2}));
    EXPECT_EQ(polledSteps(), Steps{});
    append(stepLine(3));
    EXPECT_EQ(polledSteps(), Steps{3});
}

TEST_F(EventTailTest, waitsForTheEndOfALine)
{
    const std::string line = stepLine(7);
    for (const char character : line.substr(0, line.size() - 1)) {
        append(std::string(1, character));
        ASSERT_EQ(polledSteps(), Steps{});
    }
    append("\n" + stepLine(8).substr(0, 5));
    EXPECT_EQ(polledSteps(), Steps{7});
    append(stepLine(8).substr(5));
    EXPECT_EQ(polledSteps(), Steps{8});
    EXPECT_EQ(m_tail.badLines(), 0);
}

TEST_F(EventTailTest, keepsEveryFieldOfEveryKind)
{
    append(
        R"({"event":"start","time":1.5,"steps":100,"resumed":true,"device_name":"CPU","device_memory_bytes":17179869184})"
        "\n"
        R"({"event":"step","step":3,"time":2.5,"loss":4.25,"lr":0.001,"gradient_norm":0.5,"tokens_per_second":1000,)"
        R"("flops_per_second":2e9,"mfu":0.25,"seconds":0.125,"tokens":4096,"memory_bytes":1048576})"
        "\n"
        R"({"event":"evaluation","step":3,"loss":4.5})"
        "\n"
        R"({"event":"checkpoint","step":3,"folder":"checkpoints/step-3"})"
        "\n"
        R"({"event":"warning","kind":"bad_loss","step":4})"
        "\n"
        R"({"event":"end","reason":"stopped","detail":"asked to"})"
        "\n"
        R"({"event":"of a later version"})"
        "\n");
    const auto events = m_tail.poll();
    ASSERT_EQ(events.size(), 7u);
    EXPECT_EQ(events[0].kind, RunEvent::Kind::Start);
    EXPECT_EQ(events[0].word, "resumed");
    EXPECT_EQ(events[0].detail, "CPU");
    EXPECT_EQ(events[0].steps, 100);
    EXPECT_EQ(events[0].deviceMemoryBytes, std::int64_t(16) << 30);
    EXPECT_EQ(events[1].kind, RunEvent::Kind::Step);
    EXPECT_EQ(events[1].step, 3);
    EXPECT_EQ(events[1].time, 2.5);
    EXPECT_EQ(events[1].loss, 4.25);
    EXPECT_EQ(events[1].learningRate, 0.001);
    EXPECT_EQ(events[1].gradientNorm, 0.5);
    EXPECT_EQ(events[1].tokensPerSecond, 1000);
    EXPECT_EQ(events[1].flopsPerSecond, 2e9);
    EXPECT_EQ(events[1].mfu, 0.25);
    EXPECT_EQ(events[1].seconds, 0.125);
    EXPECT_EQ(events[1].tokens, 4096);
    EXPECT_EQ(events[1].memoryBytes, 1 << 20);
    EXPECT_EQ(events[2].kind, RunEvent::Kind::Evaluation);
    EXPECT_EQ(events[2].loss, 4.5);
    EXPECT_EQ(events[3].kind, RunEvent::Kind::Checkpoint);
    EXPECT_EQ(events[3].detail, "checkpoints/step-3");
    EXPECT_EQ(events[4].kind, RunEvent::Kind::Warning);
    EXPECT_EQ(events[4].word, "bad_loss");
    EXPECT_EQ(events[4].detail, R"({"event":"warning","kind":"bad_loss","step":4})");
    EXPECT_EQ(events[5].kind, RunEvent::Kind::End);
    EXPECT_EQ(events[5].word, "stopped");
    EXPECT_EQ(events[5].detail, "asked to");
    EXPECT_EQ(events[6].kind, RunEvent::Kind::Other);
}

TEST_F(EventTailTest, countsLinesThatAreNoEventsAndGoesOn)
{
    const std::vector<std::string> bad{"not JSON",
                                       "{\"event\":\"step\"",
                                       "17",
                                       "[1,2]",
                                       "null",
                                       "\"step\"",
                                       std::string("\0\0\0", 3),
                                       "{\"event\":\"\xff\"}"};
    for (const std::string &line : bad)
        append(line + "\n" + stepLine(1));
    append("\n\n"); // an empty line is nothing, not a fault
    EXPECT_EQ(polledSteps(), Steps(bad.size(), 1));
    EXPECT_EQ(m_tail.badLines(), std::int64_t(bad.size()));
}

TEST_F(EventTailTest, takesAFieldOfTheWrongTypeForAbsent)
{
    append(R"({"event":"start","resumed":1,"steps":"many","device_name":5})"
           "\n"
           R"({"event":"step","step":"three","loss":null,"lr":{}})"
           "\n"
           R"({"event":9})"
           "\n");
    const auto events = m_tail.poll();
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[0].word, "");
    EXPECT_EQ(events[0].steps, 0);
    EXPECT_EQ(events[1].step, 0);
    EXPECT_TRUE(std::isnan(events[1].loss)) << "what was no number is null in JSON";
    EXPECT_EQ(events[1].learningRate, 0);
    EXPECT_EQ(events[2].kind, RunEvent::Kind::Other);
    EXPECT_EQ(m_tail.badLines(), 0);
}

TEST_F(EventTailTest, readsAFileCutShortFromItsBeginning)
{
    append(stepLine(1, 1) + stepLine(2, 2) + stepLine(3, 3));
    ASSERT_EQ(polledSteps(), (Steps{1, 2, 3}));
    std::filesystem::resize_file(m_path, stepLine(1, 1).size());
    EXPECT_EQ(polledSteps(), Steps{1});
    append(stepLine(2, 9));
    EXPECT_EQ(polledSteps(), Steps{2});
    std::filesystem::resize_file(m_path, 0);
    EXPECT_EQ(polledSteps(), Steps{});
    append(stepLine(1, 10));
    EXPECT_EQ(polledSteps(), Steps{1});
}

TEST_F(EventTailTest, knowsAReplacedFileFromOneThatGrew)
{
    const std::string first = stepLine(1, 1) + stepLine(2, 2);
    append(first);
    ASSERT_EQ(polledSteps(), (Steps{1, 2}));
    // As a copying program brings it: a new file with the old one's beginning.
    std::filesystem::remove(m_path);
    EXPECT_EQ(polledSteps(), Steps{}) << "a file that is away for a moment";
    replace(first + stepLine(3, 3));
    EXPECT_EQ(polledSteps(), Steps{3});
    // Another run's log, longer than what was read.
    replace(stepLine(11, 11) + stepLine(12, 12) + stepLine(13, 13) + stepLine(14, 14));
    EXPECT_EQ(polledSteps(), (Steps{11, 12, 13, 14}));
    EXPECT_EQ(m_tail.badLines(), 0);
}

TEST_F(EventTailTest, leavesOutALineLongerThanAPoll)
{
    append(stepLine(1) + R"({"event":"step","step":2,"note":")");
    const std::string megabyte(1 << 20, 'x');
    for (int count = 0; count < 20; ++count)
        append(megabyte);
    Steps steps;
    for (int polls = 0; polls < 5; ++polls) { // the line's end is not there yet
        const Steps some = polledSteps();
        steps.insert(steps.end(), some.begin(), some.end());
    }
    append("\"}\n" + stepLine(3));
    for (Steps some = polledSteps(); !some.empty(); some = polledSteps())
        steps.insert(steps.end(), some.begin(), some.end());
    EXPECT_EQ(steps, (Steps{1, 3}));
    EXPECT_EQ(m_tail.badLines(), 1);
}

TEST_F(EventTailTest, followsAMillionLinesInSeveralPolls)
{
    constexpr std::int64_t count = 1'000'000;
    std::string text;
    for (std::int64_t step = 1; step <= count; ++step) {
        text += stepLine(step);
        if (text.size() > (1 << 20) || step == count) {
            append(text);
            text.clear();
        }
    }
    std::int64_t seen = 0, polls = 0;
    for (auto events = m_tail.poll(); !events.empty(); events = m_tail.poll(), ++polls) {
        for (const RunEvent &event : events)
            ASSERT_EQ(event.step, ++seen);
    }
    EXPECT_EQ(seen, count);
    EXPECT_GE(polls, std::int64_t(std::filesystem::file_size(m_path) >> 23)) << "a poll is bounded";
    EXPECT_EQ(lastEvent(m_path).step, count);
}

TEST_F(EventTailTest, findsTheLastEventBehindWhatIsNone)
{
    EXPECT_EQ(lastEvent(m_path).kind, RunEvent::Kind::Other) << "no file";
    append("no event\n");
    EXPECT_EQ(lastEvent(m_path).kind, RunEvent::Kind::Other);
    append(stepLine(5) + "torn {\n" + stepLine(6).substr(0, 10));
    EXPECT_EQ(lastEvent(m_path).kind, RunEvent::Kind::Step);
    EXPECT_EQ(lastEvent(m_path).step, 5);
}

TEST_F(EventTailTest, findsTheLastEventOfLinesLongerThanALook)
{
    append(stepLine(7));
    append("{\"event\":\"end\",\"reason\":\"failed\",\"detail\":\"" + std::string(100'000, 'x') + "\"}\n");
    EXPECT_EQ(lastEvent(m_path).kind, RunEvent::Kind::End);
    EXPECT_EQ(lastEvent(m_path).detail.size(), 100'000U);
    append("torn {" + std::string(300'000, 'x'));
    EXPECT_EQ(lastEvent(m_path).kind, RunEvent::Kind::End);
    EXPECT_EQ(lastStep(m_path).step, 7);
}
