#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/importers/formats/source_tree_reader.h"
#include "core/importers/import_plan.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using test::writeFile;

namespace {

class SourceTreeTest : public ::testing::Test
{
protected:
    /// Path to licence of every file.
    std::map<std::string, std::string> licences(bool pythonEnvironment = false)
    {
        std::map<std::string, std::string> found;
        const auto reader = openSourceTree(m_folder.path(), {pythonEnvironment}, "", m_feedback);
        EXPECT_TRUE(reader.ok());
        for (ImportBatch batch; reader && *(*reader)->next(batch); batch = {}) {
            for (const ImportRecord &record : batch.records)
                found[record.origin.path] = record.origin.licence;
        }
        return found;
    }

    test::TemporaryFolder m_folder;
    Feedback m_feedback;
    const std::string m_mit = "Permission is hereby granted, free of charge, to any person\nTHE SOFTWARE IS PROVIDED "
                              "\"AS IS\"\n";
    const std::string m_unlicence = "This is free and unencumbered software released into the public domain\n";
};

} // namespace

TEST_F(SourceTreeTest, TheNearestLicenceDecidesAndAnUnreadableOneMeansUnknown)
{
    writeFile(m_folder / "LICENSE", m_mit);
    writeFile(m_folder / "a.py", "x = 1\n");
    writeFile(m_folder / "vendored/LICENSE", "All rights reserved. Do not copy.\n");
    writeFile(m_folder / "vendored/b.py", "x = 2\n");
    writeFile(m_folder / "vendored/deep/c.py", "x = 3\n");
    writeFile(m_folder / "both/COPYING", m_unlicence);
    writeFile(m_folder / "both/LICENSE-MIT.txt", m_mit);
    writeFile(m_folder / "both/d.py", "x = 4\n");
    writeFile(m_folder / "half/LICENSE", m_mit);
    writeFile(m_folder / "half/LICENSE.other", "Something of its own.\n");
    writeFile(m_folder / "half/e.py", "x = 5\n");
    writeFile(m_folder / "code/licenses.py", "x = 6\n");
    writeFile(m_folder / "code/license_check.py", "x = 7\n");
    writeFile(m_folder / "linked/f.py", "x = 8\n");
    writeFile(m_folder / "texts/own", m_unlicence);
    std::filesystem::create_symlink("../texts/own", m_folder / "linked/LICENSE");
    writeFile(m_folder / "lost/g.py", "x = 9\n");
    std::filesystem::create_symlink("nothing", m_folder / "lost/LICENSE");
    writeFile(m_folder / "header/h.py", "# SPDX-License-Identifier: see elsewhere\n");
    EXPECT_EQ(licences(), (std::map<std::string, std::string>{{"a.py", "MIT"},
                                                              {"both/d.py", "MIT AND Unlicense"},
                                                              {"code/license_check.py", "MIT"},
                                                              {"code/licenses.py", "MIT"},
                                                              {"half/e.py", ""},
                                                              {"header/h.py", ""},
                                                              {"linked/f.py", "Unlicense"},
                                                              {"lost/g.py", ""},
                                                              {"vendored/b.py", ""},
                                                              {"vendored/deep/c.py", ""}}));
}

TEST_F(SourceTreeTest, ADistributionsMetadataIsNotReplacedByAFolder)
{
    const auto distribution = [&](const std::string &name, const std::string &licence, const std::string &file) {
        writeFile(m_folder / (name + "-1.dist-info/METADATA"), "Name: " + name + "\n" + licence + "\n\n");
        writeFile(m_folder / (name + "-1.dist-info/RECORD"), file + ",,\n");
        writeFile(m_folder / file, "name = '" + file + "'\n");
    };
    distribution("plain", "License: MIT", "plain/a.py");
    distribution("odd", "License: our own", "odd/a.py");
    writeFile(m_folder / "odd/LICENSE", m_mit);
    distribution("silent", "Summary: nothing", "silent/a.py");
    writeFile(m_folder / "silent/LICENSE", m_mit);
    distribution("first", "License: MIT", "shared/first.py");
    distribution("second", "License-Expression: GPL-3.0-only", "shared/second.py");
    writeFile(m_folder / "older-2.egg-info/PKG-INFO", "License: ISC\n");
    writeFile(m_folder / "older/a.py", "x = 1\n");
    EXPECT_EQ(licences(true), (std::map<std::string, std::string>{{"odd/a.py", ""},
                                                                  {"older/a.py", "ISC"},
                                                                  {"plain/a.py", "MIT"},
                                                                  {"shared/first.py", "GPL-3.0-only AND MIT"},
                                                                  {"shared/second.py", "GPL-3.0-only AND MIT"},
                                                                  {"silent/a.py", "MIT"}}));
}

TEST_F(SourceTreeTest, EveryLoopOfAWalkHearsThatItIsCancelled)
{
    writeFile(m_folder / "a/b.py", "x = 1\n");
    const auto reader = openSourceTree(m_folder.path(), {}, "", m_feedback);
    ASSERT_TRUE(reader.ok());
    m_feedback.cancel();
    ImportBatch batch;
    EXPECT_EQ((*reader)->next(batch).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(openSourceTree(m_folder.path(), {}, "", m_feedback).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(planSources(m_folder.path(), "auto", m_feedback).error().code, ErrorCode::Cancelled);
}

TEST_F(SourceTreeTest, PipesInThePlaceOfRulesAndLicencesAreNotWaitedFor)
{
    for (const char *name : {".gitignore", "LICENSE", "x.dist-info/METADATA"}) {
        writeFile(m_folder / name, "");
        std::filesystem::remove(m_folder / name);
        ASSERT_EQ(::mkfifo((m_folder / name).c_str(), 0600), 0);
    }
    writeFile(m_folder / "a.py", "x = 1\n");
    EXPECT_EQ(licences(true), (std::map<std::string, std::string>{{"a.py", ""}}));
}
