#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/exporters/card_text.h"
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

TEST_F(DatasetCardTest, namesTheViewAndTheThresholdTheSetWasMadeBy)
{
    EXPECT_FALSE(has(cardOf(), "Made by")) << "there was none";
    m_selection.view = "long `files`";
    m_selection.threshold = "textbook@3";
    const std::string card = cardOf();
    EXPECT_TRUE(has(card, "Made by the saved view `` long `files` ``.")) << card;
    EXPECT_TRUE(has(card, "Cut by the quality threshold `textbook@3`.")) << card;
}

TEST(CardText, StaysTextInYamlAndMarkdown)
{
    const struct {
        std::string text;
        const char *yaml;
        const char *markdown;
        const char *code;
    } cases[] = {
        {"plain-1.0", "\"plain-1.0\"", "plain-1.0", "`plain-1.0`"},
        {"a\nb\t", "\"a\\u000ab\\u0009\"", "a b ", "`a b `"},
        {"\"\\", "\"\\\"\\\\\"", "\"\\\\", "`\"\\`"},
        {"x|y", "\"x|y\"", "x\\|y", "`x|y`"},
        {"<b>&amp;", "\"<b>&amp;\"", "\\<b\\>\\&amp;", "`<b>&amp;`"},
        {"``", "\"``\"", "\\`\\`", "``` `` ```"},
        {"\xff", "\"\ufffd\"", "\ufffd", "`\ufffd`"},
        {"\x7f\u0085\u2028\u202e\ufeff", "\"\\u007f\\u0085\\u2028\\u202e\\ufeff\"", "     ", "`       `"},
        {"\U0001f600\U0001ffff", "\"\U0001f600\\U0001ffff\"", "\U0001f600 ", "`\U0001f600 `"},
        {"", "\"\"", "", "`  `"},
    };
    for (const auto &expected : cases) {
        EXPECT_EQ(yamlString(expected.text), expected.yaml);
        EXPECT_EQ(markdownText(expected.text), expected.markdown);
        EXPECT_EQ(markdownCode(expected.text), expected.code);
    }
}
