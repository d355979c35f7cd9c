#include "core/importers/formats/jsonl_reader.h"

#include <cstdlib>
#include <algorithm>
#include <cstring>
#include <filesystem>

#include <simdjson.h>

#include "core/importers/formats/byte_stream.h"
#include "core/importers/formats/row_mapper.h"

namespace primer {

namespace {

constexpr std::size_t readBytes = std::size_t(1) << 20;

/// Lines of a stream in constant memory, with their offsets; an overlong line is told once and skipped.
class LineReader
{
public:
    explicit LineReader(std::unique_ptr<ByteStream> stream, std::uint64_t offset)
        : m_stream(std::move(stream)), m_offset(offset)
    {
        m_buffer.resize(readBytes * 2);
    }

    struct Line {
        const char *text = nullptr;
        std::size_t size = 0;
        std::size_t padding = 0; ///< readable bytes after it
        std::uint64_t offset = 0;
        bool tooLong = false;
        bool atEnd = false;
    };

    Result<Line> next()
    {
        std::size_t searched = 0;
        for (;;) {
            const char *begin = m_buffer.data() + m_begin;
            const auto *newline = static_cast<const char *>(
                std::memchr(begin + searched, '\n', m_end - m_begin - searched));
            if (newline)
                return take(std::size_t(newline - begin), 1);
            searched = m_end - m_begin;
            if (searched > import_limits::lineBytes)
                return skipLongLine();
            if (m_sourceEnded) {
                if (searched == 0)
                    return Line{.atEnd = true};
                return take(searched, 0);
            }
            PRIMER_TRY(fill());
        }
    }

    std::uint64_t fileBytesRead() const { return m_stream->fileBytesRead(); }
    /// Where the next line begins.
    std::uint64_t offset() const { return m_offset; }

private:
    Line take(std::size_t size, std::size_t newlineBytes)
    {
        Line line{m_buffer.data() + m_begin, size, m_buffer.size() - m_begin - size, m_offset};
        m_begin += size + newlineBytes;
        m_offset += size + newlineBytes;
        return line;
    }

    Status fill()
    {
        if (m_begin > 0) {
            std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
            m_end -= m_begin;
            m_begin = 0;
        }
        if (m_buffer.size() - m_end < readBytes)
            m_buffer.resize(m_buffer.size() * 2);
        const auto got = PRIMER_TRY(m_stream->read(m_buffer.data() + m_end, readBytes - simdjson::SIMDJSON_PADDING));
        m_end += got;
        m_sourceEnded = got == 0;
        return success();
    }

    Result<Line> skipLongLine()
    {
        Line line{m_buffer.data() + m_begin, 200, 0, m_offset, true};
        m_excerpt.assign(line.text, line.size);
        line.text = m_excerpt.data();
        for (;;) {
            const char *begin = m_buffer.data() + m_begin;
            const auto *newline = static_cast<const char *>(std::memchr(begin, '\n', m_end - m_begin));
            const std::size_t dropped = newline ? std::size_t(newline - begin) + 1 : m_end - m_begin;
            m_begin += dropped;
            m_offset += dropped;
            if (newline || m_sourceEnded)
                break;
            PRIMER_TRY(fill());
        }
        m_buffer.resize(std::max(readBytes * 2, m_end + simdjson::SIMDJSON_PADDING));
        m_buffer.shrink_to_fit();
        return line;
    }

    std::unique_ptr<ByteStream> m_stream;
    std::vector<char> m_buffer;
    std::string m_excerpt;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::uint64_t m_offset;
    bool m_sourceEnded = false;
};

bool isBlank(const LineReader::Line &line)
{
    return std::all_of(line.text, line.text + line.size,
                       [](char character) { return character == ' ' || character == '\t' || character == '\r'; });
}

class JsonlReader : public RecordReader
{
public:
    JsonlReader(std::string path, ColumnMapping mapping, std::unique_ptr<ByteStream> stream, std::uint64_t offset,
                std::uint64_t total)
        : m_path(std::move(path)), m_mapping(std::move(mapping)), m_lines(std::move(stream), offset), m_total(total)
    {}

    Result<bool> next(ImportBatch &batch) override
    {
        bool any = false;
        while (!isFull(batch) && batch.quarantined.size() < import_limits::batchRecords) {
            const auto line = m_lines.next();
            if (!line) {
                // What came before the damage is kept; the place where it ends is reported like a bad row.
                if (m_failed)
                    return false;
                m_failed = true;
                ++batch.rows;
                batch.quarantined.push_back(
                    {m_path, std::int64_t(m_lines.offset()), "stream_ends_badly", line.error().detail, ""});
                batch.cursor = std::to_string(m_lines.offset());
                return true;
            }
            if (line->atEnd)
                break;
            any = true;
            PRIMER_TRY(take(*line, batch));
        }
        batch.cursor = std::to_string(m_lines.offset());
        return any;
    }
    std::uint64_t bytesDone() const override { return m_lines.fileBytesRead(); }
    std::uint64_t bytesTotal() const override { return m_total; }

private:
    Status take(LineReader::Line line, ImportBatch &batch)
    {
        if (line.offset == 0 && line.size >= 3 && std::memcmp(line.text, "\xef\xbb\xbf", 3) == 0) {
            line.text += 3; // a byte order mark
            line.size -= 3;
        }
        const auto position = std::int64_t(line.offset);
        if (line.tooLong) {
            ++batch.rows;
            batch.quarantined.push_back(
                {m_path, position, "line_too_long", "over 16 MiB", excerptOf({line.text, line.size})});
            return success();
        }
        if (isBlank(line))
            return success();
        if (!m_mapper) {
            const auto keys = jsonKeys({line.text, line.size});
            if (!keys) {
                ++batch.rows;
                batch.quarantined.push_back(
                    {m_path, position, "invalid_json", keys.error().detail, excerptOf({line.text, line.size})});
                return success();
            }
            auto mapper = RowMapper::create(*keys, m_mapping);
            if (!mapper)
                return Error{mapper.error().code, mapper.error().detail, m_path};
            m_mapper = std::move(*mapper);
        }
        m_mapper->map(line.text, line.size, line.padding, m_noBlobs, m_path, position, batch);
        return success();
    }

    std::string m_path;
    ColumnMapping m_mapping;
    LineReader m_lines;
    std::uint64_t m_total;
    std::unique_ptr<RowMapper> m_mapper;
    std::vector<std::string> m_noBlobs;
    bool m_failed = false;
};

} // namespace

Result<std::unique_ptr<RecordReader>> openJsonl(const std::string &path, const ColumnMapping &mapping,
                                                const std::string &cursor)
{
    auto stream = PRIMER_TRY(openByteStream(path));
    std::uint64_t offset = 0;
    if (!cursor.empty()) {
        offset = std::strtoull(cursor.c_str(), nullptr, 10);
        PRIMER_TRY(stream->skipTo(offset));
    }
    std::error_code failure;
    const std::uint64_t total = std::filesystem::file_size(path, failure);
    return std::unique_ptr<RecordReader>(
        std::make_unique<JsonlReader>(path, mapping, std::move(stream), offset, failure ? 0 : total));
}

Result<std::vector<std::string>> previewJsonl(const std::string &path, std::size_t rows)
{
    auto stream = PRIMER_TRY(openByteStream(path));
    LineReader lines(std::move(stream), 0);
    std::vector<std::string> texts;
    while (texts.size() < rows) {
        const auto line = PRIMER_TRY(lines.next());
        if (line.atEnd)
            break;
        if (!line.tooLong && !isBlank(line))
            texts.emplace_back(line.text, line.size);
    }
    return texts;
}

} // namespace primer
