// Owns: reading a chat completion and the value in it. A reply that is not exactly what was asked for is never a label.
// Not here: the request; retrying.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/dataset/prompt.h"

namespace primer {

/// The body of an answer with HTTP status 200.
struct ChatReply {
    bool isComplete = false;
    std::string problem; ///< when not complete, a stable word: not_json, streamed, error_body, no_choices, no_message,
                         ///< null_content, no_text, only_reasoning, refusal, cut_off, finish_...
    bool isTransient = false; ///< asking again may help
    std::string content;      ///< the answer: without reasoning, whether in fields of its own, in parts or in tags
    std::string model;
    std::int64_t promptTokens = -1, completionTokens = -1; ///< -1: not said
};
ChatReply readChatReply(std::string_view body);

struct ValueReply {
    bool isValue = false;
    std::string problem; ///< no_value, several_values, out_of_range
    double value = 0;
    std::string reasoning; ///< the text before the value
};
ValueReply readValue(const Prompt &prompt, const std::string &content);
/// InvalidPattern when it does not compile or has no group.
Status checkValuePattern(const std::string &pattern);

} // namespace primer
