#include "core/exporters/export_target.h"
#include "tests/exporters/export_fixture.h"

using namespace primer;
using namespace primer::test;

TEST_F(ExportTest, RowsCardAttributionAndManifestAgree)
{
    add("one = 1\n", "MIT", "one.py");
    add("two = 2\n", "GPL-3.0-only", "two.py");
    add("three = 3\n", "", "three.py");
    add("four = 4\n", "MIT AND Apache-2.0", "four.py");
    store();
    m_options.allowedLicences = {"MIT", "Apache-2.0"};
    const auto report = run();
    ASSERT_TRUE(report.ok()) << report.error().detail;
    EXPECT_EQ(report->samples, 2);
    EXPECT_EQ(report->bytes, 8 + 9);
    EXPECT_EQ(report->leftOutByLicence, 2);
    EXPECT_EQ(report->leftOutUnknown, 1);
    EXPECT_EQ(report->licences, (std::map<std::string, std::int64_t>{{"MIT", 1}, {"MIT AND Apache-2.0", 1}}));
    const auto rows = lines("out/data/train-00000-of-00001.jsonl");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0]["content"], "one = 1\n");
    EXPECT_EQ(rows[0]["path"], "one.py");
    EXPECT_EQ(rows[0]["sha256"], toHex(sha256("one = 1\n")));
    EXPECT_TRUE(rows[0]["label"].is_null());
    EXPECT_EQ(rows[1]["id"], 4);
    const auto credits = lines("out/ATTRIBUTION.jsonl");
    ASSERT_EQ(credits.size(), 2u);
    EXPECT_EQ(credits[1], nlohmann::json({{"id", 4},
                                          {"path", "four.py"},
                                          {"repo", "owner/repository"},
                                          {"licence", "MIT AND Apache-2.0"},
                                          {"source", "data"}}));
    const auto manifest = nlohmann::json::parse(*readFile(m_folder / "out/manifest.json", 1 << 20));
    EXPECT_EQ(manifest["samples"], 2);
    EXPECT_EQ(manifest["left_out_by_licence"], 2);
    std::vector<std::string> listed;
    for (const auto &file : manifest["files"]) {
        listed.push_back(file["path"]);
        const auto bytes = readFile(m_folder / ("out/" + listed.back()), 1 << 20);
        ASSERT_TRUE(bytes.ok()) << listed.back();
        EXPECT_EQ(file["bytes"], bytes->size());
        EXPECT_EQ(file["sha256"], toHex(sha256(*bytes)));
    }
    EXPECT_EQ(listed, (std::vector<std::string>{"data/train-00000-of-00001.jsonl", "ATTRIBUTION.jsonl", "README.md"}));
    const std::string card = *readFile(m_folder / "out/README.md", 1 << 20);
    EXPECT_NE(card.find("| samples | 2 |"), std::string::npos) << card;
    EXPECT_NE(card.find("num_examples: 2"), std::string::npos) << card;
}

TEST_F(ExportTest, AContentLeavesUnderTheLicenceOfAPlaceThatAllowsIt)
{
    add("same = 1\n", "GPL-3.0-only", "copyleft.py");
    add("same = 1\n", "MIT", "free.py");
    add("other = 1\n", "GPL-3.0-only");
    store();
    const auto report = run();
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->samples, 1);
    const auto rows = lines("out/data/train-00000-of-00001.jsonl");
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0]["license"], "MIT");
    EXPECT_EQ(rows[0]["copies"], 2);
}

TEST_F(ExportTest, ShardsAreCutByTheirContent)
{
    for (int i = 0; i < 10; ++i)
        add(std::string(1000, 'x') + std::to_string(i), "MIT");
    store();
    m_options.shardBytes = 3000;
    ASSERT_TRUE(run().ok());
    std::size_t rows = 0;
    for (int shard = 0; shard < 4; ++shard)
        rows += lines("out/data/train-0000" + std::to_string(shard) + "-of-00004.jsonl").size();
    EXPECT_EQ(rows, 10u);
}

TEST_F(ExportTest, AnEmptySetIsADataset)
{
    add("left out\n", "GPL-3.0-only");
    store();
    const auto report = run();
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->samples, 0);
    EXPECT_EQ(readFile(m_folder / "out/data/train-00000-of-00001.jsonl", 100)->size(), 0u);
}

TEST_F(ExportTest, InvalidTextIsReplacedAndCounted)
{
    add("caf\xe9\n", "MIT", "na\xffme.py");
    store();
    const auto report = run();
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->notUtf8, 1);
    const auto rows = lines("out/data/train-00000-of-00001.jsonl");
    EXPECT_EQ(rows.at(0)["content"], "caf\ufffd\n");
    EXPECT_EQ(rows.at(0)["path"], "na\ufffdme.py");
    EXPECT_EQ(rows.at(0)["sha256"], toHex(sha256("caf\xe9\n"))) << "of the bytes as they were";
}

TEST_F(ExportTest, SameSamplesSameBytes)
{
    for (int i = 0; i < 50; ++i)
        add("x = " + std::to_string(i) + "\n", "MIT");
    store();
    m_options.format = ExportFormat::JsonlZst;
    ASSERT_TRUE(run("one").ok());
    ASSERT_TRUE(run("two").ok());
    for (const char *name : {"data/train-00000-of-00001.jsonl.zst", "README.md", "ATTRIBUTION.jsonl", "manifest.json"})
        EXPECT_EQ(*readFile(m_folder / (std::string("one/") + name), 1 << 20),
                  *readFile(m_folder / (std::string("two/") + name), 1 << 20))
            << name;
}

TEST_F(ExportTest, ACancelledExportLeavesNothingAndTheOldOneAlone)
{
    add("one = 1\n", "MIT");
    store();
    ASSERT_TRUE(run("old").ok());
    const std::string before = *readFile(m_folder / "old/manifest.json", 1 << 20);
    m_feedback.cancel();
    for (const char *target : {"new", "old"}) {
        const auto report = run(target);
        ASSERT_FALSE(report.ok());
        EXPECT_EQ(report.error().code, ErrorCode::Cancelled);
    }
    EXPECT_EQ(names(), std::vector<std::string>{"old"});
    EXPECT_EQ(*readFile(m_folder / "old/manifest.json", 1 << 20), before);
}

TEST_F(ExportTest, ATargetThatIsNotOursIsRefusedAndKept)
{
    add("one = 1\n", "MIT");
    store();
    writeFile(m_folder / "file", "a file");
    writeFile(m_folder / "mine/letter.txt", "keep me");
    writeFile(m_folder / "shards/manifest.json", "{\"format\": \"primer-shards\"}");
    writeFile(m_folder / "broken/manifest.json", "{");
    writeFile(m_folder / "list/manifest.json", "[]");
    const auto before = names();
    for (const std::string &target : before) {
        const auto report = run(target);
        ASSERT_FALSE(report.ok()) << target;
        EXPECT_EQ(report.error().code, ErrorCode::TargetNotOurs) << target;
    }
    EXPECT_EQ(names(), before);
    EXPECT_EQ(*readFile(m_folder / "mine/letter.txt", 100), "keep me");
}

TEST_F(ExportTest, ANewAnEmptyAndAnEarlierTargetAreTaken)
{
    add("one = 1\n", "MIT");
    store();
    std::filesystem::create_directories(m_folder / "empty");
    EXPECT_TRUE(checkExportTarget(m_folder / "deep/er/new", "primer-dataset").ok());
    EXPECT_TRUE(run("deep/er/new").ok());
    EXPECT_TRUE(run("empty").ok());
    EXPECT_TRUE(checkExportTarget(m_folder / "empty", "primer-dataset").ok());
    EXPECT_EQ(checkExportTarget(m_folder / "empty", "primer-shards").error().code, ErrorCode::TargetNotOurs);
    m_options.format = ExportFormat::JsonlZst;
    EXPECT_TRUE(run("empty").ok());
    EXPECT_FALSE(std::filesystem::exists(m_folder / "empty/data/train-00000-of-00001.jsonl")) << "of the old one";
}
