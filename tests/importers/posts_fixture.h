// Owns: a workspace into which a Posts.xml is imported, and what came of it. Not here: what is expected.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/importers/formats/posts_xml_reader.h"
#include "core/base/atomic_file.h"
#include "core/importers/import_run.h"
#include "core/storage/sample_store.h"
#include "tests/support/temporary_folder.h"

namespace primer::test {

inline const std::string postsHead = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n";
inline const std::string postsEnd = "</posts>\n";

inline std::string question(int id, const std::string &title = "t", const std::string &body = "b")
{
    return "  <row Id=\"" + std::to_string(id) + "\" PostTypeId=\"1\" Score=\"7\" Body=\"" + body + "\" Title=\""
           + title + "\" ContentLicense=\"CC BY-SA 4.0\" />\n";
}

inline std::string answer(int id, int parent, const std::string &body = "a", const std::string &score = "1")
{
    return "  <row Id=\"" + std::to_string(id) + "\" PostTypeId=\"2\" ParentId=\"" + std::to_string(parent)
           + "\" Score=\"" + score + "\" Body=\"" + body
           + "\" OwnerDisplayName=\"ann\" ContentLicense=\"CC BY-SA 4.0\" />\n";
}

class PostsTest : public ::testing::Test
{
protected:
    /// What a file of these bytes gives, in a workspace of its own.
    ImportReport import(const std::string &bytes, const std::string &name = "Posts.xml")
    {
        m_store.reset();
        const std::string folder = m_folder / std::to_string(++m_imports);
        m_file = folder + "/" + name;
        writeFile(m_file, bytes);
        auto opened = Store::open(folder + "/w.primer", Store::Access::ReadWrite, true);
        EXPECT_TRUE(opened.ok());
        m_store = std::move(*opened);
        return again();
    }

    /// The same file once more.
    ImportReport again()
    {
        ImportReport report;
        Feedback feedback;
        const Status status = importPaths(*m_store, {m_file}, {}, feedback, report);
        EXPECT_TRUE(status.ok()) << status.error().detail;
        std::int64_t passedOver = 0;
        for (const auto &[rule, count] : report.passedOver)
            passedOver += count;
        EXPECT_EQ(report.rows, report.added + report.duplicates + report.quarantined + report.joined + passedOver);
        return report;
    }

    std::vector<QuarantinedRow> quarantined() { return *m_store->read(listQuarantined, std::int64_t(1000)); }

    std::vector<std::string> reasons()
    {
        std::vector<std::string> words;
        for (const QuarantinedRow &row : quarantined())
            words.push_back(row.reason);
        return words;
    }

    std::vector<ThreadPost> thread(SampleId id) { return *m_store->read(fetchThread, id); }
    std::string content(SampleId id) { return *m_store->read(fetchContent, id); }
    SampleRow row(SampleId id) { return (*m_store->read(fetchRows, std::span<const SampleId>(&id, 1))).front(); }

    TemporaryFolder m_folder;
    std::string m_file;
    std::unique_ptr<Store> m_store;
    int m_imports = 0;
};

} // namespace primer::test
