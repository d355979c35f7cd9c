#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/dataset/token_shard.h"
#include "core/model/transformer.h"
#include "core/recipe/model_config.h"
#include "core/recipe/training_config.h"
#include "core/training/batch_reader.h"
#include "core/training/checkpoint.h"
#include "core/training/collectives.h"
#include "core/training/data_order.h"
#include "core/training/optimizer.h"
#include "core/training/training_data.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

TEST(DataOrder, takesEverySequenceOnceAnEpoch)
{
    constexpr std::uint64_t length = 16, sequences = 997;
    const auto order = DataOrder::create({{sequences * length + 1, 1}}, length, 42);
    ASSERT_TRUE(order.ok());
    for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
        std::set<std::uint64_t> seen;
        for (std::uint64_t sample = epoch * sequences; sample < (epoch + 1) * sequences; ++sample) {
            const auto place = order->at(sample);
            EXPECT_EQ(place.epoch, epoch);
            EXPECT_TRUE(seen.insert(place.sequence).second) << sample;
        }
        EXPECT_EQ(seen.size(), sequences);
        EXPECT_EQ(*seen.rbegin(), sequences - 1);
    }
}

TEST(DataOrder, mixesSetsByWeightAndStillTakesEachOnce)
{
    const auto order = DataOrder::create({{101, 3}, {5001, 1}}, 10, 7);
    ASSERT_TRUE(order.ok());
    std::map<std::size_t, std::uint64_t> counts;
    std::map<std::pair<std::size_t, std::uint64_t>, std::map<std::uint64_t, int>>
        ledger; // set, epoch -> sequence -> times
    constexpr std::uint64_t samples = 40'960;
    for (std::uint64_t sample = 0; sample < samples; ++sample) {
        const auto place = order->at(sample);
        ++counts[place.set];
        ++ledger[{place.set, place.epoch}][place.sequence];
    }
    EXPECT_EQ(counts[0], samples * 3 / 4);
    EXPECT_EQ(counts[1], samples / 4);
    for (const auto &[key, sequences] : ledger) {
        for (const auto &[sequence, times] : sequences)
            EXPECT_EQ(times, 1) << key.first << " " << key.second << " " << sequence;
    }
    EXPECT_EQ((ledger[{0, 5}].size()), order->sequencesOf(0));
}

TEST(DataOrder, isAFunctionOfSeedAndSample)
{
    const auto one = DataOrder::create({{100'001, 1}}, 10, 1), same = DataOrder::create({{100'001, 1}}, 10, 1),
               other = DataOrder::create({{100'001, 1}}, 10, 2);
    int differs = 0;
    for (std::uint64_t sample = 0; sample < 1000; ++sample) {
        EXPECT_EQ(one->at(sample).sequence, same->at(sample).sequence);
        differs += one->at(sample).sequence != other->at(sample).sequence;
    }
    EXPECT_GT(differs, 990);
    EXPECT_EQ(DataOrder::create({{10, 1}}, 10, 1).error().code, ErrorCode::InvalidInput);
}

TEST(TokenShard, comesBackAndRefusesDamage)
{
    const test::TemporaryFolder folder;
    const Sha256Digest tokenizer = sha256("t");
    std::vector<std::uint32_t> ids;
    for (std::uint32_t number = 0; number < 5000; ++number)
        ids.push_back(number * 7 % 1000);
    for (const std::uint64_t vocabulary : {std::uint64_t(1000), std::uint64_t(100'000)}) {
        auto writer = TokenShardWriter::create(folder / "a.tok", vocabulary, tokenizer);
        ASSERT_TRUE(writer.ok());
        ASSERT_TRUE((*writer)->append(ids).ok());
        EXPECT_FALSE(std::ifstream(folder / "a.tok").good() && vocabulary == 1000)
            << "nothing under the name before it is finished";
        ASSERT_TRUE((*writer)->finish().ok());
        const auto shard = TokenShard::open(folder / "a.tok");
        ASSERT_TRUE(shard.ok());
        EXPECT_EQ((*shard)->header().idBytes, vocabulary > 65536 ? 4u : 2u);
        std::vector<std::int64_t> read(ids.size());
        (*shard)->read(0, read);
        EXPECT_TRUE(std::equal(ids.begin(), ids.end(), read.begin()));
        EXPECT_TRUE((*shard)->verify().ok());
    }
    const std::string whole = *readFile(folder / "a.tok", 1 << 20);
    const auto refused = [&](std::string bytes) {
        test::writeFile(folder / "b.tok", bytes);
        const auto shard = TokenShard::open(folder / "b.tok");
        return shard.ok() ? (*shard)->verify().ok() ? ErrorCode::Cancelled : (*shard)->verify().error().code
                          : shard.error().code;
    };
    std::string changed = whole;
    changed[whole.size() / 2] ^= 1;
    EXPECT_EQ(refused(changed), ErrorCode::Corrupt);
    EXPECT_EQ(refused(whole.substr(0, whole.size() - 1)), ErrorCode::Corrupt);
    EXPECT_EQ(refused(whole.substr(0, 60)), ErrorCode::Corrupt);
    EXPECT_EQ(refused("x" + whole.substr(1)), ErrorCode::Corrupt);
    changed = whole;
    changed[8] = 9;
    EXPECT_EQ(refused(changed), ErrorCode::NewerFormat);
    auto writer = TokenShardWriter::create(folder / "c.tok", 10, tokenizer);
    EXPECT_EQ((*writer)->append(ids).error().code, ErrorCode::InvalidInput);
}

TEST(TokenSet, readsAcrossShards)
{
    const test::TemporaryFolder folder;
    for (std::uint32_t number = 0; number < 4; ++number) {
        auto writer = TokenShardWriter::create(folder / (std::to_string(number) + ".tok"), 1000, sha256("t"));
        std::vector<std::uint32_t> ids;
        for (std::uint32_t place = 0; place < 10 + number; ++place)
            ids.push_back(number * 100 + place);
        ASSERT_TRUE((*writer)->append(ids).ok() && (*writer)->finish().ok());
    }
    const auto set = TokenSet::open(folder.path());
    ASSERT_TRUE(set.ok());
    EXPECT_EQ(set->count(), 46u);
    std::vector<std::int64_t> read(25);
    set->read(8, read);
    EXPECT_EQ(read[0], 8);
    EXPECT_EQ(read[2], 100);
    EXPECT_EQ(read[13], 200);
    EXPECT_EQ(read[24], 211);
    EXPECT_EQ(TokenSet::open("/nowhere/at/all").error().code, ErrorCode::NotFound);
}

TEST(BatchReader, readsAheadWhatItWouldHaveRead)
{
    const test::TemporaryFolder folder;
    auto writer = TokenShardWriter::create(folder / "0.tok", 1000, sha256("t"));
    std::vector<std::uint32_t> ids;
    for (std::uint32_t number = 0; number < 500; ++number)
        ids.push_back(number);
    ASSERT_TRUE((*writer)->append(ids).ok() && (*writer)->finish().ok());
    TrainingConfig config = *TrainingConfig::fromPreset("tiny");
    config.sequenceLength = 8;
    config.data = {{folder.path(), 1}};
    const auto data = TrainingData::open(config);
    ASSERT_TRUE(data.ok()) << data.error().detail;
    BatchReader reader(*data, 8, false);
    using Place = BatchReader::Place;
    // Read on, gone back from, another size: what was read ahead is used only where it is meant.
    const std::vector<std::pair<Place, Place>> turns{{{0, 4}, {4, 4}}, {{4, 4}, {8, 2}}, {{8, 2}, {10, 4}},
                                                     {{3, 4}, {7, 4}}, {{7, 2}, {9, 2}}, {{9, 2}, {9, 2}}};
    for (const auto &[place, next] : turns) {
        const BatchReader::Batch batch = reader.take(place, next);
        at::Tensor tokens = at::empty({place.rows, 8}, at::kLong), targets = at::empty_like(tokens);
        data->fill(place.first, tokens, targets);
        EXPECT_TRUE(at::equal(batch.tokens, tokens)) << place.first;
        EXPECT_TRUE(at::equal(batch.targets, targets)) << place.first;
    }
}

TEST(Checkpoint, isBelievedOnlyAfterItsManifest)
{
    const test::TemporaryFolder run;
    const auto make = [&run](std::int64_t step) {
        test::writeFile(run / "checkpoints/partial/weights", "w" + std::to_string(step));
        test::writeFile(run / "checkpoints/partial/state.json", "{}");
        return commitCheckpoint(run / "checkpoints/partial", checkpointFolder(run.path(), step));
    };
    for (const std::int64_t step : {10, 20, 30, 40})
        ASSERT_TRUE(make(step).ok());
    test::writeFile(run / "checkpoints/step-00000050/weights", "killed before the manifest");
    test::writeFile(checkpointFolder(run.path(), 40) + "/weights", "changed since");
    std::vector<std::string> damaged;
    const auto newest = newestValidCheckpoint(run.path(), damaged);
    ASSERT_TRUE(newest.ok());
    ASSERT_TRUE(newest->has_value());
    EXPECT_EQ((*newest)->step, 30);
    EXPECT_EQ(damaged.size(), 2u);
    const auto left = [&run] {
        std::vector<std::int64_t> steps;
        for (const CheckpointInfo &info : listCheckpoints(run.path()))
            steps.push_back(info.step);
        return steps;
    };
    using Steps = std::vector<std::int64_t>;
    pruneCheckpoints(run.path(), {1, 0}, 10, 30);
    EXPECT_EQ(left(), (Steps{10, 30, 40, 50})) << "the best, the one just saved, and the damaged ones after it";
    ASSERT_TRUE(make(20).ok());
    pruneCheckpoints(run.path(), {2, 20}, 10, 50);
    EXPECT_EQ(left(), (Steps{10, 20, 40, 50})) << "the best, every 20, the last two";
}

TEST(Checkpoint, doesNotBeginAnewOverWhatItCannotRead)
{
    const test::TemporaryFolder run;
    std::vector<std::string> damaged;
    const auto none = newestValidCheckpoint(run.path(), damaged);
    ASSERT_TRUE(none.ok());
    EXPECT_FALSE(none->has_value());
    for (const std::int64_t step : {10, 20}) {
        test::writeFile(run / "checkpoints/partial/weights", "w");
        ASSERT_TRUE(commitCheckpoint(run / "checkpoints/partial", checkpointFolder(run.path(), step)).ok());
    }
    const std::string newest = checkpointFolder(run.path(), 20) + "/manifest.json";
    const std::string manifest = *readFile(newest, 1 << 20);
    const auto withManifest = [&](const std::string &text) {
        test::writeFile(newest, text);
        damaged.clear();
        return newestValidCheckpoint(run.path(), damaged);
    };
    const auto later = withManifest(R"({"version": 2, "parts": []})");
    ASSERT_FALSE(later.ok()) << "an older one is not trained on from over a later version's";
    EXPECT_EQ(later.error().code, ErrorCode::NewerFormat);
    for (const char *text : {"", "{", "[]", R"({"version": 1})", R"({"version": "1", "files": {"weights": {}}})",
                             R"({"version": 1, "files": {"weights": 3}})", R"({"version": 1, "files": ["weights"]})",
                             R"({"version": 1, "files": {"weights": {"sha256": 7}}})"}) {
        const auto passed = withManifest(text);
        ASSERT_TRUE(passed.ok()) << text;
        EXPECT_EQ((*passed)->step, 10) << text;
        EXPECT_EQ(damaged.size(), 1U) << text;
    }
    EXPECT_EQ((*withManifest(manifest))->step, 20);
    for (const std::int64_t step : {10, 20})
        test::writeFile(checkpointFolder(run.path(), step) + "/weights", "x");
    const auto all = withManifest(manifest);
    ASSERT_FALSE(all.ok());
    EXPECT_EQ(all.error().code, ErrorCode::Corrupt);
    EXPECT_EQ(listCheckpoints(run.path()).size(), 2U);
}

TEST(TrainingState, comesBack)
{
    TrainingState state;
    state.step = 12;
    state.skippedSamples = 64;
    state.lossScale = 4096;
    state.goodSteps = 3;
    state.rollbacks = 1;
    state.bestEvaluation = 2.5;
    state.bestStep = 8;
    state.dropoutRows = "2 of 5";
    state.configDigest = "abc";
    const auto back = stateFromJson(stateToJson(state));
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(stateToJson(*back), stateToJson(state));
    EXPECT_EQ(back->bestStep, 8);
    // Written before the best step was kept.
    std::string older = stateToJson(state);
    older.erase(older.find("\"bestStep\""),
                older.find("\n", older.find("\"bestStep\"")) - older.find("\"bestStep\"") + 1);
    EXPECT_EQ(stateFromJson(older)->bestStep, -1);
    EXPECT_EQ(stateFromJson("{\"step\": 3}").error().code, ErrorCode::Corrupt);
}

TEST(FlatRows, everyNumberOfProcessesSharesAllParameters)
{
    ModelConfig config = *ModelConfig::preset("tiny");
    config.vocabularySize = 53;
    for (const int processes : {1, 2, 3, 5, 8, 9, 11, 13, 17, 23, 97, 128, 250}) {
        const Transformer model(config, at::kCPU, at::kFloat, false, processes);
        const std::int64_t count = const_cast<Transformer &>(model).master().numel();
        ASSERT_GE(count, model.parameterCount());
        std::int64_t end = 0;
        for (int rank = 0; rank < processes; ++rank) {
            const RowRange share = Collectives::rangeOf(rank, count, processes);
            EXPECT_EQ(share.begin, end);
            end += share.count;
        }
        EXPECT_EQ(end, count) << processes;
    }
    EXPECT_THROW(Collectives::rangeOf(0, 13440, 11), std::logic_error);
}

TEST(FlatAdamW, sharesDoWhatTheWholeDoes)
{
    constexpr std::int64_t count = 1000;
    const auto generator = at::detail::createCPUGenerator(3);
    const at::Tensor start = at::empty({count}, at::kFloat).normal_(0, 1, generator),
                     gradients = at::empty({count}, at::kFloat).normal_(0, 1, generator);
    const std::vector<DecayRange> ranges{{{0, 300}, 0.1}, {{300, 650}, 0.0}}; // the last 50 are padding
    at::Tensor whole = start.clone();
    FlatAdamW one(whole, {0, count}, ranges, {});
    at::Tensor shared = start.clone();
    std::vector<FlatAdamW> parts;
    for (int part = 0; part < 4; ++part)
        parts.emplace_back(shared, RowRange{part * 250, 250}, ranges, AdamSettings{});
    for (std::int64_t step = 1; step <= 3; ++step) {
        at::Tensor copy = gradients * double(step);
        one.step(whole, copy, whole, {step, 1e-2, 0, 0.5});
        EXPECT_EQ(copy.narrow(0, 0, 950).abs().max().item<float>(), 0) << "used up";
        at::Tensor again = gradients * double(step);
        for (FlatAdamW &part : parts)
            part.step(shared, again, shared, {step, 1e-2, 0, 0.5});
    }
    EXPECT_TRUE(at::equal(whole, shared));
    EXPECT_TRUE(at::equal(whole.narrow(0, 950, 50), start.narrow(0, 950, 50)));
    EXPECT_FALSE(at::equal(whole.narrow(0, 0, 950), start.narrow(0, 0, 950)));
}
