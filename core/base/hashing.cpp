#include "core/base/hashing.h"

#include <cerrno>
#include <cstdio>
#include <vector>

#include <openssl/evp.h>

namespace primer {

struct Sha256::Context {
    // Fetched once: OpenSSL 3 looks the algorithm up on every EVP_sha256() initialisation otherwise.
    static const EVP_MD *algorithm()
    {
        static const EVP_MD *const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        return fetched;
    }
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    Context() { EVP_DigestInit_ex(context, algorithm(), nullptr); }
    ~Context() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : m_context(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256 &&) noexcept = default;
Sha256 &Sha256::operator=(Sha256 &&) noexcept = default;

void Sha256::update(std::string_view bytes) { EVP_DigestUpdate(m_context->context, bytes.data(), bytes.size()); }

Sha256Digest Sha256::finish()
{
    Sha256Digest digest{};
    EVP_DigestFinal_ex(m_context->context, digest.data(), nullptr);
    EVP_DigestInit_ex(m_context->context, Context::algorithm(), nullptr);
    return digest;
}

Sha256Digest sha256(std::string_view bytes)
{
    thread_local Sha256 hasher;
    hasher.update(bytes);
    return hasher.finish();
}

std::string toHex(const Sha256Digest &digest)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(digest.size() * 2);
    for (const std::uint8_t byte : digest) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 15]);
    }
    return text;
}

Result<Sha256Digest> sha256OfFile(const std::string &path)
{
    std::FILE *file = std::fopen(path.c_str(), "rb");
    if (!file)
        return errnoError(errno, path);
    Sha256 hasher;
    std::vector<char> buffer(1 << 20);
    std::size_t got = 0;
    while ((got = std::fread(buffer.data(), 1, buffer.size(), file)) > 0)
        hasher.update({buffer.data(), got});
    const bool failed = std::ferror(file) != 0;
    std::fclose(file);
    if (failed)
        return Error{ErrorCode::Io, "read error", path};
    return hasher.finish();
}

} // namespace primer
