#include "tests/http/break_points.h"

namespace primer::test {

namespace {

using Peer = LoopbackServer::Peer;
using Outcome = HttpReply::Outcome;

/// Sends this after the whole request, then ends the connection.
BreakPoint afterRequest(const char *name, std::string_view sent)
{
    return {name,
            [sent](Peer &peer) {
                if (peer.readRequest())
                    peer.send(sent);
            },
            Outcome::Unknown, HttpProblem::Reset};
}

/// The same, with an error at the client's end.
BreakPoint resetAfterRequest(const char *name, std::string_view sent)
{
    return {name,
            [sent](Peer &peer) {
                if (!peer.readRequest())
                    return;
                peer.send(sent);
                peer.reset();
            },
            Outcome::Unknown, HttpProblem::Reset};
}

/// A whole answer that may tempt a client to send the request again.
BreakPoint answer(const char *name, int status, const char *headers)
{
    return {name,
            [status, headers](Peer &peer) {
                while (peer.readRequest())
                    peer.answer(status, "{}", headers);
            },
            Outcome::Answered, HttpProblem::None, status};
}

std::vector<BreakPoint> wholeAnswers()
{
    return {
        answer("408", 408, "Connection: close\r\n"),
        answer("408 and stays", 408, ""),
        answer("401 Basic", 401, "WWW-Authenticate: Basic realm=\"x\"\r\n"),
        answer("401 Digest", 401, "WWW-Authenticate: Digest realm=\"x\", nonce=\"y\", qop=\"auth\"\r\n"),
        answer("401 NTLM", 401, "WWW-Authenticate: NTLM\r\n"),
        answer("401 Negotiate", 401, "WWW-Authenticate: Negotiate\r\n"),
        answer("401 without a way", 401, ""),
        answer("301", 301, "Location: /elsewhere\r\n"),
        answer("302", 302, "Location: /elsewhere\r\n"),
        answer("303", 303, "Location: /elsewhere\r\n"),
        answer("307", 307, "Location: /elsewhere\r\n"),
        answer("308", 308, "Location: /elsewhere\r\n"),
        answer("421", 421, ""),
        answer("425", 425, ""),
        answer("429", 429, "Retry-After: 0\r\n"),
        answer("500", 500, ""),
        answer("503", 503, "Retry-After: 0\r\nConnection: close\r\n"),
        answer("599", 599, ""),
        answer("200", 200, ""),
    };
}

} // namespace

std::vector<BreakPoint> breakPoints(std::size_t half)
{
    std::vector<BreakPoint> points{
        {"closes at once", [](Peer &peer) { peer.close(); }, Outcome::Unknown, HttpProblem::Reset},
        {"resets at once", [](Peer &peer) { peer.reset(); }, Outcome::Unknown, HttpProblem::Reset},
        {"closes after the head", [](Peer &peer) { peer.readHead(); }, Outcome::Unknown, HttpProblem::Reset},
        {"resets after the head",
         [](Peer &peer) {
             peer.readHead();
             peer.reset();
         },
         Outcome::Unknown, HttpProblem::Reset},
        {"closes in the middle of the body",
         [half](Peer &peer) {
             if (peer.readHead())
                 peer.readBody(half);
         },
         Outcome::Unknown, HttpProblem::Reset},
        {"resets in the middle of the body",
         [half](Peer &peer) {
             if (peer.readHead())
                 peer.readBody(half);
             peer.reset();
         },
         Outcome::Unknown, HttpProblem::Reset},
        afterRequest("closes after the request", ""),
        resetAfterRequest("resets after the request", ""),
        afterRequest("closes after a 100", "HTTP/1.1 100 Continue\r\n\r\n"),
        resetAfterRequest("resets after a 100", "HTTP/1.1 100 Continue\r\n\r\n"),
        afterRequest("closes in the status line", "HTTP/1.1 20"),
        resetAfterRequest("resets in the status line", "HTTP/1.1 20"),
        afterRequest("closes in a header", "HTTP/1.1 200 OK\r\nContent-Le"),
        resetAfterRequest("resets in a header", "HTTP/1.1 200 OK\r\nContent-Le"),
        afterRequest("closes after the headers", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"),
        afterRequest("closes in the answer's body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"),
        resetAfterRequest("resets in the answer's body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"),
        afterRequest("closes in a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n12345"),
        afterRequest("closes before the last chunk",
                     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"),
        {"answers without a length and closes",
         [](Peer &peer) {
             if (peer.readRequest())
                 peer.send("HTTP/1.1 200 OK\r\n\r\n{}");
         },
         Outcome::Answered, HttpProblem::None, 200},
        afterRequest("does not speak HTTP", "220 mail.example.com ESMTP\r\n"),
        afterRequest("sends noise", "\x01\x02\x03\x04\x05\x06\x07\r\n\r\n"),
    };
    for (const BreakPoint &point : wholeAnswers())
        points.push_back(point);
    return points;
}

} // namespace primer::test
