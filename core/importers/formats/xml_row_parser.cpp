#include "core/importers/formats/xml_row_parser.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace primer {

namespace {

constexpr int deepest = 64;
constexpr std::size_t shownName = 100;

} // namespace

void XmlRowParser::begin(std::uint64_t offset, const char *encoding)
{
    if (!m_parser || !XML_ParserReset(m_parser.get(), encoding))
        m_parser.reset(XML_ParserCreate(encoding));
    XML_SetUserData(m_parser.get(), this);
    XML_SetElementHandler(m_parser.get(), onStart, [](void *data, const XML_Char *) { self(data).end(); });
    m_parsedFrom = m_settled = offset;
    m_end = End::None;
    m_depth = 0;
    m_rowIsOpen = m_isInCdata = m_toldText = false;
}

void XmlRowParser::beginDocument(std::uint64_t offset)
{
    begin(offset, nullptr);
    m_isDocument = true;
    m_declaredEncoding.clear();
    XML_SetXmlDeclHandler(m_parser.get(), [](void *data, const XML_Char *, const XML_Char *encoding, int) {
        self(data).m_declaredEncoding = encoding ? encoding : "";
    });
}

void XmlRowParser::beginRows(std::uint64_t offset, const XmlEncoding &encoding)
{
    begin(offset, encoding.name());
    m_isDocument = false;
    XML_SetCharacterDataHandler(m_parser.get(), [](void *data, const XML_Char *text, int size) {
        self(data).text({text, std::size_t(size)});
    });
    XML_SetCdataSectionHandler(
        m_parser.get(), [](void *data) { self(data).m_isInCdata = true; },
        [](void *data) {
            self(data).m_isInCdata = false;
            self(data).settle();
        });
    XML_SetCommentHandler(m_parser.get(), [](void *data, const XML_Char *) { self(data).settle(); });
    XML_SetProcessingInstructionHandler(m_parser.get(),
                                        [](void *data, const XML_Char *, const XML_Char *) { self(data).settle(); });
    const std::string root = encoding.encoded("<posts>");
    XML_Parse(m_parser.get(), root.data(), int(root.size()), XML_FALSE);
    m_parsedFrom = offset - root.size(); // modulo 2^64: the offsets behind the root come out right
}

XmlRowParser::End XmlRowParser::parse(std::string_view bytes, bool isLast)
{
    if (XML_Parse(m_parser.get(), bytes.data(), int(bytes.size()), isLast ? XML_TRUE : XML_FALSE) == XML_STATUS_OK)
        return End::None;
    if (m_end == End::None) {
        m_end = End::Malformed;
        const bool hasPlace = XML_GetCurrentByteIndex(m_parser.get()) >= 0;
        m_endsAt = m_endsBefore = hasPlace ? std::max(offset(), m_settled) : m_settled;
    }
    return m_end;
}

void XmlRowParser::onStart(void *data, const XML_Char *name, const XML_Char **attributes)
{
    self(data).start(name, attributes);
}

void XmlRowParser::start(const char *name, const char **attributes)
{
    if (m_isDocument) {
        m_rootName = name;
        stop(End::Root);
        return;
    }
    const bool isRow = std::strcmp(name, "row") == 0;
    if (++m_depth == 1) // the root of our own
        return;
    if (m_depth > 2) {
        if (isRow)
            stop(End::Unclosed);
        else if (m_depth > deepest)
            stop(End::TooDeep);
        return;
    }
    m_openedAt = offset();
    m_rowIsOpen = isRow;
    m_toldText = false;
    if (!isRow) {
        m_sink.takeOther(m_openedAt, "invalid_row", "an element <" + std::string(name).substr(0, shownName) + ">");
        return;
    }
    m_row.clear();
    for (; *attributes; attributes += 2)
        m_row.add(attributes[0], std::string_view(attributes[1]));
}

void XmlRowParser::end()
{
    if (m_end != End::None)
        return; // an empty element's end is told although the parser was stopped
    --m_depth;
    if (m_depth == 0) {
        stop(End::RootEnd);
    } else if (m_depth == 1) {
        if (std::exchange(m_rowIsOpen, false))
            m_sink.takeRow(m_row, m_openedAt, endOfEvent());
        settle();
    }
}

void XmlRowParser::text(std::string_view text)
{
    if (m_depth != 1)
        return;
    const bool isBlank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (!isBlank && !m_isInCdata && !std::exchange(m_toldText, true))
        m_sink.takeOther(offset(), "invalid_xml", "text between the rows");
    settle();
}

void XmlRowParser::stop(End why)
{
    m_end = why;
    m_endsAt = offset();
    m_endsBefore = endOfEvent();
    XML_StopParser(m_parser.get(), XML_FALSE);
}

void XmlRowParser::settle()
{
    if (m_depth == 1 && !m_isInCdata)
        m_settled = endOfEvent();
}

std::uint64_t XmlRowParser::offset() const
{
    return m_parsedFrom + std::uint64_t(XML_GetCurrentByteIndex(m_parser.get()));
}

std::uint64_t XmlRowParser::endOfEvent() const
{
    return offset() + std::uint64_t(XML_GetCurrentByteCount(m_parser.get()));
}

} // namespace primer
