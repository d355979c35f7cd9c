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

TEST(RowValue, AnswersKeepTheColumnsThatHaveNoPlaceOfTheirOwn)
{
    const auto origin = originOf(
        R"({"qid":1,"question":"<p>q</p>","answers":[{"text":"<p>t</p>","author_profile":"u/1","pm_score":2},{"text":"x"}]})");
    EXPECT_EQ(origin.extraJson, R"({"qid":1,"answers":[{"author_profile":"u/1","pm_score":2},{}]})");
}
