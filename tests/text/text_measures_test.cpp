#include <gtest/gtest.h>

#include "core/text/text_measures.h"

using namespace primer;

TEST(TextMeasures, CountsLinesAsTheStackDoes)
{
    const TextMeasures measures = measureText("ab\n\ncdef\n");
    EXPECT_EQ(measures.lineCount, 3);
    EXPECT_EQ(measures.maxLineLength, 4);
    EXPECT_DOUBLE_EQ(measures.avgLineLength, 2.0);
    EXPECT_DOUBLE_EQ(measures.alphanumFraction, 6.0 / 9.0);
}

TEST(TextMeasures, AnUnfinishedLastLineCounts)
{
    EXPECT_EQ(measureText("a\nb").lineCount, 2);
    EXPECT_EQ(measureText("").lineCount, 0);
    EXPECT_EQ(measureText("\n").lineCount, 1);
}

TEST(TextMeasures, TellsBadBytes)
{
    EXPECT_TRUE(measureText("h\xc3\xa9").validUtf8);
    EXPECT_FALSE(measureText("h\xe9").validUtf8);
    EXPECT_TRUE(measureText(std::string_view("a\0b", 3)).hasNul);
}

TEST(TextMeasures, CountsOnlyAsciiLettersAndDigits)
{
    EXPECT_DOUBLE_EQ(measureText("azAZ09").alphanumFraction, 1.0);
    EXPECT_DOUBLE_EQ(measureText("@[`{/:_ ").alphanumFraction, 0.0);
}
