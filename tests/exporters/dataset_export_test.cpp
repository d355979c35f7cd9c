#include "core/exporters/export_target.h"
#include "core/text/text_measures.h"
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

TEST_F(ExportTest, RowAndAttributionNameThePlaceWhoseLicenceLetItLeave)
{
    const struct {
        const char *path;
        const char *repository;
        const char *licence;
    } places[] = {
        {"gpl.py", "g/g", "GPL-3.0-only"}, {"none.py", "n/n", ""}, {"mit.py", "m/m", "MIT"}, {"isc.py", "i/i", "ISC"}};
    for (const auto &place : places) {
        add("same = 1\n", place.licence, place.path);
        Origin &origin = m_records.back().origin;
        origin.repository = place.repository;
        origin.createdAt = std::string("2020-01-0") + place.path[0];
        origin.stars = place.path[0];
        origin.extraJson = std::string("{\"from\":\"") + place.repository + "\"}";
    }
    store();
    const struct {
        std::vector<std::string> allowed;
        std::size_t place;
    } cases[] = {{{"MIT"}, 2}, {{"ISC", "MIT"}, 2}, {{"ISC"}, 3}, {{"GPL-3.0-only", "MIT"}, 0}, {{"unknown"}, 1}};
    for (const auto &expected : cases) {
        m_options.allowedLicences = expected.allowed;
        ASSERT_TRUE(run().ok());
        const auto &place = places[expected.place];
        const auto row = lines("out/data/train-00000-of-00001.jsonl").at(0);
        EXPECT_EQ(row["path"], place.path);
        EXPECT_EQ(row["repo_name"], place.repository);
        EXPECT_EQ(row["license"], place.licence);
        EXPECT_EQ(row["stars"], int(place.path[0]));
        EXPECT_EQ(row["created_at"], std::string("2020-01-0") + place.path[0]);
        EXPECT_EQ(row["upstream"], std::string("{\"from\":\"") + place.repository + "\"}");
        const auto credit = lines("out/ATTRIBUTION.jsonl").at(0);
        EXPECT_EQ(credit["path"], place.path);
        EXPECT_EQ(credit["repo"], place.repository);
        EXPECT_EQ(credit["licence"], place.licence);
    }
}

TEST_F(ExportTest, APlaceBehindThousandsIsFound)
{
    for (int number = 0; number < 3000; ++number)
        add("same = 1\n", "GPL-3.0-only", std::to_string(number) + ".py");
    add("same = 1\n", "MIT", "mit.py");
    store();
    ASSERT_EQ(run()->samples, 1);
    EXPECT_EQ(lines("out/ATTRIBUTION.jsonl").at(0)["path"], "mit.py");
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
    EXPECT_EQ(report->namesNotUtf8, 1);
    const auto manifest = nlohmann::json::parse(*readFile(m_folder / "out/manifest.json", 1 << 20));
    EXPECT_EQ(manifest["contents_not_utf8"], 1);
    EXPECT_EQ(manifest["names_not_utf8"], 1);
    const std::string card = *readFile(m_folder / "out/README.md", 1 << 20);
    EXPECT_NE(card.find("| contents with invalid UTF-8 | 1 |"), std::string::npos) << card;
}

TEST_F(ExportTest, EveryNameMayBeAnyBytes)
{
    const std::string bad = "a\xff\n|`*_<b>\x1b[31m\u202e";
    add("x = 1\n", "MIT", bad);
    Origin &origin = m_records.back().origin;
    for (std::string *text : {&origin.repository, &origin.language, &origin.createdAt, &origin.extraJson})
        *text = bad;
    add("y = 1\n", bad);
    store();
    m_options.allowedLicences = {"MIT", bad};
    m_options.name = bad;
    m_selection.filter = "path:" + bad;
    EXPECT_EQ(run().error().code, ErrorCode::InvalidInput) << "no record could name it";
    EXPECT_EQ(names(), std::vector<std::string>());
    m_selection.filter = "path:" + bad.substr(2);
    m_selection.view = bad;
    m_selection.lineageJson = "{\"filter\":\"" + std::string("\xff") + "\"}";
    const auto report = run();
    ASSERT_TRUE(report.ok()) << report.error().detail;
    EXPECT_EQ(report->samples, 2);
    for (const char *name : {"README.md", "manifest.json", "ATTRIBUTION.jsonl", "data/train-00000-of-00001.jsonl"})
        EXPECT_TRUE(isValidUtf8(*readFile(m_folder / (std::string("out/") + name), 1 << 20))) << name;
    const std::string card = *readFile(m_folder / "out/README.md", 1 << 20);
    const std::string body = card.substr(card.find("\n---\n"));
    for (const char *raw : {"\n|`*", " <b>", "\x1b", "\u202e", "| a\ufffd\n"})
        EXPECT_EQ(body.find(raw), std::string::npos) << raw << " in\n" << card;
    EXPECT_NE(card.find("# a\ufffd \\|\\`\\*\\_\\<b\\> \\[31m"), std::string::npos) << card;
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
    writeFile(m_folder / "number/manifest.json", "{\"format\": 1}");
    writeFile(m_folder / "null/manifest.json", "null");
    std::filesystem::create_directories(m_folder / "real");
    std::filesystem::create_directory_symlink(m_folder / "real", m_folder / "link");
    std::filesystem::create_directory_symlink(m_folder / "nothing", m_folder / "dangling");
    const auto before = names();
    for (const std::string &target : before) {
        if (target == "real")
            continue;
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
    EXPECT_TRUE(checkExportTarget(m_folder / "deep/er/new", "primer-dataset", m_feedback).ok());
    EXPECT_TRUE(run("deep/er/new").ok());
    EXPECT_TRUE(run("empty").ok());
    EXPECT_TRUE(checkExportTarget(m_folder / "empty", "primer-dataset", m_feedback).ok());
    EXPECT_EQ(checkExportTarget(m_folder / "empty", "primer-shards", m_feedback).error().code,
              ErrorCode::TargetNotOurs);
    m_options.format = ExportFormat::JsonlZst;
    EXPECT_TRUE(run("empty").ok());
    EXPECT_FALSE(std::filesystem::exists(m_folder / "empty/data/train-00000-of-00001.jsonl")) << "of the old one";
}

TEST_F(ExportTest, WhatNoExportWroteStaysAndIsNamed)
{
    add("one = 1\n", "MIT");
    store();
    const struct {
        const char *file; ///< with a slash at the end: a folder
        const char *named;
    } cases[] = {
        {".git/config", ".git"},
        {"notes.ipynb", "notes.ipynb"},
        {"data/mine.parquet", "data/mine.parquet"},
        {"data/deep/x", "data/deep"},
        {"empty/", "empty"},
        {"README.md", "README.md was changed"},
        {"ATTRIBUTION.jsonl", "was changed"},
        {"data/train-00000-of-00001.jsonl", "was changed"},
        {"tokenizer.json", "tokenizer.json"},
        {"train/00000.tok", "train"},
    };
    int number = 0;
    for (const auto &foreign : cases) {
        const std::string target = "out" + std::to_string(number++), path = m_folder / (target + "/" + foreign.file);
        ASSERT_TRUE(run(target).ok());
        if (path.back() == '/')
            std::filesystem::create_directories(path);
        else
            writeFile(path, "mine");
        const auto report = run(target);
        ASSERT_FALSE(report.ok()) << foreign.file;
        EXPECT_EQ(report.error().code, ErrorCode::TargetNotOurs) << foreign.file;
        EXPECT_NE(report.error().detail.find(foreign.named), std::string::npos) << report.error().detail;
        EXPECT_TRUE(std::filesystem::exists(path));
        if (path.back() != '/') {
            EXPECT_EQ(*readFile(path, 100), "mine");
        }
    }
    ASSERT_TRUE(run("linked").ok());
    std::filesystem::create_symlink("/dev/null", m_folder / "linked/data/link");
    EXPECT_EQ(run("linked").error().code, ErrorCode::TargetNotOurs);
    ASSERT_TRUE(run("lost").ok());
    std::filesystem::remove(m_folder / "lost/README.md");
    EXPECT_TRUE(run("lost").ok()) << "what is missing is nobody's loss";
}

TEST_F(ExportTest, NothingThatLiesBesideTheTargetGoes)
{
    add("one = 1\n", "MIT");
    store();
    const std::vector<std::string> foreign{"out.partial/mine", "out.partial-abcdefgh/mine", "out.partial-12345678.lock",
                                           "out.partial-12345678/README.md"};
    for (const std::string &name : foreign)
        writeFile(m_folder / name, "mine");
    for (int round = 0; round < 2; ++round) {
        ASSERT_TRUE(run().ok());
        for (const std::string &name : foreign)
            EXPECT_EQ(*readFile(m_folder / name, 100), "mine") << name;
    }
    EXPECT_EQ(names(), (std::vector<std::string>{"out", "out.partial", "out.partial-12345678",
                                                 "out.partial-12345678.lock", "out.partial-abcdefgh"}));
}

TEST_F(ExportTest, WhatAKilledExportLeftGoesWithTheNext)
{
    add("one = 1\n", "MIT");
    store();
    Feedback feedback;
    std::vector<std::string> marks;
    {
        const auto folder = ExportFolder::open(m_folder / "out", "primer-dataset", feedback);
        ASSERT_TRUE(folder.ok());
        marks = names();
        writeFile((*folder)->path() + "/data/train-00000-of-00001.jsonl.partial", "half");
        // While it is being written, another one leaves it alone.
        ASSERT_TRUE(run().ok());
        EXPECT_TRUE(std::filesystem::exists((*folder)->path()));
        std::filesystem::copy((*folder)->path(), m_folder / "kept", std::filesystem::copy_options::recursive);
        std::filesystem::copy((*folder)->path() + ".lock", m_folder / "kept.lock");
    }
    EXPECT_EQ(names(), (std::vector<std::string>{"kept", "kept.lock", "out"}));
    for (const char *suffix : {"", ".lock"})
        std::filesystem::rename(m_folder / (std::string("kept") + suffix),
                                m_folder / (std::string("out.partial-abcdefgh") + suffix));
    writeFile(m_folder / "out.partial-abcdefgh/mine", "mine");
    ASSERT_TRUE(run().ok());
    EXPECT_EQ(names(), (std::vector<std::string>{"out", "out.partial-abcdefgh"})) << "for the sake of what is in it";
    EXPECT_FALSE(std::filesystem::exists(m_folder / "out.partial-abcdefgh/data"));
    EXPECT_EQ(*readFile(m_folder / "out.partial-abcdefgh/mine", 100), "mine");
}

TEST_F(ExportTest, ASlashAtTheEndNamesTheSameFolder)
{
    add("one = 1\n", "MIT");
    store();
    for (const char *target : {"out/", "out", "out//", "sub/../out/", "out/."})
        ASSERT_TRUE(run(target).ok()) << target;
    EXPECT_EQ(names(), std::vector<std::string>{"out"});
}
