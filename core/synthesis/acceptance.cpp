#include "core/synthesis/acceptance.h"

#include <algorithm>
#include <cmath>
#include <array>
#include <utility>
#include <vector>

#include "core/syntax/python_statements.h"
#include "core/synthesis/benchmark_names.h"
#include "core/synthesis/reply_text.h"

namespace primer {

namespace {

using Kind = PythonStatement::Kind;

AcceptedAnswer rejected(AcceptedAnswer answer, const char *problem, std::string detail)
{
    answer.problem = problem;
    answer.detail = std::move(detail);
    answer.text.clear();
    return answer;
}

std::string lineOf(std::string_view text, std::size_t place)
{
    place = std::min(place, text.size());
    const auto number = 1 + std::count(text.begin(), text.begin() + std::ptrdiff_t(place), '\n');
    const std::size_t from = text.rfind('\n', place == 0 ? 0 : place - 1);
    const std::size_t begin = from == std::string_view::npos || place == 0 ? 0 : from + 1;
    return "line " + std::to_string(number) + ": "
           + std::string(text.substr(begin, std::min<std::size_t>(120, text.find('\n', begin) - begin)));
}

/// Imports, constants and functions; without what prints, tests and explains at the left edge.
std::string keptStatements(std::string_view code, const PythonStatements &outline, bool &dropsSome)
{
    std::string kept;
    Kind before = Kind::Other;
    bool hasFunction = false;
    for (const PythonStatement &statement : outline.statements) {
        const bool isKept = statement.kind == Kind::Import || statement.kind == Kind::Function
                            || (statement.kind == Kind::Assignment && !hasFunction);
        dropsSome = dropsSome || !isKept;
        if (!isKept)
            continue;
        hasFunction = hasFunction || statement.kind == Kind::Function;
        if (!kept.empty())
            kept += statement.kind == before && statement.kind != Kind::Function ? "\n" : "\n\n\n";
        kept += statement.span.of(code);
        before = statement.kind;
    }
    return kept + "\n";
}

/// Problems of code as such; "" when it parses and holds a function.
const char *problemOfCode(std::string_view code, const PythonStatements &outline)
{
    if (!outline.isParsed)
        return "too_long_to_parse";
    const bool hasDefinition = code.find("def ") != std::string_view::npos;
    if (outline.hasErrors)
        return hasDefinition ? "does_not_parse" : "prose_only";
    if (outline.count(Kind::Function) == 0)
        return outline.count(Kind::Class) > 0 ? "no_function" : "prose_only";
    return "";
}

AcceptedAnswer acceptExercise(const PromptTemplate &promptTemplate, AnswerText answer, std::string_view wanted)
{
    AcceptedAnswer accepted;
    const std::string code = codeOf(answer.text, answer.stripped);
    const PythonStatements outline = pythonStatements(code);
    if (const char *problem = problemOfCode(code, outline); *problem)
        return rejected(accepted, problem, outline.hasErrors ? lineOf(code, outline.errorAt) : answer.stripped);
    const PythonStatement *target = wanted.empty() ? nullptr : outline.functionNamed(wanted);
    std::string names;
    for (const PythonStatement &statement : outline.statements) {
        if (statement.kind != Kind::Function)
            continue;
        names += (names.empty() ? "" : ", ") + statement.name;
        if (wanted.empty() && !target)
            target = &statement;
    }
    if (!target) {
        accepted.functionName = names.substr(0, names.find(','));
        return rejected(accepted, "wrong_name", "wanted " + std::string(wanted) + ", found " + names);
    }
    accepted.functionName = target->name;
    accepted.shape = target->shape;
    const auto same = std::count_if(outline.statements.begin(), outline.statements.end(), [&](const auto &statement) {
        return statement.kind == Kind::Function && statement.name == target->name;
    });
    if (same > 1 || (!promptTemplate.accept.allowsHelpers && outline.count(Kind::Function) > 1))
        return rejected(accepted, "several_functions", names);
    if (outline.count(Kind::Class) > 0)
        return rejected(accepted, "class_beside_function", names);
    accepted.docstring = docstringText(target->docstring.of(code));
    if (accepted.docstring.size() < std::max<std::size_t>(1, promptTemplate.accept.minDocstring))
        return rejected(accepted, "no_docstring", target->docstring.size() > 0 ? accepted.docstring : "");
    if (target->isStub)
        return rejected(accepted, "stub", target->name);
    if (const std::string_view benchmark = benchmarkOf(target->name); !benchmark.empty())
        return rejected(accepted, "benchmark_name", target->name + " is a function of " + std::string(benchmark));
    bool dropsSome = false;
    accepted.text = keptStatements(code, outline, dropsSome);
    if (dropsSome)
        answer.stripped += std::string(answer.stripped.empty() ? "" : ", ") + "statements beside the function";
    accepted.detail = answer.stripped;
    return accepted;
}

AcceptedAnswer acceptRewrite(const PromptTemplate &promptTemplate, AnswerText answer)
{
    AcceptedAnswer accepted;
    const std::string code = codeOf(answer.text, answer.stripped);
    const PythonStatements outline = pythonStatements(code);
    if (!outline.isParsed)
        return rejected(accepted, "too_long_to_parse", "");
    if (outline.hasErrors)
        return rejected(accepted, code.find("def ") == std::string::npos ? "prose_only" : "does_not_parse",
                        lineOf(code, outline.errorAt));
    if (outline.statements.empty())
        return rejected(accepted, "no_answer", "");
    if (std::find(outline.modules.begin(), outline.modules.end(), ".") != outline.modules.end())
        return rejected(accepted, "relative_import", "");
    bool hasStub = false, isDocumented = outline.statements[0].kind == Kind::Docstring;
    for (const PythonStatement &statement : outline.statements) {
        hasStub = hasStub || statement.isStub;
        if (statement.kind == Kind::Function && accepted.functionName.empty())
            accepted.functionName = statement.name;
        isDocumented = isDocumented
                       || docstringText(statement.docstring.of(code)).size() >= promptTemplate.accept.minDocstring;
    }
    if (hasStub)
        return rejected(accepted, "stub", accepted.functionName);
    if (!isDocumented)
        return rejected(accepted, "no_docstring", accepted.functionName);
    for (const std::string &name : outline.functionNames) {
        if (!benchmarkOf(name).empty())
            return rejected(accepted, "benchmark_name", name);
    }
    accepted.shape = outline.shape;
    accepted.text = code + "\n";
    accepted.detail = answer.stripped;
    return accepted;
}

AcceptedAnswer acceptTextbook(const PromptTemplate &promptTemplate, AnswerText answer)
{
    AcceptedAnswer accepted;
    const std::string text = withoutChatter(answer.text, answer.stripped);
    const auto blocks = codeBlocks(text);
    std::size_t inFences = 0, python = 0;
    for (const CodeBlock &block : blocks) {
        if (!block.isClosed)
            return rejected(accepted, "cut_off", "a block of code without its end");
        inFences += block.fence.size();
        if (!block.language.empty() && !block.language.starts_with("py"))
            continue;
        const std::string_view code = block.code.of(text);
        const PythonStatements outline = pythonStatements(code);
        if (!outline.isParsed || outline.hasErrors)
            return rejected(accepted, "code_does_not_parse", lineOf(code, outline.errorAt));
        for (const std::string &name : outline.functionNames) {
            if (!benchmarkOf(name).empty())
                return rejected(accepted, "benchmark_name", name);
        }
        python += !outline.statements.empty();
        accepted.shape = accepted.shape * 0x9e3779b97f4a7c15 + outline.shape;
    }
    if (python == 0)
        return rejected(accepted, "no_code", "");
    const double prose = 1 - double(inFences) / double(text.size());
    if (prose < promptTemplate.accept.minProseShare || prose > promptTemplate.accept.maxProseShare)
        return rejected(accepted, prose < promptTemplate.accept.minProseShare ? "too_little_prose" : "too_little_code",
                        std::to_string(std::lround(prose * 100)) + " % prose");
    accepted.text = text + "\n";
    accepted.detail = answer.stripped;
    return accepted;
}

constexpr std::array<std::pair<std::string_view, const char *>, 29> texts{{
    {"no_answer", "Nothing was left when reasoning and wrappings were taken off."},
    {"cut_off", "The reply ended before the answer did."},
    {"not_json", "A JSON object was asked for and none came."},
    {"no_field", "The JSON object lacks the field that was asked for."},
    {"too_long_to_parse", "The code is too long to be parsed."},
    {"does_not_parse", "The code is no valid Python."},
    {"prose_only", "There is no code in the reply."},
    {"no_function", "There is no function at the left edge."},
    {"wrong_name", "The function has another name than was asked for."},
    {"several_functions", "There is more than one function."},
    {"class_beside_function", "There is a class beside the function."},
    {"no_docstring", "The docstring is missing or says next to nothing."},
    {"stub", "The function does nothing."},
    {"benchmark_name", "The function has the name of a benchmark's."},
    {"relative_import", "The code needs files that are not there."},
    {"code_does_not_parse", "A block of code is no valid Python."},
    {"no_code", "The section shows no code."},
    {"too_little_prose", "There is more code than the section may have."},
    {"too_little_code", "There is less code than the section must have."},
    {"too_short", "The answer is shorter than it must be."},
    {"too_long", "The answer is longer than it may be."},
    {"near_duplicate", "It nearly is an earlier row of the set."},
    {"near_duplicate_of_sample", "It nearly is a sample of the workspace."},
    {"unchanged", "The rewrite nearly is what was to be rewritten."},
    {"interrupted", "The program ended while it was asked, twice; whether it was answered is not known."},
    {"only_reasoning", "The reply is reasoning alone."},
    {"refusal", "The model refused."},
    {"wrong_model", "Another model answered than was asked."},
    {"null_content", "The reply has no content."},
}};

} // namespace

std::string problemText(std::string_view problem)
{
    for (const auto &[word, text] : texts) {
        if (word == problem)
            return text;
    }
    return problem.starts_with("http_") ? "The server answered with status " + std::string(problem.substr(5)) + "."
                                        : "The reply could not be used: " + std::string(problem) + ".";
}

AcceptedAnswer acceptAnswer(const PromptTemplate &promptTemplate, std::string_view reply, std::string_view wantedName)
{
    AnswerText answer = answerOf(promptTemplate, reply);
    AcceptedAnswer accepted;
    if (!answer.problem.empty())
        return rejected(accepted, answer.problem.c_str(), answer.stripped);
    switch (promptTemplate.kind) {
    case TemplateKind::Exercise: accepted = acceptExercise(promptTemplate, std::move(answer), wantedName); break;
    case TemplateKind::Rewrite: accepted = acceptRewrite(promptTemplate, std::move(answer)); break;
    case TemplateKind::Textbook: accepted = acceptTextbook(promptTemplate, std::move(answer)); break;
    case TemplateKind::Free:
        accepted.text = withoutChatter(answer.text, answer.stripped) + "\n";
        accepted.detail = answer.stripped;
        break;
    }
    if (!accepted.problem.empty())
        return accepted;
    if (accepted.text.size() < promptTemplate.accept.minBytes
        || accepted.text.size() > promptTemplate.accept.maxBytes) {
        const std::size_t bytes = accepted.text.size();
        const bool isShort = bytes < promptTemplate.accept.minBytes;
        return rejected(std::move(accepted), isShort ? "too_short" : "too_long", std::to_string(bytes) + " bytes");
    }
    accepted.isAccepted = true;
    return accepted;
}

} // namespace primer
