#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/exporters/dataset_export.h"
#include "tests/support/stored_samples.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

class DatasetCardTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok());
        m_store = std::move(*opened);
        ASSERT_TRUE(test::addSamples(*m_store, {test::pythonFile("one = 1\n", "one.py", "r"),
                                                test::pythonFile("two = 2\n", "two.py", "r")})
                        .ok());
        m_selection.ids = {1, 2};
        m_options.format = ExportFormat::Jsonl;
        m_options.allowedLicences = {"MIT"};
    }
    std::string cardOf()
    {
        const auto report = exportDataset(*m_store, m_selection, m_folder / "out", m_options, m_feedback);
        EXPECT_TRUE(report.ok());
        const auto text = readFile(m_folder / "out/README.md", 1 << 20);
        return text ? *text : std::string();
    }
    static bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    Selection m_selection;
    ExportOptions m_options;
    Feedback m_feedback;
};

} // namespace

TEST_F(DatasetCardTest, saysThatNearDuplicatesStayed)
{
    const std::string card = cardOf();
    EXPECT_TRUE(has(card, "near-duplicates were not removed")) << card;
    EXPECT_TRUE(has(card, "Every sample of the workspace.")) << card;
    EXPECT_FALSE(has(card, "MinHash"));
}

TEST_F(DatasetCardTest, saysHowManyNearDuplicatesWent)
{
    m_selection.filter = "language:python";
    m_selection.nearDuplicates = NearDuplicateRemoval{17, 5, 0.7};
    m_selection.lineageJson = "{\"filter\":\"language:python\"}";
    const std::string card = cardOf();
    EXPECT_FALSE(has(card, "not removed.\n- Not decontaminated")) << card;
    EXPECT_TRUE(has(card, "near-duplicates were removed before the licence policy: 17 samples")) << card;
    EXPECT_TRUE(has(card, "word 5-grams, Jaccard similarity 0.7")) << card;
    EXPECT_TRUE(has(card, "`language:python without near-duplicates`")) << card;
    const auto manifest = nlohmann::json::parse(*readFile(m_folder / "out/manifest.json", 1 << 20));
    EXPECT_EQ(manifest["selection"], "language:python without near-duplicates");
    EXPECT_EQ(manifest["lineage"]["filter"], "language:python");
}
