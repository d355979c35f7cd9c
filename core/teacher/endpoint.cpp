#include "core/teacher/endpoint.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "core/base/log.h"
#include "core/http/http_url.h"
#include "core/keychain/keychain.h"

namespace primer {

using Json = nlohmann::ordered_json;

ApiKey::ApiKey(std::string text) : m_text(std::move(text)) { log::hideSecret(m_text); }

Result<ApiKey> ApiKey::fromEnvironment(const std::string &variable)
{
    const char *text = std::getenv(variable.c_str());
    if (!text || !*text)
        return Error{ErrorCode::NotFound, "this variable of the environment holds no key", variable};
    return from(text, variable);
}

Result<ApiKey> ApiKey::from(const std::string &text, const std::string &where)
{
    if (text.empty()
        || std::any_of(text.begin(), text.end(), [](unsigned char byte) { return byte <= ' ' || byte >= 0x7f; }))
        return Error{ErrorCode::InvalidInput, "the key is empty or holds spaces or control characters", where};
    return ApiKey(text);
}

Status ApiKey::keepAs(const std::string &name) const { return keepInKeychain(name, m_text); }

bool Endpoint::isLoopback() const { return isLoopbackUrl(baseUrl); }

HttpLimits Endpoint::limits() const
{
    HttpLimits limits;
    limits.connectTimeoutMs = connectTimeoutMs;
    limits.timeoutMs = timeoutMs;
    limits.mostReplyBytes = mostReplyBytes;
    return limits;
}

Status Endpoint::check() const
{
    const auto invalid = [](const char *field, const char *what) {
        return Status(Error{ErrorCode::InvalidInput, what, field});
    };
    const bool isHttps = baseUrl.starts_with("https://"), isHttp = baseUrl.starts_with("http://");
    if (!isHttps && !isHttp)
        return invalid("url", "an address that begins with https:// (or http:// for this machine)");
    if (baseUrl.find('@') != std::string::npos)
        return invalid("url", "no name or password in the address: the key comes from the keychain or the environment");
    if (baseUrl.ends_with('/') || baseUrl.find_first_of("?# \t\r\n") != std::string::npos)
        return invalid("url", "the address ends before /chat/completions, without a slash or a question mark");
    if (isHttp && !isLoopback() && !allowsPlainHttp)
        return invalid("url", "plain http would show key and samples to the network; https, or --allow-plain-http");
    if (model.empty())
        return invalid("model", "the name of the model");
    if (mostTokens < 1 || mostTokens > 100'000)
        return invalid("max-tokens", "from 1 to 100000");
    if (nanosAPromptToken < 0 || nanosACompletionToken < 0)
        return invalid("price", "not below 0");
    if (concurrency < 1 || concurrency > 256)
        return invalid("concurrency", "from 1 to 256");
    if (!std::isfinite(temperature) || temperature < 0 || temperature > 2)
        return invalid("temperature", "from 0 to 2");
    if (timeoutMs < 1 || connectTimeoutMs < 1 || mostAttempts < 1 || mostReplyBytes < 1000)
        return invalid("timeout", "limits are above 0");
    return success();
}

std::string Endpoint::toJson() const
{
    return Json{{"url", baseUrl},
                {"model", model},
                {"nanos_a_prompt_token", nanosAPromptToken},
                {"nanos_a_completion_token", nanosACompletionToken},
                {"max_tokens", mostTokens},
                {"temperature", temperature},
                {"concurrency", concurrency},
                {"requests_a_minute", requestsAMinute},
                {"tokens_a_minute", tokensAMinute},
                {"connect_timeout_ms", connectTimeoutMs},
                {"timeout_ms", timeoutMs},
                {"most_reply_bytes", mostReplyBytes},
                {"most_attempts", mostAttempts},
                {"first_pause_ms", firstPauseMs},
                {"most_pause_ms", mostPauseMs},
                {"most_retry_after_ms", mostRetryAfterMs},
                {"allows_plain_http", allowsPlainHttp}}
        .dump();
}

Result<Endpoint> Endpoint::fromJson(const std::string &text)
{
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return Error{ErrorCode::Corrupt, "not an endpoint", "settings of a labelling run"};
    Endpoint endpoint;
    try {
        endpoint.baseUrl = json.value("url", "");
        endpoint.model = json.value("model", "");
        endpoint.nanosAPromptToken = json.value("nanos_a_prompt_token", endpoint.nanosAPromptToken);
        endpoint.nanosACompletionToken = json.value("nanos_a_completion_token", endpoint.nanosACompletionToken);
        endpoint.mostTokens = json.value("max_tokens", endpoint.mostTokens);
        endpoint.temperature = json.value("temperature", endpoint.temperature);
        endpoint.concurrency = json.value("concurrency", endpoint.concurrency);
        endpoint.requestsAMinute = json.value("requests_a_minute", endpoint.requestsAMinute);
        endpoint.tokensAMinute = json.value("tokens_a_minute", endpoint.tokensAMinute);
        endpoint.connectTimeoutMs = json.value("connect_timeout_ms", endpoint.connectTimeoutMs);
        endpoint.timeoutMs = json.value("timeout_ms", endpoint.timeoutMs);
        endpoint.mostReplyBytes = json.value("most_reply_bytes", endpoint.mostReplyBytes);
        endpoint.mostAttempts = json.value("most_attempts", endpoint.mostAttempts);
        endpoint.firstPauseMs = json.value("first_pause_ms", endpoint.firstPauseMs);
        endpoint.mostPauseMs = json.value("most_pause_ms", endpoint.mostPauseMs);
        endpoint.mostRetryAfterMs = json.value("most_retry_after_ms", endpoint.mostRetryAfterMs);
        endpoint.allowsPlainHttp = json.value("allows_plain_http", false);
    } catch (const nlohmann::json::exception &problem) {
        return Error{ErrorCode::Corrupt, problem.what(), "settings of a labelling run"};
    }
    PRIMER_TRY(endpoint.check());
    return endpoint;
}

} // namespace primer
