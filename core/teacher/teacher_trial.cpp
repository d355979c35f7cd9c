#include "core/teacher/teacher_trial.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "core/http/http_client.h"
#include "core/labelling/prompt.h"
#include "core/teacher/chat_request.h"
#include "core/teacher/packed_reply.h"

namespace primer {

namespace {

constexpr int unauthorized = 401, paymentRequired = 402, forbidden = 403;

void readModels(TeacherTrial &trial, const std::string &model)
{
    const auto root = nlohmann::json::parse(trial.reply.body, nullptr, false);
    if (!root.is_object() || !root.contains("data") || !root["data"].is_array())
        return;
    trial.listsModels = true;
    for (const auto &entry : root["data"])
        trial.knowsModel = trial.knowsModel
                           || (entry.is_object() && entry.contains("id") && entry["id"].is_string()
                               && entry["id"].get<std::string>() == model);
}

TeacherTrial listModels(HttpClient &client, const Endpoint &endpoint, const ApiKey &key,
                        const std::function<bool()> &stop)
{
    TeacherTrial trial;
    const HttpRequest models = requestTo(endpoint, key, "/models");
    trial.url = models.url;
    trial.reply = unpacked(client.send(models, stop), endpoint.maxReplyBytes);
    if (isConnected(trial) && trial.reply.status == 200)
        readModels(trial, endpoint.model);
    trial.reply.body.clear();
    return trial;
}

/// As a run would read it; the key is in nothing that is shown.
void readValueOf(TeacherTrial &trial, const Endpoint &endpoint, const Prompt &prompt, const ApiKey &key,
                 const FilledPrompt &filled)
{
    const ReplyVerdict verdict = judgeReply(endpoint, prompt, trial.reply, worstCaseOf(endpoint, filled));
    const KeptReply kept = keptReply(key, trial.reply.body, verdict);
    trial.promptTokens = verdict.promptTokens > 0 ? verdict.promptTokens : -1;
    trial.completionTokens = verdict.completionTokens > 0 ? verdict.completionTokens : -1;
    trial.hasValue = verdict.action == ReplyVerdict::Action::Label;
    trial.value = verdict.label.value;
    trial.reasoning = kept.reasoning;
    trial.problem = trial.hasValue ? std::string() : kept.reason;
}

} // namespace

bool isConnected(const TeacherTrial &trial)
{
    const int status = trial.reply.status;
    return trial.reply.outcome == HttpReply::Outcome::Answered && status != unauthorized && status != paymentRequired
           && status != forbidden;
}

TeacherTrial tryConnection(const Endpoint &endpoint, const ApiKey &key, const std::function<bool()> &stop)
{
    HttpClient client;
    return listModels(client, endpoint, key, stop);
}

TeacherTrial tryTeacher(const Endpoint &endpoint, const Prompt &prompt, const ApiKey &key, std::string_view sample,
                        const std::function<bool()> &stop)
{
    HttpClient client;
    TeacherTrial trial = listModels(client, endpoint, key, stop);
    if (!isConnected(trial))
        return trial;
    trial.stage = TeacherTrial::Stage::Sample;
    const FilledPrompt filled = fillPrompt(prompt, sample);
    const HttpRequest ask = postTo(endpoint, key, chatPath, chatBody(endpoint, filled));
    trial.url = ask.url;
    trial.reply = unpacked(client.send(ask, stop), endpoint.maxReplyBytes);
    if (trial.reply.outcome == HttpReply::Outcome::Answered && trial.reply.status == 200)
        readValueOf(trial, endpoint, prompt, key, filled);
    trial.reply.body.clear();
    return trial;
}

} // namespace primer
