#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/random.h"
#include "core/dataset/token_shard.h"
#include "core/runs/run_folder.h"
#include "core/text/tokenizer.h"
#include "core/workspace/training_start.h"
#include "core/workspace/workspace.h"
#include "tests/support/stored_samples.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
namespace fs = std::filesystem;

namespace {

constexpr int repositories = 40, filesOfOne = 6, copies = 12;
constexpr int withoutRepository = 10;

/// A marker in the first line says which file it is; the rest is of words that no other file has in this order.
std::string contentOf(const std::string &marker, Random &random)
{
    std::string text = "# " + marker + "\n";
    for (int line = 0; line < 30; ++line)
        text += "value_" + std::to_string(random.below(1'000'000)) + " = call_" + std::to_string(random.below(1'000))
                + "(" + std::to_string(random.below(1'000'000)) + ")\n";
    return text;
}

class TrainingStartTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Workspace::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        m_workspace = std::move(*opened);
        Random random(11);
        std::vector<ImportRecord> records;
        const auto add = [&](const std::string &marker, std::string content, const std::string &repository) {
            m_repositoryOf[marker] = repository;
            records.push_back(test::pythonFile(std::move(content), marker + ".py", repository));
        };
        for (int repository = 0; repository < repositories; ++repository) {
            for (int file = 0; file < filesOfOne; ++file) {
                const std::string marker = "file-" + std::to_string(repository) + "-" + std::to_string(file);
                add(marker, contentOf(marker, random), "repository-" + std::to_string(repository));
            }
        }
        // Near-duplicates in other repositories: of each of the first ones into one that follows, and into none.
        for (int number = 0; number < copies; ++number) {
            std::string content = records[std::size_t(number * filesOfOne)].content;
            const std::string marker = "copy-" + std::to_string(number);
            content.replace(0, content.find('\n'), "# " + marker);
            m_firstOf[marker] = "file-" + std::to_string(number) + "-0";
            add(marker, content, number % 3 == 0 ? "" : "repository-" + std::to_string(number + 20));
        }
        for (int number = 0; number < withoutRepository; ++number) {
            const std::string marker = "alone-" + std::to_string(number);
            add(marker, contentOf(marker, random), "");
        }
        const Status added = test::addSamples(m_workspace->store(), std::move(records));
        ASSERT_TRUE(added.ok()) << added.error().detail;
    }

    /// Markers of the samples of one part, in their order.
    static std::vector<std::string> markersOf(const std::string &shards, const std::string &part)
    {
        const auto tokenizer = Tokenizer::load(shards + "/tokenizer.json");
        EXPECT_TRUE(tokenizer.ok());
        const auto set = TokenSet::open(shards + "/" + part);
        if (!set)
            return {};
        std::vector<std::int64_t> ids(set->count());
        set->read(0, ids);
        std::vector<std::string> markers;
        std::vector<TokenId> sample;
        for (const std::int64_t id : ids) {
            if (TokenId(id) != *(*tokenizer)->endOfText()) {
                sample.push_back(TokenId(id));
                continue;
            }
            const std::string text = *(*tokenizer)->decode(sample);
            markers.push_back(text.substr(2, text.find('\n') - 2));
            sample.clear();
        }
        EXPECT_TRUE(sample.empty()) << "a sample ends with end-of-text";
        return markers;
    }

    void expectNothingStraddles(const std::string &shards)
    {
        const auto train = markersOf(shards, "train"), heldOut = markersOf(shards, "held-out");
        std::map<std::string, std::set<bool>> sidesOfRepository;
        std::map<std::string, bool> isOut;
        for (const auto &[markers, side] : {std::pair(&train, false), {&heldOut, true}}) {
            for (const std::string &marker : *markers) {
                EXPECT_TRUE(isOut.emplace(marker, side).second) << marker << " twice";
                if (!m_repositoryOf.at(marker).empty())
                    sidesOfRepository[m_repositoryOf.at(marker)].insert(side);
            }
        }
        for (const auto &[repository, sides] : sidesOfRepository)
            EXPECT_EQ(sides.size(), 1U) << repository;
        for (const auto &[copy, first] : m_firstOf) {
            if (isOut.contains(copy)) {
                EXPECT_EQ(isOut.at(copy), isOut.at(first)) << copy;
            }
        }
    }

    /// A program in the engine's place: a line of shell, "$2" is the run's folder.
    std::string engineOf(const std::string &line) const
    {
        const std::string path = m_folder / "engine";
        test::writeFile(path, "#!/bin/sh\n" + line + "\n");
        fs::permissions(path, fs::perms::owner_all);
        return path;
    }
    std::string finishingEngine() const
    {
        return engineOf("echo '{\"event\":\"end\",\"reason\":\"finished\"}' >> \"$2/events.jsonl\"");
    }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Workspace> m_workspace;
    std::map<std::string, std::string> m_repositoryOf, m_firstOf; ///< by marker
    Feedback m_feedback;
};

} // namespace

TEST_F(TrainingStartTest, copiesAndRepositoriesStayOnOneSide)
{
    ShardRequest request;
    request.vocabularySize = 400;
    request.heldOutShare = 0.3;
    std::set<std::vector<std::string>> draws;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        request.seed = seed;
        const std::string shards = m_folder / ("shards-" + std::to_string(seed));
        const auto made = makeShards(*m_workspace, request, shards, m_feedback);
        ASSERT_TRUE(made.ok()) << made.error().detail;
        const std::int64_t all = repositories * filesOfOne + copies + withoutRepository;
        EXPECT_EQ(made->report.samples + made->report.heldOutSamples, all);
        EXPECT_LE(made->report.heldOutSamples, all * 3 / 10);
        EXPECT_GE(made->report.heldOutSamples, all * 2 / 10);
        EXPECT_EQ(made->split.groups, repositories + withoutRepository - 8)
            << "eight copies join two repositories each, four stay with their first";
        EXPECT_EQ(made->split.largestGroup, 2 * filesOfOne + 1);
        expectNothingStraddles(shards);
        draws.insert(markersOf(shards, "held-out"));
    }
    EXPECT_GT(draws.size(), 3U) << "the seed decides";
}

TEST_F(TrainingStartTest, shardsAreTheSameTwiceAndInTheOrderOfTheSet)
{
    ShardRequest request;
    request.vocabularySize = 400;
    request.heldOutShare = 0.1;
    request.set.samples.put(SetPart::nearDuplicatesLeftOut());
    for (const char *name : {"one", "two"}) {
        const auto made = makeShards(*m_workspace, request, m_folder / name, m_feedback);
        ASSERT_TRUE(made.ok()) << made.error().detail;
        ASSERT_TRUE(made->selection.nearDuplicates);
        EXPECT_EQ(made->selection.nearDuplicates->dropped, copies);
        EXPECT_EQ(made->split.groups, repositories + withoutRepository) << "without copies nothing joins repositories";
    }
    for (const char *file : {"/train/00000.tok", "/held-out/00000.tok", "/tokenizer.json", "/manifest.json"})
        EXPECT_EQ(*readFile(m_folder / "one" + file, 1 << 26), *readFile(m_folder / "two" + file, 1 << 26)) << file;
    expectNothingStraddles(m_folder / "one");
    std::vector<std::string> expected;
    for (const auto &[marker, repository] : m_repositoryOf) {
        if (!m_firstOf.contains(marker))
            expected.push_back(marker);
    }
    auto train = markersOf(m_folder / "one", "train");
    const auto numberOf = [this](const std::string &marker) {
        const auto rows = *m_workspace->query().run(
            {.filter = "path:" + marker + ".py", .search = {}, .sort = {}, .limits = {}, .within = {}}, m_feedback);
        return rows->ids.front();
    };
    EXPECT_TRUE(std::is_sorted(train.begin(), train.end(),
                               [&](const auto &left, const auto &right) { return numberOf(left) < numberOf(right); }));
    const auto heldOut = markersOf(m_folder / "one", "held-out");
    train.insert(train.end(), heldOut.begin(), heldOut.end());
    std::sort(train.begin(), train.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(train, expected);
    const auto manifest = nlohmann::json::parse(*readFile(m_folder / "one/manifest.json", 1 << 20));
    EXPECT_EQ(manifest["split"]["seed"], 1);
    EXPECT_EQ(manifest["split"]["groups"], repositories + withoutRepository);
    EXPECT_EQ(manifest["lineage"]["near_duplicates"]["dropped"], copies);
}

TEST_F(TrainingStartTest, whatCannotWorkIsSaidBeforeAnythingIsMade)
{
    TrainingStart start;
    start.name = "a run/1";
    start.config = *TrainingConfig::fromPreset("tiny");
    start.config.model.vocabularySize = 400;
    start.shards = ShardRequest{};
    start.engine = m_folder / "no-engine";
    EXPECT_EQ(startTraining(*m_workspace, start, m_feedback).error().code, ErrorCode::NotFound);
    start.engine = "/bin/true";
    start.config.sequenceLength = 1 << 30;
    EXPECT_EQ(startTraining(*m_workspace, start, m_feedback).error().where, "sequenceLength");
    start.config = *TrainingConfig::fromPreset("tiny");
    ShardRequest shards;
    shards.vocabularySize = 500;
    ASSERT_TRUE(makeShards(*m_workspace, shards, m_folder / "made", m_feedback).ok());
    start.config.model.vocabularySize = 400;
    start.shards->tokenizer = m_folder / "made/tokenizer.json";
    const auto tooLarge = startTraining(*m_workspace, start, m_feedback);
    ASSERT_FALSE(tooLarge.ok());
    EXPECT_EQ(tooLarge.error().code, ErrorCode::InvalidInput);
    start.shards.reset();
    start.shardFolder = m_folder / "made";
    EXPECT_EQ(startTraining(*m_workspace, start, m_feedback).error().code, ErrorCode::InvalidInput);
    start.shardFolder = m_folder / "nowhere";
    EXPECT_FALSE(startTraining(*m_workspace, start, m_feedback).ok());
    for (const char *folder : {"/shards", "/runs"})
        EXPECT_FALSE(fs::exists(m_workspace->folder() + folder)) << folder;
}

TEST_F(TrainingStartTest, theConfigurationNamesTheShards)
{
    TrainingStart start;
    start.name = "a run/1";
    start.config = *TrainingConfig::fromPreset("tiny");
    start.config.model.vocabularySize = 400;
    start.config.sequenceLength = 64;
    start.shards = ShardRequest{};
    start.shards->heldOutShare = 0.2;
    start.engine = finishingEngine(); // what it would have read is there
    const auto made = startTraining(*m_workspace, start, m_feedback);
    ASSERT_TRUE(made.ok()) << made.error().detail;
    ASSERT_TRUE(made->shards);
    const std::string shards = m_workspace->folder() + "/shards/a-run-1";
    auto config = readRunConfig(made->run.folder);
    ASSERT_TRUE(config.ok());
    using Data = std::vector<std::pair<std::string, double>>;
    EXPECT_EQ(config->data, (Data{{shards + "/train", 1}}));
    EXPECT_EQ(config->evaluationData, shards + "/held-out");
    EXPECT_EQ(TokenSet::open(shards + "/train")->vocabularySize(), 400U);
    // The same shards by their folder: the same rule.
    start.shards.reset();
    start.shardFolder = shards;
    const auto again = startTraining(*m_workspace, start, m_feedback);
    ASSERT_TRUE(again.ok()) << again.error().detail;
    EXPECT_NE(again->run.folder, made->run.folder);
    EXPECT_EQ(*readRunConfig(again->run.folder), *config);
    // Too little held out for one sequence is not evaluated on; what the configuration says itself stays.
    start.config.sequenceLength = start.config.model.contextLength;
    start.shards = ShardRequest{};
    start.shards->heldOutShare = 0;
    start.shardFolder.clear();
    const auto without = startTraining(*m_workspace, start, m_feedback);
    ASSERT_TRUE(without.ok()) << without.error().detail;
    EXPECT_EQ(readRunConfig(without->run.folder)->evaluationData, "");
    start.shards.reset();
    start.config.sequenceLength = 64;
    start.config.data = {{fs::relative(shards + "/held-out").string(), 2}};
    start.config.evaluationData = shards + "/train";
    const auto own = startTraining(*m_workspace, start, m_feedback);
    ASSERT_TRUE(own.ok()) << own.error().detail;
    config = readRunConfig(own->run.folder);
    EXPECT_EQ(config->data, (Data{{shards + "/held-out", 2}})) << "in full: the run goes on from anywhere";
    EXPECT_EQ(config->evaluationData, shards + "/train");
}

TEST_F(TrainingStartTest, noRunLosesItsShards)
{
    TrainingStart start;
    start.name = "twice";
    start.config = *TrainingConfig::fromPreset("tiny");
    start.config.model.vocabularySize = 400;
    start.config.sequenceLength = 64;
    start.shards = ShardRequest{};
    start.engine = finishingEngine();
    const auto first = startTraining(*m_workspace, start, m_feedback);
    ASSERT_TRUE(first.ok()) << first.error().detail;
    const std::string shards = m_workspace->folder() + "/shards/twice";
    const auto digest = TokenSet::open(shards + "/train")->digest();
    start.shards->set.samples = setOf("path:file-1*");
    const auto second = startTraining(*m_workspace, start, m_feedback);
    ASSERT_TRUE(second.ok()) << second.error().detail;
    EXPECT_EQ(readRunConfig(second->run.folder)->data.front().first, shards + "-2/train");
    EXPECT_EQ(TokenSet::open(shards + "/train")->digest(), digest);
    EXPECT_NE(TokenSet::open(shards + "-2/train")->digest(), digest);
    // Nor by writing shards into the folder, or the one above it.
    for (const std::string &folder : {shards, shards + "/../twice", m_workspace->folder() + "/shards"}) {
        const auto over = makeShards(*m_workspace, *start.shards, folder, m_feedback);
        ASSERT_FALSE(over.ok()) << folder;
        EXPECT_EQ(over.error().code, ErrorCode::InvalidInput);
        EXPECT_NE(over.error().detail.find("twice"), std::string::npos);
    }
    EXPECT_EQ(TokenSet::open(shards + "/train")->digest(), digest);
    // Shards that turn out too small for the run are not left behind.
    start.shards->set.samples = setOf("path:file-1-1.py");
    start.config.sequenceLength = start.config.model.contextLength = 100'000;
    const auto small = startTraining(*m_workspace, start, m_feedback);
    ASSERT_FALSE(small.ok());
    EXPECT_EQ(small.error().code, ErrorCode::InvalidInput);
    EXPECT_FALSE(fs::exists(shards + "-3"));
    EXPECT_EQ(listRuns(m_workspace->folder()).size(), 2U);
}

TEST_F(TrainingStartTest, aStartThatFailsIsAnError)
{
    ShardRequest shards;
    shards.vocabularySize = 400;
    ASSERT_TRUE(makeShards(*m_workspace, shards, m_folder / "made", m_feedback).ok());
    TrainingStart start;
    start.name = "run";
    start.config = *TrainingConfig::fromPreset("tiny");
    start.shardFolder = m_folder / "made";
    start.engine = engineOf("echo 'no such device' >&2; exit 1");
    const auto failed = startTraining(*m_workspace, start, m_feedback);
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, ErrorCode::WorkerDied);
    EXPECT_EQ(failed.error().detail, "no such device");
    const auto runs = listRuns(m_workspace->folder());
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(stateText(runs.front()), "failed: no such device");
}

TEST_F(TrainingStartTest, theManifestSaysWhatWasKeptTogether)
{
    const auto keptTogether = [this](const ShardRequest &request, const std::string &name) {
        const auto made = makeShards(*m_workspace, request, m_folder / name, m_feedback);
        EXPECT_TRUE(made.ok());
        const auto manifest = nlohmann::json::parse(*readFile(m_folder / (name + "/manifest.json"), 1 << 20));
        return manifest["split"]["kept_together"].get<std::vector<std::string>>();
    };
    using Words = std::vector<std::string>;
    ShardRequest request;
    request.vocabularySize = 400;
    request.heldOutShare = 0.2;
    EXPECT_EQ(keptTogether(request, "both"), (Words{"repository", "near_duplicates"}));
    request.set.samples.put(SetPart::nearDuplicatesLeftOut());
    EXPECT_EQ(keptTogether(request, "dropped"), (Words{"repository"})) << "there were none to look for";
    request.set.samples.put(SetPart::condition("path:alone*"));
    EXPECT_EQ(keptTogether(request, "alone"), Words());
    request.set.samples.remove(SetPart::Kind::NearDuplicates);
    EXPECT_EQ(keptTogether(request, "without-repositories"), (Words{"near_duplicates"}));
    request.heldOutShare = 0;
    EXPECT_EQ(keptTogether(request, "nothing-held-out"), Words());
}
