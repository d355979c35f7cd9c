#include <gtest/gtest.h>

#include "core/importers/git_ignore.h"
#include "core/importers/html_to_text.h"
#include "core/importers/language_detection.h"
#include "core/importers/licence_detection.h"

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

TEST(Html, KeepsCodeApartAndInventsNothing)
{
    const auto parts = htmlToParts(
        "<p>Use <code>x &lt; 1</code>:</p>\n<pre class=\"py\"><code>if x &lt; 1:\n    "
        "print(&quot;&#233;&quot;)\n</code></pre>\n<ul><li>one</li></ul><script>alert(1)</script>");
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_EQ(parts[0].text, "Use `x < 1`:");
    EXPECT_TRUE(parts[1].isCode);
    EXPECT_EQ(parts[1].text, "if x < 1:\n    print(\"\xc3\xa9\")\n");
    EXPECT_EQ(parts[2].text, "- one\n\nalert(1)");
}

TEST(Html, SurvivesBrokenMarkup)
{
    for (const char *html : {"<", "<p", "&", "&#;", "&#x110000;", "a < b && c > d", "</", "<!-- x", "&#99999999999;"})
        EXPECT_NO_THROW((void)htmlToParts(html));
    EXPECT_EQ(htmlToParts("a < b")[0].text, "a < b");
}
