#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/synthesis/claims.h"

using namespace primer;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Source and output of the examples; "*" where any output will do.
Pairs claimsOf(TemplateKind kind, const std::string &text, const std::string &name = "f")
{
    Pairs pairs;
    std::int64_t claims = 0;
    const ClaimedProgram claimed = claimedProgram(kind, text, name);
    for (const CodeExample &example : claimed.program.examples) {
        pairs.emplace_back(example.source, example.showsAnything ? "*" : example.shows);
        claims += example.showsAnything ? 0 : 1;
    }
    EXPECT_EQ(claimed.claims, claims);
    return pairs;
}

std::string function(const std::string &docstring)
{
    return "def f(x):\n    \"\"\"Words.\n\n    " + docstring
           + "\n    \"\"\"\n    # f(1) == 7 is a comment\n    return f(2) == 3\n";
}

} // namespace

TEST(Claims, ofDocstrings)
{
    const std::vector<std::pair<std::string, Pairs>> cases{
        {">>> f(1)\n    2", {{"f(1)\n", "2\n"}}},
        {">>> x = [1,\n    ...      2]\n    >>> f(x)\n    'a'\n    'b'\n\n    more words",
         {{"x = [1,\n     2]\n", ""}, {"f(x)\n", "'a'\n'b'\n"}}},
        {"For example, f([1, 2]) == {'a': (1,)}.", {{"f([1, 2])\n", "{'a': (1,)}\n"}}},
        {"f('(') -> -1.5", {{"f('(')\n", "-1.5\n"}}},
        {"Example: `f(3)` gives `[1]`.", {{"f(3)\n", "[1]\n"}}},
        {"f(3) returns True. It is 7.", {{"f(3)\n", "True\n"}}},
        {"f(0) -> None", {{"f(0)\n", ""}}},
        {"f(0) == 12.", {{"f(0)\n", "12\n"}}},
        {"f(x) == the sum, g.f(1) is nothing, self_f(1) == 2, f(1", {}},
        {"f(2) is a list", {}},
    };
    for (const auto &[docstring, wanted] : cases)
        EXPECT_EQ(claimsOf(TemplateKind::Exercise, function(docstring)), wanted) << docstring;
    EXPECT_EQ(claimsOf(TemplateKind::Exercise, "x = 1\n", ""), Pairs());
}

TEST(Claims, ofSections)
{
    const std::string text =
        "Prose with print(1)  # 2\n\n```python\ndef f(x):\n    print(x)  # 9\n    return x\n\nprint(f(3))  # 3\n"
        "print('a')\n# Output: a\nprint(f(4))  # show it\nprint([1,\n       2])\n```\n\n```\n$ ls  # 5\n```\n"
        "```bash\nprint(1)  # 2\n```\n";
    const Pairs found = claimsOf(TemplateKind::Textbook, text);
    const Pairs wanted{{"def f(x):\n    print(x)  # 9\n    return x\n\n", "*"},
                       {"print(f(3))\n", "3\n"},
                       {"print('a')\n", "a\n"},
                       {"# Output: a\nprint(f(4))  # show it\nprint([1,\n       2])\n", "*"},
                       {"$ ls  # 5\n", "*"}};
    EXPECT_EQ(found, wanted);
    EXPECT_EQ(claimsOf(TemplateKind::Textbook, "Prose alone."), Pairs());
}

TEST(Claims, ofBrokenTextsEnd)
{
    for (const std::string text :
         {"def f(", "def f(x):\n    \"\"\"f(", "def f(x):\n    \"\"\"f('", "```python\nprint('",
          "```python\nprint(1)  #", ">>> ", "def f(x):\n  '''f(1) == '''", "```python\nprint(\"\\"}) {
        (void)claimsOf(TemplateKind::Exercise, text);
        (void)claimsOf(TemplateKind::Textbook, text);
    }
}
