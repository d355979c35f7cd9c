#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/dataset/token_shard.h"
#include "core/exporters/shard_export.h"
#include "core/text/bpe_trainer.h"
#include "core/text/token_encoder.h"
#include "tests/support/stored_samples.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

constexpr int files = 700; // some blocks for each of a few threads

class ShardExportTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok());
        m_store = std::move(*opened);
        Random random(5);
        std::vector<ImportRecord> records;
        for (int number = 0; number < files; ++number) {
            std::string text = "file " + std::to_string(number) + "\n";
            for (std::uint64_t word = 0, count = random.below(400); word < count; ++word) // of very unequal lengths
                text += "word_" + std::to_string(random.below(300)) + (random.below(9) ? " " : "\n");
            m_contents.push_back(text);
            records.push_back(test::pythonFile(text, std::to_string(number) + ".py", "r"));
        }
        ASSERT_TRUE(test::addSamples(*m_store, std::move(records)).ok());
        for (SampleId id = files; id >= 1; id -= 1)
            m_selection.ids.push_back(id); // another order than that of the store
        for (std::size_t place = 0; place < m_selection.ids.size(); ++place)
            m_split.isHeldOut.push_back(place % 7 == 3 ? 1 : 0);
        m_options.vocabularySize = 500;
    }

    /// What one thread makes of the samples, one after the other.
    std::vector<std::int64_t> expected(const std::shared_ptr<const Tokenizer> &tokenizer, std::uint8_t side) const
    {
        TokenEncoder encoder(tokenizer);
        std::vector<TokenId> tokens;
        for (std::size_t place = 0; place < m_selection.ids.size(); ++place) {
            if (m_split.isHeldOut[place] != side)
                continue;
            encoder.encode(m_contents[m_selection.ids[place] - 1], tokens);
            tokens.push_back(*tokenizer->endOfText());
        }
        return {tokens.begin(), tokens.end()};
    }
    static std::vector<std::int64_t> tokensIn(const std::string &folder)
    {
        const auto set = TokenSet::open(folder);
        if (!set)
            return {};
        EXPECT_TRUE(set->verify().ok());
        std::vector<std::int64_t> tokens(set->count());
        set->read(0, tokens);
        return tokens;
    }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    std::vector<std::string> m_contents;
    Selection m_selection;
    HeldOutSplit m_split;
    ShardOptions m_options;
    Feedback m_feedback;
};

} // namespace

TEST_F(ShardExportTest, manyThreadsWriteWhatOneWouldWrite)
{
    const auto report = exportShards(*m_store, m_selection, m_split, m_folder / "s", m_options, m_feedback);
    ASSERT_TRUE(report.ok()) << report.error().detail;
    const auto tokenizer = Tokenizer::load(m_folder / "s/tokenizer.json");
    ASSERT_TRUE(tokenizer.ok());
    BpeTrainer trainer, onAll;
    for (std::size_t place = 0; place < m_selection.ids.size(); ++place) {
        const std::string &content = m_contents[m_selection.ids[place] - 1];
        onAll.add(content);
        if (!m_split.isHeldOut[place])
            trainer.add(content);
    }
    EXPECT_EQ((*tokenizer)->digest(), (*trainer.train(m_options.vocabularySize))->digest());
    EXPECT_NE((*tokenizer)->digest(), (*onAll.train(m_options.vocabularySize))->digest())
        << "what is held out has no part in the vocabulary";
    const auto train = tokensIn(m_folder / "s/train"), heldOut = tokensIn(m_folder / "s/held-out");
    EXPECT_EQ(train, expected(*tokenizer, 0));
    EXPECT_EQ(heldOut, expected(*tokenizer, 1));
    EXPECT_EQ(report->samples + report->heldOutSamples, files);
    EXPECT_EQ(report->heldOutSamples, files / 7);
    EXPECT_EQ(report->tokens, train.size());
    EXPECT_EQ(report->heldOutTokens, heldOut.size());
    EXPECT_EQ(m_feedback.done(), std::uint64_t(files));
}

TEST_F(ShardExportTest, smallShardsAreCutAtTheSamePlaces)
{
    m_options.shardTokens = 5000;
    for (const char *name : {"one", "two"})
        ASSERT_TRUE(exportShards(*m_store, m_selection, m_split, m_folder / name, m_options, m_feedback).ok());
    const auto one = TokenSet::open(m_folder / "one/train"), two = TokenSet::open(m_folder / "two/train");
    ASSERT_TRUE(one.ok() && two.ok());
    EXPECT_EQ(one->digest(), two->digest());
    EXPECT_TRUE(std::filesystem::exists(m_folder / "one/train/00002.tok"));
}

TEST_F(ShardExportTest, aCancelledOneLeavesNothing)
{
    m_feedback.cancel();
    const auto report = exportShards(*m_store, m_selection, m_split, m_folder / "s", m_options, m_feedback);
    ASSERT_FALSE(report.ok());
    EXPECT_EQ(report.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(m_folder.path()), {}), 1) << "the workspace alone";
}

TEST_F(ShardExportTest, aSampleThatIsNotThereEndsIt)
{
    BpeTrainer trainer;
    trainer.add("some words to begin with");
    m_options.tokenizer = *trainer.train(300);
    m_selection.ids[500] = files + 1;
    const auto report = exportShards(*m_store, m_selection, m_split, m_folder / "s", m_options, m_feedback);
    ASSERT_FALSE(report.ok());
    EXPECT_EQ(report.error().code, ErrorCode::NotFound);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(m_folder.path()), {}), 1) << "the workspace alone";
    m_selection.ids.clear();
    EXPECT_EQ(exportShards(*m_store, m_selection, {}, m_folder / "s", m_options, m_feedback).error().code,
              ErrorCode::InvalidInput);
}
