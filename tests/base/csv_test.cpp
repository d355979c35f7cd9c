#include "core/base/csv.h"

#include <gtest/gtest.h>

TEST(Csv, ACellIsQuotedWhateverIsInIt)
{
    using primer::csvCell;
    EXPECT_EQ(csvCell(""), "\"\"");
    EXPECT_EQ(csvCell("a,b;c\td"), "\"a,b;c\td\"");
    EXPECT_EQ(csvCell("say \"it\"\r\nagain"), "\"say \"\"it\"\"\r\nagain\"");
    EXPECT_EQ(csvCell(std::string_view("\0\xff=1", 4)), std::string_view("\"\0\xff=1\"", 6));
}
