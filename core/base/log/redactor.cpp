#include "core/base/log/redactor.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <utility>

#include "core/base/log/secret_text.h"
#include "core/base/utf8.h"

namespace primer::log {

namespace {

constexpr std::string_view hidden = "(hidden)", hiddenFile = "(file)";
constexpr std::size_t pieceBytes = sizeof(std::uint64_t), shortestSecret = 4, shortestToken = 8;
constexpr std::size_t longestInput = 1 << 16;

bool isAlphanumeric(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z')
           || (character >= 'A' && character <= 'Z');
}

bool isSpace(char character) { return character == ' ' || character == '\t' || character == '\n' || character == '\r'; }

bool isQuote(char character) { return character == '"' || character == '\'' || character == '`'; }

bool startsWithWord(std::string_view text, std::string_view lowerWord)
{
    return text.size() >= lowerWord.size()
           && std::equal(lowerWord.begin(), lowerWord.end(), text.begin(), [](char expected, char given) {
                  return expected == (given >= 'A' && given <= 'Z' ? char(given | 0x20) : given);
              });
}

std::uint64_t pieceAt(const char *bytes)
{
    std::uint64_t piece = 0;
    std::memcpy(&piece, bytes, sizeof piece);
    return piece;
}

// ---- tokens known by their form --------------------------------------------------------------------

std::size_t endOfWord(std::string_view text, std::size_t place)
{
    while (place < text.size() && !isSpace(text[place]) && !isQuote(text[place])
           && std::string_view(",;&)}]<>\\").find(text[place]) == std::string_view::npos)
        ++place;
    return place;
}

/// Where the value of a "name: value", "name=value" or "\"name\": \"value\"" begins that ends its name at `place`;
/// npos when there is none.
std::size_t valueAfterName(std::string_view text, std::size_t place)
{
    const auto skip = [&](auto isSkipped) {
        while (place < text.size() && isSkipped(text[place]))
            ++place;
    };
    const auto isQuoteOrEscape = [](char character) { return isQuote(character) || character == '\\'; };
    skip(isQuoteOrEscape);
    skip(isSpace);
    if (place >= text.size() || (text[place] != ':' && text[place] != '='))
        return std::string_view::npos;
    ++place;
    skip(isSpace);
    skip(isQuoteOrEscape);
    return place < text.size() ? place : std::string_view::npos;
}

struct Span {
    std::size_t begin = 0, end = 0; ///< empty: nothing to hide here
};

/// A header or field whose name says that its value is secret, at `place`.
Span secretField(std::string_view text, std::size_t place)
{
    const std::string_view rest = text.substr(place);
    for (const std::string_view name : {"proxy-authorization", "authorization", "set-cookie", "cookie"}) {
        if (!startsWithWord(rest, name))
            continue;
        const std::size_t begin = valueAfterName(text, place + name.size());
        if (begin == std::string_view::npos)
            return {};
        // To the end of the line or of the quoted text: "Bearer x", "Basic x", or a scheme that is not known here.
        return {begin, std::min(text.find_first_of("\"'`\r\n\\", begin), text.size())};
    }
    for (const std::string_view name : {"api_key", "api-key", "apikey", "access_token", "refresh_token", "auth_token",
                                        "client_secret", "secret", "token", "password", "passwd"}) {
        if (!startsWithWord(rest, name))
            continue;
        const std::size_t begin = valueAfterName(text, place + name.size());
        return begin == std::string_view::npos ? Span{} : Span{begin, endOfWord(text, begin)};
    }
    return {};
}

/// A token whose first characters say what it is, at `place`, which is the beginning of a word.
Span tokenByPrefix(std::string_view text, std::size_t place)
{
    const std::string_view rest = text.substr(place);
    if (startsWithWord(rest, "bearer")) {
        std::size_t begin = place + 6;
        if (begin < text.size() && !isSpace(text[begin]) && text[begin] != '+' && text[begin] != '%')
            return {};
        while (begin < text.size() && isSpace(text[begin]))
            ++begin;
        const std::size_t end = endOfWord(text, begin);
        return end - begin >= shortestToken ? Span{begin, end} : Span{};
    }
    struct Kind {
        std::string_view prefix, more;
    };
    for (const Kind &kind : {Kind{"sk-", "-_.*"}, Kind{"hf_", "*"}, Kind{"ghp_", "*"}, Kind{"github_pat_", "_*"}}) {
        if (!rest.starts_with(kind.prefix))
            continue;
        std::size_t end = place + kind.prefix.size();
        while (end < text.size() && (isAlphanumeric(text[end]) || kind.more.find(text[end]) != std::string_view::npos))
            ++end;
        if (end - place - kind.prefix.size() >= shortestToken)
            return {place, end};
    }
    return {};
}

/// What nlohmann's parser quotes of a text that it cannot read: content.
Span lastRead(std::string_view text, std::size_t place)
{
    constexpr std::string_view words = "last read: '";
    if (!text.substr(place).starts_with(words))
        return {};
    const std::size_t begin = place + words.size(), end = text.rfind('\'');
    return {begin, end == std::string_view::npos || end < begin ? text.size() : end};
}

/// The user and password of a URL whose "://" is at `place`.
Span userOfUrl(std::string_view text, std::size_t place)
{
    if (!text.substr(place).starts_with("://"))
        return {};
    const std::size_t begin = place + 3, host = std::min(text.find_first_of("/?#", begin), endOfWord(text, begin));
    const std::size_t user = text.rfind('@', host);
    return user != std::string_view::npos && user > begin && user < host ? Span{begin, user} : Span{};
}

/// What follows a "?" that begins a URL's query.
Span queryOfUrl(std::string_view text, std::size_t place)
{
    std::size_t end = place + 1;
    while (end < text.size() && !isSpace(text[end]) && !isQuote(text[end]) && text[end] != '<' && text[end] != '>')
        ++end;
    const bool isQuery = text.substr(place + 1, end - place - 1).find('=') != std::string_view::npos;
    return isQuery ? Span{place + 1, end} : Span{};
}

std::string withoutTokens(std::string_view text)
{
    std::string result;
    std::size_t copied = 0;
    const auto hide = [&](const Span &span) {
        if (span.end <= span.begin || span.begin < copied)
            return false;
        result += text.substr(copied, span.begin - copied);
        result += hidden;
        copied = span.end;
        return true;
    };
    for (std::size_t place = 0; place < text.size(); ++place) {
        if (place < copied)
            place = copied;
        if (place >= text.size())
            break;
        const char character = text[place];
        if (character == ':' || character == '?') {
            hide(character == ':' ? userOfUrl(text, place) : queryOfUrl(text, place));
            continue;
        }
        if (!isAlphanumeric(character) || (place > 0 && isAlphanumeric(text[place - 1])))
            continue;
        if (!hide(secretField(text, place)) && !hide(tokenByPrefix(text, place)))
            hide(lastRead(text, place));
    }
    result += text.substr(copied);
    return result;
}

// ---- names of files --------------------------------------------------------------------------------

bool endsPath(char character)
{
    return character == '\n' || character == '\t' || character == '\r' || isQuote(character)
           || std::string_view("<>|,;)]}").find(character) != std::string_view::npos;
}

/// The end of the last word before `limit` that ends like a file's name ("a b.py"); `end` when there is none.
std::size_t endOfSpacedName(std::string_view text, std::size_t end, std::size_t limit)
{
    for (std::size_t word = end; word < limit;) {
        const std::size_t next = std::min(text.find(' ', word), limit);
        const std::size_t dot = text.substr(0, next).rfind('.');
        if (dot != std::string_view::npos && dot > word && dot + 1 < next)
            end = next;
        word = next + 1;
    }
    return end;
}

/// A path's end, with the spaces in it as far as slashes or a name with an ending follow.
std::size_t endOfPath(std::string_view text, std::size_t begin)
{
    const char before = begin > 0 ? text[begin - 1] : '\0';
    if (isQuote(before)) {
        const std::size_t quote = text.find(before, begin);
        if (quote != std::string_view::npos)
            return quote;
    }
    std::size_t limit = begin;
    while (limit < text.size() && !endsPath(text[limit])
           && !(text[limit] == ':' && limit > begin + 5 && (limit + 1 >= text.size() || isSpace(text[limit + 1]))))
        ++limit;
    const std::size_t slash = text.substr(0, limit).rfind('/');
    std::size_t end = std::max(begin, slash == std::string_view::npos ? begin : slash);
    while (end < limit && !isSpace(text[end]))
        ++end;
    end = endOfSpacedName(text, end, limit);
    while (end > begin + 1 && text[end - 1] == '.')
        --end;
    return end;
}

/// "src/a.py", but not "and/or", "tokens/s" or a URL.
bool isRelativePath(std::string_view word)
{
    const std::size_t slash = word.rfind('/');
    if (slash == std::string_view::npos || word.find("://") != std::string_view::npos)
        return false;
    const std::size_t dot = word.find('.', slash);
    return dot != std::string_view::npos && dot + 1 < word.size() && isAlphanumeric(word[dot + 1]);
}

bool beginsPath(std::string_view text, std::size_t place)
{
    const std::string_view rest = text.substr(place);
    if (rest.starts_with("file://") || rest.starts_with("~/") || rest.starts_with("./") || rest.starts_with("../"))
        return true;
    if (rest.starts_with('/')) {
        const bool isTag = place > 0 && text[place - 1] == '<' && rest.find('/', 1) > rest.find('>'); // </b>
        return rest.size() > 1 && !isSpace(rest[1]) && rest[1] != '/' && !isTag;
    }
    std::size_t end = place;
    while (end < text.size() && !isSpace(text[end]) && !endsPath(text[end]))
        ++end;
    std::string_view word = text.substr(place, end - place);
    while (!word.empty() && (word.back() == '.' || word.back() == ':'))
        word.remove_suffix(1);
    return isRelativePath(word);
}

// ---- one line of plain text ------------------------------------------------------------------------

bool turnsDirection(std::string_view sequence)
{
    return sequence == "\xd8\x9c" || sequence == "\xe2\x80\x8e" || sequence == "\xe2\x80\x8f"
           || (sequence >= "\xe2\x80\xaa" && sequence <= "\xe2\x80\xae")
           || (sequence >= "\xe2\x81\xa6" && sequence <= "\xe2\x81\xa9");
}

std::string oneLine(std::string_view text)
{
    constexpr const char *digits = "0123456789abcdef";
    std::string line;
    line.reserve(text.size());
    const auto escape = [&line](std::string_view bytes) {
        for (const char character : bytes) {
            const auto byte = static_cast<unsigned char>(character);
            line += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        }
    };
    while (!text.empty() && line.size() < Redactor::longestLine) {
        const std::size_t length = utf8SequenceLength(text);
        const std::string_view sequence = text.substr(0, std::max<std::size_t>(1, length));
        const auto lead = static_cast<unsigned char>(sequence[0]);
        const bool isControl = lead < 0x20 || lead == 0x7f
                               || (lead == 0xc2 && length == 2 && static_cast<unsigned char>(sequence[1]) < 0xa0);
        if (sequence == "\n")
            line += "\\n";
        else if (sequence == "\t")
            line += ' ';
        else if (length == 0 || isControl || turnsDirection(sequence))
            escape(sequence);
        else
            line += sequence;
        text.remove_prefix(sequence.size());
    }
    if (!text.empty())
        line += "…";
    return line;
}

} // namespace

void Redactor::hideSecret(std::string_view secret)
{
    if (secret.size() < shortestSecret)
        return;
    const std::unique_lock lock(m_mutex);
    if (std::find(m_secrets.begin(), m_secrets.end(), secret) == m_secrets.end())
        m_secrets.emplace_back(secret);
    for (std::string &form : formsOf(secret)) {
        for (std::size_t place = 0; place + pieceBytes <= form.size(); ++place)
            m_pieces.insert(pieceAt(form.data() + place));
        if (form.size() >= shortestSecret && form.size() < pieceBytes
            && std::find(m_shortOnes.begin(), m_shortOnes.end(), form) == m_shortOnes.end())
            m_shortOnes.push_back(std::move(form));
    }
}

void Redactor::markPieces(std::string_view text, std::vector<bool> &isSecret) const
{
    const auto mark = [&](std::size_t place, std::size_t size) {
        std::fill_n(isSecret.begin() + std::ptrdiff_t(place), size, true);
    };
    for (std::size_t place = 0; place + pieceBytes <= text.size(); ++place) {
        if (m_pieces.contains(pieceAt(text.data() + place)))
            mark(place, pieceBytes);
    }
    for (const std::string &form : m_shortOnes) {
        for (std::size_t place = text.find(form); place != std::string_view::npos; place = text.find(form, place + 1))
            mark(place, form.size());
    }
}

std::string Redactor::withoutSecrets(std::string_view text) const
{
    const std::shared_lock lock(m_mutex);
    if (m_secrets.empty())
        return std::string(text);
    constexpr int escapesInEscapes = 3;
    std::vector<bool> isSecret(text.size());
    markPieces(text, isSecret);
    ReadText read = asRead(text);
    for (int turn = 0; turn < escapesInEscapes && hasEscape(read.text); ++turn) {
        read = withoutEscapes(read);
        std::vector<bool> isFound(read.text.size());
        markPieces(read.text, isFound);
        for (std::size_t place = 0; place < isFound.size(); ++place) {
            for (std::size_t at = read.begins[place]; isFound[place] && at < read.ends[place]; ++at)
                isSecret[at] = true;
        }
    }
    const ReadText letters = lettersOf(read);
    for (const std::string &secret : m_secrets)
        markPiecesInOrder(letters, secret, isSecret);
    std::string result;
    for (std::size_t place = 0; place < text.size(); ++place) {
        if (!isSecret[place])
            result.push_back(text[place]);
        else if (place == 0 || !isSecret[place - 1])
            result += hidden;
    }
    return result;
}

std::string Redactor::redact(std::string_view text, bool withFileNames) const
{
    std::string safe = withoutTokens(withoutSecrets(text.substr(0, longestInput)));
    if (!withFileNames)
        safe = withoutFileNames(safe);
    return oneLine(safe);
}

std::string withoutFileNames(std::string_view text)
{
    if (text.find('/') == std::string_view::npos)
        return std::string(text);
    std::string result;
    for (std::size_t place = 0; place < text.size();) {
        const char before = place > 0 ? text[place - 1] : ' ';
        const bool isBoundary = isSpace(before) || isQuote(before)
                                || std::string_view("([{<=:,;|").find(before) != std::string_view::npos
                                || static_cast<unsigned char>(before) >= 0x80;
        if (isBoundary && beginsPath(text, place)) {
            result += hiddenFile;
            place = std::max(place + 1, endOfPath(text, place));
        } else {
            result.push_back(text[place++]);
        }
    }
    return result;
}

} // namespace primer::log
