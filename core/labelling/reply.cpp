#include "core/labelling/reply.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <nlohmann/json.hpp>

#include "core/labelling/reasoning.h"

namespace primer {

namespace {

using Json = nlohmann::json;

struct CodeEnd {
    void operator()(pcre2_code *code) const { pcre2_code_free(code); }
};
struct MatchEnd {
    void operator()(pcre2_match_data *match) const { pcre2_match_data_free(match); }
};
using Code = std::unique_ptr<pcre2_code, CodeEnd>;

Result<Code> compile(const std::string &pattern)
{
    int number = 0;
    PCRE2_SIZE offset = 0;
    Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF | PCRE2_UCP,
                            &number, &offset, nullptr));
    if (!code) {
        char text[200] = {};
        pcre2_get_error_message(number, reinterpret_cast<PCRE2_UCHAR *>(text), sizeof text);
        return Error{ErrorCode::InvalidPattern, text, pattern};
    }
    std::uint32_t groups = 0;
    pcre2_pattern_info(code.get(), PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups == 0)
        return Error{ErrorCode::InvalidPattern, "the value must be the first group, as in (\\d+)", pattern};
    return code;
}

std::int64_t tokensOf(const Json &body, const char *name)
{
    const auto usage = body.find("usage");
    if (usage == body.end() || !usage->is_object())
        return -1;
    const auto found = usage->find(name);
    if (found == usage->end() || !found->is_number())
        return -1;
    const double number = found->get<double>();
    return number >= 0 && number < 1e12 && number == std::floor(number) ? std::int64_t(number) : -1;
}

std::string textAt(const Json &object, const char *name)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>()
                                                                             : std::string();
}

/// Servers' words for why a reply ended, as those of the OpenAI API: "FinishReason.STOP" is "stop". Letters, digits and
/// '_' alone: it becomes part of a reason that is stored and shown.
std::string finishWord(const Json &choice)
{
    constexpr std::size_t longestWord = 24;
    const auto found = choice.find("finish_reason");
    if (found == choice.end() || found->is_null())
        return "stop"; // nothing is said against the reply: the value decides
    if (!found->is_string())
        return "unknown";
    std::string word;
    for (const char letter : found->get<std::string>()) {
        if (letter == '.')
            word.clear();
        else if (letter >= 'A' && letter <= 'Z')
            word += char(letter | 0x20);
        else if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'))
            word += letter;
        else if (!word.empty() && word.back() != '_')
            word += '_';
    }
    const auto isOneOf = [&word](std::initializer_list<const char *> words) {
        return std::any_of(words.begin(), words.end(), [&](const char *one) { return word == one; });
    };
    if (word.empty()
        || isOneOf({"stop", "end_turn", "eos", "eos_token", "endoftext", "stop_sequence", "stop_token", "stop_string",
                    "stop_word", "end", "complete", "completed", "finish", "finished", "finish_reason_stop", "done",
                    "success", "normal"}))
        return "stop";
    if (isOneOf({"length", "max_tokens", "max_length", "max_new_tokens", "max_output_tokens", "model_length",
                 "token_limit", "limit", "model_context_window_exceeded", "context_length_exceeded",
                 "finish_reason_max_tokens", "finish_reason_length"}))
        return "length";
    if (isOneOf({"content_filter", "content_filtered", "safety", "recitation", "blocklist", "prohibited_content",
                 "spii", "sensitive", "guardrail_intervened", "image_safety"}))
        return "content_filter";
    return isOneOf({"refusal", "refused"}) ? "refusal" : word.substr(0, longestWord);
}

bool isReasoningPart(const std::string &type)
{
    return type.find("think") != std::string::npos || type.find("reason") != std::string::npos
           || type.find("thought") != std::string::npos;
}

/// The text of a content that is one or a list of parts; nothing for anything else.
std::optional<std::string> textOf(const Json &content)
{
    if (content.is_string())
        return content.get<std::string>();
    if (!content.is_array())
        return std::nullopt;
    std::string text;
    bool hasPart = content.empty();
    for (const Json &part : content) {
        if (part.is_string()) {
            text += part.get<std::string>();
            hasPart = true;
            continue;
        }
        if (!part.is_object() || isReasoningPart(textAt(part, "type"))) {
            hasPart = hasPart || part.is_object();
            continue;
        }
        const auto found = part.find("text");
        if (found != part.end() && found->is_object()) {
            text += textAt(*found, "value");
            hasPart = true;
        } else if (found != part.end() && found->is_string()) {
            text += found->get<std::string>();
            hasPart = true;
        }
    }
    return hasPart ? std::optional(text) : std::nullopt;
}

bool refuses(const Json &message)
{
    if (!textAt(message, "refusal").empty())
        return true;
    const auto content = message.find("content");
    return content != message.end() && content->is_array()
           && std::any_of(content->begin(), content->end(), [](const Json &part) {
                  return textAt(part, "type") == "refusal" || !textAt(part, "refusal").empty();
              });
}

/// Not null, "", [] or {}.
bool saysSomething(const Json &value)
{
    const auto *text = value.get_ptr<const std::string *>();
    return text ? !text->empty() : !value.is_null() && !value.empty();
}

bool hasReasoning(const Json &message)
{
    for (const char *name : {"reasoning_content", "reasoning", "reasoning_details", "thinking", "thinking_blocks"}) {
        const auto found = message.find(name);
        if (found != message.end() && saysSomething(*found))
            return true;
    }
    return false;
}

/// Takes the first choice's answer; what keeps it from being one, or "".
std::string takeAnswer(const Json &choice, std::string &answer)
{
    const std::string finish = finishWord(choice);
    if (finish == "length")
        return "cut_off";
    if (finish != "stop")
        return finish == "refusal" ? "refusal" : "finish_" + finish;
    const auto message = choice.find("message");
    if (message == choice.end() || !message->is_object())
        return "no_message";
    if (refuses(*message))
        return "refusal";
    const auto content = message->find("content");
    if (content == message->end() || content->is_null())
        return hasReasoning(*message) ? "only_reasoning" : "null_content";
    const auto text = textOf(*content);
    if (!text)
        return "no_text";
    answer = withoutReasoning(*text);
    const bool isBlank = answer.find_first_not_of(" \t\r\n") == std::string::npos;
    const bool hadMore = content->is_array() ? !content->empty() : text->find_first_not_of(" \t\r\n") != text->npos;
    return isBlank && (hadMore || hasReasoning(*message)) ? "only_reasoning" : "";
}

/// Servers write "error": null, "" or {} where there is none.
bool saysError(const Json &body)
{
    const auto error = body.find("error");
    return error != body.end() && saysSomething(*error) && *error != false;
}

} // namespace

ChatReply readChatReply(std::string_view body)
{
    ChatReply reply;
    const Json json = Json::parse(body.begin(), body.end(), nullptr, false);
    if (json.is_discarded() || !json.is_object()) {
        reply.problem = body.starts_with("data:") || body.starts_with("event:") ? "streamed" : "not_json";
        reply.isTransient = reply.problem == "not_json";
        return reply;
    }
    reply.promptTokens = tokensOf(json, "prompt_tokens");
    reply.completionTokens = tokensOf(json, "completion_tokens");
    reply.model = textAt(json, "model");
    if (saysError(json)) {
        reply.problem = "error_body";
        reply.isTransient = true;
        return reply;
    }
    const auto choices = json.find("choices");
    if (choices == json.end() || !choices->is_array() || choices->empty() || !choices->front().is_object()) {
        reply.problem = "no_choices";
        reply.isTransient = true;
        return reply;
    }
    reply.problem = takeAnswer(choices->front(), reply.content);
    reply.isTransient = reply.problem == "null_content" || reply.problem == "finish_error"
                        || reply.problem == "no_message";
    reply.isComplete = reply.problem.empty();
    return reply;
}

Status checkValuePattern(const std::string &pattern)
{
    const auto code = compile(pattern);
    return code ? success() : Status(code.error());
}

ValueReply readValue(const Prompt &prompt, const std::string &content)
{
    ValueReply reply;
    reply.problem = "no_value";
    const auto code = compile(prompt.pattern);
    if (!code)
        return reply;
    const std::unique_ptr<pcre2_match_data, MatchEnd> match(
        pcre2_match_data_create_from_pattern((*code).get(), nullptr));
    std::optional<double> found;
    std::size_t from = 0, firstMatch = 0;
    while (from <= content.size()) {
        const int groups = pcre2_match((*code).get(), reinterpret_cast<PCRE2_SPTR>(content.data()), content.size(),
                                       from, 0, match.get(), nullptr);
        if (groups < 2)
            break;
        const PCRE2_SIZE *places = pcre2_get_ovector_pointer(match.get());
        double value = NAN;
        std::from_chars(content.data() + places[2], content.data() + places[3], value);
        if (!std::isfinite(value) || value < prompt.lowest || value > prompt.highest) {
            reply.problem = "out_of_range";
            return reply;
        }
        if (found && *found != value) {
            reply.problem = "several_values";
            return reply;
        }
        if (!found)
            firstMatch = places[0];
        found = value;
        from = std::max(places[1], places[0] + 1);
    }
    if (!found)
        return reply;
    reply.isValue = true;
    reply.problem.clear();
    reply.value = *found;
    reply.reasoning = content.substr(0, firstMatch);
    while (!reply.reasoning.empty() && (reply.reasoning.back() == '\n' || reply.reasoning.back() == ' '))
        reply.reasoning.pop_back();
    return reply;
}

} // namespace primer
