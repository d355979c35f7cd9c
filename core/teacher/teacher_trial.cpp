#include "core/teacher/teacher_trial.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "core/http/http_client.h"
#include "core/labelling/prompt.h"
#include "core/labelling/reply.h"
#include "core/teacher/chat_request.h"

namespace primer {

namespace {

constexpr int unauthorized = 401, paymentRequired = 402, forbidden = 403;

HttpRequest requestTo(const Endpoint &endpoint, const ApiKey &key, const std::string &url)
{
    HttpRequest request;
    request.url = url;
    request.headers = {"Content-Type: application/json", "Accept: application/json"};
    if (!key.isEmpty())
        request.headers.push_back(key.header());
    request.limits = endpoint.limits();
    return request;
}

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

/// A server may send back what it was sent: the key is in nothing that is shown.
void readValueOf(TeacherTrial &trial, const Prompt &prompt, const ApiKey &key)
{
    const ChatReply chat = readChatReply(trial.reply.body);
    trial.promptTokens = chat.promptTokens;
    trial.completionTokens = chat.completionTokens;
    if (!chat.isComplete) {
        trial.problem = chat.problem;
        return;
    }
    const ValueReply value = readValue(prompt, chat.content);
    trial.hasValue = value.isValue;
    trial.value = value.value;
    trial.reasoning = key.hiddenIn(value.reasoning);
    trial.problem = value.problem;
}

} // namespace

TeacherTrial tryTeacher(const Endpoint &endpoint, const Prompt &prompt, const ApiKey &key, std::string_view sample,
                        const std::function<bool()> &stop)
{
    HttpClient client;
    TeacherTrial trial;
    HttpRequest models = requestTo(endpoint, key, endpoint.baseUrl + "/models");
    models.isPost = false;
    trial.url = models.url;
    trial.reply = client.send(models, stop);
    const bool isAnswered = trial.reply.outcome == HttpReply::Outcome::Answered;
    const int status = trial.reply.status;
    if (!isAnswered || status == unauthorized || status == paymentRequired || status == forbidden) {
        trial.reply.body.clear();
        return trial;
    }
    if (status == 200)
        readModels(trial, endpoint.model);
    trial.stage = TeacherTrial::Stage::Sample;
    HttpRequest ask = requestTo(endpoint, key, endpoint.chatUrl());
    ask.body = chatBody(endpoint, fillPrompt(prompt, sample));
    trial.url = ask.url;
    trial.reply = client.send(ask, stop);
    if (trial.reply.outcome == HttpReply::Outcome::Answered && trial.reply.status == 200)
        readValueOf(trial, prompt, key);
    trial.reply.body.clear();
    return trial;
}

} // namespace primer
