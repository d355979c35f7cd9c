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

TEST(GitIgnore, PatternsMatchAsGitsDo)
{
    const struct {
        const char *line;
        const char *path;
        bool ignored;
    } cases[] = {
        {"*", "a", true},
        {"a*b*c", "a-b-b-c", true},
        {"a*b*c", "a-b-b-c-d", false},
        {"a?c", "a/c", false},
        {"a/*/c", "a/b/c", true},
        {"a/*/c", "a/b/b/c", false},
        {"a/**/c", "a/c", true},
        {"a/**/c", "a/b/b/c", true},
        {"a/**", "a/b/c", true},
        {"a/**", "a", false},
        {"**/c", "c", true},
        {"**/**/c", "a/b/c", true},
        {"a/***/c", "a/b/b/c", true}, // three stars between slashes are as two
        {"***/c", "a/b/c", true},
        {"a/b***c", "a/b-c", true},
        {"a/b***c", "a/b/c", false},
        {"a/b**", "a/b/c", true}, // git: the pattern begins behind its plain part
        {"x/?**", "x/b/c", false},
        {"[[:digit:]]x", "3x", true},
        {"[[:digit:]]x", "ax", false},
        {"[[:alpha:][:digit:]_]x", "_x", true},
        {"[![:space:]]x", " x", false},
        {"[[:nosuch:]]x", "ax", false},
        {"[[:digit]x", ":x", true},
        {"[a-c]x", "bx", true},
        {"[c-a]x", "bx", false},
        {"[]a]x", "]x", true},
        {"[]-a]x", "^x", true},
        {"[!]a]x", "bx", true},
        {"[a\\]b]x", "]x", true},
        {"[a-]x", "-x", true},
        {"[\\a-\\c]x", "bx", true},
        {"[^a]x", "bx", true},
        {"a/[^x]c", "a//c", false},
        {"[ab", "[ab", false}, // not closed: nothing
        {"[", "[", false},
        {"a[", "a[", false},
        {"\\[", "[", true},
        {"a\\", "a\\", false},
        {"\\*", "*", true},
        {"\\*", "x", false},
        {"a\\ ", "a ", true},
        {"a  ", "a", true},
        {"a\t", "a", false},
        {"a\r", "a", true},
        {"\xef\xbb\xbf*.py", "x.py", true}, // a byte order mark
        {"\\!x", "!x", true},
        {"x//", "x", false},
    };
    for (const auto &expected : cases)
        EXPECT_EQ(GitIgnore(expected.line).verdict(expected.path, false) == GitIgnore::Verdict::Ignored,
                  expected.ignored)
            << expected.line << " on " << expected.path;
}

TEST(GitIgnore, NoPatternTakesLongerThanItsLengthTimesThePaths)
{
    std::string stars, folders, classes;
    for (int part = 0; part < 200; ++part) {
        stars += "*a";
        folders += "**/a*/";
        classes += "*[[:alpha:]]";
    }
    const std::string name(250, 'a');
    std::string deep;
    for (int part = 0; part < 400; ++part)
        deep += "aaaaaaaa/";
    // With a search that goes back these take longer than the universe has.
    EXPECT_EQ(GitIgnore(stars + "*b.py").verdict(name + ".py", false), GitIgnore::Verdict::None);
    EXPECT_EQ(GitIgnore(classes + "*b.py").verdict(name + ".py", false), GitIgnore::Verdict::None);
    EXPECT_EQ(GitIgnore(folders + "b.py").verdict(deep + "a.py", false), GitIgnore::Verdict::None);
    EXPECT_EQ(GitIgnore("**/" + stars.substr(0, 40) + "*").verdict(deep + name, false), GitIgnore::Verdict::Ignored);
    EXPECT_EQ(GitIgnore(std::string(1 << 20, '*')).verdict(name, false), GitIgnore::Verdict::Ignored);
    std::string manyFolders;
    for (int part = 0; part < 300'000; ++part)
        manyFolders += "**/";
    EXPECT_EQ(GitIgnore(manyFolders + "a.py").verdict("x/y/a.py", false), GitIgnore::Verdict::Ignored);
}

TEST(GitIgnore, ACancelledImportWaitsForNoRule)
{
    Feedback feedback;
    const GitIgnore rules("a\n");
    EXPECT_EQ(rules.verdict("a", false, &feedback), GitIgnore::Verdict::Ignored);
    feedback.cancel();
    EXPECT_EQ(rules.verdict("a", false, &feedback), GitIgnore::Verdict::None);
}

TEST(Licences, AreToldFromHeadersAndTexts)
{
    EXPECT_EQ(licenceOfHeader("# SPDX-License-Identifier: Apache-2.0 OR MIT\nimport os\n"), "Apache-2.0 OR MIT");
    EXPECT_EQ(licenceOfHeader("/* SPDX-License-Identifier: MIT */"), "MIT");
    EXPECT_EQ(licenceOfHeader("# Licensed under the Apache License, Version 2.0 (the\n# \"License\")"), "Apache-2.0");
    EXPECT_EQ(licenceOfHeader("# under the terms of the GNU General Public License as published\n# version 2 or (at "
                              "your option) any later version."),
              "GPL-2.0-or-later");
    EXPECT_EQ(licenceOfHeader("import os\nprint('hi')\n"), std::nullopt);
    EXPECT_EQ(licenceOfText("MIT License\n\nPermission is hereby granted, free of charge, to any person ... THE "
                            "SOFTWARE IS PROVIDED \"AS IS\""),
              "MIT");
    // A text that only mentions the GPL far down is not under it.
    EXPECT_EQ(licenceOfText("HISTORY\n" + std::string(2000, 'x')
                            + " GNU General Public License version 2 ... PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"),
              "PSF-2.0");
}

TEST(Licences, AHeaderThatCannotBeReadIsNotReplacedByItsSurroundings)
{
    const std::optional<std::string> none, unknown = "";
    const struct {
        const char *header;
        std::optional<std::string> licence;
    } cases[] = {
        {"# SPDX-License-Identifier: MIT\n# SPDX-License-Identifier: GPL-3.0-only\n", "GPL-3.0-only AND MIT"},
        {"# SPDX-License-Identifier: MIT\n# SPDX-License-Identifier: see LICENSE\n", unknown},
        {"# SPDX-License-Identifier: MIT / GPL-3.0-only\n", unknown},
        {"# SPDX-License-Identifier: MIT\rimport os\r", "MIT"}, // lines that end with CR alone
        {"# SPDX-License-Identifier: MIT OR\r Apache-2.0\n", unknown},
        {"# SPDX-License-Identifier: MIT\tOR\v ISC\n", "MIT OR ISC"},
        {"# SPDX-License-Identifier: MIT \xff\n", unknown},
        {"# SPDX-License-Identifier:\n", unknown},
        {"# SPDX-License-Identifier: (MIT\n", unknown},
        {"\"\"\"SPDX-License-Identifier: MIT\"\"\"\n", "MIT"},
        {"<!-- SPDX-License-Identifier: MIT -->\n", "MIT"},
        {"import licences\n", none},
        {"", none},
    };
    for (const auto &expected : cases)
        EXPECT_EQ(licenceOfHeader(expected.header), expected.licence) << expected.header;
}

TEST(Licences, AreToldFromPackageMetadata)
{
    const std::optional<std::string> none, unknown = "";
    const struct {
        const char *metadata;
        std::optional<std::string> licence;
    } cases[] = {
        {"Name: x\nLicense-Expression: BSD-3-Clause\n\nText", "BSD-3-Clause"},
        {"License-Expression: MIT AND (Apache-2.0 OR BSD-2-Clause)\n", "MIT AND (Apache-2.0 OR BSD-2-Clause)"},
        {"License-Expression: MIT; GPL\nLicense: MIT\n", unknown},
        {"Name: x\nClassifier: License :: OSI Approved :: MIT License\n", "MIT"},
        {"Name: x\n\nLicense: MIT\n", none}, // that is the description
        {"License: MIT\nClassifier: License :: OSI Approved\n", "MIT"},
        {"License: MIT\nClassifier: License :: OSI Approved :: MIT License\n", "MIT"},
        {"License: BSD-3-Clause\nClassifier: License :: OSI Approved :: BSD License\n", "BSD-3-Clause"},
        {"Classifier: License :: OSI Approved :: BSD License\n", unknown},
        {"Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: Apache Software "
         "License\n",
         "Apache-2.0 AND MIT"},
        {"Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: Other/Proprietary License\n",
         unknown},
        {"License: MIT\nClassifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)\n",
         "GPL-3.0-only AND MIT"},
        {"License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\n", "MIT"},
        {"License: proprietary\nClassifier: License :: OSI Approved :: MIT License\n", unknown},
        {"License: \xff\n", unknown},
        {"Name: x\n", none},
        {"License: MIT", "MIT"}, // without a newline
    };
    for (const auto &expected : cases)
        EXPECT_EQ(licenceOfPythonMetadata(expected.metadata), expected.licence) << expected.metadata;
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
