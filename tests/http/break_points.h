// Owns: every point at which a server can leave a request that it was sent, and what the client makes of it. Not here:
// the tests that go through them.
#pragma once

#include <vector>

#include "core/http/http_request.h"
#include "tests/support/loopback_server.h"

namespace primer::test {

struct BreakPoint {
    const char *name;
    LoopbackServer::Serve serve;
    HttpReply::Outcome outcome;
    HttpProblem problem;
    int status = 0; ///< when answered
};

/// All but the first two read at least the head. `half` bytes of the body are read where it breaks in the middle.
std::vector<BreakPoint> breakPoints(std::size_t half);

} // namespace primer::test
