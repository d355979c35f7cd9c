#include "core/importers/formats/file_content.h"

#include <algorithm>
#include <utility>

#include <simdjson.h>

#include "core/importers/formats/json_pieces.h"
#include "core/importers/formats/text_stream.h"

namespace primer {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t headBytes = std::size_t(64) << 10;

constexpr std::pair<std::string_view, std::string_view> signatures[] = {
    {"PK\x03\x04"sv, "a zip archive"},
    {"PK\x05\x06"sv, "a zip archive"},
    {"BZh"sv, "compressed by bzip2, which is not read: unpack it first"},
    {"\xfd"
     "7zXZ\0"sv,
     "compressed by xz, which is not read: unpack it first"},
    {"\x04\x22\x4d\x18"sv, "compressed by lz4, which is not read: unpack it first"},
    {"7z\xbc\xaf\x27\x1c"sv, "a 7z archive"},
    {"Rar!\x1a\x07"sv, "a rar archive"},
    {"PAR1"sv, "a Parquet file"},
    {"ARROW1"sv, "an Arrow file"},
    {"Obj\x01"sv, "an Avro file"},
    {"ORC"sv, "an ORC file"},
    {"SQLite format 3\0"sv, "an SQLite database"},
    {"\x89HDF\r\n"sv, "an HDF5 file"},
    {"\x93NUMPY"sv, "a NumPy array"},
    {"%PDF-"sv, "a PDF document"},
    {"\x89PNG\r\n"sv, "a picture"},
    {"\xff\xd8\xff"sv, "a picture"},
    {"GIF8"sv, "a picture"},
    {"\x7f"
     "ELF"sv,
     "a program"},
};

bool isTar(std::string_view head) { return head.size() > 262 && head.substr(257, 5) == "ustar"; }

std::string decodedHead(std::string_view head)
{
    // ASCII is all that is looked at: every other character may be anything.
    const TextEncoding encoding = textEncodingOf(head);
    if (encoding == TextEncoding::Utf8)
        return std::string(head);
    std::string ascii;
    for (const char byte : head) {
        if (byte > 0)
            ascii.push_back(byte);
    }
    return ascii;
}

/// The name of the first element, behind declarations and comments.
std::string_view rootOf(std::string_view xml)
{
    for (;;) {
        xml = withoutMarks(xml);
        if (xml.size() < 2 || xml.front() != '<')
            return {};
        if (xml[1] != '?' && xml[1] != '!')
            return xml.substr(1, xml.find_first_of(" \t\r\n/>", 1) - 1);
        const bool isComment = xml.starts_with("<!--");
        const std::size_t end = isComment ? xml.find("-->") : xml.find('>');
        if (end == std::string_view::npos)
            return {};
        xml.remove_prefix(end + (isComment ? 3 : 1));
    }
}

bool startsWithObject(std::string_view text)
{
    simdjson::dom::parser parser;
    simdjson::dom::object fields;
    const std::size_t end = endOfJsonValue(text, 0);
    return end != std::string_view::npos
           && parser.parse(text.data(), end, true).get_object().get(fields) == simdjson::SUCCESS;
}

bool isJsonRows(std::string_view head)
{
    std::string_view text = withoutMarks(head);
    const bool isList = text.starts_with('[');
    if (isList)
        text = withoutMarks(text.substr(1));
    if (!text.starts_with('{'))
        return false;
    if (endOfJsonValue(text, 0) == std::string_view::npos) // its first row is longer than what is looked at
        return head.size() >= headBytes / 2 && withoutMarks(text.substr(1)).starts_with('"');
    if (!startsWithObject(text))
        return false;
    // One object printed over several lines is a settings file, most often: its name tells.
    const std::size_t end = endOfJsonValue(text, 0);
    const bool isOneLine = text.substr(0, end).find_first_of("\r\n") == std::string_view::npos;
    return isList || isOneLine || withoutMarks(text.substr(end)).starts_with('{');
}

bool isControl(unsigned char byte)
{
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != '\v' && byte != '\b'
            && byte != 0x1b)
           || byte == 0x7f;
}

} // namespace

FileContent contentOf(std::string_view head)
{
    if (head.starts_with("PAR1") || head.starts_with("PARE"))
        return FileContent::Parquet;
    if (head.starts_with("7z\xbc\xaf\x27\x1c"sv))
        return FileContent::Archive7z;
    const std::string text = decodedHead(head);
    const std::string_view root = rootOf(text);
    if (root == "posts" || root == "row")
        return FileContent::Posts;
    return isJsonRows(text) ? FileContent::Json : FileContent::Unknown;
}

FileContent contentOfFile(const std::string &path)
{
    const auto head = headOf(path, headBytes);
    return head ? contentOf(*head) : FileContent::Unknown;
}

std::string describeBytes(std::string_view head)
{
    for (const auto &[signature, name] : signatures) {
        if (head.starts_with(signature))
            return std::string(name);
    }
    if (isTar(head))
        return "a tar archive";
    const std::string text = decodedHead(head);
    if (withoutMarks(text).starts_with('<'))
        return "a document of markup";
    if (!isText(head, false))
        return "no text";
    const std::string_view line = std::string_view(text).substr(0, text.find('\n'));
    if (std::count(line.begin(), line.end(), ',') > 0 || line.find('\t') != std::string_view::npos)
        return "text, perhaps a table of separated values";
    return "text";
}

bool isText(std::string_view bytes, bool isSure)
{
    constexpr std::size_t lookedAt = 8192, minSure = 32, maxControlsOf = 20;
    if (bytes.starts_with("\xff\xfe"sv) || bytes.starts_with("\xfe\xff"sv) || bytes.starts_with("\0\0\xfe\xff"sv))
        return true;
    const std::string_view head = bytes.substr(0, lookedAt);
    for (const auto &[signature, name] : signatures) {
        if (signature.size() > 3 && head.starts_with(signature))
            return false;
    }
    const bool isWide = textEncodingOf(head) != TextEncoding::Utf8;
    const auto controls = std::size_t(std::count_if(head.begin(), head.end(), isControl));
    if (isWide)
        return isSure || controls * 2 < head.size() + 2;
    if (isSure)
        return head.size() < minSure || controls * maxControlsOf < head.size();
    return head.find('\0') == std::string_view::npos && (controls == 0 || controls * maxControlsOf < head.size());
}

} // namespace primer
