#include "core/labelling/reply.h"

#include <charconv>
#include <cmath>
#include <memory>
#include <optional>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <nlohmann/json.hpp>

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
    return number >= 0 && number < 1e12 ? std::int64_t(number) : -1;
}

std::string textAt(const Json &object, const char *name)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>()
                                                                             : std::string();
}

/// What keeps the first choice from being an answer, or "".
std::string problemOf(const Json &choice)
{
    const std::string finish = textAt(choice, "finish_reason");
    if (finish == "length")
        return "cut_off";
    if (finish != "stop" && finish != "end_turn" && finish != "eos")
        return "finish_" + (finish.empty() ? std::string("unknown") : finish.substr(0, 40));
    const auto message = choice.find("message");
    if (message == choice.end() || !message->is_object())
        return "no_message";
    const auto content = message->find("content");
    if (content == message->end() || content->is_null())
        return "null_content";
    return content->is_string() ? "" : "no_text";
}

} // namespace

ChatReply readChatReply(std::string_view body)
{
    ChatReply reply;
    const Json json = Json::parse(body.begin(), body.end(), nullptr, false);
    if (json.is_discarded() || !json.is_object()) {
        reply.problem = "not_json";
        reply.isTransient = true;
        return reply;
    }
    reply.promptTokens = tokensOf(json, "prompt_tokens");
    reply.completionTokens = tokensOf(json, "completion_tokens");
    reply.model = textAt(json, "model");
    if (const auto error = json.find("error"); error != json.end() && !error->is_null()) {
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
    reply.problem = problemOf(choices->front());
    reply.isTransient = reply.problem == "null_content" || reply.problem == "finish_error"
                        || reply.problem == "no_message";
    if (!reply.problem.empty())
        return reply;
    reply.content = choices->front()["message"]["content"].get<std::string>();
    reply.isComplete = true;
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
