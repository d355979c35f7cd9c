#include "core/importers/formats/parquet_reader.h"

#include <cstdlib>
#include <filesystem>

#include <simdjson.h>

#include "core/base/child_process.h"
#include "core/parquet/frames.h"
#include "core/importers/formats/row_mapper.h"
#include "core/importers/formats/row_value.h"

namespace primer {

namespace {

constexpr std::uint64_t workerMemoryBytes = std::uint64_t(1536) << 20;

struct Frame {
    FrameHeader header;
    std::string json; ///< with simdjson's padding
    std::vector<std::string> blobs;
};

Result<bool> readFrame(ChildProcess &child, Frame &frame)
{
    const auto some = PRIMER_TRY(child.readExactly(reinterpret_cast<char *>(&frame.header), sizeof frame.header));
    if (!some)
        return false;
    if (frame.header.jsonBytes > maxFrameBytes || frame.header.blobCount > maxFrameBytes / 4)
        return Error{ErrorCode::WorkerDied, "a frame of impossible size", ""};
    const auto readInto = [&child](std::string &target, std::size_t size, std::size_t padding) -> Status {
        target.clear();
        target.reserve(size + padding);
        const auto got = PRIMER_TRY(child.appendExactly(target, size));
        if (!got)
            return Error{ErrorCode::WorkerDied, "ended in the middle of a row", ""};
        target.append(padding, '\0');
        return success();
    };
    PRIMER_TRY(readInto(frame.json, frame.header.jsonBytes, simdjson::SIMDJSON_PADDING));
    frame.blobs.resize(frame.header.blobCount);
    std::uint64_t total = 0;
    for (std::string &blob : frame.blobs) {
        std::uint32_t size = 0;
        const auto got = PRIMER_TRY(child.readExactly(reinterpret_cast<char *>(&size), sizeof size));
        total += size;
        if (!got || total > maxFrameBytes)
            return Error{ErrorCode::WorkerDied, "a frame of impossible size", ""};
        PRIMER_TRY(readInto(blob, size, 0));
    }
    return true;
}

Result<std::unique_ptr<ChildProcess>> startWorker(const std::string &worker, const std::string &path,
                                                  const std::string &firstRow)
{
    return ChildProcess::start({worker, "read", path, firstRow.empty() ? "0" : firstRow},
                               {.memoryCapBytes = workerMemoryBytes});
}

class ParquetReader : public RecordReader
{
public:
    ParquetReader(std::string path, std::string worker, std::unique_ptr<RowMapper> mapper,
                  std::unique_ptr<ChildProcess> child, std::uint64_t firstRow, std::uint64_t bytes)
        : m_path(std::move(path)), m_worker(std::move(worker)), m_mapper(std::move(mapper)), m_child(std::move(child)),
          m_row(firstRow), m_total(bytes)
    {}

    Result<bool> next(ImportBatch &batch) override
    {
        if (m_ended)
            return false;
        bool any = false;
        while (!isFull(batch) && !m_ended && batch.quarantined.size() < import_limits::batchRecords) {
            const auto got = readFrame(*m_child, m_frame);
            any = true;
            if (got && *got) {
                take(batch);
                continue;
            }
            const Status ended = m_child->wait();
            PRIMER_TRY(goOnBehind(batch, !ended ? ended.error().detail : !got ? got.error().detail : "no end mark"));
        }
        batch.cursor = std::to_string(m_row);
        return any;
    }
    std::uint64_t bytesDone() const override
    {
        return m_rows ? std::uint64_t(double(m_row) / double(m_rows) * double(m_total)) : 0;
    }
    std::uint64_t bytesTotal() const override { return m_total; }
    Status fault() const override { return m_mapper->fault(); }

private:
    std::string message() const { return m_frame.json.substr(0, m_frame.header.jsonBytes); }

    /// One entry speaks for all of `rows`.
    /// What the file says it still holds; one row speaks for a file that has not said.
    std::uint64_t rest() const { return m_rows > m_row ? m_rows - m_row : 1; }

    void quarantine(ImportBatch &batch, std::uint64_t rows, const char *reason, std::string detail)
    {
        if (rows > 1)
            detail = "rows " + std::to_string(m_row) + " to " + std::to_string(m_row + rows - 1) + ": " + detail;
        batch.rows += std::int64_t(rows);
        batch.lost += std::int64_t(rows) - 1;
        batch.quarantined.push_back({m_path, std::int64_t(m_row), reason, std::move(detail), ""});
    }

    void take(ImportBatch &batch)
    {
        const FrameHeader &header = m_frame.header;
        m_rows = header.totalRows ? header.totalRows : m_rows;
        switch (header.kind) {
        case FrameHeader::End: m_ended = true; break;
        case FrameHeader::Failure:
            quarantine(batch, rest(), "unreadable_parquet", message());
            m_ended = true;
            break;
        case FrameHeader::Group:
            m_row = header.row;
            m_groupEnd = header.nextRow;
            break;
        case FrameHeader::Lost:
            if (header.nextRow > m_row)
                quarantine(batch, header.nextRow - m_row, "unreadable_parquet", message());
            m_row = header.nextRow;
            break;
        default:
            m_mapper->map(m_frame.json.data(), header.jsonBytes, simdjson::SIMDJSON_PADDING, m_frame.blobs, m_path,
                          std::int64_t(header.row), batch);
            m_row = header.row + 1;
        }
    }

    /// The program died: the row group it was in is lost, another goes on with the next one.
    Status goOnBehind(ImportBatch &batch, const std::string &detail)
    {
        if (m_groupEnd <= m_row) { // not in a group: it would die there again
            quarantine(batch, rest(), "reader_died", detail);
            m_ended = true;
            return success();
        }
        quarantine(batch, m_groupEnd - m_row, "reader_died", detail);
        m_row = m_groupEnd;
        m_ended = m_row >= m_rows;
        if (!m_ended)
            m_child = PRIMER_TRY(startWorker(m_worker, m_path, std::to_string(m_row)));
        return success();
    }

    std::string m_path;
    std::string m_worker;
    std::unique_ptr<RowMapper> m_mapper;
    std::unique_ptr<ChildProcess> m_child;
    std::uint64_t m_row;
    std::uint64_t m_groupEnd = 0;
    std::uint64_t m_rows = 0;
    std::uint64_t m_total;
    Frame m_frame;
    bool m_ended = false;
};

} // namespace

Result<std::unique_ptr<RecordReader>> openParquet(const std::string &path, const ColumnMapping &mapping,
                                                  const std::string &cursor, const std::string &worker)
{
    auto mapper = PRIMER_TRY(RowMapper::create(mapping));
    auto child = PRIMER_TRY(startWorker(worker, path, cursor));
    std::error_code failure;
    const std::uint64_t total = std::filesystem::file_size(path, failure);
    return std::unique_ptr<RecordReader>(
        std::make_unique<ParquetReader>(path, worker, std::move(mapper), std::move(child),
                                        std::strtoull(cursor.c_str(), nullptr, 10), failure ? 0 : total));
}

Result<std::vector<std::string>> previewParquet(const std::string &path, std::size_t rows, const std::string &worker)
{
    auto child = PRIMER_TRY(startWorker(worker, path, "0"));
    std::vector<std::string> texts;
    Frame frame;
    while (texts.size() < rows) {
        const auto got = PRIMER_TRY(readFrame(*child, frame));
        if (!got)
            return Error{ErrorCode::WorkerDied, "the reader ended", path};
        const std::string json = frame.json.substr(0, frame.header.jsonBytes);
        if (frame.header.kind == FrameHeader::Failure)
            return Error{ErrorCode::Corrupt, json, path};
        if (frame.header.kind == FrameHeader::End)
            break;
        if (frame.header.kind != FrameHeader::Row)
            continue;
        simdjson::dom::parser parser;
        simdjson::dom::object row;
        const bool isRow = parser.parse(json).get_object().get(row) == simdjson::SUCCESS;
        texts.push_back(isRow ? columnsWithout(row, {}, frame.blobs) : json);
    }
    return texts;
}

} // namespace primer
