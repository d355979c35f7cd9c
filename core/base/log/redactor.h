// Owns: what may not be in a log: keys, and above Debug the names of files; and that a line is one line of plain text.
// Not here: writing it. Every line of the log passes here once, before any sink has it.
#pragma once

#include <cstdint>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace primer::log {

/// Thread-safe.
class Redactor
{
public:
    static constexpr std::size_t longestLine = 4096;

    void hideSecret(std::string_view secret);

    /// Without secrets, tokens known by their form (Bearer ..., Authorization: ..., sk-..., hf_..., api_key=..., a
    /// URL's query and password) and what a JSON parser read last; without paths unless `withFileNames`. Control
    /// characters, marks that turn the direction of writing and bytes that are no UTF-8 are written as escapes.
    std::string redact(std::string_view text, bool withFileNames) const;

    /// Without the registered secrets alone, nothing else changed, of any length: as they are, in part, in base64 and
    /// hexadecimal, with the escapes of JSON, URLs and HTML (one in another, too), and in pieces that follow each other
    /// with other text between them.
    std::string withoutSecrets(std::string_view text) const;

private:
    void markPieces(std::string_view text, std::vector<bool> &isSecret) const;

    mutable std::shared_mutex m_mutex;
    std::unordered_set<std::uint64_t> m_pieces; ///< every eight characters of every form of a secret
    std::vector<std::string> m_shortOnes;       ///< forms with fewer
    std::vector<std::string> m_secrets;
};

/// "/home/a/b.py: no such file" is "(file): no such file". What follows a path's spaces up to the last slash, or to
/// a name with an ending, counts as the path: too much is hidden rather than too little. URLs are no paths.
std::string withoutFileNames(std::string_view text);

} // namespace primer::log
