// Constraint sets and templates that somebody wrote, and what a model answers: what is read comes back from its own
// file and can be drawn from; what is accepted keeps its promises.
#include <string>

#include "core/syntax/python_statements.h"
#include "core/synthesis/acceptance.h"
#include "core/synthesis/constraint_set.h"
#include "core/synthesis/prompt_plan.h"
#include "core/synthesis/prompt_template.h"
#include "core/synthesis/reply_text.h"
#include "tests/fuzz/fuzz_targets.h"

namespace primer::fuzz {

namespace {

void constraintSet(std::string_view bytes)
{
    const auto set = constraintSetFromJson(std::string(bytes), "fuzz");
    if (!set) {
        assertThat(set.error().detail.find("exception") == std::string::npos, "an error is in words");
        return;
    }
    const auto back = constraintSetFromJson(set->toJson(), "fuzz");
    assertThat(back.ok() && back->toJson() == set->toJson(), "a set comes back from its file");
    Feedback feedback;
    const auto plan = drawPlan(*set, {set->sampling, 1, 20}, feedback);
    for (std::int64_t row = 0; plan && row < plan->rows(); ++row)
        assertThat(choiceOf(*set, choiceText(plan->row(row), plan->axes)).ok(), "a drawn row fits its set");
}

void promptTemplate(std::string_view bytes)
{
    const auto made = templateFromJson(std::string(bytes), "fuzz");
    if (!made) {
        assertThat(made.error().detail.find("exception") == std::string::npos, "an error is in words");
        return;
    }
    const auto back = templateFromJson(made->toJson(), "fuzz");
    assertThat(back.ok() && back->toJson() == made->toJson(), "a template comes back from its file");
    fillTemplate(*made, {{"name", "{a}"}, {"topic", "}{"}});
}

void exerciseReply(std::string_view bytes)
{
    static const PromptTemplate made = *loadTemplate("exercise");
    const AcceptedAnswer answer = acceptAnswer(made, bytes, "count_words");
    assertThat(answer.isAccepted == answer.problem.empty(), "a rejection has its reason");
    if (!answer.isAccepted)
        return;
    const PythonStatements kept = pythonStatements(answer.text);
    assertThat(kept.isParsed && !kept.hasErrors, "what is kept parses");
    assertThat(kept.count(PythonStatement::Kind::Function) == 1 && kept.functionNamed("count_words"),
               "there is the one function that was asked for");
}

void textbookReply(std::string_view bytes)
{
    static const PromptTemplate made = *loadTemplate("textbook");
    const AcceptedAnswer answer = acceptAnswer(made, bytes, "");
    assertThat(answer.isAccepted == answer.problem.empty(), "a rejection has its reason");
    for (const CodeBlock &block : codeBlocks(bytes))
        assertThat(block.fence.begin <= block.code.begin && block.code.begin <= block.code.end
                       && block.code.end <= block.fence.end && block.fence.end <= bytes.size(),
                   "a block lies in its text");
}

} // namespace

std::vector<NamedTarget> synthesisTargets()
{
    const std::string function = "def count_words(text):\n    \"\"\"Count the words of a text, parted by "
                                 "spaces.\"\"\"\n    return len(text.split())\n";
    return {
        {"constraint_set",
         constraintSet,
         {*builtInSynthesisFile("exercises"), *builtInSynthesisFile("rewrites"),
          R"({"format":"primer-constraints","version":1,"name":"t","sampling":"cross","axes":[{"name":"a","kind":"list","values":["x",{"value":"y","weight":2}]},{"name":"p","kind":"pairs","of":"a"},{"name":"t","kind":"tree","tree":{"A":{"B":["c","d"]}},"under":["A"]},{"name":"w","kind":"words","from":["q","r"],"count":1}],"never_together":[{"a":"x","t":"A/*"}],"never_names":["benchmarks"]})"}},
        {"prompt_template",
         promptTemplate,
         {*builtInSynthesisFile("template-exercise"), *builtInSynthesisFile("template-textbook")}},
        {"exercise_reply",
         exerciseReply,
         {"<think>no</think>\n<<<BEGIN>>>\n" + function + "\n<<<END>>>",
          "Sure:\n```python\nimport re\n" + function + "print(1)\n```\nBye.",
          "Here it is.\n" + function + "\nThat was it, I think."}},
        {"textbook_reply",
         textbookReply,
         {"<<<BEGIN>>>\nSome prose, about lists.\n\n```python\nx = [1]\nprint(x)  # [1]\n```\n\nMore prose.\n<<<END>>>",
          "~~~py\nx = 1\n~~~~\n```\n"}}};
}

} // namespace primer::fuzz
