// Owns: the forms in which a secret may stand in a text: encoded, escaped, in pieces. Not here: which texts are looked
// through (redactor.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace primer::log {

/// The secret itself, in base64 wherever it stands in what was encoded, in hexadecimal, with escapes.
std::vector<std::string> formsOf(std::string_view secret);

/// A text read anew, and where in the one that is to be redacted each of its characters stands.
struct ReadText {
    std::string text;
    std::vector<std::size_t> begins, ends;

    void add(char character, std::size_t begin, std::size_t end)
    {
        text.push_back(character);
        begins.push_back(begin);
        ends.push_back(end);
    }
};

ReadText asRead(std::string_view text);
bool hasEscape(std::string_view text);
/// The escapes of JSON, URLs and HTML read once: those in them stay.
ReadText withoutEscapes(const ReadText &given);
/// Letters and digits alone, in lower case: what is left when quotes, commas, spaces and the like come between.
ReadText lettersOf(const ReadText &given);

/// Marks the characters of `secret` where it stands in pieces of three and more, one after the other with other text
/// between them: {"a":"sk-12","b":"3456"}. Secrets of less than eight letters are not looked for.
void markPiecesInOrder(const ReadText &letters, std::string_view secret, std::vector<bool> &isSecret);

} // namespace primer::log
