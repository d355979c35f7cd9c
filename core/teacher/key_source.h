// Owns: where the key of an endpoint comes from. Not here: the keychain itself, asking.
#pragma once

#include "core/teacher/endpoint.h"

namespace primer {

/// The name a key is kept under: scheme, host and port, so that it is found for no other server.
std::string keyNameOf(const std::string &baseUrl);

/// The key in the keychain, else the one in the environment's variable; for a server on this machine none is needed.
/// NeedsKey when there is neither, with what the keychain said. Blocks as the keychain does.
Result<ApiKey> findKey(const Endpoint &endpoint, const std::string &variable);

/// InvalidInput for what no header may hold. All block as the keychain does.
Status keepKey(const std::string &baseUrl, const ApiKey &key);
/// NotFound is an answer here.
Result<bool> hasKey(const std::string &baseUrl);
Status forgetKey(const std::string &baseUrl);

} // namespace primer
