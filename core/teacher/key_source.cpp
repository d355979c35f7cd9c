#include "core/teacher/key_source.h"

#include "core/base/log.h"
#include "core/keychain/keychain.h"

namespace primer {

std::string keyNameOf(const std::string &baseUrl)
{
    const std::size_t scheme = baseUrl.find("://");
    return baseUrl.substr(0, scheme == std::string::npos ? scheme : baseUrl.find('/', scheme + 3));
}

Result<ApiKey> findKey(const Endpoint &endpoint, const std::string &variable)
{
    const auto kept = readFromKeychain(keyNameOf(endpoint.baseUrl));
    if (kept)
        return ApiKey::from(*kept, "keychain");
    if (kept.error().code != ErrorCode::NotFound)
        log::failure(log::Level::Info, kept.error(), "the keychain is passed over");
    auto key = ApiKey::fromEnvironment(variable);
    if (key || key.error().code != ErrorCode::NotFound)
        return key;
    if (endpoint.isLoopback())
        return ApiKey();
    return Error{ErrorCode::NeedsKey, "the variable " + variable + " holds none; the keychain: " + kept.error().detail,
                 keyNameOf(endpoint.baseUrl)};
}

Status keepKey(const std::string &baseUrl, const ApiKey &key) { return key.keepAs(keyNameOf(baseUrl)); }

Result<bool> hasKey(const std::string &baseUrl)
{
    const auto kept = readFromKeychain(keyNameOf(baseUrl));
    if (!kept && kept.error().code != ErrorCode::NotFound)
        return kept.error();
    return kept.ok();
}

Status forgetKey(const std::string &baseUrl) { return removeFromKeychain(keyNameOf(baseUrl)); }

} // namespace primer
