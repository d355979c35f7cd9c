#include "core/http/http_request.h"

namespace primer {

const char *httpProblemName(HttpProblem problem)
{
    switch (problem) {
    case HttpProblem::None: return "";
    case HttpProblem::BadRequest: return "bad_request";
    case HttpProblem::HostNotFound: return "host_not_found";
    case HttpProblem::Refused: return "refused";
    case HttpProblem::Unreachable: return "unreachable";
    case HttpProblem::Proxy: return "proxy";
    case HttpProblem::Certificate: return "certificate";
    case HttpProblem::Tls: return "tls";
    case HttpProblem::ConnectTimeout: return "connect_timeout";
    case HttpProblem::Timeout: return "timeout";
    case HttpProblem::StillTimeout: return "still_timeout";
    case HttpProblem::TooLarge: return "too_large";
    case HttpProblem::Stopped: return "stopped";
    case HttpProblem::Reset: return "reset";
    }
    return "";
}

} // namespace primer
