// Single values of a table's rows, through RowMapper as readers use it.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/importers/formats/row_mapper.h"

using namespace primer;

namespace {

ImportBatch mapped(const std::string &json, std::vector<std::string> blobs = {})
{
    ImportBatch batch;
    const auto mapper = RowMapper::create({});
    EXPECT_TRUE(mapper.ok()) << json;
    if (mapper)
        (*mapper)->map(json.data(), json.size(), 0, blobs, "file", 1, batch);
    return batch;
}

Origin originOf(const std::string &json, std::vector<std::string> blobs = {})
{
    const ImportBatch batch = mapped(json, std::move(blobs));
    EXPECT_EQ(batch.records.size(), 1u) << json;
    return batch.records.empty() ? Origin() : batch.records.front().origin;
}

} // namespace

TEST(RowValue, ALicenceThatCannotBeReadWholeIsUnknown)
{
    const struct {
        const char *value;
        const char *licence;
    } cases[] = {
        {R"("MIT")", "MIT"},
        {R"(" MIT ")", "MIT"},
        {R"("MIT\t OR\n ISC")", "MIT OR ISC"},
        {R"(["CC  BY\u000b4.0"])", "CC BY 4.0"},
        {R"(["MIT"])", "MIT"},
        {R"(["MIT","Apache-2.0","MIT"])", "Apache-2.0 AND MIT"},
        {R"({"list":[{"item":"MIT"},{"item":"ISC"}]})", "ISC AND MIT"},
        {R"({"list":[{"element":"MIT"}]})", "MIT"},
        {R"(["MIT OR GPL-3.0-only","ISC"])", "(MIT OR GPL-3.0-only) AND ISC"},
        {"null", ""},
        {"[]", ""},
        {"\"\"", ""},
        {"3", ""},
        {"true", ""},
        {R"({"spdx_id":"GPL-3.0-only"})", ""},
        {R"({"key":"mit","spdx_id":"MIT"})", ""},
        {R"(["MIT",{"spdx_id":"GPL-3.0-only"}])", ""},
        {R"(["MIT",["GPL-3.0-only"]])", ""},
        {R"([["MIT"]])", ""},
        {R"(["MIT",null])", ""},
        {R"(["MIT",3])", ""},
        {R"(["MIT",""])", ""},
        {R"(["MIT"," "])", ""},
        {R"({"list":"MIT"})", ""},
        {R"({"list":[{"item":"MIT"},{"item":null}]})", ""},
        {R"({"list":[{"item":"MIT","and":"GPL-3.0-only"}]})", ""},
        {R"({"list":[{"item":"MIT"},{"name":"GPL-3.0-only"}]})", ""},
        {R"({"list":[{"item":"MIT"}],"also":["GPL-3.0-only"]})", ""},
        {R"({"list":[{"item":{"item":"MIT"}}]})", ""},
        {R"(["MIT","GPL-3.0-only) OR (MIT"])", ""},
    };
    for (const auto &expected : cases) {
        EXPECT_EQ(originOf(std::string(R"({"content":"a","license":)") + expected.value + "}").licence,
                  expected.licence)
            << expected.value;
        const std::string stack = std::string(R"({"repo_path":"r","files":[{"content":"a","detected_licenses":)")
                                  + expected.value + "}]}";
        EXPECT_EQ(originOf(stack).licence, expected.licence) << stack;
    }
}

TEST(RowValue, ALicenceOfBytesThatAreNoTextIsUnknown)
{
    const std::string json = R"({"content":"a","license":["MIT","\u00000"]})";
    EXPECT_EQ(originOf(json, {"ISC"}).licence, "ISC AND MIT");
    EXPECT_EQ(originOf(json, {"GPL\xff"}).licence, "");
    EXPECT_EQ(originOf(R"({"content":"a","license":"\u00000"})", {"MIT\xff"}).licence, "");
}

TEST(RowValue, UpstreamColumnsAreKeptWholeAtAnyDepth)
{
    const std::string text(600, 's');
    const struct {
        const char *json;
        std::vector<std::string> blobs;
        std::string kept;
    } cases[] = {
        {R"({"content":"a","c":"\u00000"})", {text}, "{\"c\":\"" + text + "\"}"},
        {R"({"content":"a","c":["\u00000",{"d":"\u00001"},[1.5,null,true]]})",
         {text, "t"},
         "{\"c\":[\"" + text + "\",{\"d\":\"t\"},[1.5,null,true]]}"},
        {R"({"content":"a","c":"\u00000"})", {"\xff\xfe"}, R"({"c":{"$base64":"//4="}})"},
        {R"({"content":"a","c":"\u00000"})", {std::string("\0x", 2)}, R"({"c":"\u0000x"})"},
        // What only looks like a reference is kept as it is.
        {R"({"content":"\u00000","c":{"$blob":0},"d":"\u0000"})", {"the content"}, R"({"c":{"$blob":0},"d":"\u0000"})"},
        {R"({"content":"\u00000","c":"\u00001","d":"\u00009","e":"\u0000x"})",
         {"the content", "one"},
         R"({"c":"one","d":"\u00009","e":"\u0000x"})"},
        {R"({"content":"a","c":"\u00000"})", {}, R"({"c":"\u00000"})"}, // JSON lines have no references
        {R"({"content":"a","big":18446744073709551615,"small":-9223372036854775808,"tiny":1e-300})",
         {},
         R"({"big":18446744073709551615,"small":-9223372036854775808,"tiny":1e-300})"},
    };
    for (const auto &expected : cases)
        EXPECT_EQ(originOf(expected.json, expected.blobs).extraJson, expected.kept) << expected.json;
}

TEST(RowValue, AKeyThatIsThereTwiceHasItsLastValue)
{
    const ImportBatch batch = mapped(
        R"({"content":"a","path":"p","stars":1,"x":{"y":1,"z":[{"k":1,"k":2}],"y":2},"content":"b","path":"q","stars":null,"x":{"y":[1.5,"\u00e9"],"y":{"w":1}}})");
    ASSERT_EQ(batch.records.size(), 1u);
    EXPECT_EQ(batch.records.front().content, "b");
    EXPECT_EQ(batch.records.front().origin.path, "q");
    EXPECT_EQ(batch.records.front().origin.stars, std::nullopt);
    EXPECT_EQ(batch.records.front().origin.extraJson, R"({"path":"q","stars":null,"x":{"y":{"w":1}}})");
    EXPECT_EQ(originOf(R"({"content":"a","x":[[{"k":1,"j":0,"k":2}]]})").extraJson, R"({"x":[[{"k":2,"j":0}]]})");

    // A content that the last value takes away is none, and one that it brings is one.
    EXPECT_EQ(mapped(R"({"content":"a","content":null})").quarantined.size(), 1u);
    EXPECT_EQ(mapped(R"({"content":3,"content":"a"})").records.size(), 1u);
    // Strings that were set aside stay what they are (a table of Parquet may have two columns of one name).
    EXPECT_EQ(mapped(R"({"content":"\u00000","content":"\u00001"})", {"one", "two"}).records.front().content, "two");
    std::string many = R"({"content":"a")";
    for (int column = 0; column < 200; ++column)
        many += ",\"c" + std::to_string(column % 150) + "\":" + std::to_string(column);
    EXPECT_NE(originOf(many + "}").extraJson.find("\"c49\":199,"), std::string::npos);
    EXPECT_EQ(originOf(many + "}").extraJson.find("\"c49\":49"), std::string::npos);
}

TEST(RowValue, AKeyThatIsThereTwiceHasItsLastValueInEverySchema)
{
    const ImportBatch stack = mapped(
        R"({"repo_path":"r","repo_path":"s","files":[],"files":[{"content":"a","file_path":"p","content":"b","file_path":"q"}],"github_metadata":{"stars":1,"stars":2}})");
    ASSERT_EQ(stack.records.size(), 1u);
    EXPECT_EQ(stack.records.front().content, "b");
    EXPECT_EQ(stack.records.front().origin.path, "q");
    EXPECT_EQ(stack.records.front().origin.repository, "s");
    EXPECT_EQ(stack.records.front().origin.stars, 2);
    const ImportBatch thread = mapped(
        R"({"qid":1,"question":"<p>q</p>","question":"<p>w</p>","answers":[{"text":"<p>t</p>","text":"<p>u</p>"}]})");
    ASSERT_EQ(thread.records.size(), 1u);
    EXPECT_NE(thread.records.front().content.find("# w"), std::string::npos);
    EXPECT_NE(thread.records.front().content.find("\nu"), std::string::npos);
    EXPECT_EQ(thread.records.front().content.find("t\n"), std::string::npos);
    const ImportBatch post = mapped(
        R"({"Id":1,"Id":2,"PostTypeId":1,"Body":"b","Body":"c","ContentLicense":"MIT","ContentLicense":"GPL-3.0"})");
    ASSERT_EQ(post.posts.size(), 1u);
    EXPECT_EQ(post.posts.front().id, 2);
    EXPECT_NE(post.posts.front().json.find(R"("Body":"c")"), std::string::npos);
    EXPECT_EQ(post.posts.front().json.find("ContentLicense"), std::string::npos);
    const ImportBatch own = mapped(
        R"({"content":"a","sha256":"","kind":"code","copies":1,"thread":"","upstream":"{\"x\":1,\"x\":2 } ","x":3,"y":4})");
    ASSERT_EQ(own.records.size(), 1u);
    EXPECT_EQ(own.records.front().origin.extraJson, R"({"x":3,"y":4})");
}

TEST(RowValue, ALicenceThatIsToldTwiceAndDifferentlyIsUnknown)
{
    const struct {
        const char *columns;
        const char *licence;
    } cases[] = {
        {R"("license":"GPL-3.0-only","license":"MIT")", ""},
        {R"("license":"MIT","license":"MIT")", "MIT"},
        {R"("license":["MIT"],"license":["MIT","GPL-3.0-only"])", ""},
        {R"("license":{"list":[{"item":"GPL-3.0-only"}],"list":[{"item":"MIT"}]})", ""},
        {R"("license":[{"item":"GPL-3.0-only","item":"MIT"}])", ""},
        {R"("license":"MIT","stars":1,"stars":2)", "MIT"},
    };
    for (const auto &expected : cases)
        EXPECT_EQ(originOf(std::string(R"({"content":"a",)") + expected.columns + "}").licence, expected.licence)
            << expected.columns;
    const std::string stack =
        R"({"repo_path":"r","files":[{"content":"a","detected_licenses":["GPL-3.0-only"],"detected_licenses":["MIT"]}]})";
    EXPECT_EQ(originOf(stack).licence, "");
}

TEST(RowValue, AnswersKeepTheColumnsThatHaveNoPlaceOfTheirOwn)
{
    const auto origin = originOf(
        R"({"qid":1,"question":"<p>q</p>","answers":[{"text":"<p>t</p>","author_profile":"u/1","pm_score":2},{"text":"x"}]})");
    EXPECT_EQ(origin.extraJson, R"({"qid":1,"answers":[{"author_profile":"u/1","pm_score":2},{}]})");
}
