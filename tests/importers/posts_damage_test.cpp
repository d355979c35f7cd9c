#include "tests/importers/posts_fixture.h"
#include "tests/support/gzipped.h"

using namespace primer;
using namespace primer::test;

namespace {

/// Every row of the file, read in as many readers as it has batches: each goes on where the one before stopped.
struct Read {
    std::vector<std::string> posts;
    std::vector<std::string> rejected;
    std::int64_t rows = 0;
    int readers = 0;
};

Read readAll(const std::string &file, bool resumed)
{
    Read read;
    const Feedback feedback;
    std::unique_ptr<RecordReader> reader;
    for (std::string cursor;;) {
        if (!reader || resumed) {
            auto opened = openPostsXml(file, cursor, feedback);
            EXPECT_TRUE(opened.ok());
            reader = std::move(*opened);
            ++read.readers;
        }
        ImportBatch batch;
        const auto more = reader->next(batch);
        EXPECT_TRUE(more.ok());
        for (const StagedPost &post : batch.posts)
            read.posts.push_back(post.json);
        for (const QuarantinedRow &row : batch.quarantined)
            read.rejected.push_back(row.reason + "@" + std::to_string(row.position));
        read.rows += batch.rows;
        if (!*more)
            return read;
        cursor = batch.cursor;
    }
}

} // namespace

TEST_F(PostsTest, DamageCostsTheRowItIsIn)
{
    const struct {
        const char *row;
        const char *reason;
    } cases[] = {
        {"  <row Id=\"2\" PostTypeId=\"1\" Title=\"never closed />\n", "invalid_xml"},
        {"  <row Id=\"2\" PostTypeId=\"1\" Title=\"b &unknown; c\" Body=\"b\" />\n", "invalid_xml"},
        {"  <row Id=\"2\" PostTypeId=\"1\" Title=\"a < b\" Body=\"b\" />\n", "invalid_xml"},
        {"  <row Id=\"2\" PostTypeId=\"1\" Title=\"a & b\" Body=\"b\" />\n", "invalid_xml"},
        {"  <row Id=\"2\" PostTypeId=\"1\" Title=no quotes Body=\"b\" />\n", "invalid_xml"},
        {"  <row Id=\"2\" Id=\"3\" PostTypeId=\"1\" Title=\"twice\" />\n", "invalid_xml"},
        {"  <row Id=\"2\" PostTypeId=\"1\" Title=\"bad bytes \xff\xfe\" />\n", "invalid_xml"},
        {"  <row Id=\"2\" PostTypeId=\"1\" Title=\"raw \x01 control\" />\n", "invalid_xml"},
        {"  <row Id=\"2\" PostTypeId=\"1\" Title=\"never closed\" Body=\"b\">\n", "invalid_xml"},
        {"  <row Id=\"2\" PostTypeId=\"1\" Title=\"other end\" Body=\"b\"></rov>\n", "invalid_xml"},
        {"  <row Id=\"2\" PostTypeId=\"1\" Title=\"cut", "invalid_xml"},
        {"  <row", "invalid_xml"},
        {"  <rov Id=\"2\" PostTypeId=\"1\" Title=\"t\" Body=\"b\" />\n", "invalid_row"},
        {"  <rov Id=\"2\" PostTypeId=\"1\" Title=\"t\" Body=\"b\">\n", "invalid_row"},
        {"  -row Id=\"2\" PostTypeId=\"1\" Title=\"t\" Body=\"b\" />\n", "invalid_xml"},
        {"  <<<>>>\n", "invalid_xml"},
        {"  </row>\n", "invalid_xml"},
        {"  &broken\n", "invalid_xml"},
        {"  <!-- a -- b -->\n", "invalid_xml"},
        {"  <!DOCTYPE posts>\n", "invalid_xml"},
    };
    for (const auto &damage : cases) {
        const std::string before = postsHead + question(1, "before"), after = question(3, "after") + question(4, "u");
        const ImportReport report = import(before + damage.row + after + postsEnd);
        EXPECT_EQ(report.added, 3) << damage.row;
        EXPECT_EQ(reasons(), std::vector<std::string>{damage.reason}) << damage.row;
        EXPECT_EQ(report.rows, 4) << damage.row;
        for (const QuarantinedRow &row : quarantined()) {
            EXPECT_GE(row.position, std::int64_t(before.size())) << damage.row;
            EXPECT_LE(row.position, std::int64_t(before.size() + std::string(damage.row).size())) << damage.row;
        }
    }
}

TEST_F(PostsTest, DamageInOneAfterTheOtherCostsEach)
{
    const std::string text = postsHead + question(1) + "  <row Id=\"2\" PostTypeId=\"1\" Title=\"never closed />\n"
                             + question(3, "b &unknown; c") + question(4, "d") + answer(9, 777)
                             + "  <row Id=\"5\" PostTypeId=\"1\" Body=\"cut";
    const ImportReport report = import(text);
    EXPECT_EQ(report.added, 2);
    EXPECT_EQ(reasons(), (std::vector<std::string>{"invalid_xml", "invalid_xml", "truncated_row", "question_missing"}));
    EXPECT_EQ(quarantined()[0].position, std::int64_t(text.find("<row Id=\"2\"")));
    EXPECT_EQ(quarantined()[0].excerpt, text.substr(text.find("<row Id=\"2\""), 200));
    EXPECT_EQ(quarantined()[1].position, std::int64_t(text.find("<row Id=\"3\"")));
    EXPECT_EQ(quarantined()[2].position, std::int64_t(text.find("<row Id=\"5\"")));
    EXPECT_EQ(quarantined()[3].position, std::int64_t(text.find("<row Id=\"9\"")));
}

TEST_F(PostsTest, DamageBeforeTheRootIsToldAndTheRowsAreRead)
{
    for (const char *head :
         {"<?xml version=1.0?>\n<posts>\n", "garbage <posts>\n", "<posts id=1>\n", "<!DOCTYPE [<posts>\n"}) {
        const ImportReport report = import(head + question(1) + question(2, "u") + postsEnd);
        EXPECT_EQ(report.added, 2) << head;
        EXPECT_EQ(reasons(), std::vector<std::string>{"invalid_xml"}) << head;
    }
}

TEST_F(PostsTest, AFileThatEndsBetweenItsRowsIsTold)
{
    EXPECT_EQ(import(postsHead + question(1) + question(2, "u")).added, 2);
    EXPECT_EQ(reasons(), std::vector<std::string>{"stream_ends_badly"});
    EXPECT_EQ(import(postsHead + question(1) + "<!-- never closed").added, 1);
    EXPECT_EQ(reasons(), std::vector<std::string>{"stream_ends_badly"});
}

TEST_F(PostsTest, DeclaredEntitiesMeanNothing)
{
    std::string bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE posts [\n<!ENTITY a0 \"aaaaaaaaaaaaaaaaaaaa\">\n";
    for (int i = 1; i < 30; ++i) {
        const std::string inner = "&a" + std::to_string(i - 1) + ";";
        bomb += "<!ENTITY a" + std::to_string(i) + " \"" + inner + inner + inner + inner + "\">\n";
    }
    bomb +=
        "<!ENTITY x SYSTEM \"file:///etc/passwd\">\n<!ENTITY % p SYSTEM \"file:///etc/passwd\">\n%p;\n]>\n<posts>\n";
    const ImportReport report = import(bomb + question(1, "&a29;") + question(2, "&x;") + question(3, "good", "&a0;")
                                       + question(4, "good") + postsEnd);
    EXPECT_EQ(report.added, 1);
    EXPECT_EQ(reasons(), (std::vector<std::string>{"invalid_xml", "invalid_xml", "invalid_xml"}));
    // In the root's own tag they are expanded, up to expat's limit.
    std::string inRoot = bomb;
    inRoot.replace(inRoot.rfind("<posts>"), 7, "<posts a=\"&a29;\">");
    EXPECT_EQ(import(inRoot + question(4, "good") + postsEnd).added, 1);
    EXPECT_EQ(reasons(), std::vector<std::string>{"invalid_xml"});
    EXPECT_EQ(import("<!DOCTYPE posts SYSTEM \"file:///nowhere.dtd\">\n<posts>" + question(1, "&eacute;") + question(2)
                     + "</posts>")
                  .added,
              1);
}

TEST_F(PostsTest, CharactersThatXmlDoesNotHaveAreReplaced)
{
    // SQL Server writes such numbers; other readers refuse the whole file for one of them.
    const ImportReport report = import(postsHead + question(1, "one &#x10; two &#65; &#x1F600;")
                                       + question(2, "&#0;&#x1f;") + question(3, "&#xD800; & broken")
                                       + question(4, "last &#11;") + postsEnd);
    EXPECT_EQ(report.added, 3);
    EXPECT_EQ(thread(1).front().title, "one \ufffd two A \U0001f600");
    EXPECT_EQ(thread(2).front().title, "\ufffd\ufffd");
    EXPECT_EQ(thread(3).front().title, "last \ufffd");
    EXPECT_EQ(reasons(), std::vector<std::string>{"invalid_xml"});
}

TEST_F(PostsTest, RowsOverTheLimitAreSkippedAndLongOnesBelowItRead)
{
    const std::string almost(15'000'000, 'x'), over(17'000'000, 'y'), far(40'000'000, 'z');
    const std::string text = postsHead + question(1, "almost", almost) + question(2, "over", over) + question(3, "u")
                             + question(4, "far", far) + question(5, "v") + postsEnd;
    const ImportReport report = import(text);
    EXPECT_EQ(report.added, 3);
    EXPECT_EQ(reasons(), (std::vector<std::string>{"line_too_long", "line_too_long"}));
    EXPECT_EQ(quarantined()[0].position, std::int64_t(text.find("<row Id=\"2\"")));
    EXPECT_EQ(quarantined()[1].position, std::int64_t(text.find("<row Id=\"4\"")));
    EXPECT_EQ(thread(1).front().parts.front().text.size(), almost.size());
}

TEST_F(PostsTest, ACutStreamKeepsWhatCameBefore)
{
    std::string text = postsHead;
    for (int id = 1; id <= 5000; ++id)
        text += question(id, "t" + std::to_string(id * 7919));
    text += postsEnd;
    const std::string packed = test::gzipped(text);
    EXPECT_EQ(import(packed, "Posts.xml.gz").added, 5000);
    EXPECT_TRUE(reasons().empty());
    EXPECT_GT(import(packed.substr(0, packed.size() / 2), "Posts.xml.gz").added, 1000);
    EXPECT_EQ(reasons().front(), "stream_ends_badly");
}

TEST_F(PostsTest, ReadingOnFromACursorGivesTheSameRows)
{
    std::string text = "<?xml version=\"1.0\"?>\n<!DOCTYPE posts [<!ENTITY e \"declared\">]>\n<posts>\n";
    for (int id = 1; id <= 9000; ++id) {
        text += question(id, "t" + std::to_string(id), std::string(std::size_t(id) * 37 % 2000, 'x'));
        if (id % 700 == 0)
            text += "  <row Id=\"x\" broken\n";
        if (id % 901 == 0)
            text += "  <row Id=\"" + std::to_string(id + 100'000) + "\" PostTypeId=\"1\" Title=\"&e;\" Body=\"b\" />\n";
        if (id % 333 == 0)
            text += "<!-- <row Id=\"1\" /> -->";
        if (id % 450 == 0)
            text += question(id + 200'000, "&#x10;");
    }
    for (const std::string &whole :
         {text + postsEnd, text, text + postsEnd + postsHead + question(300'000) + postsEnd}) {
        writeFile(m_folder / "Posts.xml", whole);
        const Read once = readAll(m_folder / "Posts.xml", false), often = readAll(m_folder / "Posts.xml", true);
        EXPECT_EQ(once.readers, 1);
        EXPECT_GT(often.readers, 5);
        EXPECT_GE(once.posts.size(), 9020u);
        EXPECT_EQ(once.posts, often.posts);
        EXPECT_EQ(once.rejected, often.rejected);
        EXPECT_EQ(once.rows, often.rows);
    }
}
