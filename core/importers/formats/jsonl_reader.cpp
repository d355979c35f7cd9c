#include "core/importers/formats/jsonl_reader.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "core/importers/formats/file_content.h"
#include "core/importers/formats/json_pieces.h"
#include "core/importers/formats/row_mapper.h"
#include "core/importers/formats/text_stream.h"

namespace primer {

namespace {

constexpr std::size_t headBytes = std::size_t(1) << 20;
constexpr std::pair<JsonLayout, std::string_view> layoutNames[] = {
    {JsonLayout::Lines, ""}, {JsonLayout::ReturnLines, " returns"}, {JsonLayout::Values, " values"}};

/// A file that holds no rows at all: told once, not line by line.
class NoRowsReader : public RecordReader
{
public:
    NoRowsReader(std::string path, std::string_view head) : m_path(std::move(path)), m_head(excerptOf(head))
    {
        m_detail = "no line begins as a JSON object does: this is " + describeBytes(head);
    }
    Result<bool> next(ImportBatch &batch) override
    {
        if (std::exchange(m_isTold, true))
            return false;
        batch.rows = 1;
        batch.quarantined.push_back({m_path, 0, "not_json_lines", m_detail, m_head});
        return true;
    }
    std::uint64_t bytesDone() const override { return 0; }
    std::uint64_t bytesTotal() const override { return 0; }

private:
    std::string m_path;
    std::string m_head;
    std::string m_detail;
    bool m_isTold = false;
};

class JsonlReader : public RecordReader
{
public:
    JsonlReader(std::string path, std::unique_ptr<RowMapper> mapper, std::unique_ptr<JsonPieces> pieces,
                JsonLayout layout, std::uint64_t total, const Feedback &feedback)
        : m_path(std::move(path)), m_mapper(std::move(mapper)), m_pieces(std::move(pieces)), m_layout(layout),
          m_total(total), m_feedback(feedback)
    {}

    Result<bool> next(ImportBatch &batch) override
    {
        bool any = false;
        while (!isFull(batch) && batch.quarantined.size() < import_limits::batchRecords) {
            const auto piece = m_pieces->next();
            if ((piece && piece->atEnd) || m_feedback.isCancelled())
                break;
            any = true;
            if (piece) {
                take(*piece, batch);
            } else { // reported like a bad row; what can be read behind it follows
                ++batch.rows;
                batch.quarantined.push_back(
                    {m_path, std::int64_t(m_pieces->offset()), "stream_ends_badly", piece.error().detail, ""});
            }
        }
        if (m_feedback.isCancelled()) // what was cut off by it is no damage of the file
            return Error{ErrorCode::Cancelled, "", "import"};
        batch.cursor = std::to_string(m_pieces->offset());
        for (const auto &[layout, name] : layoutNames)
            batch.cursor += layout == m_layout ? name : "";
        return any;
    }
    std::uint64_t bytesDone() const override { return m_pieces->fileBytesRead(); }
    std::uint64_t bytesTotal() const override { return m_total; }
    Status fault() const override { return m_mapper->fault(); }

private:
    void take(const JsonPiece &piece, ImportBatch &batch)
    {
        const std::string_view text = withoutMarks({piece.text, piece.size});
        const auto position = std::int64_t(piece.offset);
        if (piece.isTooLong) {
            ++batch.rows;
            batch.quarantined.push_back({m_path, position, "line_too_long", "over 16 MiB", std::string(text)});
            return;
        }
        if (text.empty() || map(piece, text, position, batch, false) || piece.isCut)
            return;
        const auto objects = objectsOfLine(text);
        for (const std::string_view object : objects)
            map(piece, object, position + (object.data() - piece.text), batch, true);
        if (objects.empty())
            map(piece, text, position, batch, true);
    }

    bool map(const JsonPiece &piece, std::string_view text, std::int64_t position, ImportBatch &batch, bool tells)
    {
        const std::size_t padding = piece.padding + std::size_t(piece.text + piece.size - text.data()) - text.size();
        return m_mapper->map(text.data(), text.size(), padding, m_noBlobs, m_path, position, batch, tells);
    }

    std::string m_path;
    std::unique_ptr<RowMapper> m_mapper;
    std::unique_ptr<JsonPieces> m_pieces;
    JsonLayout m_layout;
    std::uint64_t m_total;
    const Feedback &m_feedback;
    std::vector<std::string> m_noBlobs;
};

} // namespace

Result<std::unique_ptr<RecordReader>> openJsonl(const std::string &path, const ColumnMapping &mapping,
                                                const std::string &cursor, const Feedback &feedback)
{
    auto mapper = PRIMER_TRY(RowMapper::create(mapping));
    auto text = PRIMER_TRY(openTextStream(path));
    auto stream = cancellable(std::move(text), feedback);
    JsonLayout layout = JsonLayout::Lines;
    std::uint64_t offset = 0;
    if (cursor.empty()) {
        const std::string head = PRIMER_TRY(textHeadOf(path, headBytes));
        layout = jsonLayoutOf(head);
        if (!withoutMarks(head).empty() && !hasJsonRows(head))
            return std::unique_ptr<RecordReader>(std::make_unique<NoRowsReader>(path, head));
    } else {
        offset = std::strtoull(cursor.c_str(), nullptr, 10);
        for (const auto &[known, name] : layoutNames) {
            if (!name.empty() && cursor.ends_with(name))
                layout = known;
        }
        PRIMER_TRY(stream->skipTo(offset, feedback));
    }
    std::error_code failure;
    const std::uint64_t total = std::filesystem::file_size(path, failure);
    return std::unique_ptr<RecordReader>(std::make_unique<JsonlReader>(
        path, std::move(mapper), cutJson(std::move(stream), offset, layout), layout, failure ? 0 : total, feedback));
}

Result<std::vector<std::string>> previewJsonl(const std::string &path, std::size_t rows)
{
    const std::string head = PRIMER_TRY(textHeadOf(path, headBytes));
    auto stream = PRIMER_TRY(openTextStream(path));
    const auto pieces = cutJson(std::move(stream), 0, jsonLayoutOf(head));
    std::vector<std::string> texts;
    while (texts.size() < rows) {
        const JsonPiece piece = PRIMER_TRY(pieces->next());
        if (piece.atEnd)
            break;
        const std::string_view text = withoutMarks({piece.text, piece.size});
        if (!piece.isTooLong && jsonKeys(text))
            texts.emplace_back(text);
    }
    return texts;
}

} // namespace primer
