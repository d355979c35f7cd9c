#include "core/teacher/chat_request.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/labelling/reply.h"

namespace primer {

using Json = nlohmann::ordered_json;
using Action = ReplyVerdict::Action;

namespace {

/// "gpt-4" is answered by "gpt-4-0613"; servers of one's own may leave the name out or give a path that ends with it.
bool isModelAsked(const std::string &asked, const std::string &answered)
{
    return answered.empty() || answered.starts_with(asked) || asked.ends_with(answered) || answered.ends_with(asked);
}

ReplyVerdict verdictOf(Action action, std::string reason, std::int64_t charged = 0)
{
    ReplyVerdict verdict;
    verdict.action = action;
    verdict.reason = std::move(reason);
    verdict.chargedNanos = charged;
    return verdict;
}

bool mentionsCredit(const std::string &body)
{
    return body.find("insufficient_quota") != std::string::npos || body.find("billing") != std::string::npos;
}

} // namespace

std::string chatBody(const Endpoint &endpoint, const FilledPrompt &prompt)
{
    return Json{
        {"model", endpoint.model},
        {"messages", {{{"role", "system"}, {"content", prompt.system}}, {{"role", "user"}, {"content", prompt.user}}}},
        {"max_tokens", endpoint.maxTokens},
        {"temperature", endpoint.temperature},
        {"n", 1},
        {"stream", false}}
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

WorstCase worstCaseOf(const Endpoint &endpoint, const FilledPrompt &prompt)
{
    constexpr std::int64_t frameTokens = 64; // roles and separators that a server puts around the messages
    WorstCase worst;
    worst.promptTokens = std::int64_t(prompt.system.size() + prompt.user.size()) + frameTokens;
    worst.nanos = worst.promptTokens * endpoint.nanosPerPromptToken
                  + endpoint.maxTokens * endpoint.nanosPerCompletionToken;
    return worst;
}

KeptReply keptReply(const ApiKey &key, std::string_view body, const ReplyVerdict &verdict)
{
    return {key.hiddenIn(body), key.hiddenIn(verdict.reason), key.hiddenIn(verdict.label.reasoning)};
}

AttemptEnd endOfAttempt(const HttpReply &reply, const ReplyVerdict &verdict, const KeptReply &kept, ItemState next)
{
    AttemptEnd end;
    end.outcome = verdict.action == ReplyVerdict::Action::Label ? "labelled" : kept.reason;
    end.chargedNanos = verdict.chargedNanos;
    end.httpStatus = reply.status;
    end.promptTokens = verdict.promptTokens;
    end.completionTokens = verdict.completionTokens;
    end.seconds = reply.seconds;
    end.reply = kept.body;
    end.isUnknown = verdict.action == ReplyVerdict::Action::Unknown;
    end.next = next;
    end.reason = next == ItemState::Failed ? kept.reason : "";
    return end;
}

namespace {

using ReadText = std::function<void(const std::string &, ReplyVerdict &)>;

/// Of an answer with status 200.
ReplyVerdict judgeBody(const Endpoint &endpoint, const std::string &body, const WorstCase &worst, const ReadText &read)
{
    const ChatReply reply = readChatReply(body);
    ReplyVerdict verdict;
    verdict.chargedNanos = worst.nanos;
    // A prompt takes tokens, and so does an answer.
    const bool isPossible = reply.promptTokens > 0 && reply.promptTokens <= worst.promptTokens
                            && reply.completionTokens >= (reply.content.empty() ? 0 : 1)
                            && reply.completionTokens <= endpoint.maxTokens;
    if (isPossible) {
        verdict.promptTokens = reply.promptTokens;
        verdict.completionTokens = reply.completionTokens;
        verdict.chargedNanos = reply.promptTokens * endpoint.nanosPerPromptToken
                               + reply.completionTokens * endpoint.nanosPerCompletionToken;
    }
    if (!reply.isComplete) {
        verdict.action = reply.isTransient ? Action::Unknown : Action::Fail;
        verdict.reason = reply.problem;
        return verdict;
    }
    if (!isModelAsked(endpoint.model, reply.model)) {
        verdict.reason = "wrong_model";
        return verdict;
    }
    verdict.action = Action::Label;
    read(reply.content, verdict);
    return verdict;
}

} // namespace

ReplyVerdict judgeReply(const Endpoint &endpoint, const Prompt &prompt, const HttpReply &reply, const WorstCase &worst)
{
    return judgeText(endpoint, reply, worst, [&prompt](const std::string &content, ReplyVerdict &verdict) {
        const ValueReply value = readValue(prompt, content);
        verdict.action = value.isValue ? Action::Label : Action::Fail;
        verdict.reason = value.problem;
        verdict.label.value = value.value;
        verdict.label.reasoning = value.reasoning;
    });
}

ReplyVerdict judgeText(const Endpoint &endpoint, const HttpReply &reply, const WorstCase &worst, const ReadText &read)
{
    if (reply.outcome == HttpReply::Outcome::NotSent)
        return verdictOf(Action::Unreachable, httpProblemName(reply.problem));
    if (reply.outcome == HttpReply::Outcome::Unknown)
        return verdictOf(Action::Unknown, httpProblemName(reply.problem), worst.nanos);
    switch (reply.status) {
    case 200:
        return reply.headers.contains("content-encoding") // it was not asked for, and could not be unpacked
                   ? verdictOf(Action::Fail, "packed_reply", worst.nanos)
                   : judgeBody(endpoint, reply.body, worst, read);
    case 401:
    case 403: return verdictOf(Action::StopAll, "refused_key");
    case 402: return verdictOf(Action::StopAll, "no_credit");
    case 429:
        return mentionsCredit(reply.body) ? verdictOf(Action::StopAll, "no_credit")
                                          : verdictOf(Action::Again, "http_429");
    case 408:
    case 409:
    case 425:
    case 500:
    case 503:
    case 529: return verdictOf(Action::Again, "http_" + std::to_string(reply.status));
    case 502:
    case 504: return verdictOf(Action::Unknown, "http_" + std::to_string(reply.status), worst.nanos);
    default: break;
    }
    if (reply.status >= 300 && reply.status < 400)
        return verdictOf(Action::Fail, "redirect_refused");
    // A code nobody knows may stand for an answer that was made.
    const bool isClientError = reply.status >= 400 && reply.status < 500;
    return verdictOf(Action::Fail, "http_" + std::to_string(reply.status), isClientError ? 0 : worst.nanos);
}

} // namespace primer
