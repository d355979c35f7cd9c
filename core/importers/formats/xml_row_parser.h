// Owns: expat over a document of rows: its root, its rows, and what stands between them that is none. Not here: the
// file, and going on after damage (posts_xml_reader.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include <expat.h>

#include "core/importers/formats/staged_posts.h"
#include "core/importers/formats/xml_text.h"

namespace primer {

/// Offsets are those of the file. Rows are parsed as children of a root of its own: a declaration of the document
/// cannot mean anything to them, and every beginning, at the first row, at a resumption or behind damage, is the same.
class XmlRowParser
{
public:
    class Sink
    {
    public:
        virtual ~Sink() = default;
        virtual void takeRow(const PostRow &row, std::uint64_t begin, std::uint64_t end) = 0;
        virtual void takeOther(std::uint64_t begin, const char *reason, std::string detail) = 0;
    };
    explicit XmlRowParser(Sink &sink) : m_sink(sink) {}
    XmlRowParser(const XmlRowParser &) = delete;
    XmlRowParser &operator=(const XmlRowParser &) = delete;

    /// The next byte is a document's first: ends at its root.
    void beginDocument(std::uint64_t offset);
    /// The next byte stands between two rows.
    void beginRows(std::uint64_t offset, const XmlEncoding &encoding);

    enum class End {
        None,      ///< wants more
        Root,      ///< the document's root has begun
        RootEnd,   ///< it has ended
        Unclosed,  ///< a row begins in an element that should have ended
        TooDeep,   ///< elements inside elements
        Malformed, ///< error() says how
    };
    /// After any other end than None, begin anew.
    End parse(std::string_view bytes, bool isLast = false);

    /// Where the root, the root's end, the row inside another element or the damage is.
    std::uint64_t endsAt() const { return m_endsAt; }
    std::uint64_t endsBefore() const { return m_endsBefore; }
    XML_Error error() const { return XML_GetErrorCode(m_parser.get()); }
    const std::string &rootName() const { return m_rootName; }
    /// "" when the document declares none.
    const std::string &declaredEncoding() const { return m_declaredEncoding; }
    /// Everything before it is dealt with, and a parser may begin rows there.
    std::uint64_t settled() const { return m_settled; }
    /// The child of the root that is open, or was last.
    std::uint64_t openedAt() const { return m_openedAt; }
    bool rowIsOpen() const { return m_rowIsOpen; }

private:
    void begin(std::uint64_t offset, const char *encoding);
    static XmlRowParser &self(void *data) { return *static_cast<XmlRowParser *>(data); }
    static void onStart(void *data, const XML_Char *name, const XML_Char **attributes);
    void start(const char *name, const char **attributes);
    void end();
    void text(std::string_view text);
    void stop(End why);
    void settle();
    std::uint64_t offset() const;
    std::uint64_t endOfEvent() const;

    struct Free {
        void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
    };
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> m_parser;
    Sink &m_sink;
    PostRow m_row;
    std::string m_rootName;
    std::string m_declaredEncoding;
    std::uint64_t m_parsedFrom = 0; ///< where the parser's first byte would be in the file
    std::uint64_t m_settled = 0;
    std::uint64_t m_openedAt = 0;
    std::uint64_t m_endsAt = 0;
    std::uint64_t m_endsBefore = 0;
    End m_end = End::None;
    int m_depth = 0;
    bool m_isDocument = false;
    bool m_rowIsOpen = false;
    bool m_isInCdata = false;
    bool m_toldText = false;
};

} // namespace primer
