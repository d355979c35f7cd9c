#include <gtest/gtest.h>

#include "core/importers/rules/git_ignore.h"
#include "core/importers/rules/language_detection.h"
#include "core/importers/rules/licence_detection.h"

using namespace primer;

TEST(GitIgnore, FollowsTheRulesOfGit)
{
    const GitIgnore rules(
        "# comment\n*.log\n/build\ndocs/*.txt\n!keep.log\ntmp/\n**/cache/x\na/**/z\n\\#odd\n[ab].py\n");
    using Verdict = GitIgnore::Verdict;
    const struct {
        const char *path;
        bool folder;
        Verdict verdict;
    } cases[] = {
        {"x.log", false, Verdict::Ignored},
        {"deep/x.log", false, Verdict::Ignored},
        {"keep.log", false, Verdict::Included},
        {"build", true, Verdict::Ignored},
        {"deep/build", true, Verdict::None},
        {"docs/a.txt", false, Verdict::Ignored},
        {"docs/sub/a.txt", false, Verdict::None},
        {"tmp", true, Verdict::Ignored},
        {"tmp", false, Verdict::None},
        {"q/cache/x", false, Verdict::Ignored},
        {"cache/x", false, Verdict::Ignored},
        {"a/z", false, Verdict::Ignored},
        {"a/b/c/z", false, Verdict::Ignored},
        {"#odd", false, Verdict::Ignored},
        {"a.py", false, Verdict::Ignored},
        {"c.py", false, Verdict::None},
    };
    for (const auto &expected : cases)
        EXPECT_EQ(rules.verdict(expected.path, expected.folder), expected.verdict) << expected.path;
}

TEST(Licences, AreToldFromHeadersAndTexts)
{
    EXPECT_EQ(licenceOfHeader("# SPDX-License-Identifier: Apache-2.0 OR MIT\nimport os\n"), "Apache-2.0 OR MIT");
    EXPECT_EQ(licenceOfHeader("/* SPDX-License-Identifier: MIT */"), "MIT");
    EXPECT_EQ(licenceOfHeader("# Licensed under the Apache License, Version 2.0 (the\n# \"License\")"), "Apache-2.0");
    EXPECT_EQ(licenceOfHeader("# under the terms of the GNU General Public License as published\n# version 2 or (at "
                              "your option) any later version."),
              "GPL-2.0-or-later");
    EXPECT_EQ(licenceOfHeader("import os\nprint('hi')\n"), "");
    EXPECT_EQ(licenceOfText("MIT License\n\nPermission is hereby granted, free of charge, to any person ... THE "
                            "SOFTWARE IS PROVIDED \"AS IS\""),
              "MIT");
    // A text that only mentions the GPL far down is not under it.
    EXPECT_EQ(licenceOfText("HISTORY\n" + std::string(2000, 'x')
                            + " GNU General Public License version 2 ... PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"),
              "PSF-2.0");
}

TEST(Licences, AreToldFromPackageMetadata)
{
    EXPECT_EQ(licenceOfPythonMetadata("Name: x\nLicense-Expression: BSD-3-Clause\n\nText"), "BSD-3-Clause");
    EXPECT_EQ(licenceOfPythonMetadata("Name: x\nClassifier: License :: OSI Approved :: MIT License\n"), "MIT");
    EXPECT_EQ(licenceOfPythonMetadata("Name: x\n\nLicense: MIT\n"), ""); // that is the description
}

TEST(Languages, AreToldFromNamesAndFirstLines)
{
    EXPECT_EQ(detectLanguage("a/b.py", ""), "python");
    EXPECT_EQ(detectLanguage("run", "#!/usr/bin/env python3\n"), "python");
    EXPECT_EQ(detectLanguage("Makefile", ""), "makefile");
    EXPECT_EQ(detectLanguage("data.bin", "abc"), "");
    EXPECT_FALSE(isSourceFile("photo.jpeg"));
}

TEST(Languages, TheProgramOfAFirstLineIsItsLastWordWithoutVersion)
{
    const struct {
        const char *line;
        const char *language;
    } cases[] = {
        {"#!/usr/bin/python3.11 -u\n", "python"},
        {"#! /bin/sh\n", "shell"},
        {"#!/usr/bin/env -S FOO=1 node --harmony\n", "javascript"},
        {"#!/opt/R/bin/Rscript\r\n", "r"},
        {"#!/usr/bin/env\n", ""},
        {"#!", ""},
        {"#!/usr/share/thing\n", ""}, // "sh" is in it
        {"# /bin/sh\n", ""},
        {"#!/usr/bin/perl5", "perl"},
    };
    for (const auto &expected : cases)
        EXPECT_EQ(detectLanguage("run", expected.line), expected.language) << expected.line;
}

TEST(Languages, NamesOfFilesAreWholeAndExtensionsIgnoreCase)
{
    EXPECT_EQ(detectLanguage("src/CMakeLists.txt", ""), "cmake");
    EXPECT_EQ(detectLanguage("old/A.PY", ""), "python");
    EXPECT_EQ(detectLanguage("images/web.Dockerfile", ""), "dockerfile");
    EXPECT_EQ(detectLanguage(".py", ""), "");
    EXPECT_EQ(detectLanguage("folder.py/notes", ""), "");
}
