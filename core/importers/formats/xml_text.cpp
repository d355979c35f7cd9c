#include "core/importers/formats/xml_text.h"

#include <cctype>
#include <charconv>
#include <cstring>

namespace primer {

namespace {

constexpr const char *utf16Little = "UTF-16LE", *utf16Big = "UTF-16BE";
constexpr const char *encodingNames[] = {"UTF-8", utf16Little, utf16Big, "ISO-8859-1", "US-ASCII"};

bool isXmlCharacter(std::uint32_t code)
{
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code < 0xd800)
           || (code >= 0xe000 && code < 0xfffe) || (code >= 0x10000 && code < 0x110000);
}

} // namespace

XmlEncoding::XmlEncoding(const char *name)
    : m_name(name), m_unit(name == utf16Little || name == utf16Big ? 2 : 1), m_rowMark(encoded("<row")),
      m_emptyEnd(encoded("/>"))
{}

XmlEncoding XmlEncoding::named(std::string_view name)
{
    std::string upper;
    for (const char character : name)
        upper.push_back(char(std::toupper(static_cast<unsigned char>(character))));
    for (const char *known : encodingNames) {
        if (upper == known)
            return XmlEncoding(known);
    }
    return {};
}

XmlEncoding XmlEncoding::of(std::string_view start, const std::string &declared)
{
    using namespace std::string_view_literals;
    if (start.starts_with("\xff\xfe"sv) || start.starts_with("<\0"sv))
        return XmlEncoding(utf16Little);
    if (start.starts_with("\xfe\xff"sv) || start.starts_with("\0<"sv))
        return XmlEncoding(utf16Big);
    const XmlEncoding said = named(declared);
    return said.unit() == 1 ? said : XmlEncoding();
}

std::string XmlEncoding::encoded(std::string_view ascii) const
{
    if (m_unit == 1)
        return std::string(ascii);
    std::string bytes;
    for (const char character : ascii) {
        bytes.push_back(m_name == utf16Little ? character : '\0');
        bytes.push_back(m_name == utf16Little ? '\0' : character);
    }
    return bytes;
}

std::size_t XmlEncoding::findRow(std::string_view bytes, std::uint64_t offset) const
{
    for (std::size_t from = 0;; ++from) {
        from = bytes.find(m_rowMark, from);
        if (from == std::string_view::npos || bytes.size() - from < rowMarkBytes())
            return std::string_view::npos;
        if ((offset + from) % m_unit != 0)
            continue;
        const std::string_view next = bytes.substr(from + m_rowMark.size(), m_unit);
        for (const char *end : {" ", "\t", "\r", "\n", "/", ">"}) {
            if (next == encoded(end))
                return from;
        }
    }
}

std::string withoutBadReferences(std::string_view xml)
{
    constexpr std::size_t longest = 16; ///< with leading zeros; a longer one is left to the parser
    std::string mended;
    for (;;) {
        const std::size_t begin = xml.find("&#");
        mended += xml.substr(0, begin);
        if (begin == std::string_view::npos)
            return mended;
        xml.remove_prefix(begin);
        const std::size_t end = xml.substr(0, longest).find(';');
        const bool isHex = xml.substr(2).starts_with('x');
        std::uint32_t code = 0;
        if (end == std::string_view::npos) {
            mended += "&#";
            xml.remove_prefix(2);
            continue;
        }
        const std::string_view digits = xml.substr(isHex ? 3 : 2, end - (isHex ? 3 : 2));
        const auto [last, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), code,
                                                     isHex ? 16 : 10);
        const bool isNumber = failure != std::errc::invalid_argument && last == digits.data() + digits.size();
        const bool isBad = isNumber && (failure == std::errc::result_out_of_range || !isXmlCharacter(code));
        mended += isBad ? std::string_view("&#xFFFD;") : xml.substr(0, end + 1);
        xml.remove_prefix(end + 1);
    }
}

} // namespace primer
