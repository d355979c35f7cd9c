#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <zstd.h>

#include "core/base/atomic_file.h"
#include "core/exporters/row_sink.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

namespace {

ExportRow rowOf(std::int64_t id, std::string content)
{
    ExportRow row;
    row.id = id;
    row.content = std::move(content);
    row.path = "a \"quoted\" path.py";
    row.licence = "MIT";
    row.size = std::int64_t(row.content.size());
    row.avgLineLength = 12.5;
    return row;
}

std::string unpacked(const std::string &bytes)
{
    std::string text(64 << 20, '\0');
    const std::size_t size = ZSTD_decompress(text.data(), text.size(), bytes.data(), bytes.size());
    EXPECT_FALSE(ZSTD_isError(size)) << ZSTD_getErrorName(size);
    text.resize(ZSTD_isError(size) ? 0 : size);
    return text;
}

} // namespace

TEST(JsonlSink, ALineHasEveryColumnInOrder)
{
    const TemporaryFolder folder;
    auto sink = openJsonlSink(folder / "rows.jsonl", false);
    ASSERT_TRUE(sink.ok());
    ExportRow row = rowOf(7, std::string("line \u2028 \"x\"\n\ttab\0nul", 21));
    row.stars = 3;
    row.label = 5;
    ASSERT_TRUE((*sink)->add(row).ok());
    ASSERT_TRUE((*sink)->add(rowOf(8, "")).ok());
    ASSERT_TRUE((*sink)->finish().ok());
    const std::string text = *readFile(folder / "rows.jsonl", 1 << 20);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2) << "one row, one line";
    const auto first = nlohmann::ordered_json::parse(text.substr(0, text.find('\n')));
    std::vector<std::string> names, expected;
    for (const auto &[name, value] : first.items())
        names.push_back(name);
    for (const ExportColumn &column : exportColumns())
        expected.push_back(column.name);
    EXPECT_EQ(names, expected);
    EXPECT_EQ(first["content"], row.content);
    EXPECT_EQ(first["stars"], 3);
    EXPECT_EQ(first["label"], 5);
    EXPECT_EQ(first["avg_line_length"], 12.5);
    EXPECT_TRUE(first["score"].is_null()) << "what is missing is null";
}

TEST(JsonlSink, ThePackedOneHoldsTheSameLines)
{
    const TemporaryFolder folder;
    for (const bool packed : {false, true}) {
        auto sink = openJsonlSink(folder / (packed ? "packed" : "plain"), packed);
        ASSERT_TRUE(sink.ok());
        for (int id = 0; id < 3000; ++id)
            ASSERT_TRUE((*sink)->add(rowOf(id, std::string(std::size_t(id), 'x'))).ok());
        ASSERT_TRUE((*sink)->finish().ok());
    }
    const std::string plain = *readFile(folder / "plain", 64 << 20), packed = *readFile(folder / "packed", 64 << 20);
    EXPECT_EQ(unpacked(packed), plain);
    EXPECT_LT(packed.size(), plain.size() / 10);
}

TEST(JsonlSink, WhatCannotBeWrittenIsTold)
{
    const TemporaryFolder folder;
    EXPECT_EQ(openJsonlSink(folder / "no/such/folder", false).error().code, ErrorCode::NotFound);
    auto sink = openJsonlSink("/dev/full", false);
    ASSERT_TRUE(sink.ok());
    Status status = success();
    for (int id = 0; status && id < 100; ++id)
        status = (*sink)->add(rowOf(id, std::string(100'000, 'x')));
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::DiskFull);
}
