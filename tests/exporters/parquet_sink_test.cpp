// With the program primer-parquet, which writes and reads the file.
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/child_process.h"
#include "core/exporters/row_sink.h"
#include "core/parquet/frames.h"
#include "tests/exporters/export_fixture.h"

using namespace primer;
using namespace primer::test;

namespace {

/// Every row of a file as primer-parquet reads it, blobs put back where they belong.
std::vector<nlohmann::json> rowsOf(const std::string &path)
{
    std::vector<nlohmann::json> rows;
    auto child = ChildProcess::start({PRIMER_PARQUET, "read", path, "0"});
    EXPECT_TRUE(child.ok());
    for (;;) {
        FrameHeader header;
        const auto got = (*child)->readExactly(reinterpret_cast<char *>(&header), sizeof header);
        EXPECT_TRUE(got.ok() && *got) << "a frame";
        if (!got || !*got)
            return rows;
        std::string json;
        EXPECT_TRUE((*child)->appendExactly(json, header.jsonBytes).ok());
        if (header.kind == FrameHeader::Group)
            continue;
        if (header.kind != FrameHeader::Row) {
            EXPECT_EQ(header.kind, std::uint32_t(FrameHeader::End)) << json;
            return rows;
        }
        std::vector<std::string> blobs(header.blobCount);
        for (std::string &blob : blobs) {
            std::uint32_t size = 0;
            EXPECT_TRUE((*child)->readExactly(reinterpret_cast<char *>(&size), sizeof size).ok());
            EXPECT_TRUE((*child)->appendExactly(blob, size).ok());
        }
        rows.push_back(nlohmann::json::parse(json));
        for (auto &value : rows.back()) {
            if (value.is_string() && value.get_ref<const std::string &>().starts_with('\0'))
                value = blobs.at(std::stoul(value.get<std::string>().substr(1)));
        }
    }
}

class ParquetExportTest : public ExportTest
{
protected:
    void SetUp() override
    {
        ExportTest::SetUp();
        m_options.format = ExportFormat::Parquet;
        m_options.parquetProgram = PRIMER_PARQUET;
    }
};

} // namespace

TEST(ParquetSink, RowsComeBackWithEveryColumn)
{
    const TemporaryFolder folder;
    auto sink = openParquetSink(folder / "rows.parquet", 20'000, PRIMER_PARQUET);
    ASSERT_TRUE(sink.ok());
    for (int id = 0; id < 500; ++id) {
        ExportRow row;
        row.id = id;
        row.content = "\u00e9 " + std::string(std::size_t(id), 'x');
        row.path = std::to_string(id) + ".py";
        row.size = std::int64_t(row.content.size());
        row.avgLineLength = id / 8.0;
        if (id % 2)
            row.stars = id;
        if (id % 3)
            row.score = id * 0.5;
        ASSERT_TRUE((*sink)->add(row).ok());
    }
    ASSERT_TRUE((*sink)->finish().ok());
    const auto rows = rowsOf(folder / "rows.parquet");
    ASSERT_EQ(rows.size(), 500u);
    for (const ExportColumn &column : exportColumns())
        EXPECT_TRUE(rows[1].contains(column.name)) << column.name;
    for (int id = 0; id < 500; ++id) {
        const auto &row = rows[std::size_t(id)];
        ASSERT_EQ(row["id"], id);
        EXPECT_EQ(row["content"], "\u00e9 " + std::string(std::size_t(id), 'x'));
        EXPECT_EQ(row["avg_line_length"], id / 8.0);
        EXPECT_EQ(row["stars"], id % 2 ? nlohmann::json(id) : nlohmann::json());
        EXPECT_EQ(row["score"], id % 3 ? nlohmann::json(id * 0.5) : nlohmann::json());
    }
}

TEST(ParquetSink, WhatTheProgramSaysOfAFailureIsTold)
{
    const TemporaryFolder folder;
    EXPECT_EQ(openParquetSink(folder / "a", 1000, folder / "no-such-program").error().code, ErrorCode::NotFound);
    auto sink = openParquetSink(folder / "no/such/folder.parquet", 1000, PRIMER_PARQUET);
    ASSERT_TRUE(sink.ok());
    const Status finished = (*sink)->finish();
    ASSERT_FALSE(finished.ok());
    EXPECT_EQ(finished.error().code, ErrorCode::Io);
    EXPECT_NE(finished.error().detail.find("No such file"), std::string::npos) << finished.error().detail;
    auto dying = openParquetSink(folder / "a", 1000, "false");
    ASSERT_TRUE(dying.ok());
    EXPECT_EQ((*dying)->finish().error().code, ErrorCode::WorkerDied);
}

TEST_F(ParquetExportTest, ADatasetOfParquetIsWritten)
{
    add("one = 1\n", "MIT");
    add("two = 2\n", "MIT");
    store();
    ASSERT_TRUE(run().ok());
    const auto rows = rowsOf(m_folder / "out/data/train-00000-of-00001.parquet");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1]["content"], "two = 2\n");
}

TEST_F(ParquetExportTest, AProgramThatDiesLeavesNothing)
{
    add("one = 1\n", "MIT");
    store();
    m_options.parquetProgram = "false";
    ASSERT_FALSE(run().ok());
    m_options.parquetProgram = m_folder / "nowhere";
    ASSERT_FALSE(run().ok());
    EXPECT_TRUE(names().empty());
}

TEST_F(ParquetExportTest, OneCancelledInTheMiddleOfItsRowsLeavesNothing)
{
    for (int i = 0; i < 60; ++i)
        add(std::string(100'000, 'x') + std::to_string(i), "MIT");
    store();
    // Rows of more bytes than the program takes before it is let go: it is cancelled while they wait.
    const TemporaryFolder gates;
    ::mkfifo((gates / "started").c_str(), 0600);
    ::mkfifo((gates / "go").c_str(), 0600);
    writeFile(gates / "program", "#!/bin/sh\necho started > " + (gates / "started") + "\nread line < " + (gates / "go")
                                     + "\nexec cat > /dev/null\n");
    ::chmod((gates / "program").c_str(), 0700);
    m_options.parquetProgram = gates / "program";
    std::thread canceller([&] {
        char word = 0;
        const int started = ::open((gates / "started").c_str(), O_RDONLY | O_CLOEXEC);
        EXPECT_EQ(::read(started, &word, 1), 1);
        ::close(started);
        m_feedback.cancel();
        const int go = ::open((gates / "go").c_str(), O_WRONLY | O_CLOEXEC);
        EXPECT_EQ(::write(go, "\n", 1), 1);
        ::close(go);
    });
    const auto report = run();
    canceller.join();
    ASSERT_FALSE(report.ok());
    EXPECT_EQ(report.error().code, ErrorCode::Cancelled);
    EXPECT_TRUE(names().empty());
}
