// Owns: secrets in the keychain of the desktop (Secret Service: GNOME Keyring, KWallet, KeePassXC), by name. Not here:
// what they are for, other places a secret may come from. Nothing is ever written elsewhere when there is no keychain.
#pragma once

#include <chrono>
#include <string>

#include "core/base/result.h"

namespace primer {

/// All block until the keychain answers, or the person before it does: not for the thread of a window. Unsupported when
/// there is no keychain (no session bus, no service on it) or it stays locked, LimitExceeded when nothing came within
/// `limit`.
constexpr std::chrono::milliseconds keychainLimit{30'000};

/// NotFound when none is kept under this name, or none that may be read.
Result<std::string> readFromKeychain(const std::string &name, std::chrono::milliseconds limit = keychainLimit);
/// In place of one that is there.
Status keepInKeychain(const std::string &name, const std::string &secret,
                      std::chrono::milliseconds limit = keychainLimit);
/// NotFound when none is kept under this name.
Status removeFromKeychain(const std::string &name, std::chrono::milliseconds limit = keychainLimit);

} // namespace primer
