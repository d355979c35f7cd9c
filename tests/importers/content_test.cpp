#include <gtest/gtest.h>

#include <filesystem>

#include <zstd.h>

#include "core/importers/dataset_folder.h"
#include "core/importers/formats/file_content.h"
#include "core/importers/formats/json_pieces.h"
#include "core/importers/formats/text_stream.h"
#include "core/importers/formats/yaml_header.h"
#include "core/importers/import_run.h"
#include "core/storage/sample_store.h"
#include "tests/support/gzipped.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;
using namespace std::string_view_literals;

namespace {

std::string zstd(const std::string &bytes)
{
    std::string packed(ZSTD_compressBound(bytes.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 3));
    return packed;
}

std::string wide(const std::string &ascii, int unit, bool isLittle, bool withMark)
{
    std::string bytes;
    const auto put = [&](unsigned code) {
        for (int i = 0; i < unit; ++i)
            bytes.push_back(char(code >> (8 * (isLittle ? i : unit - 1 - i)) & 255));
    };
    if (withMark)
        put(0xfeff);
    for (const char character : ascii)
        put(static_cast<unsigned char>(character));
    return bytes;
}

struct Outcome {
    Status status = success();
    ImportReport report;
    std::vector<std::string> contents, licences, paths, reasons, extras;
};

/// What the import of one path into a workspace of its own gives.
Outcome imported(const std::string &path, const ColumnMapping &mapping = {})
{
    const TemporaryFolder folder;
    const auto store = *Store::open(folder / "w.primer", Store::Access::ReadWrite, true);
    Outcome outcome;
    ImportOptions options;
    options.mapping = mapping;
    Feedback feedback;
    outcome.status = importPaths(*store, {path}, options, feedback, outcome.report);
    EXPECT_TRUE(addsUp(outcome.report)) << path;
    auto reader = *store->reader();
    for (SampleId id = 1; id <= *maxSampleId(*reader); ++id) {
        const SampleRow row = fetchRows(*reader, {&id, 1})->front();
        outcome.contents.push_back(*fetchContent(*reader, id));
        outcome.licences.push_back(row.licence);
        outcome.paths.push_back(row.path);
        outcome.extras.push_back(fetchOrigins(*reader, id)->front().origin.extraJson);
    }
    for (const QuarantinedRow &row : *listQuarantined(*reader, 1000))
        outcome.reasons.push_back(row.reason);
    return outcome;
}

using Texts = std::vector<std::string>;

const std::string two = "{\"content\":\"a\\n\"}\n{\"content\":\"b\\n\"}\n";

} // namespace

TEST(FileContentTest, AFileIsWhatItsBytesSay)
{
    const std::string skippable("\x50\x2a\x4d\x18\x04\0\0\0abcd", 12);
    const struct {
        const char *name;
        std::string bytes;
    } cases[] = {
        {"plain.jsonl", two},
        {"UPPER.JSONL", two},
        {"nothing", two},
        {"misleading.parquet", two},
        {"misleading.xml", two},
        {"gz_named.jsonl", test::gzipped(two)},
        {"nothing_gz", test::gzipped(two)},
        {"gz.zst", test::gzipped(two)},
        {"pzstd.jsonl.zst",
         skippable + zstd("{\"content\":\"a\\n\"}\n") + skippable + zstd("{\"content\":\"b\\n\"}\n")},
        {"utf16le.jsonl", wide(two, 2, true, true)},
        {"utf16be.jsonl", wide(two, 2, false, true)},
        {"utf16le_bare.jsonl", wide(two, 2, true, false)},
        {"utf16be_bare.json", wide(two, 2, false, false)},
        {"utf32.jsonl", wide(two, 4, true, true)},
        {"utf16.jsonl.gz", test::gzipped(wide(two, 2, true, true))},
        {"list.json", "[{\"content\":\"a\\n\"},{\"content\":\"b\\n\"}]"},
        {"list.jsonl", "[\n  {\"content\":\"a\\n\"},\n  {\"content\":\"b\\n\"}\n]\n"},
        {"pretty.json", "[\n  {\n    \"content\": \"a\\n\"\n  },\n  {\n    \"content\": \"b\\n\"\n  }\n]\n"},
        {"pretty_objects.json", "{\n  \"content\": \"a\\n\"\n}\n{\n  \"content\": \"b\\n\"\n}\n"},
        {"returns.jsonl", "{\"content\":\"a\\n\"}\r{\"content\":\"b\\n\"}\r"},
        {"joined_marks.jsonl", "\xef\xbb\xbf{\"content\":\"a\\n\"}\n\xef\xbb\xbf{\"content\":\"b\\n\"}\n"},
        {"joined_bare.jsonl", "{\"content\":\"a\\n\"}\xef\xbb\xbf{\"content\":\"b\\n\"}"},
        {"joined_lines.jsonl", "{\"content\":\"a\\n\"}{\"content\":\"b\\n\"}\n"},
        {"list_lines.jsonl", "[{\"content\":\"a\\n\"}]\n[{\"content\":\"b\\n\"}]\n"},
        {"records.jsonl", "\x1e{\"content\":\"a\\n\"}\n\x1e{\"content\":\"b\\n\"}\n"},
    };
    const TemporaryFolder folder;
    for (const auto &tried : cases) {
        test::writeFile(folder / tried.name, tried.bytes);
        const Outcome outcome = imported(folder / tried.name);
        ASSERT_TRUE(outcome.status.ok()) << tried.name << outcome.status.error().detail;
        EXPECT_EQ(outcome.contents, (Texts{"a\n", "b\n"})) << tried.name;
        EXPECT_TRUE(outcome.reasons.empty()) << tried.name << outcome.reasons.front();
        const std::string blob = folder / "blob", link = folder / (std::string("link_") + tried.name);
        std::filesystem::remove(blob);
        test::writeFile(blob, tried.bytes);
        std::filesystem::create_symlink(blob, link);
        EXPECT_EQ(imported(link).contents, (Texts{"a\n", "b\n"})) << link;
        std::filesystem::remove(link);
    }
}

TEST(FileContentTest, ALinkIsWhatItsOwnNameSays)
{
    const TemporaryFolder folder;
    test::writeFile(folder / "blob", "print(1)\n");
    std::filesystem::create_symlink(folder / "blob", folder / "main.py");
    EXPECT_EQ(imported(folder / "main.py").paths, Texts{"main.py"});
    EXPECT_EQ(*detectFormat(folder / "main.py"), SourceFormat::SourceTree);
}

TEST(FileContentTest, AWholeFilesMistakeIsToldOnce)
{
    const struct {
        const char *name;
        std::string bytes;
        Texts reasons;
        PassedOver passedOver;
    } cases[] = {
        {"table.jsonl", "a,b\n1,2\n3,4\n", {"not_json_lines"}, {}},
        {"zip.jsonl", "PK\x03\x04 anything\n and\n more\n", {"not_json_lines"}, {}},
        {"a.jsonl.xz",
         "\xfd"
         "7zXZ"
             + std::string(40, '\0'),
         {"not_json_lines"},
         {}},
        {"Posts.XML.bz2", "BZh91AY" + std::string(40, '\1'), {"not_json_lines"}, {}},
        {"page.jsonl", "<html>\n<body>\n</html>\n", {"not_json_lines"}, {}},
        {"empty.jsonl", "", {}, {}},
        {"photo.xyz",
         [] {
             std::string bytes;
             for (int i = 0; i < 256; ++i)
                 bytes.push_back(char(i));
             return bytes;
         }(),
         {},
         {{"not_text", 1}}},
        {"zeros.dat", std::string(64, '\0'), {}, {{"not_text", 1}}},
        {"program.py",
         "\x7f"
         "ELF\x02\x01\x01"
             + std::string(64, '\0'),
         {},
         {{"not_text", 1}}},
    };
    const TemporaryFolder folder;
    for (const auto &tried : cases) {
        test::writeFile(folder / tried.name, tried.bytes);
        const Outcome outcome = imported(folder / tried.name);
        EXPECT_TRUE(outcome.status.ok()) << tried.name;
        EXPECT_TRUE(outcome.contents.empty()) << tried.name;
        EXPECT_EQ(outcome.reasons, tried.reasons) << tried.name;
        EXPECT_EQ(outcome.report.passedOver, tried.passedOver) << tried.name;
    }
    for (const char *text : {"caf\xe9 in Latin-1\n", "plain\n", "\xff\xfeh\0i\0"}) {
        test::writeFile(folder / "notes.xyz", text);
        EXPECT_EQ(imported(folder / "notes.xyz").contents.size(), 1u) << text;
    }
}

TEST(RowColumnsTest, EveryRowSpeaksForItself)
{
    const struct {
        std::string text;
        Texts contents, licences, reasons;
    } cases[] = {
        {"{\"content\":\"a\"}\n{\"content\":\"b\",\"license\":\"GPL-3.0-only\"}\n",
         {"a", "b"},
         {"", "GPL-3.0-only"},
         {}},
        {"{\"license\":\"MIT\",\"content\":\"a\"}\n{\"content\":\"b\",\"licence\":\"GPL-3.0-only\"}\n",
         {"a", "b"},
         {"MIT", "GPL-3.0-only"},
         {}},
        {"{\"text\":\"a\"}\n{\"content\":\"b\"}\n{\"code\":\"c\"}\n", {"a", "b", "c"}, {"", "", ""}, {}},
        {"{\"dataset\":\"mine\"}\n{\"content\":\"b\"}\n", {"b"}, {""}, {"no_content"}},
        {"{\"content\":null,\"text\":\"a\",\"license\":null,\"licenses\":[\"MIT\"]}\n", {"a"}, {"MIT"}, {}},
        {"{\"content\":5}\n{\"content\":\"\"}\n[1]\n\"s\"\n{\"content\":\"b\"}\n",
         {"b"},
         {""},
         {"no_content", "empty_content", "not_an_object", "not_an_object"}},
        {"[1, \"two, three\", {\"content\":\"a\"}, null, {\"content\":\"b\"}]",
         {"a", "b"},
         {"", ""},
         {"not_an_object", "not_an_object", "not_an_object"}},
        {"[\n  {\n    \"content\": \"a\n  },\n  {\n    \"content\": \"b\"\n  }\n]\n", {"b"}, {""}, {"invalid_json"}},
        {"[\n  {\n    \"content\": \"a\",\n  {\n    \"content\": \"b\"\n  }\n]\n", {"b"}, {""}, {"invalid_json"}},
        {"[{\"content\":\"a\"},{\"content\":]},{\"content\":\"b\"}]", {"a", "b"}, {"", ""}, {"invalid_json"}},
    };
    const TemporaryFolder folder;
    for (const auto &tried : cases) {
        test::writeFile(folder / "a.jsonl", tried.text);
        const Outcome outcome = imported(folder / "a.jsonl");
        ASSERT_TRUE(outcome.status.ok()) << tried.text << outcome.status.error().detail;
        EXPECT_EQ(outcome.contents, tried.contents) << tried.text;
        EXPECT_EQ(outcome.licences, tried.licences) << tried.text;
        EXPECT_EQ(outcome.reasons, tried.reasons) << tried.text;
    }
    std::string late;
    for (int i = 0; i < 5000; ++i)
        late += "{\"n\":" + std::to_string(i) + "}\n";
    test::writeFile(folder / "late.jsonl", late + "{\"content\":\"at last\"}\n");
    const Outcome outcome = imported(folder / "late.jsonl");
    EXPECT_EQ(outcome.contents, Texts{"at last"});
    EXPECT_EQ(outcome.report.quarantined, 5000);
}

TEST(ByteStreamTest, DamageCostsOnlyTheMemberItIsIn)
{
    std::string first, last;
    for (int i = 0; i < 300; ++i) {
        first += "{\"content\":\"first " + std::to_string(i) + "\"}\n";
        last += "{\"content\":\"last " + std::to_string(i) + "\"}\n";
    }
    std::string badSum = test::gzipped(first), badMiddle = test::gzipped(first + first), badFrame = zstd(first);
    badSum[badSum.size() - 8] = char(badSum[badSum.size() - 8] ^ 255);
    badMiddle[badMiddle.size() / 2] = char(badMiddle[badMiddle.size() / 2] ^ 255);
    badFrame[4] = char(255);
    const struct {
        const char *name;
        std::string bytes;
        std::size_t minimum;
    } cases[] = {
        {"sum.jsonl.gz", badSum + test::gzipped(last), 600},
        {"middle.jsonl.gz", test::gzipped(last) + badMiddle + test::gzipped("{\"content\":\"end\"}\n"), 301},
        {"frame.jsonl.zst", badFrame + zstd(last), 300},
        {"no_newline.jsonl.gz",
         [] {
             std::string one = test::gzipped("{\"content\":\"only\"}");
             one[one.size() - 8] = char(one[one.size() - 8] ^ 255);
             return one;
         }(),
         1},
    };
    const TemporaryFolder folder;
    for (const auto &tried : cases) {
        test::writeFile(folder / tried.name, tried.bytes);
        const Outcome outcome = imported(folder / tried.name);
        EXPECT_TRUE(outcome.status.ok()) << tried.name;
        EXPECT_GE(outcome.contents.size(), tried.minimum) << tried.name;
        EXPECT_EQ(std::count(outcome.reasons.begin(), outcome.reasons.end(), "stream_ends_badly"), 1) << tried.name;
    }
}

TEST(DatasetFolderTest, FilesAndSplitsAreThoseOfTheCardOrTheLayout)
{
    const std::string row = "{\"content\":\"x = ", end = "\"}\n";
    const struct {
        const char *name;
        std::string card;
        Texts files;
        std::vector<std::pair<std::string, std::string>> wanted; ///< file and split
    } cases[] = {
        {"configs",
         "---\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: data/tr*.jsonl\n"
         "  - split: test\n    path: [\"held/*.jsonl\", 'more.jsonl'] # two\n---\n",
         {"data/train.jsonl", "data/stats.jsonl", "held/a.jsonl", "more.jsonl"},
         {{"data/train.jsonl", "train"}, {"held/a.jsonl", "test"}, {"more.jsonl", "test"}}},
        {"one pattern",
         "---\nconfigs:\n  - config_name: default\n    data_files: \"sets/**\"\n---\n",
         {"sets/a/validation.jsonl", "other.jsonl"},
         {{"sets/a/validation.jsonl", "validation"}}},
        {"data folder",
         "",
         {"data/train-00000-of-00001.jsonl", "ATTRIBUTION.jsonl"},
         {{"data/train-00000-of-00001.jsonl", "train"}}},
        {"names",
         "# no header\n",
         {"train.jsonl", "dev.jsonl", "stats.jsonl"},
         {{"dev.jsonl", "validation"}, {"train.jsonl", "train"}}},
        {"no names", "", {"a.jsonl", "b.jsonl"}, {{"a.jsonl", ""}, {"b.jsonl", ""}}},
    };
    Feedback feedback;
    for (const auto &tried : cases) {
        const TemporaryFolder folder;
        test::writeFile(folder / "README.md", tried.card);
        for (const std::string &file : tried.files)
            test::writeFile(folder / file, row + file + end);
        const auto dataset = readDatasetFolder(folder.path(), false, feedback);
        ASSERT_TRUE(dataset.ok() && *dataset) << tried.name;
        std::vector<std::pair<std::string, std::string>> found;
        for (const DatasetFile &file : (*dataset)->files)
            found.emplace_back(file.relative, file.split);
        EXPECT_EQ(found, tried.wanted) << tried.name;
        EXPECT_EQ((*dataset)->files.size() + (*dataset)->sideFiles.size(), tried.files.size() + 1) << tried.name;
        const Outcome outcome = imported(folder.path());
        ASSERT_TRUE(outcome.status.ok()) << tried.name;
        EXPECT_EQ(outcome.contents.size(), tried.wanted.size()) << tried.name;
        for (std::size_t i = 0; i < outcome.extras.size(); ++i) {
            const std::string &split = tried.wanted[i].second;
            EXPECT_EQ(outcome.extras[i], split.empty() ? "" : "{\"split\":\"" + split + "\"}") << tried.name;
        }
        EXPECT_EQ(outcome.report.sideFiles, (*dataset)->sideFiles) << tried.name;
    }
}

TEST(DatasetFolderTest, ForeignFilesDoNotStopADataset)
{
    const TemporaryFolder folder;
    test::writeFile(folder / "data/a.jsonl", "{\"content\":\"a\"}\n");
    test::writeFile(folder / "data/numbers.jsonl", "{\"n\":1}\n");
    test::writeFile(folder / "src.py", "print(1)\n");
    const Outcome outcome = imported(folder.path());
    ASSERT_TRUE(outcome.status.ok());
    EXPECT_EQ(outcome.contents, Texts{"a"});
    EXPECT_EQ(outcome.report.sideFiles.back(), "data/numbers.jsonl");
    const TemporaryFolder code;
    test::writeFile(code / "a.py", "a = 1\n");
    test::writeFile(code / "b.py", "b = 1\n");
    test::writeFile(code / "tests/rows.jsonl", "{\"content\":\"a\"}\n");
    EXPECT_EQ(imported(code.path()).paths, (Texts{"a.py", "b.py"})) << "source code with a table in it";
}

TEST(YamlHeaderTest, WhatCardsUseIsRead)
{
    const auto header = yamlHeaderOf(
        "---\na: b # c\n'd': \"e: # f\"\nlist:\n- x\n- y: 1\n  z:\n    - w\nflow: [1, 'two, "
        "three', {k: v}]\nlong: [a,\n  b]\n---\ntext: no\n");
    EXPECT_EQ(header.dump(),
              "{\"a\":\"b\",\"d\":\"e: # f\",\"flow\":[\"1\",\"two, three\",{\"k\":\"v\"}],\"list\":[\"x\","
              "{\"y\":\"1\",\"z\":[\"w\"]}],\"long\":[\"a\",\"b\"]}");
    EXPECT_TRUE(yamlHeaderOf("# no header\n---\na: b\n---\n").is_null());
    EXPECT_TRUE(yamlHeaderOf("---\nnever: closed\n").is_null());
}
