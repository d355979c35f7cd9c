#include <gtest/gtest.h>

#include "core/importers/formats/html_to_text.h"
#include "core/importers/rules/html_entities.h"

using namespace primer;

namespace {

std::string prose(std::string_view html)
{
    const auto parts = htmlToParts(html);
    return parts.empty() ? std::string() : parts.front().text;
}

} // namespace

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

TEST(Html, ReferencesAreThoseOfTheStandard)
{
    const struct {
        const char *html;
        const char *text;
    } cases[] = {
        {"caf&eacute; &Uuml;ber &CounterClockwiseContourIntegral;", "caf\u00e9 \u00dcber \u2233"},
        {"&lt;b&gt; &amp;amp; &quot;x&quot;", "<b> &amp; \"x\""},
        {"&nGt; &bne;", "\u226b\u20d2 =\u20e5"}, // two characters each
        {"&#150;&#x96;&#233;&#xe9;&#X1F600;", "\u2013\u2013\u00e9\u00e9\U0001f600"},
        {"&unknown; &; &#; &#x; &#12a; &# 1;", "&unknown; &; &#; &#x; &#12a; &# 1;"},
        {"AT&T a&b;c ?x=1&copy=2", "AT&T a&b;c ?x=1&copy=2"},
        {"&#0;&#xD800;&#99999999999;", "\ufffd\ufffd\ufffd"},
    };
    for (const auto &expected : cases)
        EXPECT_EQ(prose(expected.html), expected.text) << expected.html;
}

TEST(Html, TagsEndOutsideTheirQuotes)
{
    EXPECT_EQ(prose("<a title=\"x > y\" href='a>b'>link</a> on"), "link on");
    EXPECT_EQ(prose("<img alt=\"a > b\"/>after"), "after");
    EXPECT_EQ(prose("it's <b title=don't>bold</b>"), "it's bold");
    EXPECT_EQ(prose("<!-- a > b --><p>text</p><!---->on<!-->more"), "text\n\nonmore");
}

TEST(Html, WhatIsNoTagIsText)
{
    EXPECT_EQ(prose("a <b then"), "a <b then");
    EXPECT_EQ(prose("<p>a <b then</p>"), "a <b then");
    EXPECT_EQ(prose("1 <2 and x <y <p>z</p>"), "1 <2 and x <y z");
    EXPECT_EQ(prose("<a title=\"never closed>one</a> two"), "one two");
    EXPECT_EQ(prose("a <!-- never closed"), "a <!-- never closed");
}

TEST(Html, MarkupOfManyOpeningsTakesNoMoreThanItsLength)
{
    // Each of these was, or would be, searched to its end from every opening: hours.
    constexpr int times = 2'000'000;
    for (const std::string piece : {"<a =\"", "<a x=\"<a \" ", "<a =\">\"", "<!--", "<a ", "</", "&lt"}) {
        std::string html;
        for (int i = 0; i < times; ++i)
            html += piece;
        EXPECT_LE(htmlToParts(html).size(), 1u) << piece;
    }
}
