// Owns: what of a reply is the answer: what stands between sentinels, without reasoning, markdown and chatter, by rule.
// Not here: whether it is any good (acceptance.h); the raw reply, which is kept (core/storage).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/syntax/python_statements.h"
#include "core/synthesis/prompt_template.h"

namespace primer {

struct AnswerText {
    std::string text;     ///< "" with a problem
    std::string problem;  ///< a stable word: no_answer, cut_off, not_json, no_field
    std::string stripped; ///< what was taken off, as words with ", " between: "reasoning, markdown"
};

/// The answer in a reply's text. Where the template asks for sentinels and none came, the whole reply is it; one that
/// began and did not end is cut off.
AnswerText answerOf(const PromptTemplate &promptTemplate, std::string_view reply);

/// A block of code fenced by markdown.
struct CodeBlock {
    TextSpan fence; ///< with its fences
    TextSpan code;
    std::string language; ///< in lower case, "" when none is told
    bool isClosed = true;
};
std::vector<CodeBlock> codeBlocks(std::string_view text);
/// Without their ends.
std::vector<std::string_view> linesOf(std::string_view text);

/// The Python of an answer that is to be code alone: fenced blocks where there are any, else what is left when chatter
/// before and behind the code is taken off. `stripped` gets words as above.
std::string codeOf(std::string_view answer, std::string &stripped);
/// A prose answer without a first paragraph that greets and a last one that says goodbye.
std::string withoutChatter(std::string_view answer, std::string &stripped);

} // namespace primer
