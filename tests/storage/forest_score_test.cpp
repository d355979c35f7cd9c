#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/storage/forest_score_store.h"
#include "core/storage/quality_store.h"
#include "core/storage/store.h"
#include "tests/support/stored_samples.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

namespace {

constexpr std::size_t fileLimit = 1 << 20;

std::string textOf(const std::string &path)
{
    const auto text = readFile(path, fileLimit);
    EXPECT_TRUE(text.ok()) << path;
    return text ? *text : std::string();
}

/// A workspace as schema 2 had it: 200 samples, and a forest for each of the reports.
void makeSchema2(const std::string &folder, const std::vector<std::string> &reports)
{
    std::filesystem::create_directories(folder);
    auto connection = Connection::open(folder + "/workspace.db", Connection::Mode::Create);
    ASSERT_TRUE(connection.ok());
    for (const char *migration : {"/001_workspace.sql", "/002_quality.sql"})
        ASSERT_TRUE((*connection)->execute(textOf(PRIMER_MIGRATIONS + std::string(migration))).ok());
    ASSERT_TRUE((*connection)
                    ->execute("INSERT INTO source(id, uri, name, format, mapping, fingerprint, created_at) "
                              "VALUES(1, '/data', 'data', 'jsonl', '', '', '')")
                    .ok());
    ASSERT_TRUE((*connection)
                    ->execute("WITH RECURSIVE number(id) AS (VALUES(1) UNION ALL SELECT id+1 FROM number WHERE id<200) "
                              "INSERT INTO sample(id, sha_key, kind, source_id, repository_id, licence_id, "
                              "language_id, size_bytes, line_count, max_line_length, avg_line_length, "
                              "alphanum_fraction, valid_utf8, created_at, path, sha256) "
                              "SELECT id, id, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, '', '', x'00' FROM number")
                    .ok());
    for (const std::string &report : reports) {
        Statement &insert = (*connection)
                                ->cached("INSERT INTO forest(features, teacher, positive_from, file, report, "
                                         "created_at) VALUES('hashed', 'a', 3, 'f', ?, '')");
        ASSERT_TRUE(insert.bindText(1, report).run().ok());
    }
    ASSERT_TRUE((*connection)->execute("PRAGMA user_version=2").ok());
}

} // namespace

TEST(ForestScores, comeOutOfReportsOfSchema2)
{
    const TemporaryFolder folder;
    const std::string report = textOf(PRIMER_TEST_DATA "/forest_report_schema_2.json");
    const std::string noReport = "not JSON at all", emptyReport = "{}";
    ASSERT_NO_FATAL_FAILURE(makeSchema2(folder / "old.primer", {report, noReport, emptyReport, report}));
    {
        // Read beside the program that wrote it: nothing is migrated, nothing is there yet.
        auto store = Store::open(folder / "old.primer", Store::Access::ReadOnly, false);
        ASSERT_TRUE(store.ok());
        EXPECT_TRUE((*store)->read(heldOutScores, 1)->empty());
        EXPECT_TRUE((*store)->read(ownScores, 1)->empty());
    }
    auto store = Store::open(folder / "old.primer", Store::Access::ReadWrite, false);
    ASSERT_TRUE(store.ok()) << store.error().detail;
    const auto json = nlohmann::json::parse(report);
    const auto &learnt = json["out_of_bag"], &held = json["held_out"];
    for (const std::int64_t forest : {1, 4}) {
        const auto own = (*store)->read(ownScores, forest);
        ASSERT_TRUE(own.ok());
        std::size_t number = 0;
        for (std::size_t place = 0; place < learnt["ids"].size(); ++place) {
            if (learnt["scores"][place].is_null())
                continue; // every tree had seen it
            ASSERT_LT(number, own->size());
            EXPECT_EQ((*own)[number].sample, learnt["ids"][place].get<SampleId>());
            EXPECT_EQ((*own)[number].score, learnt["scores"][place].get<float>());
            ++number;
        }
        EXPECT_EQ(number, own->size());
        EXPECT_GT(number, 50U);
        const auto heldOut = (*store)->read(heldOutScores, forest);
        ASSERT_TRUE(heldOut.ok());
        ASSERT_EQ(heldOut->size(), held["scores"].size());
        for (std::size_t place = 0; place < heldOut->size(); ++place) {
            EXPECT_EQ((*heldOut)[place].sample, 0U) << "the old report did not name its samples";
            EXPECT_EQ((*heldOut)[place].score, held["scores"][place].get<float>());
            EXPECT_EQ((*heldOut)[place].isPositive, held["positive"][place].get<int>() == 1);
        }
        auto kept = json;
        kept.erase("out_of_bag");
        kept.erase("held_out");
        EXPECT_EQ(nlohmann::json::parse((*store)->read(storedForest, forest)->reportJson), kept);
    }
    for (const std::int64_t forest : {2, 3}) {
        EXPECT_TRUE((*store)->read(ownScores, forest)->empty());
        EXPECT_TRUE((*store)->read(heldOutScores, forest)->empty());
    }
    EXPECT_EQ((*store)->read(storedForest, 2)->reportJson, noReport);
    EXPECT_EQ((*store)->read(storedForest, 3)->reportJson, emptyReport);
}

TEST(ForestScores, comeBackAsTheyWerePut)
{
    const TemporaryFolder folder;
    auto store = Store::open(folder / "w.primer", Store::Access::ReadWrite, true);
    ASSERT_TRUE(store.ok());
    std::vector<ImportRecord> files;
    for (int number = 0; number < 5; ++number)
        files.push_back(test::pythonFile(std::to_string(number), "f.py", "r"));
    ASSERT_TRUE(test::addSamples(**store, std::move(files)).ok());
    const std::vector<OwnScore> own{{3, 0.25f}, {1, 1.f}};
    const std::vector<HeldOutScore> heldOut{{5, 0.5f, true}, {0, 0.125f, false}, {2, 0.75f, true}};
    ASSERT_TRUE((*store)
                    ->write(Durability::Durable,
                            [&](Connection &connection) -> Status {
                                const auto id = PRIMER_TRY(putForest(connection, {0, "x", "y", 3, "f", "{}", ""}));
                                return putForestScores(connection, id, own, heldOut);
                            })
                    .ok());
    const auto ownRead = (*store)->read(ownScores, 1);
    ASSERT_TRUE(ownRead.ok());
    ASSERT_EQ(ownRead->size(), 2U);
    EXPECT_EQ(ownRead->front().sample, 1U);
    EXPECT_EQ(ownRead->back().score, 0.25f);
    const auto heldOutRead = (*store)->read(heldOutScores, 1);
    ASSERT_TRUE(heldOutRead.ok());
    ASSERT_EQ(heldOutRead->size(), heldOut.size());
    for (std::size_t place = 0; place < heldOut.size(); ++place) {
        EXPECT_EQ((*heldOutRead)[place].sample, heldOut[place].sample);
        EXPECT_EQ((*heldOutRead)[place].score, heldOut[place].score);
        EXPECT_EQ((*heldOutRead)[place].isPositive, heldOut[place].isPositive);
    }
}
