// Owns: one HTTP request over a connection of its own, sent once, with limits. Thread-safe. Not here: what is sent,
// asking again.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace primer {

struct HttpLimits {
    std::int64_t connectTimeoutMs = 10'000, timeoutMs = 120'000;
    std::int64_t mostReplyBytes = 1 << 20;
};

struct HttpRequest {
    std::string url;
    std::vector<std::string> headers; ///< "Name: value"
    std::string body;
    bool isPost = true;
    bool isLoopback = false; ///< then past every proxy
    HttpLimits limits;
};

struct HttpReply {
    enum class Outcome {
        Answered, ///< status, headers and body are whole
        NotSent,  ///< no byte of it left: name, connection or certificate
        Unknown,  ///< sent, but without a whole answer: it may have been carried out
    };
    Outcome outcome = Outcome::NotSent;
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
    std::string problem; ///< a stable word: timeout, reset, too_large, unreachable, certificate, stopped
    std::string detail;  ///< the library's words
    double seconds = 0;
};

/// True for http or https to localhost, 127.x.x.x or [::1]. An address with a name or password in it never is: what
/// stands before the @ is not the host.
bool isLoopbackUrl(const std::string &url);

/// Never follows a redirect, never unpacks. `stop` breaks it off.
HttpReply sendHttp(const HttpRequest &request, const std::atomic<bool> &stop);

/// As sendHttp for a GET whose body goes to `take` with the status; it may refuse by returning false. The reply has no
/// body, its size is not limited, and the time only for standing still.
HttpReply fetchHttp(const HttpRequest &request, const std::atomic<bool> &stop,
                    const std::function<bool(int, std::string_view)> &take);

} // namespace primer
