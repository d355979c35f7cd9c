#include <gtest/gtest.h>

#include "core/synthesis/acceptance.h"
#include "core/synthesis/reply_text.h"
#include "core/syntax/python_statements.h"

using namespace primer;

namespace {

const std::string good =
    "def count_words(text: str) -> int:\n    \"\"\"Count the words of a text, parted by spaces.\"\"\"\n"
    "    return len(text.split())\n";

PromptTemplate exercise() { return *loadTemplate("exercise"); }

std::string between(const std::string &text) { return "<<<BEGIN>>>\n" + text + "\n<<<END>>>"; }

AcceptedAnswer looked(const std::string &reply) { return acceptAnswer(exercise(), reply, "count_words"); }

} // namespace

TEST(Exercise, isAcceptedInEveryWrapping)
{
    const std::pair<const char *, std::string> wrappings[] = {
        {"", between(good)},
        {"reasoning", "<think>\nThe user wants `def count_words`...\n</think>\n" + between(good)},
        {"markdown", between("```python\n" + good + "```")},
        {"markdown", "Sure! Here is it:\n```python\n" + good + "```\nI hope this helps!"},
        {"chatter", "Here is the function:\n\n" + good + "\nThis function counts words, doesn't it?"},
        {"text outside the sentinels", "Certainly.\n" + between(good) + "\nDone!"},
        {"statements beside the function",
         between("import re\n\n" + good + "\nprint(count_words('a b'))\nassert True")},
    };
    for (const auto &[stripped, reply] : wrappings) {
        const AcceptedAnswer answer = looked(reply);
        EXPECT_TRUE(answer.isAccepted) << reply << ": " << answer.problem << " " << answer.detail;
        EXPECT_NE(answer.detail.find(stripped), std::string::npos) << reply << ": " << answer.detail;
        const PythonStatements kept = pythonStatements(answer.text);
        EXPECT_FALSE(kept.hasErrors) << answer.text;
        EXPECT_EQ(kept.functionNames, std::vector<std::string>{"count_words"});
        EXPECT_EQ(answer.functionName, "count_words");
        EXPECT_EQ(answer.docstring, "Count the words of a text, parted by spaces.");
    }
}

TEST(Exercise, isRejectedForAReasonThatIsTold)
{
    const std::string head = "def count_words(text):\n",
                      doc = "    \"\"\"Count the words of a text, parted by spaces.\"\"\"\n";
    const std::pair<const char *, std::string> cases[] = {
        {"no_answer", ""},
        {"no_answer", "<think>only thoughts</think>"},
        {"no_answer", between("")},
        {"cut_off", "<<<BEGIN>>>\ndef count_words(text):\n    \"\"\"Count"},
        {"prose_only", between("A function that counts words would split the text and count the pieces.")},
        {"wrong_name", between("def words(text):\n" + doc + "    return 1\n")},
        {"several_functions", between(good + "\n\ndef helper(x):\n    return x\n")},
        {"several_functions", between(good + "\n\n" + good)},
        {"class_beside_function", between("class A:\n    x = 1\n\n\n" + good)},
        {"no_docstring", between(head + "    return len(text.split())\n")},
        {"no_docstring", between(head + "    \"\"\"Words.\"\"\"\n    return len(text.split())\n")},
        {"stub", between(head + doc + "    pass\n")},
        {"stub", between(head + doc + "    ...\n")},
        {"stub", between(head + doc + "    # to be done\n    raise NotImplementedError\n")},
        {"stub", between(head + doc + "    return None\n")},
        {"stub", between(head + doc)},
        {"does_not_parse", between(head + doc + "    return len(text.split()\n")},
        {"does_not_parse", between(head + doc + "    print \"old\"\n    return 1\n")},
        {"does_not_parse", between(head + doc + "    break\n    return 1\n")},
        {"does_not_parse", between(good + "return 3\n")},
    };
    for (const auto &[problem, reply] : cases) {
        const AcceptedAnswer answer = looked(reply);
        EXPECT_FALSE(answer.isAccepted) << reply;
        EXPECT_EQ(answer.problem, problem) << reply << " " << answer.detail;
        EXPECT_TRUE(answer.text.empty());
        EXPECT_EQ(problemText(problem).find("could not be used"), std::string::npos) << problem;
    }
    const std::string benchmark = "def has_close_elements(numbers):\n    \"\"\"Are there two that are close to each "
                                  "other?\"\"\"\n    return False\n";
    EXPECT_EQ(acceptAnswer(exercise(), between(benchmark), "has_close_elements").problem, "benchmark_name");
}

TEST(Exercise, mayBeAskedForAsJson)
{
    PromptTemplate made = exercise();
    made.jsonField = "code";
    const std::string reply =
        R"json(Here: {"code": "def count_words(text):\n    \"\"\"Count the words of a text, parted by spaces.\"\"\"\n    return len(text.split())"})json";
    EXPECT_TRUE(acceptAnswer(made, reply, "count_words").isAccepted);
    EXPECT_EQ(acceptAnswer(made, "no json", "count_words").problem, "not_json");
    EXPECT_EQ(acceptAnswer(made, R"({"text": 1})", "count_words").problem, "no_field");
}

TEST(Textbook, needsProseAndCodeThatParses)
{
    const PromptTemplate made = *loadTemplate("textbook");
    std::string prose;
    for (int line = 0; line < 8; ++line)
        prose +=
            "A list keeps things in order, and a loop visits each of them, one after the other, until none is left.\n";
    const std::string code = "```python\nfor word in ['a', 'b']:\n    print(word)  # a, then b\n```\n";
    const std::pair<const char *, std::string> cases[] = {
        {"", between(prose + "\n" + code)},
        {"no_code", between(prose)},
        {"no_code", between(prose + "```text\nnothing\n```\n")},
        {"code_does_not_parse", between(prose + "```python\nfor word in\n```\n")},
        {"cut_off", between(prose + "```python\nfor word in [1]:\n    pass\n")},
        {"too_short", between("A short one, with code and little said about it.\n" + code)},
        {"too_little_prose", between("Look.\n```python\n" + std::string(900, '#') + "\nx = 1\n```\n")},
        {"benchmark_name", between(prose + "```python\ndef has_close_elements(numbers):\n    return 1\n```\n")},
    };
    for (const auto &[problem, reply] : cases) {
        const AcceptedAnswer answer = acceptAnswer(made, reply, "");
        EXPECT_EQ(answer.problem, problem) << reply << " " << answer.detail;
        EXPECT_EQ(answer.isAccepted, std::string(problem).empty());
    }
    const AcceptedAnswer chatty = acceptAnswer(
        made, between("Certainly! Here is the section.\n\n" + prose + "\n" + code + "\nI hope this helps you."), "");
    ASSERT_TRUE(chatty.isAccepted) << chatty.problem;
    EXPECT_TRUE(chatty.text.starts_with("A list keeps")) << chatty.text;
    EXPECT_EQ(chatty.text.find("hope"), std::string::npos);
}

TEST(Rewrite, mustStandAlone)
{
    const PromptTemplate made = *loadTemplate("rewrite");
    EXPECT_TRUE(
        acceptAnswer(
            made,
            between(good + "\n\ndef other(x):\n    \"\"\"Give back what was given, unchanged.\"\"\"\n    return x\n"),
            "")
            .isAccepted);
    EXPECT_EQ(acceptAnswer(made, between("from . import x\n" + good), "").problem, "relative_import");
    EXPECT_EQ(acceptAnswer(made, between("x = 1\ny = 2\nprint(x + y, 'is the sum of both')\n"), "").problem,
              "no_docstring");
}

TEST(PythonStatements, tellsStatementsAndShapes)
{
    const std::string code =
        "\"\"\"Module.\"\"\"\nimport os, sys.path as p\nfrom a.b import c\nfrom . import d\nX = 1\n\n"
        "@wraps(x)\nasync def f(a):\n    '''Doc\n      more\n    end'''\n    def g():\n        return 1\n    return "
        "g\n\n"
        "class C:\n    def m(self):\n        pass\n\nprint(X)\n";
    const PythonStatements outline = pythonStatements(code);
    ASSERT_TRUE(outline.isParsed);
    EXPECT_FALSE(outline.hasErrors);
    using Kind = PythonStatement::Kind;
    std::vector<Kind> kinds;
    for (const PythonStatement &statement : outline.statements)
        kinds.push_back(statement.kind);
    EXPECT_EQ(kinds, (std::vector<Kind>{Kind::Docstring, Kind::Import, Kind::Import, Kind::Import, Kind::Assignment,
                                        Kind::Function, Kind::Class, Kind::Other}));
    EXPECT_EQ(outline.modules, (std::vector<std::string>{"os", "sys", "a", "."}));
    EXPECT_EQ(outline.functionNames, (std::vector<std::string>{"f", "g", "m"}));
    const PythonStatement *f = outline.functionNamed("f");
    ASSERT_TRUE(f);
    EXPECT_TRUE(f->isAsync);
    EXPECT_TRUE(f->span.of(code).starts_with("@wraps"));
    EXPECT_EQ(docstringText(f->docstring.of(code)), "Doc\n  more\nend");
    EXPECT_FALSE(f->isStub);
    const auto shapeOf = [](const std::string &text) { return pythonStatements(text).functionNamed("f")->shape; };
    EXPECT_EQ(shapeOf("def f(a):\n    \"\"\"One.\"\"\"\n    return a + 1  # why\n"),
              shapeOf("def f(b):\n    return b + 2\n"));
    EXPECT_NE(shapeOf("def f(a):\n    return a + 1\n"), shapeOf("def f(a):\n    return [a]\n"));
}
