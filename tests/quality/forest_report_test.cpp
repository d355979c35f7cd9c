#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/quality/forest_report_json.h"

using namespace primer;

namespace {

std::string storedReport()
{
    const auto text = readFile(PRIMER_TEST_DATA "/forest_report_schema_2.json", 1 << 20);
    EXPECT_TRUE(text.ok());
    return text ? *text : std::string();
}

} // namespace

TEST(ForestReport, readsWhatAnEarlierPrimerStored)
{
    const auto report = forestReportFromJson(storedReport(), "fixture");
    ASSERT_TRUE(report.ok()) << report.error().detail;
    ASSERT_TRUE(report->labels && report->split && report->settings && report->forest && report->logistic);
    EXPECT_EQ(report->labels->teacher, "heuristic-1");
    EXPECT_EQ(report->labels->count, 101);
    EXPECT_EQ(report->split->heldOut, 12);
    EXPECT_EQ(report->settings->trees, 20);
    EXPECT_EQ(report->forest->curve.size(), 19U);
    EXPECT_FLOAT_EQ(report->forest->curve.front().point.threshold, 0.05f);
    EXPECT_LE(report->forest->atHalf.f1.low, report->forest->atHalf.point.f1);
    EXPECT_FALSE(report->forest->calibration.empty());
    EXPECT_TRUE(report->logistic->curve.empty());
    EXPECT_EQ(report->seeds.size(), 3U);
    EXPECT_GE(report->learningCurve.size(), 2U);
    EXPECT_EQ(report->importance.size(), 20U);
    EXPECT_TRUE(report->importance.front().name.starts_with("hashed["));
}

TEST(ForestReport, losesNothingButSingleScoresOnTheWayThrough)
{
    auto stored = nlohmann::json::parse(storedReport());
    for (const char *scores : {"held_out", "out_of_bag"})
        EXPECT_EQ(stored.erase(scores), 1U);
    const auto report = forestReportFromJson(storedReport(), "fixture");
    ASSERT_TRUE(report.ok());
    stored["split"]["near_duplicates"] = stored["split"]["near_copies"]; // the name of today
    stored["split"].erase("near_copies");
    const auto written = nlohmann::json::parse(toJson(*report).dump());
    EXPECT_EQ(written, stored) << nlohmann::json::diff(stored, written).dump(1);
    const auto again = forestReportFromJson(toJson(*report).dump(), "again");
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(toJson(*again), toJson(*report));
}

TEST(ForestReport, isEmptyWhereNothingWasMeasured)
{
    const auto none = forestReportFromJson("{}", "none");
    ASSERT_TRUE(none.ok());
    EXPECT_FALSE(none->labels || none->split || none->settings || none->forest || none->logistic);
    ForestReport noted;
    noted.note = "too few";
    const auto read = forestReportFromJson(toJson(noted).dump(), "noted");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->note, "too few");
    EXPECT_FALSE(read->forest);
}

TEST(ForestReport, refusesWhatIsNoReport)
{
    for (const char *text : {"", "[]", "{\"labels\":", "{\"forest\": 3}", "{\"forest\": {}}", "{\"seeds\": [{}]}",
                             "{\"labels\": {\"count\": \"many\"}}", "{\"importance\": {\"feature\": 1}}",
                             "{\"forest\": {\"auc\": null, \"at_half\": {}}}"}) {
        const auto report = forestReportFromJson(text, "broken");
        ASSERT_FALSE(report.ok()) << text;
        EXPECT_EQ(report.error().code, ErrorCode::Corrupt) << text;
        EXPECT_EQ(report.error().where, "broken") << text;
    }
}
