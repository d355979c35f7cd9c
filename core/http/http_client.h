// Owns: sending requests through Qt Network from a thread of its own, each at most once, within its limits (README).
// Thread-safe: many threads may ask at once. Not here: what is sent, asking again.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "core/http/http_request.h"

namespace primer {

class HttpClient
{
public:
    /// Asked every few milliseconds on the client's thread; true breaks the request off.
    using Stop = std::function<bool()>;
    /// Gets the status and what came of the body, on the thread that asked; false breaks the request off.
    using Take = std::function<bool(int status, std::string_view bytes)>;

    HttpClient();
    ~HttpClient(); ///< when no request is under way
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    /// Blocks until the answer is whole or the request is at an end. Never follows a redirect, never unpacks; loopback
    /// goes past every proxy, everything else by the system's.
    HttpReply send(const HttpRequest &request, const Stop &stop = {});
    /// As send, but the body goes to `take`: the reply has none, and its size is not limited. What comes waits in
    /// memory for `take` up to some hundred kilobytes, then at the server.
    HttpReply fetch(const HttpRequest &request, const Take &take, const Stop &stop = {});

private:
    class Network;
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace primer
