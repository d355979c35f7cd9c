// Owns: questions about addresses, answered by the parser that also decides where a request goes. Not here: requests.
#pragma once

#include <string>

namespace primer {

/// True for http or https to localhost, 127.x.x.x or [::1]. An address with a name or password in it never is: what
/// stands before the @ is not the host.
bool isLoopbackUrl(const std::string &url);

/// The same scheme, host and port, none of them empty.
bool isSameOrigin(const std::string &first, const std::string &second);

/// Where a Location header of an answer from `base` points to; "" when that is no address.
std::string redirectTarget(const std::string &base, const std::string &location);

} // namespace primer
