#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "core/syntax/python_outline.h"

using namespace primer;
using Kind = CodeSymbol::Kind;

TEST(PythonOutline, TellsWhatIsInsideWhat)
{
    const PythonOutline outline = pythonOutline("import os\n"
                                                "\n"
                                                "class Outer(Base):\n"
                                                "    @property\n"
                                                "    def first(self):\n"
                                                "        def helper():\n"
                                                "            return 1\n"
                                                "        return helper()\n"
                                                "\n"
                                                "    class Inner:\n"
                                                "        async def run(self):\n"
                                                "            pass\n"
                                                "\n"
                                                "def last(a, b=lambda: 0):\n"
                                                "    return a\n");
    ASSERT_TRUE(outline.isParsed);
    const std::vector<CodeSymbol> expected{{Kind::Class, "Outer", 2, 11, 0},    {Kind::Method, "first", 4, 7, 1},
                                           {Kind::Function, "helper", 5, 6, 2}, {Kind::Class, "Inner", 9, 11, 1},
                                           {Kind::Method, "run", 10, 11, 2},    {Kind::Function, "last", 13, 14, 0}};
    ASSERT_EQ(outline.symbols.size(), expected.size());
    for (std::size_t place = 0; place < expected.size(); ++place) {
        const CodeSymbol &symbol = outline.symbols[place];
        EXPECT_EQ(symbol, expected[place])
            << symbol.name << ' ' << symbol.line << ' ' << symbol.lastLine << ' ' << symbol.depth;
    }
}

TEST(PythonOutline, SurvivesWhatIsNoPython)
{
    EXPECT_TRUE(pythonOutline("").isParsed);
    EXPECT_TRUE(pythonOutline("").symbols.empty());
    // Broken code keeps what can be told.
    const PythonOutline broken = pythonOutline("class A:\n    def f(self:\n        return (\n\ndef g():\n    pass\n");
    EXPECT_TRUE(broken.isParsed);
    EXPECT_FALSE(broken.symbols.empty());
    EXPECT_TRUE(pythonOutline(std::string("\0\xff\xfe def x(", 10)).isParsed);
    EXPECT_FALSE(pythonOutline(std::string(PythonOutline::maxBytes + 1, 'x')).isParsed);
    const auto nestedIn = [](int levels) {
        std::string deep;
        for (int level = 0; level < levels; ++level)
            deep += std::string(std::size_t(level), ' ') + "def f():\n";
        return pythonOutline(deep + std::string(std::size_t(levels), ' ') + "pass\n");
    };
    const PythonOutline nested = nestedIn(200);
    EXPECT_EQ(nested.symbols.size(), 200u);
    EXPECT_EQ(nested.symbols.back().depth, 199);
    // The grammar counts some 240 levels of indentation; what is deeper is not told, and nothing worse comes of it.
    EXPECT_GE(nestedIn(500).symbols.size(), 200u);
    std::string many;
    for (std::size_t number = 0; number < PythonOutline::maxSymbols + 10; ++number)
        many += "def f():\n pass\n";
    EXPECT_EQ(pythonOutline(many, std::chrono::minutes(10)).symbols.size(), PythonOutline::maxSymbols);
}
