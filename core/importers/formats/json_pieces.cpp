#include "core/importers/formats/json_pieces.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include <simdjson.h>

#include "core/importers/formats/record_reader.h"

namespace primer {

namespace {

constexpr std::size_t readBytes = std::size_t(1) << 20, firstReadBytes = std::size_t(1) << 16;
constexpr std::size_t excerptBytes = 200;
constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view blanks = " \t\r\n\x1e"; // with the record separator of RFC 7464

bool isBlank(std::string_view text) { return text.find_first_not_of(blanks) == std::string_view::npos; }

bool isObject(std::string_view text)
{
    simdjson::dom::parser parser;
    simdjson::dom::object fields;
    return parser.parse(text.data(), text.size(), true).get_object().get(fields) == simdjson::SUCCESS;
}

/// Behind the string that begins the text; npos when it does not end in it.
std::size_t endOfString(std::string_view text)
{
    std::size_t place = text.find_first_of("\"\\", 1);
    while (place != std::string_view::npos && text[place] == '\\')
        place = text.find_first_of("\"\\", place + 2);
    return place == std::string_view::npos ? place : place + 1;
}

/// Follows brackets and strings through a text that comes in parts.
class BracketScan
{
public:
    enum class State { Open, Closed, Damaged };

    /// Goes on from `place` to behind the value's last bracket, to the end of a line inside a string, behind a bracket
    /// that closes another kind or opens an object where a name must be, or to the end.
    State run(std::string_view text, std::size_t &place)
    {
        while (place < text.size()) {
            if (m_inString) {
                place = text.find_first_of("\"\\\n", place);
                if (place == std::string_view::npos) {
                    place = text.size();
                    break;
                }
                if (text[place] == '\n')
                    return State::Damaged;
                if (text[place] == '\\') {
                    if (place + 1 >= text.size())
                        break; // what is escaped comes with the next part
                    ++place;
                } else {
                    m_inString = false;
                }
                ++place;
                continue;
            }
            place = text.find_first_of("\"{}[]", place);
            if (place == std::string_view::npos) {
                place = text.size();
                break;
            }
            const char mark = text[place++];
            if (mark == '"') {
                m_inString = true;
            } else if (mark == '{' && !m_open.empty() && m_open.back() == '{' && !isBehindColon(text, place - 1)) {
                return State::Damaged; // a bracket before it is missing
            } else if (mark == '{' || mark == '[') {
                m_open.push_back(mark);
            } else {
                if (m_open.empty() || (m_open.back() == '{') != (mark == '}'))
                    return State::Damaged;
                m_open.pop_back();
                if (m_open.empty())
                    return State::Closed;
            }
        }
        return State::Open;
    }

private:
    /// What is not in this part counts as one.
    static bool isBehindColon(std::string_view text, std::size_t place)
    {
        const std::size_t before = text.substr(0, place).find_last_not_of(" \t\r\n");
        return before == std::string_view::npos || text[before] == ':';
    }

    std::string m_open; ///< the brackets that are not closed
    bool m_inString = false;
};

/// What is held of a stream, from the next piece on.
class BufferedPieces : public JsonPieces
{
public:
    BufferedPieces(std::unique_ptr<ByteStream> stream, std::uint64_t offset)
        : m_stream(std::move(stream)), m_buffer(firstReadBytes), m_offset(offset)
    {}
    std::uint64_t fileBytesRead() const override { return m_stream->fileBytesRead(); }
    std::uint64_t offset() const override { return m_offset; }

protected:
    std::string_view held() const { return {m_buffer.data() + m_begin, m_end - m_begin}; }
    bool hasEnded() const { return m_ended; }

    JsonPiece take(std::size_t size, std::size_t separator)
    {
        JsonPiece piece{m_buffer.data() + m_begin, size, m_buffer.size() - m_begin - size, m_offset};
        drop(size + separator);
        return piece;
    }

    void drop(std::size_t size)
    {
        m_begin += size;
        m_offset += size;
    }

    /// False when the stream ends or fails: the failure is told by tellFailure, once what is held is used up.
    bool fill()
    {
        if (m_ended || m_failure)
            return false;
        if (m_begin > 0) {
            std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
            m_end -= m_begin;
            m_begin = 0;
        }
        if (m_buffer.size() - m_end < m_readBytes)
            m_buffer.resize(std::max(m_buffer.size() * 2, m_end + m_readBytes));
        const auto got = m_stream->read(m_buffer.data() + m_end, m_readBytes - simdjson::SIMDJSON_PADDING);
        m_readBytes = std::min(readBytes, m_readBytes * 2); // of a small file no more than it needs
        if (!got) {
            m_failure = got.error();
            return false;
        }
        m_end += *got;
        m_ended = *got == 0;
        return !m_ended;
    }

    bool hasFailed() const { return m_failure.has_value(); }
    /// The last of what was held before the damage.
    JsonPiece takeCut()
    {
        JsonPiece piece = take(held().size(), 0);
        piece.isCut = true;
        return piece;
    }
    Error tellFailure() { return *std::exchange(m_failure, std::nullopt); }

    /// The beginning of a piece that is skipped.
    JsonPiece excerpt()
    {
        m_excerpt.assign(held().substr(0, excerptBytes));
        JsonPiece piece{m_excerpt.data(), m_excerpt.size(), 0, m_offset};
        piece.isTooLong = true;
        return piece;
    }
    void shrink()
    {
        m_buffer.resize(std::max(readBytes * 2, m_end + simdjson::SIMDJSON_PADDING));
        m_buffer.shrink_to_fit();
    }

private:
    std::unique_ptr<ByteStream> m_stream;
    std::vector<char> m_buffer;
    std::string m_excerpt;
    std::size_t m_readBytes = firstReadBytes;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::uint64_t m_offset;
    bool m_ended = false;
    std::optional<Error> m_failure;
};

class Lines : public BufferedPieces
{
public:
    Lines(std::unique_ptr<ByteStream> stream, std::uint64_t offset, char end)
        : BufferedPieces(std::move(stream), offset), m_lineEnd(end)
    {}

    Result<JsonPiece> next() override
    {
        std::size_t searched = 0;
        for (;;) {
            const std::size_t end = held().find(m_lineEnd, searched);
            if (end != std::string_view::npos)
                return take(end, 1);
            searched = held().size();
            if (searched > import_limits::lineBytes)
                return skipLongLine();
            if (fill())
                continue;
            if (hasFailed())
                return searched > 0 ? Result<JsonPiece>(takeCut()) : Result<JsonPiece>(tellFailure());
            return searched > 0 ? take(searched, 0) : JsonPiece{.atEnd = true};
        }
    }

private:
    JsonPiece skipLongLine()
    {
        const JsonPiece piece = excerpt();
        for (;;) {
            const std::size_t end = held().find(m_lineEnd);
            drop(std::min(end, held().size()) + (end == std::string_view::npos ? 0 : 1));
            if (end != std::string_view::npos || !fill())
                break;
        }
        shrink();
        return piece;
    }

    char m_lineEnd;
};

class Values : public BufferedPieces
{
public:
    using BufferedPieces::BufferedPieces;

    Result<JsonPiece> next() override
    {
        skipSeparators();
        if (held().empty())
            return hasFailed() ? Result<JsonPiece>(tellFailure()) : Result<JsonPiece>(JsonPiece{.atEnd = true});
        if (held().front() != '{')
            return takeOther();
        BracketScan scan;
        std::size_t place = 0;
        for (;;) {
            const BracketScan::State state = scan.run(held(), place);
            if (state == BracketScan::State::Closed)
                return take(place, 0);
            if (state == BracketScan::State::Damaged)
                return takeDamaged();
            if (held().size() > import_limits::lineBytes)
                return takeLong(scan, place);
            if (!fill())
                return hasFailed() ? takeCut() : takeDamaged();
        }
    }

private:
    void skipSeparators()
    {
        for (;;) {
            const std::string_view rest = held();
            std::size_t place = 0;
            while (place < rest.size()) {
                const std::size_t after = rest.find_first_not_of(" \t\r\n\x1e,[]", place);
                place = std::min(after, rest.size());
                if (!rest.substr(place).starts_with(byteOrderMark))
                    break;
                place += byteOrderMark.size();
            }
            // The line's own indentation tells where the next object of its kind begins, should this one be damaged.
            const std::size_t line = rest.substr(0, place).rfind('\n');
            if (line != std::string_view::npos)
                m_indentation = rest.substr(line + 1, place - line - 1);
            drop(place);
            const bool isWhole = held().size() >= byteOrderMark.size() || !byteOrderMark.starts_with(held());
            if (!held().empty() && isWhole)
                return;
            if (!fill())
                return;
        }
    }

    /// A value that is no object: no row, but one that is told.
    JsonPiece takeOther()
    {
        std::size_t end = 0;
        do {
            end = held().front() == '"' ? endOfString(held()) : held().find_first_of(",[]{\r\n");
        } while (end == std::string_view::npos && held().size() <= import_limits::lineBytes && fill());
        return take(std::max<std::size_t>(1, std::min(end, held().size())), 0);
    }

    /// The place of the next line that begins an object where this one began.
    std::optional<std::size_t> nextLine() const
    {
        const std::size_t line = held().find("\n" + m_indentation + "{", 1);
        return line == std::string_view::npos ? std::nullopt : std::optional(line);
    }

    /// On one line: behind an object's end.
    std::optional<std::size_t> nextObject() const
    {
        if (const auto line = nextLine())
            return line;
        const std::size_t end = std::min(held().find("},{", 1), held().find("}, {", 1));
        return end == std::string_view::npos ? std::nullopt : std::optional(end + 1);
    }

    JsonPiece takeDamaged()
    {
        while (!nextObject() && held().size() <= import_limits::lineBytes && fill()) {
        }
        return take(nextObject().value_or(held().size()), 0);
    }

    /// An object that goes on and on is one that is too long, or lost a quote or a bracket and swallowed those after
    /// it.
    JsonPiece takeLong(const BracketScan &scan, std::size_t place)
    {
        if (const auto line = nextLine())
            return take(*line, 0);
        const auto inString = objectInString();
        return inString ? take(*inString, 0) : skipLong(scan, place);
    }

    static bool beginsObjectWithName(std::string_view text)
    {
        text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
        if (!text.starts_with('{'))
            return false;
        text.remove_prefix(1);
        text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
        return text.starts_with('"');
    }

    /// Behind the comma before an object that seems to be inside a string: with its quotes as they are it cannot be, so
    /// one was lost before.
    std::optional<std::size_t> objectInString() const
    {
        int tries = 100; // each may look at all that is held
        const std::string_view text = held();
        for (std::size_t quote = text.find('"'); quote != std::string_view::npos && tries > 0;) {
            const std::size_t length = endOfString(text.substr(quote));
            const std::size_t end = length == std::string_view::npos ? text.size() : quote + length;
            const std::string_view string = text.substr(0, end);
            for (std::size_t comma = string.find("},", quote); comma != std::string_view::npos && tries > 0;
                 comma = string.find("},", comma + 2)) {
                const std::string_view rest = text.substr(comma + 2);
                if (!beginsObjectWithName(rest))
                    continue;
                --tries;
                const std::size_t brace = rest.find('{'), close = endOfJsonValue(rest, brace);
                if (close != std::string_view::npos && isObject(rest.substr(brace, close - brace)))
                    return comma + 1;
            }
            quote = text.find('"', end);
        }
        return std::nullopt;
    }

    JsonPiece skipLong(BracketScan scan, std::size_t place)
    {
        const JsonPiece piece = excerpt();
        for (;;) {
            const BracketScan::State state = scan.run(held(), place);
            drop(place);
            place = 0;
            if (state != BracketScan::State::Open || !fill())
                break;
        }
        shrink();
        return piece;
    }

    std::string m_indentation;
};

} // namespace

std::string_view withoutMarks(std::string_view text)
{
    for (;;) {
        text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
        if (!text.starts_with(byteOrderMark))
            return text;
        text.remove_prefix(byteOrderMark.size());
    }
}

std::size_t endOfJsonValue(std::string_view text, std::size_t begin)
{
    BracketScan scan;
    std::size_t place = begin;
    return scan.run(text, place) == BracketScan::State::Closed ? place : std::string_view::npos;
}

std::vector<std::string_view> objectsOfLine(std::string_view line)
{
    std::vector<std::string_view> objects;
    const bool isList = withoutMarks(line).starts_with('[');
    const std::string_view between = isList ? ",[]" : ",";
    for (std::string_view rest = withoutMarks(line); !rest.empty(); rest = withoutMarks(rest)) {
        if (between.find(rest.front()) != std::string_view::npos) {
            rest.remove_prefix(1);
            continue;
        }
        const std::size_t end = rest.front() == '{' ? endOfJsonValue(rest, 0) : std::string_view::npos;
        if (end == std::string_view::npos)
            return {};
        objects.push_back(rest.substr(0, end));
        rest.remove_prefix(end);
    }
    return objects;
}

JsonLayout jsonLayoutOf(std::string_view head)
{
    const bool hasReturns = head.find('\n') == std::string_view::npos && head.find('\r') != std::string_view::npos;
    const std::string_view text = withoutMarks(head);
    if (text.empty() || (text.front() != '{' && text.front() != '['))
        return hasReturns ? JsonLayout::ReturnLines : JsonLayout::Lines;
    const std::size_t lineEnd = text.find(hasReturns ? '\r' : '\n');
    const std::string_view line = text.substr(0, lineEnd);
    const bool isOnlyLine = lineEnd == std::string_view::npos || isBlank(text.substr(lineEnd));
    const std::size_t end = endOfJsonValue(text, 0);
    bool areValues = false;
    if (text.front() == '[')
        areValues = isOnlyLine || end > line.size();
    else if (!isObject(line))
        areValues = end != std::string_view::npos && end > line.size() && isObject(text.substr(0, end));
    if (areValues)
        return JsonLayout::Values;
    return hasReturns ? JsonLayout::ReturnLines : JsonLayout::Lines;
}

bool hasJsonRows(std::string_view head)
{
    while (!head.empty()) {
        const std::string_view line = withoutMarks(head.substr(0, head.find_first_of("\r\n")));
        if (line.starts_with('{') || line.starts_with('['))
            return true;
        const std::size_t end = head.find_first_of("\r\n");
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    }
    return false;
}

std::unique_ptr<JsonPieces> cutJson(std::unique_ptr<ByteStream> stream, std::uint64_t offset, JsonLayout layout)
{
    if (layout == JsonLayout::Values)
        return std::make_unique<Values>(std::move(stream), offset);
    return std::make_unique<Lines>(std::move(stream), offset, layout == JsonLayout::Lines ? '\n' : '\r');
}

} // namespace primer
