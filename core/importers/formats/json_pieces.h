// Owns: cutting a text of JSON into the pieces that are its rows: lines, or the values of a list or of objects printed
// over several lines; in constant memory, with their offsets. Not here: what is in them (row_mapper.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/importers/formats/byte_stream.h"

namespace primer {

/// How the rows are told apart.
enum class JsonLayout { Lines, ReturnLines, Values };

/// By the beginning of a text. ReturnLines: lines end with a carriage return alone.
JsonLayout jsonLayoutOf(std::string_view head);
/// True when a line of it begins as JSON rows do; a text where none does is something else.
bool hasJsonRows(std::string_view head);

/// Behind the object or list that begins at `begin`, npos when it does not end in `text`.
std::size_t endOfJsonValue(std::string_view text, std::size_t begin);

/// The objects of a line that holds several, or a list of them. Empty when it holds anything else too.
std::vector<std::string_view> objectsOfLine(std::string_view line);

/// Without what may stand before a row: blanks, byte order marks of joined files, record separators.
std::string_view withoutMarks(std::string_view text);

struct JsonPiece {
    const char *text = nullptr;
    std::size_t size = 0;
    std::size_t padding = 0; ///< readable bytes after it
    std::uint64_t offset = 0;
    bool isTooLong = false; ///< skipped; the text is its beginning
    bool isCut = false;     ///< the stream fails behind it: it may be half a row
    bool atEnd = false;
};

class JsonPieces
{
public:
    virtual ~JsonPieces() = default;
    /// Valid until the next call. An error tells once that the stream is damaged; what can be read behind it follows.
    virtual Result<JsonPiece> next() = 0;
    virtual std::uint64_t fileBytesRead() const = 0;
    /// Where the next piece begins.
    virtual std::uint64_t offset() const = 0;
};

/// `stream` stands at `offset`.
std::unique_ptr<JsonPieces> cutJson(std::unique_ptr<ByteStream> stream, std::uint64_t offset, JsonLayout layout);

} // namespace primer
