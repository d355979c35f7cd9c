// Owns: the requests that the tests of http send. Not here: the tests.
#pragma once

#include <string>

#include "core/http/http_request.h"
#include "tests/support/loopback_server.h"

namespace primer::test {

inline const std::string key = "sk-canary-0123456789";
/// Longer than a name may be, so that no one is asked for it.
inline const std::string noSuchHost = [] {
    std::string name;
    for (int label = 0; label < 5; ++label)
        name += std::string(60, 'x') + '.';
    return name + "invalid";
}();

inline HttpRequest requestTo(const std::string &url, bool isPost = true)
{
    HttpRequest request;
    request.url = url;
    request.isPost = isPost;
    request.headers = {"Authorization: Bearer " + key};
    if (isPost) {
        request.headers.push_back("Content-Type: application/json");
        request.body = R"({"costs": true})";
    }
    request.limits.timeoutMs = 20'000;
    return request;
}

inline void answerAll(LoopbackServer::Peer &peer)
{
    if (peer.readRequest())
        peer.answer(200, "{}", "X-Mixed-Case:  a value \r\nX-Twice: 1\r\nX-Twice: 2\r\n");
}

} // namespace primer::test
