// Owns: sha256 (identity of content and files). Thread-safe: every object is its own state.
// Not here: non-cryptographic hashes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace primer {

using Sha256Digest = std::array<std::uint8_t, 32>;

class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 &&) noexcept;
    Sha256 &operator=(Sha256 &&) noexcept;

    void update(std::string_view bytes);
    /// Ends the message; the object then starts a new one.
    Sha256Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

Sha256Digest sha256(std::string_view bytes);
std::string toHex(const Sha256Digest &digest);
Result<Sha256Digest> sha256OfFile(const std::string &path);

} // namespace primer
