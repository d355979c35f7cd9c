#include "core/importers/formats/posts_xml_reader.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include <expat.h>

#include "core/importers/formats/byte_stream.h"
#include "core/importers/formats/staged_posts.h"
#include "core/importers/formats/xml_text.h"

namespace primer {

namespace {

constexpr std::size_t readBytes = std::size_t(1) << 20;
constexpr std::size_t sliceBytes = std::size_t(1) << 16;         ///< parsed at once: a batch ends between two slices
constexpr std::uint64_t bytesPerBatch = std::uint64_t(64) << 20; ///< of whatever: a cancel is heard between batches
constexpr int deepest = 64;

struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser>;

/// Rows are parsed as children of a root of our own, begun anew behind the document's root, at a resumption and after
/// damage. So a declaration of the document cannot mean anything to a row, and every start is the same.
class PostsXmlReader : public RecordReader
{
public:
    PostsXmlReader(std::string path, std::unique_ptr<ByteStream> stream, std::uint64_t total)
        : m_path(std::move(path)), m_stream(std::move(stream)), m_total(total)
    {
        begin(Mode::Prologue, 0);
    }

    /// Where an earlier reader's batch ended.
    Status goTo(const std::string &cursor)
    {
        std::istringstream words(cursor);
        std::uint64_t offset = 0;
        std::string encoding, mode;
        words >> offset >> encoding >> mode;
        PRIMER_TRY(m_stream->skipTo(offset));
        m_encoding = XmlEncoding::named(encoding);
        m_bufferAt = offset;
        m_isFirstDocument = offset == 0;
        m_hasRoot = mode != modeNames[int(Mode::Bare)];
        Mode next = Mode::Rows;
        for (const Mode known : {Mode::Prologue, Mode::Seek, Mode::Done}) {
            if (mode == modeNames[int(known)])
                next = known;
        }
        begin(next, offset);
        return success();
    }

    Result<bool> next(ImportBatch &batch) override
    {
        m_batch = &batch;
        const std::uint64_t begun = m_settled;
        while (m_mode != Mode::Done && !isFull(batch) && batch.quarantined.size() < import_limits::batchRecords
               && m_settled - begun < bytesPerBatch)
            step();
        const Mode mode = m_mode == Mode::Rows && !m_hasRoot ? Mode::Bare : m_mode;
        batch.cursor = std::to_string(m_settled) + " " + m_encoding.name() + " " + modeNames[int(mode)];
        return m_mode != Mode::Done || batch.rows > 0;
    }
    std::uint64_t bytesDone() const override { return std::min(m_stream->fileBytesRead(), m_total); }
    std::uint64_t bytesTotal() const override { return m_total; }

private:
    enum class Mode { Prologue, Rows, Bare, Seek, Repair, Done }; ///< Bare: Rows without a root, in cursors only
    static constexpr const char *modeNames[] = {"prologue", "rows", "bare", "seek", "seek", "done"};
    /// Why a handler stopped the parser.
    enum class Stop { None, Root, RootEnd, Unclosed, TooDeep };

    void begin(Mode mode, std::uint64_t offset)
    {
        m_mode = mode;
        m_settled = m_fedTo = offset;
        m_stop = Stop::None;
        m_depth = 0;
        m_rowIsOpen = m_toldStrayText = m_inCdata = false;
        if (mode != Mode::Prologue && mode != Mode::Rows && mode != Mode::Repair)
            return;
        const char *encoding = mode == Mode::Prologue ? nullptr : m_encoding.name();
        if (!m_parser || !XML_ParserReset(m_parser.get(), encoding))
            m_parser.reset(XML_ParserCreate(encoding));
        XML_SetUserData(m_parser.get(), this);
        XML_SetElementHandler(m_parser.get(), onStart, onEnd);
        m_parsedFrom = offset;
        if (mode == Mode::Prologue) {
            XML_SetXmlDeclHandler(m_parser.get(), onDeclaration);
            return;
        }
        XML_SetCharacterDataHandler(m_parser.get(), onText);
        XML_SetCdataSectionHandler(m_parser.get(), onCdataStart, onCdataEnd);
        XML_SetCommentHandler(m_parser.get(), onComment);
        XML_SetProcessingInstructionHandler(m_parser.get(), onInstruction);
        const std::string root = m_encoding.encoded("<posts>");
        XML_Parse(m_parser.get(), root.data(), int(root.size()), XML_FALSE);
        m_parsedFrom = offset - root.size(); // modulo 2^64: offsets of rows come out right
    }

    void step()
    {
        switch (m_mode) {
        case Mode::Seek: seek(); break;
        case Mode::Repair: repair(); break;
        default: parse(); break;
        }
    }

    // ---- bytes ----

    std::string_view held(std::uint64_t from) const
    {
        return std::string_view(m_buffer).substr(std::size_t(from - m_bufferAt));
    }
    std::uint64_t heldEnd() const { return m_bufferAt + m_buffer.size(); }

    /// More of the file behind what is held; what is settled goes. False at the end.
    bool fill()
    {
        if (m_sourceEnded)
            return false;
        m_buffer.erase(0, std::size_t(m_settled - m_bufferAt));
        m_bufferAt = m_settled;
        const std::size_t old = m_buffer.size();
        m_buffer.resize(old + readBytes);
        const auto got = m_stream->read(m_buffer.data() + old, readBytes);
        m_buffer.resize(old + (got ? *got : 0));
        m_sourceEnded = !got || *got == 0;
        if (!got) {
            m_endIsTold = true;
            quarantine(heldEnd(), "stream_ends_badly", got.error().detail);
        }
        return !m_sourceEnded;
    }

    // ---- parsing ----

    void parse()
    {
        if (m_fedTo == heldEnd() && !fill()) {
            finish();
            return;
        }
        if (m_mode == Mode::Prologue && m_fedTo == m_settled && m_encoding.unit() == 1) {
            // Blank lines before a declaration are no XML, but nothing is lost by them.
            const std::string_view rest = held(m_settled);
            m_settled += std::min(rest.find_first_not_of(" \t\r\n"), rest.size());
            m_fedTo = m_parsedFrom = m_settled;
        }
        // A row of many slices is parsed from its start again with each: slices grow with it.
        const std::size_t pending = std::size_t(m_fedTo - m_settled);
        const std::string_view slice = held(m_fedTo).substr(0, std::max(sliceBytes, pending));
        const XML_Status status = XML_Parse(m_parser.get(), slice.data(), int(slice.size()), XML_FALSE);
        m_fedTo += slice.size();
        if (status != XML_STATUS_OK)
            stopped();
        else if (m_fedTo - m_settled > 2 * import_limits::lineBytes) // expat may wait with what it has been given
            damaged(rowWithin(m_settled, m_fedTo).value_or(m_settled), m_settled + 1, "line_too_long",
                    "a row over 16 MiB");
    }

    /// The parser ended: a handler wanted it, or something is not well-formed.
    void stopped()
    {
        switch (m_stop) {
        case Stop::Root: enterRoot(); return;
        case Stop::RootEnd: leaveDocument(m_stoppedEnd); return;
        case Stop::Unclosed:
            damaged(m_openAt, m_stoppedAt, "invalid_xml", "an element that is never closed", !m_rowIsOpen);
            return;
        case Stop::TooDeep:
            damaged(m_openAt, m_stoppedAt, "invalid_xml", "elements inside elements", !m_rowIsOpen);
            return;
        case Stop::None: break;
        }
        const XML_Error code = XML_GetErrorCode(m_parser.get());
        const bool hasPlace = XML_GetCurrentByteIndex(m_parser.get()) >= 0;
        const std::uint64_t at = hasPlace ? std::clamp(offset(), m_settled, m_fedTo) : m_settled;
        if (m_mode == Mode::Prologue && code == XML_ERROR_UNKNOWN_ENCODING) {
            quarantine(at, "unknown_encoding", "encodings: UTF-8, UTF-16, ISO-8859-1, US-ASCII");
            begin(Mode::Done, at);
            return;
        }
        if (m_mode == Mode::Prologue)
            m_encoding = XmlEncoding::of(held(m_parsedFrom), "");
        const auto row = lastRowBefore(at);
        if (code == XML_ERROR_BAD_CHAR_REF && row && m_encoding.unit() == 1) {
            m_repairAt = *row;
            m_settled = *row;
            m_mode = Mode::Repair;
            return;
        }
        damaged(row.value_or(at), at, "invalid_xml", XML_ErrorString(code));
    }

    void enterRoot()
    {
        m_encoding = XmlEncoding::of(held(m_parsedFrom), m_declaredEncoding);
        m_hasRoot = m_rootName == "posts";
        const std::string_view tag = held(m_stoppedAt).substr(0, std::size_t(m_stoppedEnd - m_stoppedAt));
        if (m_hasRoot && m_encoding.endsEmptyElement(tag)) {
            leaveDocument(m_stoppedEnd);
        } else if (m_hasRoot) {
            begin(Mode::Rows, m_stoppedEnd);
        } else if (m_rootName == "row") {
            begin(Mode::Rows, m_stoppedAt); // an excerpt of a dump
        } else {
            quarantine(m_stoppedAt, "not_posts_xml",
                       "the document is <" + m_rootName.substr(0, 100) + ">, not <posts>");
            begin(Mode::Done, m_stoppedAt);
        }
    }

    /// Another document may stand behind it.
    void leaveDocument(std::uint64_t end)
    {
        m_isFirstDocument = false;
        begin(Mode::Prologue, end);
    }

    /// The file's end.
    void finish()
    {
        const bool isWhole = XML_Parse(m_parser.get(), "", 0, XML_TRUE) == XML_STATUS_OK;
        const XML_Error code = isWhole ? XML_ERROR_NONE : XML_GetErrorCode(m_parser.get());
        const bool isCut = code == XML_ERROR_UNCLOSED_TOKEN || code == XML_ERROR_PARTIAL_CHAR
                           || code == XML_ERROR_UNCLOSED_CDATA_SECTION;
        if (code != XML_ERROR_NONE && code != XML_ERROR_NO_ELEMENTS && !isCut) {
            stopped();
            return;
        }
        const auto row = m_rowIsOpen ? std::optional(m_openAt) : rowWithin(m_settled, heldEnd());
        if (row && m_mode != Mode::Prologue)
            quarantine(*row, "truncated_row", "the file ends inside a row");
        else if (m_mode == Mode::Prologue && (m_isFirstDocument || isCut) && !m_endIsTold)
            quarantine(m_settled, "not_posts_xml", "no <posts> is in it");
        else if (m_mode == Mode::Rows && (m_hasRoot || isCut) && !m_endIsTold)
            quarantine(m_settled, "stream_ends_badly", "the file ends before </posts>");
        begin(Mode::Done, heldEnd());
    }

    // ---- damage ----

    /// What is at `at` is lost; the search for the next row begins at `from`.
    void damaged(std::uint64_t at, std::uint64_t from, const char *reason, const std::string &detail,
                 bool isTold = false)
    {
        if (!isTold)
            quarantine(at, reason, detail);
        begin(Mode::Seek, std::max(from, at + 1));
    }

    void seek()
    {
        if (const auto row = rowWithin(m_settled, heldEnd())) {
            begin(Mode::Rows, *row);
            return;
        }
        // A mark may be cut by the end of what is held.
        m_settled = std::max(m_settled,
                             heldEnd() - std::min<std::uint64_t>(m_buffer.size(), m_encoding.rowMarkBytes()));
        if (!fill())
            begin(Mode::Done, heldEnd());
    }

    /// A dump may hold numbers of characters that XML does not have ("&#x10;"): one row with them is parsed anew with
    /// U+FFFD in their place.
    void repair()
    {
        const auto next = rowWithin(m_repairAt + 1, heldEnd());
        const bool isLong = heldEnd() - m_repairAt > import_limits::lineBytes;
        if (!next && !isLong && fill())
            return;
        const std::uint64_t end = next.value_or(heldEnd());
        const std::string row = withoutBadReferences(held(m_repairAt).substr(0, std::size_t(end - m_repairAt)));
        const std::uint64_t at = m_repairAt;
        begin(Mode::Repair, at);
        m_fedTo = end;
        const bool isDelivered = XML_Parse(m_parser.get(), row.data(), int(row.size()), XML_FALSE) == XML_STATUS_OK
                                 || m_stop == Stop::RootEnd;
        if (!isDelivered || m_rowIsOpen || m_settled == at)
            damaged(at, end, "invalid_xml", XML_ErrorString(XML_ERROR_BAD_CHAR_REF));
        else
            begin(Mode::Seek, end);
    }

    std::optional<std::uint64_t> rowWithin(std::uint64_t from, std::uint64_t end) const
    {
        const std::size_t found = m_encoding.findRow(
            std::string_view(m_buffer).substr(0, std::size_t(end - m_bufferAt)), std::size_t(from - m_bufferAt),
            m_bufferAt);
        return found == std::string_view::npos ? std::nullopt : std::optional(m_bufferAt + found);
    }

    std::optional<std::uint64_t> lastRowBefore(std::uint64_t end) const
    {
        std::optional<std::uint64_t> last;
        for (auto row = rowWithin(m_settled, heldEnd()); row && *row < end; row = rowWithin(*row + 1, heldEnd()))
            last = row;
        return last;
    }

    void quarantine(std::uint64_t at, const char *reason, std::string detail)
    {
        ++m_batch->rows;
        m_batch->quarantined.push_back(
            {m_path, std::int64_t(at), reason, std::move(detail), std::string(excerptAt(at))});
    }

    std::string_view excerptAt(std::uint64_t at) const
    {
        constexpr std::size_t excerptBytes = 200;
        return at >= m_bufferAt && at <= heldEnd() ? held(at).substr(0, excerptBytes) : std::string_view();
    }

    // ---- what expat tells ----

    static PostsXmlReader &self(void *data) { return *static_cast<PostsXmlReader *>(data); }
    std::uint64_t offset() const { return m_parsedFrom + std::uint64_t(XML_GetCurrentByteIndex(m_parser.get())); }
    std::uint64_t endOfEvent() const { return offset() + std::uint64_t(XML_GetCurrentByteCount(m_parser.get())); }

    void stop(Stop why)
    {
        m_stop = why;
        // An empty element's end may still be told, and is then the parser's place.
        m_stoppedAt = offset();
        m_stoppedEnd = endOfEvent();
        XML_StopParser(m_parser.get(), XML_FALSE);
    }

    static void onDeclaration(void *data, const XML_Char *, const XML_Char *encoding, int)
    {
        self(data).m_declaredEncoding = encoding ? encoding : "";
    }

    static void onStart(void *data, const XML_Char *name, const XML_Char **attributes)
    {
        self(data).start(name, attributes);
    }
    void start(const char *name, const char **attributes)
    {
        if (m_mode == Mode::Prologue) {
            m_rootName = name;
            stop(Stop::Root);
            return;
        }
        const bool isRow = std::strcmp(name, "row") == 0;
        if (m_depth++ == 0) // the root of our own
            return;
        if (m_depth > 2) {
            if (isRow)
                stop(Stop::Unclosed);
            else if (m_depth > deepest)
                stop(Stop::TooDeep);
            return;
        }
        m_openAt = offset();
        m_rowIsOpen = isRow;
        m_toldStrayText = false;
        if (!isRow) {
            quarantine(m_openAt, "invalid_row", "an element <" + std::string(name).substr(0, 100) + ">");
            return;
        }
        m_row.clear();
        for (; *attributes; attributes += 2)
            m_row.add(attributes[0], std::string_view(attributes[1]));
    }

    static void onEnd(void *data, const XML_Char *) { self(data).end(); }
    void end()
    {
        if (m_mode == Mode::Prologue)
            return; // of an empty root: the parser has stopped
        --m_depth;
        if (m_depth == 0) {
            stop(Stop::RootEnd);
        } else if (m_depth == 1) {
            if (std::exchange(m_rowIsOpen, false))
                deliver();
            settle();
        }
    }

    void deliver()
    {
        if (endOfEvent() - m_openAt > import_limits::lineBytes) {
            quarantine(m_openAt, "line_too_long", "a row over 16 MiB");
            return;
        }
        ++m_batch->rows;
        m_row.stage(m_path, std::int64_t(m_openAt), excerptAt(m_openAt), *m_batch);
    }

    static void onText(void *data, const XML_Char *text, int size) { self(data).text({text, std::size_t(size)}); }
    void text(std::string_view text)
    {
        if (m_depth != 1)
            return;
        const bool isBlank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
        if (!isBlank && !m_inCdata && !std::exchange(m_toldStrayText, true))
            quarantine(offset(), "invalid_xml", "text between the rows");
        settle();
    }

    static void onCdataStart(void *data) { self(data).m_inCdata = true; }
    static void onCdataEnd(void *data)
    {
        self(data).m_inCdata = false;
        self(data).settle();
    }
    static void onComment(void *data, const XML_Char *) { self(data).settle(); }
    static void onInstruction(void *data, const XML_Char *, const XML_Char *) { self(data).settle(); }

    /// Everything up to the end of this event is dealt with: a reader may begin anew there.
    void settle()
    {
        if (m_depth == 1 && !m_inCdata)
            m_settled = endOfEvent();
    }

    std::string m_path;
    std::unique_ptr<ByteStream> m_stream;
    std::uint64_t m_total;
    ImportBatch *m_batch = nullptr;
    Parser m_parser;
    XmlEncoding m_encoding;
    std::string m_declaredEncoding;
    std::string m_rootName;
    std::string m_buffer;           ///< of the file, from m_bufferAt on
    std::uint64_t m_bufferAt = 0;   ///< offsets are the file's own
    std::uint64_t m_settled = 0;    ///< what is before is delivered, told or nothing
    std::uint64_t m_fedTo = 0;      ///< the parser has what is before
    std::uint64_t m_parsedFrom = 0; ///< where the parser's first byte would be in the file
    std::uint64_t m_openAt = 0;     ///< the child of the root that is open
    std::uint64_t m_repairAt = 0;
    std::uint64_t m_stoppedAt = 0; ///< the event that a handler stopped at
    std::uint64_t m_stoppedEnd = 0;
    Mode m_mode = Mode::Prologue;
    Stop m_stop = Stop::None;
    int m_depth = 0;
    bool m_rowIsOpen = false;
    bool m_inCdata = false;
    bool m_toldStrayText = false;
    bool m_hasRoot = true;
    bool m_isFirstDocument = true;
    bool m_sourceEnded = false;
    bool m_endIsTold = false;
    PostRow m_row;
};

bool isArchive(const std::string &path)
{
    constexpr std::string_view signature = "7z\xbc\xaf\x27\x1c";
    char start[signature.size()] = {};
    std::ifstream(path, std::ios::binary).read(start, sizeof start);
    return std::string_view(start, sizeof start) == signature;
}

} // namespace

Result<std::unique_ptr<RecordReader>> openPostsXml(const std::string &path, const std::string &cursor)
{
    const bool isPacked = isArchive(path);
    auto stream = PRIMER_TRY(isPacked ? open7zEntry(path, "Posts.xml") : openByteStream(path));
    std::error_code failure;
    const std::uint64_t total = isPacked ? 0 : std::filesystem::file_size(path, failure);
    auto reader = std::make_unique<PostsXmlReader>(path, std::move(stream), failure ? 0 : total);
    if (!cursor.empty())
        PRIMER_TRY(reader->goTo(cursor));
    return std::unique_ptr<RecordReader>(std::move(reader));
}

} // namespace primer
