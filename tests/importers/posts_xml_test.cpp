#include <gtest/gtest.h>

#include "core/importers/import_run.h"
#include "core/storage/sample_store.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

namespace {

const char *const head = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n";

std::string question(int id, const std::string &title, int accepted)
{
    return "  <row Id=\"" + std::to_string(id) + "\" PostTypeId=\"1\" AcceptedAnswerId=\"" + std::to_string(accepted)
           + "\" CreationDate=\"2012-01-02T03:04:05.678\" Score=\"7\" "
             "Body=\"&lt;p&gt;How?&lt;/p&gt;&lt;pre&gt;&lt;code&gt;x &amp;lt; 1&lt;/code&gt;&lt;/pre&gt;\" "
             "OwnerUserId=\"5\" Title=\""
           + title + "\" Tags=\"&lt;python&gt;&lt;sorting&gt;\" ContentLicense=\"CC BY-SA 3.0\" ViewCount=\"12\" />\n";
}

std::string answer(int id, int parent, const std::string &score, const std::string &body)
{
    return "  <row Id=\"" + std::to_string(id) + "\" PostTypeId=\"2\" ParentId=\"" + std::to_string(parent)
           + "\" Score=\"" + score + "\" Body=\"" + body
           + "\" OwnerDisplayName=\"ann\" ContentLicense=\"CC BY-SA 4.0\" />\n";
}

class PostsTest : public ::testing::Test
{
protected:
    ImportReport import(const std::string &xml)
    {
        test::writeFile(m_folder / "Posts.xml", xml);
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        EXPECT_TRUE(opened.ok());
        m_store = std::move(*opened);
        ImportReport report;
        Feedback feedback;
        const Status status = importPaths(*m_store, {m_folder / "Posts.xml"}, {}, feedback, report);
        EXPECT_TRUE(status.ok()) << status.error().detail;
        return report;
    }
    TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
};

} // namespace

TEST_F(PostsTest, AnswersAreJoinedAcceptedFirstThenByScoreAsANumber)
{
    const ImportReport report = import(std::string(head) + answer(20, 1, "9", "nine")
                                       + question(1, "Sort &quot;it&quot;", 22) + answer(21, 1, "10", "ten")
                                       + answer(22, 1, "-3", "accepted")
                                       + "  <row Id=\"30\" PostTypeId=\"5\" Body=\"wiki\" />\n</posts>\n");
    EXPECT_EQ(report.added, 1);
    const auto posts = fetchThread(**m_store->reader(), 1);
    ASSERT_TRUE(posts.ok());
    ASSERT_EQ(posts->size(), 4u);
    EXPECT_EQ((*posts)[0].title, "Sort \"it\"");
    EXPECT_EQ((*posts)[0].tags, (std::vector<std::string>{"python", "sorting"}));
    ASSERT_EQ((*posts)[0].parts.size(), 2u);
    EXPECT_TRUE((*posts)[0].parts[1].isCode);
    EXPECT_EQ((*posts)[0].parts[1].text, "x < 1");
    EXPECT_TRUE((*posts)[1].isAccepted);
    EXPECT_EQ((*posts)[2].score, 10);
    EXPECT_EQ((*posts)[3].score, 9);
    const SampleId first = 1;
    const SampleRow row = fetchRows(**m_store->reader(), {&first, 1})->front();
    EXPECT_EQ(row.kind, SampleKind::Thread);
    EXPECT_EQ(row.licence, "CC-BY-SA-3.0 AND CC-BY-SA-4.0");
    EXPECT_NE(fetchContent(**m_store->reader(), 1)->find("```\nx < 1\n```"), std::string::npos);
}

TEST_F(PostsTest, DamagedRowsAreQuarantinedAndTheRestGoesOn)
{
    const std::string unclosed = "  <row Id=\"2\" PostTypeId=\"1\" Title=\"never closed />\n";
    const ImportReport report = import(std::string(head) + question(1, "a", 0) + unclosed
                                       + question(3, "b &unknown; c", 0) + question(4, "d", 0)
                                       + answer(9, 777, "1", "orphan") + "  <row Id=\"5\" PostTypeId=\"1\" Body=\"cut");
    EXPECT_EQ(report.added, 2);
    std::vector<std::string> reasons;
    for (const QuarantinedRow &row : *listQuarantined(**m_store->reader(), 100))
        reasons.push_back(row.reason);
    EXPECT_EQ(reasons, (std::vector<std::string>{"invalid_xml", "invalid_xml", "truncated_row", "question_missing"}));
}

TEST_F(PostsTest, DocumentTypesAndEntitiesAreNotProcessed)
{
    const ImportReport report = import("<?xml version=\"1.0\"?><!DOCTYPE posts [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
                                       "\"&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<posts>\n"
                                       + question(1, "&b;", 0) + question(2, "&x;", 0) + question(3, "good", 0)
                                       + "</posts>\n");
    EXPECT_EQ(report.added, 1);
    EXPECT_EQ(report.quarantined, 2);
}
