#include "core/importers/formats/posts_xml_reader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "core/importers/formats/byte_stream.h"
#include "core/importers/formats/held_bytes.h"
#include "core/importers/formats/xml_row_parser.h"
#include "core/importers/formats/xml_text.h"

namespace primer {

namespace {

constexpr std::size_t sliceBytes = std::size_t(1) << 16;         ///< parsed at once: a batch ends between two slices
constexpr std::uint64_t bytesPerBatch = std::uint64_t(64) << 20; ///< of whatever: a cancel is heard between batches
constexpr std::size_t shownName = 100;

class PostsXmlReader : public RecordReader, private XmlRowParser::Sink
{
public:
    PostsXmlReader(std::string path, std::unique_ptr<ByteStream> stream, std::uint64_t total)
        : m_path(std::move(path)), m_held(std::move(stream)), m_total(total), m_parser(*this)
    {
        begin(Mode::Prologue, 0);
    }

    /// Where an earlier reader's batch ended.
    Status goTo(const std::string &cursor, const Feedback &feedback)
    {
        std::istringstream words(cursor);
        std::uint64_t offset = 0;
        std::string encoding, mode;
        words >> offset >> encoding >> mode;
        PRIMER_TRY(m_held.goTo(offset, feedback));
        m_encoding = XmlEncoding::named(encoding);
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
    std::uint64_t bytesDone() const override { return std::min(m_held.fileBytesRead(), m_total); }
    std::uint64_t bytesTotal() const override { return m_total; }

private:
    enum class Mode { Prologue, Rows, Bare, Seek, Repair, Done }; ///< Bare: Rows without a root, in cursors only
    static constexpr const char *modeNames[] = {"prologue", "rows", "bare", "seek", "seek", "done"};
    using End = XmlRowParser::End;

    void begin(Mode mode, std::uint64_t offset)
    {
        m_mode = mode;
        m_settled = m_fedTo = offset;
        if (mode == Mode::Prologue)
            m_parser.beginDocument(offset);
        else if (mode == Mode::Rows)
            m_parser.beginRows(offset, m_encoding);
    }

    void step()
    {
        switch (m_mode) {
        case Mode::Seek: seek(); break;
        case Mode::Repair: repair(); break;
        default: parse(); break;
        }
    }

    /// More of the file behind what is held. False at its end.
    bool fill()
    {
        for (;;) {
            const auto more = m_held.fill(m_settled);
            m_endIsTold = m_endIsTold && !(more && *more);
            if (more)
                return *more;
            m_endIsTold = true;
            takeOther(m_held.end(), "stream_ends_badly", more.error().detail);
        }
    }

    void parse()
    {
        if (m_fedTo == m_held.end() && !fill()) {
            finish();
            return;
        }
        if (m_mode == Mode::Prologue && m_fedTo == m_settled && m_encoding.unit() == 1)
            skipBlanks();
        // A row of many slices is parsed from its start again with each: slices grow with it.
        const std::string_view slice = m_held.from(m_fedTo).substr(
            0, std::max(sliceBytes, std::size_t(m_fedTo - m_settled)));
        m_fedTo += slice.size();
        const End end = m_parser.parse(slice);
        m_settled = m_parser.settled();
        if (end != End::None)
            endOf(end);
        else if (m_fedTo - m_settled > 2 * import_limits::lineBytes) // expat may wait with what it has been given
            damaged(rowFrom(m_settled).value_or(m_settled), m_settled + 1, "line_too_long", "a row over 16 MiB");
    }

    /// Blank lines before a declaration are no XML, but nothing is lost by them.
    void skipBlanks()
    {
        const std::string_view rest = m_held.from(m_settled);
        begin(Mode::Prologue, m_settled + std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    }

    void endOf(End end)
    {
        switch (end) {
        case End::None: break;
        case End::Root: enterRoot(); break;
        case End::RootEnd: leaveDocument(); break;
        case End::Unclosed: unclosed("an element that is never closed"); break;
        case End::TooDeep: unclosed("elements inside elements"); break;
        case End::Malformed: malformed(); break;
        }
    }

    void enterRoot()
    {
        m_encoding = encodingOfDocument(m_parser.declaredEncoding());
        m_hasRoot = m_parser.rootName() == "posts";
        if (m_hasRoot && m_encoding.endsEmptyElement(m_held.between(m_parser.endsAt(), m_parser.endsBefore()))) {
            leaveDocument();
        } else if (m_hasRoot) {
            begin(Mode::Rows, m_parser.endsBefore());
        } else if (m_parser.rootName() == "row") {
            begin(Mode::Rows, m_parser.endsAt()); // an excerpt of a dump
        } else {
            takeOther(m_parser.endsAt(), "not_posts_xml",
                      "the document is <" + m_parser.rootName().substr(0, shownName) + ">, not <posts>");
            begin(Mode::Done, m_parser.endsAt());
        }
    }

    /// Another document may stand behind it.
    void leaveDocument()
    {
        m_isFirstDocument = false;
        begin(Mode::Prologue, m_parser.endsBefore());
    }

    /// In the prologue nothing settles: it is held from its first byte.
    XmlEncoding encodingOfDocument(const std::string &declared) const
    {
        return XmlEncoding::of(m_held.from(m_settled), declared);
    }

    /// What is no row was told when it began.
    void unclosed(const char *detail)
    {
        damaged(m_parser.openedAt(), m_parser.endsAt(), "invalid_xml", detail, !m_parser.rowIsOpen());
    }

    void malformed()
    {
        const XML_Error code = m_parser.error();
        const std::uint64_t at = std::min(m_parser.endsAt(), m_fedTo);
        if (m_mode == Mode::Prologue && code == XML_ERROR_UNKNOWN_ENCODING) {
            takeOther(at, "unknown_encoding", "encodings: UTF-8, UTF-16, ISO-8859-1, US-ASCII");
            begin(Mode::Done, at);
            return;
        }
        if (m_mode == Mode::Prologue)
            m_encoding = encodingOfDocument("");
        std::optional<std::uint64_t> row;
        for (auto found = rowFrom(m_settled); found && *found < at; found = rowFrom(*found + 1))
            row = found;
        if (code == XML_ERROR_BAD_CHAR_REF && row && m_encoding.unit() == 1)
            begin(Mode::Repair, *row);
        else
            damaged(row.value_or(at), at, "invalid_xml", XML_ErrorString(code));
    }

    /// The file's end.
    void finish()
    {
        const End end = m_parser.parse("", true);
        const XML_Error code = end == End::Malformed ? m_parser.error() : XML_ERROR_NONE;
        const bool isCut = code == XML_ERROR_UNCLOSED_TOKEN || code == XML_ERROR_PARTIAL_CHAR
                           || code == XML_ERROR_UNCLOSED_CDATA_SECTION;
        if (end != End::None && code != XML_ERROR_NO_ELEMENTS && !isCut) {
            m_settled = m_parser.settled();
            endOf(end);
            return;
        }
        const bool isPrologue = m_mode == Mode::Prologue;
        const auto row = m_parser.rowIsOpen() ? std::optional(m_parser.openedAt()) : rowFrom(m_settled);
        if (row && !isPrologue)
            takeOther(*row, "truncated_row", "the file ends inside a row");
        else if (isPrologue && (m_isFirstDocument || isCut) && !m_endIsTold)
            takeOther(m_settled, "not_posts_xml", "no <posts> is in it");
        else if (!isPrologue && (m_hasRoot || isCut) && !m_endIsTold)
            takeOther(m_settled, "stream_ends_badly", "the file ends before </posts>");
        begin(Mode::Done, m_held.end());
    }

    /// What is at `at` is lost; the search for the next row begins at `from`.
    void damaged(std::uint64_t at, std::uint64_t from, const char *reason, const char *detail, bool isTold = false)
    {
        if (!isTold)
            takeOther(at, reason, detail);
        begin(Mode::Seek, std::max(from, at + 1));
    }

    void seek()
    {
        if (const auto row = rowFrom(m_settled)) {
            begin(Mode::Rows, *row);
            return;
        }
        // A mark may be cut by the end of what is held.
        const std::uint64_t kept = std::min<std::uint64_t>(m_held.end() - m_held.begin(), m_encoding.rowMarkBytes());
        m_settled = std::max(m_settled, m_held.end() - kept);
        if (!fill())
            begin(Mode::Done, m_held.end());
    }

    /// A dump may hold numbers of characters that XML does not have ("&#x10;"): the row at m_settled, which holds one,
    /// is parsed with U+FFFD in their place.
    void repair()
    {
        const std::uint64_t at = m_settled;
        const auto next = rowFrom(at + 1);
        const bool isLong = m_held.end() - at > import_limits::lineBytes;
        if (!next && !isLong && fill())
            return;
        const std::uint64_t end = next.value_or(m_held.end());
        const std::string row = withoutBadReferences(m_held.between(at, end));
        m_parser.beginRows(at, m_encoding);
        const End parsed = m_parser.parse(row);
        const bool isRead = (parsed == End::None || parsed == End::RootEnd) && !m_parser.rowIsOpen()
                            && m_parser.settled() > at;
        if (isRead)
            begin(Mode::Seek, end);
        else
            damaged(at, end, "invalid_xml", XML_ErrorString(XML_ERROR_BAD_CHAR_REF));
    }

    std::optional<std::uint64_t> rowFrom(std::uint64_t offset) const
    {
        if (offset > m_held.end())
            return std::nullopt;
        const std::size_t found = m_encoding.findRow(m_held.from(offset), offset);
        return found == std::string_view::npos ? std::nullopt : std::optional(offset + found);
    }

    std::string_view excerptAt(std::uint64_t at) const
    {
        constexpr std::size_t excerptBytes = 200;
        return at >= m_held.begin() && at <= m_held.end() ? m_held.from(at).substr(0, excerptBytes)
                                                          : std::string_view();
    }

    void takeRow(const PostRow &row, std::uint64_t begin, std::uint64_t end) override
    {
        if (end - begin > import_limits::lineBytes) {
            takeOther(begin, "line_too_long", "a row over 16 MiB");
            return;
        }
        ++m_batch->rows;
        row.stage(m_path, std::int64_t(begin), excerptAt(begin), *m_batch);
    }

    void takeOther(std::uint64_t begin, const char *reason, std::string detail) override
    {
        ++m_batch->rows;
        m_batch->quarantined.push_back(
            {m_path, std::int64_t(begin), reason, std::move(detail), std::string(excerptAt(begin))});
    }

    std::string m_path;
    HeldBytes m_held;
    std::uint64_t m_total;
    ImportBatch *m_batch = nullptr;
    XmlRowParser m_parser;
    XmlEncoding m_encoding;
    std::uint64_t m_settled = 0; ///< what is before is delivered, told or nothing
    std::uint64_t m_fedTo = 0;   ///< the parser has what is before
    Mode m_mode = Mode::Prologue;
    bool m_hasRoot = true;
    bool m_isFirstDocument = true;
    bool m_endIsTold = false;
};

bool isArchive(const std::string &path)
{
    constexpr std::string_view signature = "7z\xbc\xaf\x27\x1c";
    char start[signature.size()] = {};
    std::ifstream(path, std::ios::binary).read(start, sizeof start);
    return std::string_view(start, sizeof start) == signature;
}

} // namespace

Result<std::unique_ptr<RecordReader>> openPostsXml(const std::string &path, const std::string &cursor,
                                                   const Feedback &feedback)
{
    const bool isPacked = isArchive(path);
    auto stream = PRIMER_TRY(isPacked ? open7zEntry(path, "Posts.xml") : openByteStream(path));
    std::error_code failure;
    const std::uint64_t total = isPacked ? 0 : std::filesystem::file_size(path, failure);
    auto reader = std::make_unique<PostsXmlReader>(path, std::move(stream), failure ? 0 : total);
    if (!cursor.empty())
        PRIMER_TRY(reader->goTo(cursor, feedback));
    return std::unique_ptr<RecordReader>(std::move(reader));
}

} // namespace primer
