// Owns: where a teacher is asked, for what price, and its key. Not here: asking.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/log/redactor.h"
#include "core/base/result.h"
#include "core/http/http_request.h"

namespace primer {

/// Kept in memory only; nothing prints it.
class ApiKey
{
public:
    ApiKey() = default;
    /// No line of the log has it from here on.
    explicit ApiKey(std::string text);
    /// NotFound when the variable is not set or empty; InvalidInput when it holds what no header may.
    static Result<ApiKey> fromEnvironment(const std::string &variable);
    /// InvalidInput when the text holds what no header may; `where` is for the error.
    static Result<ApiKey> from(const std::string &text, const std::string &where);
    bool isEmpty() const { return m_text.empty(); }
    /// "Authorization: Bearer ..."
    std::string header() const { return "Authorization: Bearer " + m_text; }
    /// The text without the key, in whatever form and pieces it stands there.
    std::string hiddenIn(std::string_view text) const;
    /// In the desktop's keychain, under this name. Blocks as that does.
    Status keepAs(const std::string &name) const;

private:
    std::string m_text;
    std::shared_ptr<const log::Redactor> m_redactor; ///< null without a key
};

constexpr const char *chatPath = "/chat/completions";

struct Endpoint {
    std::string baseUrl; ///< as in https://api.example.com/v1
    std::string model;
    std::int64_t nanosPerPromptToken = 0,
                 nanosPerCompletionToken = 0; ///< billionths of a dollar; 0: a server of one's own
    std::int64_t maxTokens = 400;             ///< of a reply
    double temperature = 0;
    int concurrency = 8;
    std::int64_t requestsPerMinute = 0, tokensPerMinute = 0; ///< 0: what the server's headers say
    std::int64_t connectTimeoutMs = 10'000, timeoutMs = 120'000;
    std::int64_t maxReplyBytes = 1 << 20;
    int maxAttempts = 8; ///< of a row that is refused
    std::int64_t firstPauseMs = 500, maxPauseMs = 30'000, maxRetryAfterMs = 120'000;
    bool allowsPlainHttp = false; ///< to other machines

    /// InvalidInput with the field in Error::where.
    Status check() const;
    std::string chatUrl() const { return baseUrl + chatPath; }
    bool isLoopback() const;
    HttpLimits limits() const;
    std::string toJson() const; ///< for the record of a run
    static Result<Endpoint> fromJson(const std::string &text);
    /// Dollars a million tokens, as prices are written; -1, which `check` refuses, for what is no price.
    static std::int64_t nanosPerToken(double dollarsPerMillion);
};

/// GET of a path below the endpoint ("/models"), with its limits and its key.
HttpRequest requestTo(const Endpoint &endpoint, const ApiKey &key, const std::string &path);
/// POST of JSON.
HttpRequest postTo(const Endpoint &endpoint, const ApiKey &key, const std::string &path, std::string body);

/// InvalidInput for what is no budget: from 0 to a billion dollars.
Result<std::int64_t> budgetNanosOf(double dollars);

} // namespace primer
