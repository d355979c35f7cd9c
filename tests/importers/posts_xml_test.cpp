#include "tests/importers/posts_fixture.h"

using namespace primer;
using namespace primer::test;

TEST_F(PostsTest, AnswersAreJoinedAcceptedFirstThenByScoreAsANumber)
{
    const std::string asked = "<row Id=\"1\" PostTypeId=\"1\" AcceptedAnswerId=\"22\" CreationDate=\"2012-01-02\" "
                              "Score=\"7\" Body=\"&lt;p&gt;How?&lt;/p&gt;&lt;pre&gt;&lt;code&gt;x &amp;lt; "
                              "1&lt;/code&gt;&lt;/pre&gt;\" OwnerUserId=\"5\" Title=\"Sort &quot;it&quot;\" "
                              "Tags=\"&lt;python&gt;&lt;sorting&gt;\" ContentLicense=\"CC BY-SA 3.0\" />\n";
    const ImportReport report = import(postsHead + answer(20, 1, "nine", "9") + asked + answer(21, 1, "ten", "10")
                                       + answer(22, 1, "accepted", "-3") + postsEnd);
    EXPECT_EQ(report.added, 1);
    EXPECT_EQ(report.joined, 3);
    const auto posts = thread(1);
    ASSERT_EQ(posts.size(), 4u);
    EXPECT_EQ(posts[0].title, "Sort \"it\"");
    EXPECT_EQ(posts[0].tags, (std::vector<std::string>{"python", "sorting"}));
    EXPECT_EQ(posts[0].author, "user 5");
    ASSERT_EQ(posts[0].parts.size(), 2u);
    EXPECT_TRUE(posts[0].parts[1].isCode);
    EXPECT_EQ(posts[0].parts[1].text, "x < 1");
    EXPECT_TRUE(posts[1].isAccepted);
    EXPECT_EQ(posts[2].score, 10);
    EXPECT_EQ(posts[3].score, 9);
    EXPECT_EQ(row(1).kind, SampleKind::Thread);
    EXPECT_EQ(row(1).licence, "CC-BY-SA-3.0 AND CC-BY-SA-4.0");
    EXPECT_NE(content(1).find("```\nx < 1\n```"), std::string::npos);
}

TEST_F(PostsTest, RowsAreWhatXmlSaysTheyAre)
{
    const ImportReport report = import(
        postsHead
        + "<row Id=\"1\" PostTypeId=\"1\" Title=\"closed by a tag\" Body=\"b\"></row>\n"
          "<row Id = \"2\" PostTypeId= '1' Title ='in other \"quotes\"' Body=\"b\" />"
          "<row\n\tId=\"3\"\r\n\tPostTypeId=\"1\"\n\tTitle=\"over\nlines\"\tBody=\"b\"\n/>"
          "<!-- <row Id=\"4\" PostTypeId=\"1\" Title=\"t\" Body=\"b\" /> -->\n"
          "<![CDATA[ <row Id=\"5\" PostTypeId=\"1\" Title=\"t\" Body=\"b\" /> ]]>\n"
          "<?php <row Id=\"6\" PostTypeId=\"1\" Title=\"t\" Body=\"b\" /> ?>\n"
          "<row Id=\"7\" PostTypeId=\"1\" Title=\"a > b\" Body=\"b\"><!-- nothing --></row>\n"
          "<row Id='8' PostTypeId='1' Title='&#x41;&#66;&apos;' Body='b'/>\n"
        + postsEnd);
    EXPECT_EQ(report.added, 5);
    EXPECT_EQ(report.quarantined, 0);
    EXPECT_EQ(report.rows, 5);
    EXPECT_EQ(thread(2).front().title, "in other \"quotes\"");
    EXPECT_EQ(thread(3).front().title, "over lines");
    EXPECT_EQ(thread(4).front().title, "a > b");
    EXPECT_EQ(thread(5).front().title, "AB'");
}

TEST_F(PostsTest, BodiesKeepTheirText)
{
    import(postsHead + question(1, "t", "&lt;p&gt;caf&amp;eacute; a &lt;b then&lt;/p&gt;")
           + question(2, "t", "&lt;a title=&quot;x &gt; y&quot; href=&quot;z&quot;&gt;link&lt;/a&gt; on") + postsEnd);
    EXPECT_EQ(thread(1).front().parts.front().text, "caf\u00e9 a <b then");
    EXPECT_EQ(thread(2).front().parts.front().text, "link on");
}

TEST_F(PostsTest, WhatIsMissingIsMissing)
{
    const ImportReport report = import(
        postsHead
        + "<row Id=\"1\" PostTypeId=\"1\" Title=\"t\" Body=\"b\" ContentLicense=\"CC BY-SA 4.0\" />"
          "<row Id=\"2\" PostTypeId=\"2\" ParentId=\"1\" Body=\"no score\" />"
          "<row Id=\"3\" PostTypeId=\"2\" ParentId=\"1\" Body=\"scored\" Score=\"-2\" ContentLicense=\"CC BY-SA 4.0\" "
          "/>"
          "<row Id=\"4\" PostTypeId=\"1\" Title=\"zero\" Body=\"b\" Score=\"0\" ContentLicense=\"CC BY-SA 4.0\" />"
        + postsEnd);
    EXPECT_EQ(report.added, 2);
    const auto posts = thread(1);
    EXPECT_FALSE(posts[0].score.has_value());
    EXPECT_EQ(posts[1].score, -2) << "those without a score come last";
    EXPECT_FALSE(posts[2].score.has_value());
    EXPECT_FALSE(row(1).score.has_value());
    EXPECT_EQ(row(2).score, 0.0);
    EXPECT_EQ(row(1).licence, "") << "one of its posts names no licence";
    EXPECT_EQ(row(2).licence, "CC-BY-SA-4.0");
    EXPECT_EQ(content(1), "# t\n\nb\n\n\n## Answer (score -2)\n\nscored\n\n\n## Answer\n\nno score\n\n");
}

TEST_F(PostsTest, EveryColumnIsKept)
{
    import(postsHead
           + "<row Id=\"1\" PostTypeId=\"1\" Title=\"t\" Body=\"b\" Score=\"many\" ViewCount=\"12\" "
             "LastEditDate=\"2020-02-03\" Invented=\"&lt;x&gt;\" />"
           + postsEnd);
    const auto origin = (*m_store->read(fetchOrigins, SampleId(1), 10)).front().origin;
    EXPECT_EQ(origin.extraJson, "{\"Invented\":\"<x>\",\"LastEditDate\":\"2020-02-03\",\"Score\":\"many\","
                                "\"Title\":\"t\",\"ViewCount\":12}");
    EXPECT_FALSE(row(1).score.has_value());
}

TEST_F(PostsTest, EveryRowIsAccountedFor)
{
    const ImportReport report = import(
        postsHead + question(1) + answer(2, 1) + question(1, "again") + answer(2, 1, "again") + question(-5, "negative")
        + answer(-6, -5) + question(0, "zero")
        + "<row Id=\"10\" PostTypeId=\"5\" Body=\"wiki\" /><row Id=\"11\" PostTypeId=\"4\" Body=\"excerpt\" />"
          "<row Id=\"12\" PostTypeId=\"6\" Body=\"nomination\" /><row Id=\"13\" PostTypeId=\"99\" Body=\"unknown\" />"
          "<row Id=\"14\" Body=\"no type\" /><row Id=\"15\" PostTypeId=\"question\" Body=\"word\" />"
          "<row PostTypeId=\"1\" Body=\"no id\" /><row Id=\"x\" PostTypeId=\"1\" Body=\"id of letters\" />"
          "<row Id=\"16\" PostTypeId=\"2\" Body=\"no parent\" /><row Id=\"17\" PostTypeId=\"1\" Body=\" \" Title=\"\" "
          "/>"
          "<row Id=\"18\" PostTypeId=\"1\" Body=\"&lt;img&gt;\" /><row Id=\"19\" PostTypeId=\"1\" />"
          "<row Id=\"9223372036854775808\" PostTypeId=\"1\" Body=\"b\" />"
        + answer(30, 777) + answer(31, 777) + answer(32, 18) + answer(33, 1, "&lt;img&gt;") + postsEnd);
    EXPECT_EQ(report.added, 3);
    EXPECT_EQ(report.joined, 2);
    EXPECT_EQ(report.passedOver, (PassedOver{{"tag_wiki", 2}, {"moderation_post", 1}}));
    std::map<std::string, int> counts;
    for (const QuarantinedRow &row : quarantined()) {
        ++counts[row.reason];
        EXPECT_EQ(readFile(m_file, 1 << 20)->compare(std::size_t(row.position), 4, "<row"), 0)
            << row.reason << " at " << row.position;
    }
    EXPECT_EQ(counts, (std::map<std::string, int>{{"id_taken", 2},
                                                  {"not_a_question_or_answer", 3},
                                                  {"invalid_row", 4},
                                                  {"empty_content", 4},
                                                  {"question_missing", 3}}));
    EXPECT_EQ(report.rows, 24);
    EXPECT_EQ(report.quarantined, 16);
    const ImportReport second = again();
    EXPECT_EQ(second.added, 0);
    EXPECT_EQ(second.duplicates, 3);
    EXPECT_EQ(second.rows, 24);
}

TEST_F(PostsTest, OtherFilesAreToldOnce)
{
    const struct {
        std::string bytes;
        const char *reason;
    } cases[] = {
        {"<?xml version=\"1.0\"?>\n<users>\n<row Id=\"1\" /><row Id=\"2\" />\n</users>\n", "not_posts_xml"},
        {"<project><row Id=\"1\" PostTypeId=\"1\" Title=\"t\" Body=\"b\" /></project>", "not_posts_xml"},
        {"", "not_posts_xml"},
        {"<!-- only a comment -->", "not_posts_xml"},
        {"no XML at all", "invalid_xml"},
        {"PK\x03\x04 something packed", "invalid_xml"},
        {"<?xml version=\"1.0\" encoding=\"EBCDIC-37\"?><posts></posts>", "unknown_encoding"},
    };
    for (const auto &expected : cases) {
        const ImportReport report = import(expected.bytes);
        EXPECT_EQ(report.added, 0);
        EXPECT_EQ(reasons(), std::vector<std::string>{expected.reason}) << expected.bytes;
        EXPECT_EQ(report.rows, 1);
    }
    for (const char *empty : {"<posts></posts>", "<posts/>", "\n\n<?xml version=\"1.0\"?>\n<posts >\n</posts >\n"}) {
        EXPECT_EQ(import(empty).rows, 0) << empty;
        EXPECT_TRUE(reasons().empty()) << empty;
    }
}

TEST_F(PostsTest, ExcerptsAndSeveralDocumentsAreRead)
{
    EXPECT_EQ(import(question(1) + question(2, "u")).added, 2) << "rows without a root";
    EXPECT_TRUE(reasons().empty());
    const std::string one = postsHead + question(1) + postsEnd, two = postsHead + question(2, "u") + postsEnd;
    EXPECT_EQ(import(one + "\n" + two).added, 2);
    EXPECT_TRUE(reasons().empty());
    EXPECT_EQ(import(one + "<users/>").added, 1);
    EXPECT_EQ(reasons(), std::vector<std::string>{"not_posts_xml"});
}

namespace {

std::string utf16(std::u16string_view text, bool little, bool withMark)
{
    std::string bytes;
    const auto put = [&](char16_t unit) {
        bytes.push_back(char(little ? unit & 255 : unit >> 8));
        bytes.push_back(char(little ? unit >> 8 : unit & 255));
    };
    if (withMark)
        put(0xfeff);
    for (const char16_t unit : text)
        put(unit);
    return bytes;
}

} // namespace

TEST_F(PostsTest, EveryEncodingOfXmlIsRead)
{
    const std::u16string text =
        u"<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<posts>\n"
        u"<row Id=\"1\" PostTypeId=\"1\" Title=\"caf\u00e9 \U0001f600\" Body=\"\u0a3c\u723e\" />\n"
        u"<row Id=\"2\" PostTypeId=\"1\" Title=\"a &unknown; b\" Body=\"b\" />\n"
        u"<row Id=\"3\" PostTypeId=\"1\" Title=\"after\" Body=\"b\" />\n</posts>\n";
    for (const bool little : {true, false}) {
        for (const bool withMark : {true, false}) {
            EXPECT_EQ(import(utf16(text, little, withMark)).added, 2);
            EXPECT_EQ(thread(1).front().title, "caf\u00e9 \U0001f600");
            EXPECT_EQ(thread(1).front().parts.front().text, "\u0a3c\u723e");
            EXPECT_EQ(thread(2).front().title, "after");
            ASSERT_EQ(quarantined().size(), 1u);
            const std::size_t bad = text.find(u"<row Id=\"2\"") + (withMark ? 1 : 0);
            EXPECT_EQ(quarantined().front().position, std::int64_t(2 * bad));
        }
    }
    EXPECT_EQ(import("\xef\xbb\xbf" + postsHead + question(1, "caf\u00e9") + postsEnd).added, 1);
    EXPECT_EQ(thread(1).front().title, "caf\u00e9");
    EXPECT_EQ(
        import("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><posts>" + question(1, "caf\xe9") + "</posts>").added,
        1);
    EXPECT_EQ(thread(1).front().title, "caf\u00e9");
}
