#include "core/synthesis/reply_text.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/base/utf8.h"
#include "core/labelling/reasoning.h"

namespace primer {

namespace {

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == '\n' || text.front() == '\r'))
        text.remove_prefix(1);
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

void note(std::string &stripped, std::string_view word)
{
    if (stripped.find(word) == std::string::npos)
        stripped += (stripped.empty() ? "" : ", ") + std::string(word);
}

bool looksLikeCode(std::string_view line)
{
    constexpr std::array<std::string_view, 12> beginnings{
        "def ", "async def ", "class ", "import ", "from ", "@", "#", "\"\"\"", "'''", "if __name__", "for ", "while "};
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [line](std::string_view one) { return line.starts_with(one); });
}

bool beginsLikeChatter(std::string_view paragraph)
{
    constexpr std::array<std::string_view, 20> greetings{"sure",
                                                         "certainly",
                                                         "of course",
                                                         "here is",
                                                         "here's",
                                                         "here are",
                                                         "okay",
                                                         "absolutely",
                                                         "below is",
                                                         "i'd be happy",
                                                         "as an ai",
                                                         "let me know",
                                                         "i hope",
                                                         "feel free",
                                                         "hope this",
                                                         "this section meets",
                                                         "note that this section",
                                                         "the section above",
                                                         "if you have any",
                                                         "please let me"};
    constexpr std::size_t longest = 300; // what greets for longer has something to say
    if (paragraph.substr(0, paragraph.find("\n\n")).size() > longest)
        return false;
    const std::string low = lowered(paragraph.substr(0, 60));
    return std::any_of(greetings.begin(), greetings.end(), [&](std::string_view one) {
        return low.starts_with(one)
               && (low.size() == one.size() || !(low[one.size()] >= 'a' && low[one.size()] <= 'z'));
    });
}

AnswerText jsonAnswer(const PromptTemplate &promptTemplate, std::string_view reply)
{
    const std::size_t open = reply.find('{'), close = reply.rfind('}');
    const auto json = open == std::string_view::npos || close == std::string_view::npos || close < open
                          ? nlohmann::json()
                          : nlohmann::json::parse(reply.begin() + std::ptrdiff_t(open),
                                                  reply.begin() + std::ptrdiff_t(close) + 1, nullptr, false);
    if (!json.is_object())
        return {"", "not_json", ""};
    const auto field = json.find(promptTemplate.jsonField);
    if (field == json.end() || !field->is_string())
        return {"", "no_field", ""};
    return {std::string(trimmed(field->get<std::string>())), "", ""};
}

} // namespace

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return lines;
}

AnswerText answerOf(const PromptTemplate &promptTemplate, std::string_view reply)
{
    AnswerText answer;
    const std::string whole = replaceInvalidUtf8(reply);
    std::string text = withoutReasoning(whole);
    if (text.size() != whole.size())
        note(answer.stripped, "reasoning");
    std::erase(text, '\r');
    if (!promptTemplate.jsonField.empty())
        return jsonAnswer(promptTemplate, text);
    if (!promptTemplate.begin.empty()) {
        const std::size_t begin = text.rfind(promptTemplate.begin);
        if (begin != std::string::npos) {
            const std::size_t from = begin + promptTemplate.begin.size(), to = text.find(promptTemplate.end, from);
            if (to == std::string::npos)
                return {"", "cut_off", answer.stripped};
            if (!trimmed(std::string_view(text).substr(0, begin)).empty()
                || !trimmed(std::string_view(text).substr(to + promptTemplate.end.size())).empty())
                note(answer.stripped, "text outside the sentinels");
            text = text.substr(from, to - from);
        } else if (const std::size_t to = text.find(promptTemplate.end); to != std::string::npos) {
            text.resize(to); // servers that put the opening sentinel into the prompt leave it out
        }
    }
    answer.text = trimmed(text);
    if (answer.text.empty())
        answer.problem = "no_answer";
    return answer;
}

std::vector<CodeBlock> codeBlocks(std::string_view text)
{
    std::vector<CodeBlock> blocks;
    bool isOpen = false;
    std::string_view marks;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find('\n', from), text.size());
        std::string_view line = text.substr(from, to - from);
        const std::size_t indent = line.find_first_not_of(' ');
        line.remove_prefix(std::min(indent, line.size()));
        const std::size_t next = std::min(to + 1, text.size());
        if (!isOpen && indent <= 3 && (line.starts_with("```") || line.starts_with("~~~"))) {
            CodeBlock block;
            block.fence.begin = from;
            block.code.begin = next;
            marks = line.substr(0, line.find_first_not_of(line[0]));
            block.language = lowered(line.substr(marks.size(), line.find_first_of(" {", marks.size()) - marks.size()));
            blocks.push_back(block);
            isOpen = true;
        } else if (isOpen && line.starts_with(marks) && line.find_first_not_of(marks[0]) == std::string_view::npos) {
            blocks.back().code.end = from;
            blocks.back().fence.end = next;
            isOpen = false;
        }
        from = to + 1;
    }
    if (isOpen) {
        blocks.back().code.end = blocks.back().fence.end = text.size();
        blocks.back().code.begin = std::min(blocks.back().code.begin, text.size());
        blocks.back().isClosed = false;
    }
    return blocks;
}

std::string codeOf(std::string_view answer, std::string &stripped)
{
    const auto blocks = codeBlocks(answer);
    if (!blocks.empty()) {
        note(stripped, "markdown");
        std::string code;
        for (const CodeBlock &block : blocks) {
            if (block.language.empty() || block.language.starts_with("py"))
                code += (code.empty() ? "" : "\n\n") + std::string(trimmed(block.code.of(answer)));
        }
        return code;
    }
    if (const PythonStatements whole = pythonStatements(answer);
        whole.isParsed && !whole.hasErrors && !whole.statements.empty() && looksLikeCode(answer))
        return std::string(answer);
    const auto lines = linesOf(answer);
    const auto first = std::find_if(lines.begin(), lines.end(), looksLikeCode);
    if (first == lines.end())
        return std::string(answer);
    auto last = lines.end(); // what stands at the left edge behind the code and is none
    while (last > first + 1) {
        const std::string_view line = *(last - 1);
        const bool isEdge = !line.empty() && line[0] != ' ' && line[0] != '\t' && !looksLikeCode(line);
        const PythonStatements one = isEdge ? pythonStatements(line) : PythonStatements{};
        const bool isProse = isEdge && (one.hasErrors || !one.isParsed)
                             && std::count(line.begin(), line.end(), ' ') >= 2;
        if (!line.empty() && !isProse)
            break;
        --last;
    }
    if (first != lines.begin() || last != lines.end())
        note(stripped, "chatter");
    std::string code;
    for (auto line = first; line != last; ++line)
        code += std::string(*line) + "\n";
    return std::string(trimmed(code));
}

std::string withoutChatter(std::string_view answer, std::string &stripped)
{
    answer = trimmed(answer);
    const std::size_t firstEnd = answer.find("\n\n");
    if (firstEnd != std::string_view::npos && beginsLikeChatter(answer)) {
        note(stripped, "chatter");
        answer = trimmed(answer.substr(firstEnd));
    }
    const std::size_t lastBegin = answer.rfind("\n\n");
    if (lastBegin != std::string_view::npos && beginsLikeChatter(answer.substr(lastBegin + 2))) {
        note(stripped, "chatter");
        answer = trimmed(answer.substr(0, lastBegin));
    }
    return std::string(answer);
}

} // namespace primer
