#include "core/exporters/export_preview.h"
#include "tests/exporters/export_fixture.h"

using namespace primer;
using namespace primer::test;

namespace {

class ExportPreviewTest : public ExportTest
{
protected:
    Result<ExportPreview> preview() { return previewExport(*m_store, m_selection, m_options, m_feedback); }
    std::int64_t sizeOf(const std::string &name) const
    {
        return std::int64_t(std::filesystem::file_size(m_folder / ("out/" + name)));
    }
    void addMany(int count)
    {
        for (int number = 0; number < count; ++number)
            add("value = " + std::to_string(number) + "\n" + std::string(std::size_t(number % 50), '#') + "\n",
                number % 4   ? "MIT"
                : number % 8 ? "GPL-3.0-only"
                             : "",
                "f" + std::to_string(number) + ".py");
        store();
    }
};

} // namespace

TEST_F(ExportPreviewTest, SaysWhatTheExportThenWrites)
{
    add("same = 1\n", "GPL-3.0-only", "copyleft.py");
    add("same = 1\n", "MIT", "free.py"); // leaves under this place
    addMany(40);
    for (const ExportFormat format : {ExportFormat::Jsonl, ExportFormat::JsonlZst}) {
        m_options.format = format;
        const auto before = preview();
        ASSERT_TRUE(before.ok()) << before.error().detail;
        const auto report = run();
        ASSERT_TRUE(report.ok()) << report.error().detail;
        EXPECT_EQ(before->report.samples, report->samples);
        EXPECT_EQ(before->report.bytes, report->bytes);
        EXPECT_EQ(before->report.leftOutByLicence, report->leftOutByLicence);
        EXPECT_EQ(before->report.leftOutUnknown, report->leftOutUnknown);
        EXPECT_EQ(before->report.licences, report->licences);
        std::vector<std::string> names;
        for (const PreviewedFile &file : before->files)
            names.push_back(file.name);
        EXPECT_EQ(names, report->files);
        EXPECT_EQ(before->files[0].rows, report->samples);
        // All rows were measured: the size is that of the file.
        EXPECT_FALSE(before->files[0].isEstimate);
        EXPECT_EQ(before->files[0].bytes, sizeOf(names[0]));
        EXPECT_EQ(before->files[1].bytes, sizeOf("ATTRIBUTION.jsonl"));
        EXPECT_NEAR(double(before->files[2].bytes), double(sizeOf("README.md")), 40);
        EXPECT_NEAR(double(before->files[3].bytes), double(sizeOf("manifest.json")), 40);
        ASSERT_EQ(before->firstRows.size(), 20u);
        auto first = nlohmann::json::parse(before->firstRows[0]);
        EXPECT_EQ(first["path"], "free.py");
        EXPECT_EQ(first["content"], "same = 1\n");
        EXPECT_NE(before->card.find("| samples | " + std::to_string(report->samples) + " |"), std::string::npos);
        EXPECT_NE(before->card.find("counted on export"), std::string::npos) << before->card;
    }
    EXPECT_EQ(readFile(m_folder / "out/README.md", 1 << 20)->find("counted on export"), std::string::npos);
}

TEST_F(ExportPreviewTest, SizesOfManyShardsAreEstimates)
{
    addMany(600);
    m_options.shardBytes = 5000;
    const auto before = preview();
    ASSERT_TRUE(before.ok());
    const auto report = run();
    ASSERT_TRUE(report.ok());
    ASSERT_GT(report->files.size(), 5u);
    ASSERT_EQ(before->files.size(), report->files.size());
    std::int64_t rows = 0, forecast = 0, written = 0;
    for (const PreviewedFile &file : before->files) {
        if (!file.name.starts_with("data/"))
            continue;
        EXPECT_TRUE(file.isEstimate);
        rows += file.rows.value_or(0);
        forecast += file.bytes;
        written += sizeOf(file.name);
    }
    EXPECT_EQ(rows, report->samples);
    EXPECT_NEAR(double(forecast), double(written), 0.1 * double(written));
}

TEST_F(ExportPreviewTest, NothingIsWrittenBesideAndAnEmptySetHasFilesToo)
{
    add(std::string(5000, 'x') + "\n", "GPL-3.0-only");
    store();
    const auto before = preview();
    ASSERT_TRUE(before.ok());
    EXPECT_EQ(before->report.samples, 0);
    EXPECT_TRUE(before->firstRows.empty());
    EXPECT_EQ(before->files.size(), 4u);
    EXPECT_TRUE(names().empty());
    m_options.allowedLicences = {"GPL-3.0-only"};
    const auto more = preview();
    ASSERT_TRUE(more.ok());
    EXPECT_LT(nlohmann::json::parse(more->firstRows[0])["content"].get<std::string>().size(), 500u); // cut
    m_feedback.cancel();
    EXPECT_EQ(preview().error().code, ErrorCode::Cancelled);
}
