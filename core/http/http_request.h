// Owns: a request, what it may take, and what became of it, as values. Not here: sending it (http_client.h).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace primer {

struct HttpLimits {
    std::int64_t connectTimeoutMs = 10'000; ///< name, connection and TLS together
    std::int64_t timeoutMs = 120'000;       ///< of the whole; 0: none
    std::int64_t stillTimeoutMs = 0;        ///< without a byte to or fro once connected; 0: none
    std::int64_t maxReplyBytes = 1 << 20;   ///< of a body that is kept
};

struct HttpRequest {
    std::string url;
    std::vector<std::string> headers; ///< "Name: value"
    std::string body;
    bool isPost = true;
    HttpLimits limits;
};

enum class HttpProblem {
    None,
    BadRequest, ///< an address or header that no request may have
    HostNotFound,
    Refused,     ///< nothing listens there
    Unreachable, ///< no way to the host
    Proxy,
    Certificate, ///< not one that the system trusts for this host
    Tls,         ///< no encryption could be agreed on
    ConnectTimeout,
    Timeout,      ///< of the whole
    StillTimeout, ///< nothing came or went for too long
    TooLarge,
    Stopped,
    Reset, ///< the connection ended, or what came was not HTTP
};

/// A stable word for records.
const char *httpProblemName(HttpProblem problem);

struct HttpReply {
    enum class Outcome {
        Answered, ///< status, headers and body are whole
        NotSent,  ///< no byte of it left
        Unknown,  ///< sent, but without a whole answer: it may have been carried out
    };
    Outcome outcome = Outcome::NotSent;
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
    HttpProblem problem = HttpProblem::None;
    std::string detail; ///< the library's words; never what an Authorization header holds
    double seconds = 0;
};

} // namespace primer
