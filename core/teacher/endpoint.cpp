#include "core/teacher/endpoint.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "core/base/exception_error.h"
#include "core/base/log.h"
#include "core/base/old_keys.h"
#include "core/http/http_url.h"
#include "core/keychain/keychain.h"

namespace primer {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::int64_t maxNanosPerToken = 1'000'000'000, longestMs = std::int64_t(7) * 24 * 3600 * 1000;

} // namespace

ApiKey::ApiKey(std::string text) : m_text(std::move(text))
{
    log::hideSecret(m_text);
    auto redactor = std::make_shared<log::Redactor>();
    redactor->hideSecret(m_text);
    m_redactor = std::move(redactor);
}

std::string ApiKey::hiddenIn(std::string_view text) const
{
    return m_redactor ? m_redactor->withoutSecrets(text) : std::string(text);
}

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

std::int64_t Endpoint::nanosPerToken(double dollarsPerMillion)
{
    const double nanos = dollarsPerMillion * 1000;
    return nanos >= 0 && nanos <= double(maxNanosPerToken) ? std::int64_t(std::llround(nanos)) : -1;
}

HttpRequest requestTo(const Endpoint &endpoint, const ApiKey &key, const std::string &path)
{
    HttpRequest request;
    request.url = endpoint.baseUrl + path;
    request.isPost = false;
    request.limits = endpoint.limits();
    request.headers = {"Accept: application/json"};
    if (!key.isEmpty())
        request.headers.push_back(key.header());
    return request;
}

HttpRequest postTo(const Endpoint &endpoint, const ApiKey &key, const std::string &path, std::string body)
{
    HttpRequest request = requestTo(endpoint, key, path);
    request.isPost = true;
    request.headers.emplace_back("Content-Type: application/json");
    request.body = std::move(body);
    return request;
}

Result<std::int64_t> budgetNanosOf(double dollars)
{
    constexpr double maxDollars = 1e9;
    if (!(dollars >= 0) || dollars > maxDollars)
        return Error{ErrorCode::InvalidInput, "dollars, from 0 to a billion", "budget"};
    return std::int64_t(std::llround(dollars * 1e9));
}

bool Endpoint::isLoopback() const { return isLoopbackUrl(baseUrl); }

HttpLimits Endpoint::limits() const
{
    HttpLimits limits;
    limits.connectTimeoutMs = connectTimeoutMs;
    limits.timeoutMs = timeoutMs;
    limits.maxReplyBytes = maxReplyBytes;
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
    if (maxTokens < 1 || maxTokens > 100'000)
        return invalid("max-tokens", "from 1 to 100000");
    if (nanosPerPromptToken < 0 || nanosPerCompletionToken < 0 || nanosPerPromptToken > maxNanosPerToken
        || nanosPerCompletionToken > maxNanosPerToken)
        return invalid("price", "from 0 to a million dollars a million tokens");
    if (requestsPerMinute < 0 || tokensPerMinute < 0)
        return invalid("rate", "not below 0");
    if (firstPauseMs < 0 || maxPauseMs < 0 || maxRetryAfterMs < 0)
        return invalid("pause", "not below 0");
    for (const std::int64_t limit :
         {timeoutMs, connectTimeoutMs, firstPauseMs, maxPauseMs, maxRetryAfterMs, std::int64_t(maxAttempts)}) {
        if (limit > longestMs)
            return invalid("timeout", "limits are a week at most");
    }
    if (concurrency < 1 || concurrency > 256)
        return invalid("concurrency", "from 1 to 256");
    if (!std::isfinite(temperature) || temperature < 0 || temperature > 2)
        return invalid("temperature", "from 0 to 2");
    if (timeoutMs < 1 || connectTimeoutMs < 1 || maxAttempts < 1 || maxReplyBytes < 1000)
        return invalid("timeout", "limits are above 0");
    return success();
}

std::string Endpoint::toJson() const
{
    return Json{{"url", baseUrl},
                {"model", model},
                {"nanos_per_prompt_token", nanosPerPromptToken},
                {"nanos_per_completion_token", nanosPerCompletionToken},
                {"max_tokens", maxTokens},
                {"temperature", temperature},
                {"concurrency", concurrency},
                {"requests_per_minute", requestsPerMinute},
                {"tokens_per_minute", tokensPerMinute},
                {"connect_timeout_ms", connectTimeoutMs},
                {"timeout_ms", timeoutMs},
                {"max_reply_bytes", maxReplyBytes},
                {"max_attempts", maxAttempts},
                {"first_pause_ms", firstPauseMs},
                {"max_pause_ms", maxPauseMs},
                {"max_retry_after_ms", maxRetryAfterMs},
                {"allows_plain_http", allowsPlainHttp}}
        .dump();
}

Result<Endpoint> Endpoint::fromJson(const std::string &text)
{
    Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return Error{ErrorCode::Corrupt, "not an endpoint", "settings of a labelling run"};
    renameOldKeys(json, {{"nanos_a_prompt_token", "nanos_per_prompt_token"},
                         {"nanos_a_completion_token", "nanos_per_completion_token"},
                         {"requests_a_minute", "requests_per_minute"},
                         {"tokens_a_minute", "tokens_per_minute"},
                         {"most_reply_bytes", "max_reply_bytes"},
                         {"most_attempts", "max_attempts"},
                         {"most_pause_ms", "max_pause_ms"},
                         {"most_retry_after_ms", "max_retry_after_ms"}});
    Endpoint endpoint;
    try {
        endpoint.baseUrl = json.value("url", "");
        endpoint.model = json.value("model", "");
        endpoint.nanosPerPromptToken = json.value("nanos_per_prompt_token", endpoint.nanosPerPromptToken);
        endpoint.nanosPerCompletionToken = json.value("nanos_per_completion_token", endpoint.nanosPerCompletionToken);
        endpoint.maxTokens = json.value("max_tokens", endpoint.maxTokens);
        endpoint.temperature = json.value("temperature", endpoint.temperature);
        endpoint.concurrency = json.value("concurrency", endpoint.concurrency);
        endpoint.requestsPerMinute = json.value("requests_per_minute", endpoint.requestsPerMinute);
        endpoint.tokensPerMinute = json.value("tokens_per_minute", endpoint.tokensPerMinute);
        endpoint.connectTimeoutMs = json.value("connect_timeout_ms", endpoint.connectTimeoutMs);
        endpoint.timeoutMs = json.value("timeout_ms", endpoint.timeoutMs);
        endpoint.maxReplyBytes = json.value("max_reply_bytes", endpoint.maxReplyBytes);
        endpoint.maxAttempts = json.value("max_attempts", endpoint.maxAttempts);
        endpoint.firstPauseMs = json.value("first_pause_ms", endpoint.firstPauseMs);
        endpoint.maxPauseMs = json.value("max_pause_ms", endpoint.maxPauseMs);
        endpoint.maxRetryAfterMs = json.value("max_retry_after_ms", endpoint.maxRetryAfterMs);
        endpoint.allowsPlainHttp = json.value("allows_plain_http", false);
    } catch (const nlohmann::json::exception &problem) {
        return Error{ErrorCode::Corrupt, withoutExceptionNames(problem.what()), "settings of a labelling run"};
    }
    PRIMER_TRY(endpoint.check());
    return endpoint;
}

} // namespace primer
