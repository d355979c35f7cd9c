#include "app/parquet/read_rows.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <arrow/util/utf8.h>
#include <parquet/arrow/reader.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include "app/parquet/frame_writer.h"
#include "app/parquet/page_gaps.h"
#include "app/parquet/row_json.h"
#include "core/parquet/frames.h"

namespace {

using primer::FrameHeader;
using primer::PageGaps;

constexpr std::int64_t batchRows = 256;

arrow::Status closedPipe() { return arrow::Status::IOError("the parent closed the pipe"); }

/// The same data without the promise that strings, at any depth, are UTF-8.
std::shared_ptr<arrow::ArrayData> asBytes(const arrow::ArrayData &data)
{
    const std::shared_ptr<arrow::ArrayData> copy = data.Copy();
    switch (data.type->id()) {
    case arrow::Type::STRING: copy->type = arrow::binary(); return copy;
    case arrow::Type::LARGE_STRING: copy->type = arrow::large_binary(); return copy;
    case arrow::Type::STRING_VIEW: copy->type = arrow::binary_view(); return copy;
    case arrow::Type::LIST:
    case arrow::Type::LARGE_LIST:
    case arrow::Type::FIXED_SIZE_LIST:
    case arrow::Type::MAP:
    case arrow::Type::STRUCT:
    case arrow::Type::DICTIONARY: break;
    default: return copy;
    }
    arrow::FieldVector fields;
    for (std::size_t child = 0; child < copy->child_data.size(); ++child) {
        copy->child_data[child] = asBytes(*copy->child_data[child]);
        fields.push_back(data.type->field(int(child))->WithType(copy->child_data[child]->type));
    }
    switch (data.type->id()) {
    case arrow::Type::LIST: copy->type = arrow::list(fields[0]); break;
    case arrow::Type::LARGE_LIST: copy->type = arrow::large_list(fields[0]); break;
    case arrow::Type::FIXED_SIZE_LIST:
        copy->type = arrow::fixed_size_list(fields[0],
                                            static_cast<const arrow::FixedSizeListType &>(*data.type).list_size());
        break;
    case arrow::Type::MAP:
        copy->type = std::make_shared<arrow::MapType>(fields[0],
                                                      static_cast<const arrow::MapType &>(*data.type).keys_sorted());
        break;
    case arrow::Type::STRUCT: copy->type = arrow::struct_(fields); break;
    default: { // a dictionary
        const auto &type = static_cast<const arrow::DictionaryType &>(*data.type);
        copy->dictionary = asBytes(*copy->dictionary);
        copy->type = arrow::dictionary(type.index_type(), copy->dictionary->type, type.ordered());
    }
    }
    return copy;
}

/// Strings are checked as bytes: one that is no UTF-8 is for the parent to judge, and damages no other.
arrow::Status checked(const arrow::RecordBatch &batch)
{
    for (const std::shared_ptr<arrow::Array> &column : batch.columns())
        ARROW_RETURN_NOT_OK(arrow::MakeArray(asBytes(*column->data()))->ValidateFull());
    return arrow::Status::OK();
}

/// How a file is opened, each time.
struct ParquetSource {
    std::shared_ptr<arrow::io::RandomAccessFile> file;
    parquet::ReaderProperties properties{arrow::system_memory_pool()};
    parquet::ArrowReaderProperties arrowProperties{false};
    std::shared_ptr<parquet::FileMetaData> metadata;

    arrow::Result<std::unique_ptr<parquet::arrow::FileReader>> open(
        std::unique_ptr<parquet::ParquetFileReader> pages) const
    {
        return parquet::arrow::FileReader::Make(arrow::system_memory_pool(), std::move(pages), arrowProperties);
    }
};

/// One row group after the other: what is damaged in one, or too large, costs none of the others.
class GroupReader
{
public:
    explicit GroupReader(ParquetSource source) : m_source(std::move(source)) {}

    arrow::Status run(std::int64_t firstRow)
    {
        ARROW_ASSIGN_OR_RAISE(m_file, m_source.open(parquet::ParquetFileReader::Open(m_source.file, m_source.properties,
                                                                                     m_source.metadata)));
        std::int64_t begin = 0;
        for (int group = 0; group < m_source.metadata->num_row_groups(); ++group) {
            const auto info = m_source.metadata->RowGroup(group);
            if (info->num_rows() < 0 || info->num_rows() > maxRows - begin)
                return arrow::Status::Invalid("row group ", group, " says it holds ", info->num_rows(), " rows");
            const std::int64_t end = begin + info->num_rows();
            if (firstRow < end)
                ARROW_RETURN_NOT_OK(readGroup(group, *info, begin, std::max(begin, firstRow)));
            begin = end;
        }
        return arrow::Status::OK();
    }

private:
    static constexpr std::int64_t maxRows = std::int64_t(1) << 48;

    /// Rows that come in one batch: of large ones a few. What says less than it holds, or is damaged, is read again in
    /// smaller slices, then around the page that fails: so the rows before and behind it are had, and a batch that met
    /// the memory cap fits.
    arrow::Status readGroup(int group, const parquet::RowGroupMetaData &info, std::int64_t begin, std::int64_t first)
    {
        constexpr std::int64_t sliceBytes = std::int64_t(32) << 20, shrinkBy = 16;
        const std::int64_t end = begin + info.num_rows();
        const std::int64_t bytes = std::max<std::int64_t>(0, info.total_byte_size());
        const std::int64_t rowBytes = std::max<std::int64_t>(1, bytes / std::max<std::int64_t>(1, info.num_rows()));
        const std::int64_t largest = std::clamp<std::int64_t>(sliceBytes / rowBytes, 1, batchRows);
        m_next = first;
        ARROW_RETURN_NOT_OK(notice(FrameHeader::Group, first, end));
        m_gaps = PageGaps();
        constexpr int maxInVain = 16;
        bool isAround = false;
        int inVain = 0; // gaps since a row was had
        arrow::Status status;
        for (std::int64_t slice = largest; m_row < end;) {
            const std::int64_t before = m_row;
            status = attempt(group, begin, end, slice, isAround);
            if (status.ok() || m_isClosed)
                break;
            inVain = m_row > before ? 0 : inVain;
            const bool isTold = std::exchange(isAround, true); // else it is read again to know the page
            if (slice > 1 && (status.IsOutOfMemory() || !m_gaps.isFailingPageKnown()))
                slice = std::max<std::int64_t>(1, slice / shrinkBy);
            else if (isTold && ++inVain <= maxInVain && m_gaps.add(status, m_row - begin))
                slice = largest;
            else if (isTold)
                break;
        }
        if (m_isClosed)
            return closedPipe();
        m_frames.drop();
        return m_row < end ? notice(FrameHeader::Lost, m_row, end, status.ToString()) : arrow::Status::OK();
    }

    arrow::Status attempt(int group, std::int64_t begin, std::int64_t end, std::int64_t slice, bool isAround)
    {
        m_frames.drop();
        m_next = m_row;
        try {
            if (!isAround)
                return writeRows(*m_file, group, begin, end, slice);
            m_gaps.setFirstRow(m_row - begin);
            ARROW_ASSIGN_OR_RAISE(const auto file, m_source.open(primer::openAround(
                                                       m_gaps, m_source.file, m_source.properties, m_source.metadata)));
            return writeRows(*file, group, begin, end, slice);
        } catch (const std::bad_alloc &) {
            return arrow::Status::OutOfMemory("no memory for a slice of ", slice, " rows");
        } catch (const std::exception &failure) { // Parquet's own
            return arrow::Status::Invalid("exception: ", failure.what());
        }
    }

    arrow::Status writeRows(parquet::arrow::FileReader &file, int group, std::int64_t begin, std::int64_t end,
                            std::int64_t slice)
    {
        file.set_batch_size(slice);
        ARROW_ASSIGN_OR_RAISE(auto batches, file.GetRecordBatchReader(std::vector<int>{group}));
        for (std::int64_t row = begin; row < end;) {
            std::shared_ptr<arrow::RecordBatch> batch;
            ARROW_RETURN_NOT_OK(batches->ReadNext(&batch));
            if (!batch)
                return arrow::Status::Invalid("the row group ends after ", row - begin, " rows");
            if (row + batch->num_rows() > m_next)
                ARROW_RETURN_NOT_OK(checked(*batch));
            for (std::int64_t place = 0; place < batch->num_rows() && row < end; ++place, ++row) {
                if (row < m_next)
                    continue;
                if (const PageGaps::Gap *gap = m_gaps.at(row - begin))
                    addNotice(FrameHeader::Lost, row, std::min(end, begin + gap->rows.end), gap->why);
                else
                    addRow(*batch, place, row);
                if (m_frames.isFull())
                    ARROW_RETURN_NOT_OK(flush());
            }
            ARROW_RETURN_NOT_OK(flush()); // what waits is in the batch
        }
        return arrow::Status::OK();
    }

    void addRow(const arrow::RecordBatch &batch, std::int64_t place, std::int64_t row)
    {
        m_json.write(batch, place);
        std::size_t bytes = m_json.json().size();
        for (const std::string_view blob : m_json.blobs())
            bytes += blob.size();
        if (bytes > primer::maxFrameBytes)
            return addNotice(FrameHeader::Lost, row, row + 1,
                             "the row has " + std::to_string(bytes >> 20) + " MiB, over "
                                 + std::to_string(primer::maxFrameBytes >> 20));
        m_frames.add(header(FrameHeader::Row, row, 0), m_json.json(), m_json.blobs());
        m_next = row + 1;
    }

    /// What says something and has no blobs.
    void addNotice(FrameHeader::Kind kind, std::int64_t row, std::int64_t nextRow, const std::string &text)
    {
        m_frames.add(header(kind, row, nextRow), text, {});
        m_next = kind == FrameHeader::Lost ? nextRow : m_next;
    }

    arrow::Status notice(FrameHeader::Kind kind, std::int64_t row, std::int64_t nextRow, const std::string &text = {})
    {
        addNotice(kind, row, nextRow, text);
        return flush();
    }

    FrameHeader header(FrameHeader::Kind kind, std::int64_t row, std::int64_t nextRow) const
    {
        FrameHeader header;
        header.kind = kind;
        header.row = std::uint64_t(row);
        header.nextRow = std::uint64_t(nextRow);
        header.totalRows = std::uint64_t(m_source.metadata->num_rows());
        return header;
    }

    arrow::Status flush()
    {
        m_isClosed = !m_frames.flush();
        m_row = m_next;
        return m_isClosed ? closedPipe() : arrow::Status::OK();
    }

    ParquetSource m_source;
    std::unique_ptr<parquet::arrow::FileReader> m_file;
    primer::RowJson m_json;
    primer::FrameWriter m_frames;
    PageGaps m_gaps;         ///< of the row group that is read
    std::int64_t m_row = 0;  ///< the next that the parent lacks
    std::int64_t m_next = 0; ///< the next behind those that wait in m_frames
    bool m_isClosed = false;
};

arrow::Status writeFrames(const std::string &path, std::int64_t firstRow)
{
    ParquetSource source;
    source.properties.enable_buffered_stream(); // page by page: a row group may be larger than the memory there is
    source.properties.set_buffer_size(1 << 18);
    source.properties.set_thrift_string_size_limit(64 << 20);
    source.properties.set_thrift_container_size_limit(1 << 20);
    source.arrowProperties.set_batch_size(batchRows);
    source.arrowProperties.set_pre_buffer(false);
    ARROW_ASSIGN_OR_RAISE(source.file, arrow::io::ReadableFile::Open(path, arrow::system_memory_pool()));
    PARQUET_CATCH_NOT_OK(
        source.metadata = parquet::ParquetFileReader::Open(source.file, source.properties)->metadata());
    return GroupReader(std::move(source)).run(firstRow);
}

} // namespace

namespace primer {

std::string readRows(const std::string &path, std::int64_t firstRow)
{
    arrow::util::InitializeUTF8();
    const arrow::Status status = writeFrames(path, firstRow);
    return status.ok() ? std::string() : status.ToString();
}

} // namespace primer
