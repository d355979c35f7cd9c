#include <algorithm>
#include <filesystem>
#include <iterator>

#include <gtest/gtest.h>

#include <zstd.h>

#include "core/importers/formats/jsonl_reader.h"
#include "core/importers/import_run.h"
#include "core/storage/sample_store.h"
#include "tests/support/gzipped.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

namespace {

class JsonlTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok());
        m_store = std::move(*opened);
    }
    ImportReport import(const std::string &path, const ColumnMapping &mapping = {})
    {
        ImportReport report;
        ImportOptions options;
        options.mapping = mapping;
        m_status = importPaths(*m_store, {path}, options, m_feedback, report);
        return report;
    }
    std::vector<QuarantinedRow> quarantined() { return *listQuarantined(**m_store->reader(), 1000); }

    TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    Feedback m_feedback;
    Status m_status = success();
};

} // namespace

TEST_F(JsonlTest, BadLinesAreTheOnlyOnesLeftOutAndTheirOffsetsAreRight)
{
    std::string text;
    std::vector<std::int64_t> bad;
    const std::string broken[] = {"{\"content\": ",
                                  "not json",
                                  "[1,2]",
                                  "{\"content\": \"\\ud800\"}",
                                  "{\"content\": 5}",
                                  "{\"content\": \"x\xff\"}",
                                  "{\"content\": \"\"}",
                                  "{\"other\": 1}",
                                  "{\"content\": \"a\"}}"};
    for (int i = 0; i < 3000; ++i) {
        text += "{\"content\": \"x = " + std::to_string(i) + "\\n\", \"path\": \"f" + std::to_string(i)
                + ".py\", \"max_stars_count\": " + std::to_string(i % 9) + "}\n";
        if (i % 100 == 50) {
            bad.push_back(std::int64_t(text.size()));
            text += broken[std::size_t(i / 100) % std::size(broken)] + "\n";
        }
    }
    test::writeFile(m_folder / "a.jsonl", text);
    const ImportReport report = import(m_folder / "a.jsonl");
    ASSERT_TRUE(m_status.ok()) << m_status.error().detail;
    EXPECT_EQ(report.added, 3000);
    EXPECT_EQ(report.quarantined, 30);
    const auto rows = quarantined();
    ASSERT_EQ(rows.size(), bad.size());
    for (std::size_t i = 0; i < bad.size(); ++i)
        EXPECT_EQ(rows[i].position, bad[i]) << rows[i].reason;
    auto reader = m_store->reader();
    EXPECT_EQ(*fetchContent(**reader, 1), "x = 0\n");
    const SampleId tenth = 10;
    EXPECT_EQ(fetchRows(**reader, {&tenth, 1})->front().stars, 0);
}

TEST_F(JsonlTest, ImportingTwiceAddsNothing)
{
    test::writeFile(m_folder / "a.jsonl", "{\"content\": \"a\"}\n{\"content\": \"b\"}\n{\"content\": \"a\"}\n");
    EXPECT_EQ(import(m_folder / "a.jsonl").added, 2);
    const ImportReport again = import(m_folder / "a.jsonl");
    EXPECT_EQ(again.added, 0);
    EXPECT_EQ(again.duplicates, 3);
    EXPECT_EQ(fetchOrigins(**m_store->reader(), 1)->size(), 2u);
}

TEST_F(JsonlTest, CompressedFilesAreReadAndCutOnesKeepWhatCameBefore)
{
    std::string text;
    for (int i = 0; i < 20000; ++i)
        text += "{\"content\": \"line " + std::to_string(i * 7919) + "\"}\n";
    const std::string packed = test::gzipped(text);
    test::writeFile(m_folder / "a.jsonl.gz", packed + test::gzipped("{\"content\": \"second member\"}\n"));
    EXPECT_EQ(import(m_folder / "a.jsonl.gz").added, 20001);
    std::string zstd(ZSTD_compressBound(text.size()), '\0');
    zstd.resize(ZSTD_compress(zstd.data(), zstd.size(), text.data(), text.size(), 3));
    test::writeFile(m_folder / "a.jsonl.zst", zstd);
    EXPECT_EQ(import(m_folder / "a.jsonl.zst").duplicates, 20000);
    test::writeFile(m_folder / "cut.jsonl.gz", packed.substr(0, packed.size() / 2));
    const ImportReport cut = import(m_folder / "cut.jsonl.gz");
    ASSERT_TRUE(m_status.ok());
    EXPECT_GT(cut.duplicates, 5000);
    EXPECT_EQ(quarantined().back().reason, "stream_ends_badly");
}

TEST_F(JsonlTest, AStreamThatIsDamagedAtItsEndGivesAllThatCameBefore)
{
    std::string text;
    for (int i = 0; i < 5000; ++i)
        text += "{\"content\": \"line " + std::to_string(i * 7919) + "\"}\n";
    std::string packed = test::gzipped(text);
    packed[packed.size() - 8] = char(packed[packed.size() - 8] ^ 255); // its checksum
    test::writeFile(m_folder / "sum.jsonl.gz", packed);
    EXPECT_EQ(import(m_folder / "sum.jsonl.gz").added, 5000);
    EXPECT_EQ(quarantined().back().reason, "stream_ends_badly");
    test::writeFile(m_folder / "second.jsonl.gz", test::gzipped(text) + "\x1f\x8b no member");
    EXPECT_EQ(import(m_folder / "second.jsonl.gz").duplicates, 5000);
    EXPECT_EQ(quarantined().back().file, m_folder / "second.jsonl.gz");
}

TEST_F(JsonlTest, AnEndlessLineIsSkippedInConstantMemory)
{
    std::string text = "{\"content\": \"before\"}\n";
    const auto at = std::int64_t(text.size());
    text += "{\"content\": \"" + std::string(40'000'000, 'x') + "\"}\n{\"content\": \"after\"}\n";
    test::writeFile(m_folder / "a.jsonl", text);
    EXPECT_EQ(import(m_folder / "a.jsonl").added, 2);
    ASSERT_EQ(quarantined().size(), 1u);
    EXPECT_EQ(quarantined()[0].reason, "line_too_long");
    EXPECT_EQ(quarantined()[0].position, at);
}

TEST_F(JsonlTest, ACancelIsHeardWithinALineAndOnTheWayToAPlace)
{
    const std::string text = "{\"content\": \"before\"}\n{\"content\": \"" + std::string(40'000'000, 'x');
    for (const char *name : {"a.jsonl", "a.jsonl.gz"}) {
        test::writeFile(m_folder / name, name[7] ? test::gzipped(text) : text);
        Feedback feedback;
        const auto reader = openJsonl(m_folder / name, {}, "", feedback);
        ASSERT_TRUE(reader.ok());
        feedback.cancel();
        ImportBatch batch;
        EXPECT_EQ((*reader)->next(batch).error().code, ErrorCode::Cancelled) << name;
    }
    Feedback cancelled;
    cancelled.cancel();
    EXPECT_EQ(openJsonl(m_folder / "a.jsonl.gz", {}, "20000000", cancelled).error().code, ErrorCode::Cancelled);
}

TEST_F(JsonlTest, ABombIsStopped)
{
    test::writeFile(m_folder / "bomb.jsonl.gz",
                    test::gzipped("{\"content\": \"first\"}\n" + std::string(200'000'000, 'x')));
    EXPECT_EQ(import(m_folder / "bomb.jsonl.gz").added, 1);
    EXPECT_TRUE(m_status.ok());
    EXPECT_EQ(quarantined().back().reason, "stream_ends_badly");
}

TEST_F(JsonlTest, UnknownColumnsAskForAMapping)
{
    test::writeFile(m_folder / "a.jsonl",
                    "{\"snippet\": \"print(1)\", \"where\": \"x.py\", \"big\": 123456789012345678}\n");
    import(m_folder / "a.jsonl");
    ASSERT_FALSE(m_status.ok());
    EXPECT_EQ(m_status.error().code, ErrorCode::NeedsMapping);
    EXPECT_EQ(m_status.error().detail, "snippet,where,big");
    EXPECT_TRUE(listSources(**m_store->reader())->empty());
    EXPECT_EQ(import(m_folder / "a.jsonl", {{"content", "snippet"}, {"path", "where"}}).added, 1);
    const auto origin = fetchOrigins(**m_store->reader(), 1)->front().origin;
    EXPECT_EQ(origin.path, "x.py");
    EXPECT_EQ(origin.extraJson, "{\"where\":\"x.py\",\"big\":123456789012345678}");
}

TEST_F(JsonlTest, ByteOrderMarksBlankLinesAndMissingLastNewlineAreFine)
{
    test::writeFile(m_folder / "a.jsonl", "\xef\xbb\xbf{\"content\": \"a\"}\r\n\n   \n{\"content\": \"b\"}");
    EXPECT_EQ(import(m_folder / "a.jsonl").added, 2);
    EXPECT_TRUE(quarantined().empty());
}

TEST_F(JsonlTest, WhatIsNotThereIsSaid)
{
    import(m_folder / "none.jsonl");
    EXPECT_EQ(m_status.error().code, ErrorCode::NotFound);
    test::writeFile(m_folder / "empty.jsonl", "");
    EXPECT_EQ(import(m_folder / "empty.jsonl").added, 0);
    EXPECT_TRUE(m_status.ok());
}

TEST_F(JsonlTest, AListInOneLineLosesOnlyWhatIsTooLongOrBroken)
{
    const std::string big(17 << 20, 'x');
    const std::string good = R"({"content":"good = 1"})";
    struct Case {
        const char *name;
        std::string text;
        std::int64_t added;
        std::vector<std::string> reasons;
    };
    const std::vector<Case> cases{
        // Sound, with all that looks like the end of one object and the beginning of the next.
        {"long text",
         "[" + good + R"(,{"content":"},{\"content\":\"no row\"},{},)" + big + R"("},{"content":"b = 2"}])",
         2,
         {"line_too_long"}},
        {"long list",
         "[" + good + R"(,{"parts":[{"content":"no row"},{"content":"nor this"}],"content":")" + big
             + R"("},{"content":"b = 2"}])",
         2,
         {"line_too_long"}},
        // A quote or a bracket is missing: what it swallows ends where the next object begins.
        {"lost quote",
         R"([{"content":"lost},{"content":"b = 2"},)" + good + R"(,{"content":")" + big + R"("},{"content":"c = 3"}])",
         3,
         {"invalid_json", "line_too_long"}},
        {"lost bracket",
         "[" + good + R"(,{"content":"lost","meta":{"a":1},{"content":"b = 2"},{"content":"c = 3"}])",
         3,
         {"invalid_json"}},
        {"other values",
         R"(["a\\",)" + good + R"(,"b\"},{",{"content":"b = 2"},"\\\\\"",7])",
         2,
         {"not_an_object", "not_an_object", "not_an_object", "not_an_object"}}};
    for (const Case &one : cases) {
        const std::string path = m_folder / (std::string(one.name) + ".json");
        test::writeFile(path, one.text);
        const auto before = quarantined().size();
        const ImportReport report = import(path);
        EXPECT_EQ(report.added + report.duplicates, one.added) << one.name << " " << m_status.ok();
        std::vector<std::string> reasons;
        const auto rows = quarantined();
        for (std::size_t row = before; row < rows.size(); ++row) {
            if (rows[row].file == path)
                reasons.push_back(rows[row].reason);
        }
        EXPECT_EQ(reasons, one.reasons) << one.name;
    }
}

TEST_F(JsonlTest, AResumedImportDoesNothingAgain)
{
    const std::string path = m_folder / "a.jsonl";
    std::string text;
    for (int row = 0; row < 2000; ++row)
        text += "{\"content\":\"x = " + std::to_string(row) + "\"}\n";
    test::writeFile(path, text);
    ASSERT_EQ(import(path).added, 2000);
    const std::size_t middle = text.find('\n', text.size() / 2) + 1;
    ASSERT_TRUE(m_store
                    ->write(Durability::Durable,
                            [&](Connection &connection) -> Status {
                                const auto sources = PRIMER_TRY(listSources(connection));
                                return advanceSource(connection, sources[0].id, std::to_string(middle), {}, 0, false);
                            })
                    .ok());
    // Begun again, a table none of whose rows has a content would be refused.
    const auto rows = std::count(text.begin() + std::ptrdiff_t(middle), text.end(), '\n');
    const auto time = std::filesystem::last_write_time(path);
    for (std::size_t place = text.find("content"); place != std::string::npos; place = text.find("content", place))
        text.replace(place, 7, "another");
    test::writeFile(path, text);
    std::filesystem::last_write_time(path, time);
    const ImportReport report = import(path);
    EXPECT_TRUE(m_status.ok());
    EXPECT_TRUE(report.resumed);
    EXPECT_EQ(report.rows, rows);
    EXPECT_EQ(report.quarantined, rows);
}
