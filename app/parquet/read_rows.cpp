#include "app/parquet/read_rows.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sys/uio.h>
#include <unistd.h>

#include <arrow/api.h>
#include <arrow/util/utf8.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include "app/parquet/row_json.h"
#include "core/parquet/frames.h"

namespace {

using primer::FrameHeader;

constexpr std::int64_t batchRows = 256;
constexpr std::int64_t maxRowGroupBytes = std::int64_t(4) << 30;

/// Straight from Arrow's buffers: contents are not copied on this side.
bool writeFrame(FrameHeader header, const std::string &json, const std::vector<std::string_view> &blobs)
{
    header.jsonBytes = std::uint32_t(json.size());
    header.blobCount = std::uint32_t(blobs.size());
    std::vector<std::uint32_t> sizes(blobs.size());
    std::vector<iovec> parts{{&header, sizeof header}, {const_cast<char *>(json.data()), json.size()}};
    for (std::size_t i = 0; i < blobs.size(); ++i) {
        sizes[i] = std::uint32_t(blobs[i].size());
        parts.push_back({&sizes[i], sizeof sizes[i]});
        parts.push_back({const_cast<char *>(blobs[i].data()), blobs[i].size()});
    }
    for (std::size_t part = 0; part < parts.size();) {
        const int count = int(std::min<std::size_t>(parts.size() - part, 512));
        ssize_t written = ::writev(STDOUT_FILENO, &parts[part], count);
        if (written < 0)
            return false;
        while (part < parts.size() && std::size_t(written) >= parts[part].iov_len)
            written -= ssize_t(parts[part++].iov_len);
        if (part < parts.size()) {
            parts[part].iov_base = static_cast<char *>(parts[part].iov_base) + written;
            parts[part].iov_len -= std::size_t(written);
        }
    }
    return true;
}

/// What says something and has no blobs.
bool writeNotice(FrameHeader::Kind kind, std::int64_t row, std::int64_t nextRow, std::int64_t totalRows,
                 const std::string &text = {})
{
    FrameHeader header;
    header.kind = kind;
    header.row = std::uint64_t(row);
    header.nextRow = std::uint64_t(nextRow);
    header.totalRows = std::uint64_t(totalRows);
    return writeFrame(header, text, {});
}

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

/// One row group after the other: what is damaged in one costs none of the others.
class GroupReader
{
public:
    explicit GroupReader(std::unique_ptr<parquet::arrow::FileReader> file)
        : m_file(std::move(file)), m_metadata(m_file->parquet_reader()->metadata())
    {}

    arrow::Status run(std::int64_t firstRow)
    {
        std::int64_t begin = 0;
        for (int group = 0; group < m_metadata->num_row_groups(); ++group) {
            const auto info = m_metadata->RowGroup(group);
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
    /// smaller slices: so the rows before the damage are had, and a batch that met the memory cap fits.
    arrow::Status readGroup(int group, const parquet::RowGroupMetaData &info, std::int64_t begin, std::int64_t first)
    {
        constexpr std::int64_t sliceBytes = std::int64_t(32) << 20;
        const std::int64_t end = begin + info.num_rows();
        const std::int64_t rowBytes = std::max<std::int64_t>(1, info.total_byte_size()
                                                                    / std::max<std::int64_t>(1, info.num_rows()));
        const std::int64_t largest = std::clamp<std::int64_t>(sliceBytes / rowBytes, 1, batchRows);
        if (!writeNotice(FrameHeader::Group, first, end, m_metadata->num_rows()))
            return closedPipe();
        m_row = first;
        arrow::Status status = arrow::Status::Invalid("row group ", group, " says it holds ", info.total_byte_size(),
                                                      " bytes");
        const bool isPossible = info.total_byte_size() >= 0 && info.total_byte_size() <= maxRowGroupBytes;
        for (std::int64_t slice = largest;
             isPossible && slice > 0 && m_row<end; slice = slice> 1 ? std::max<std::int64_t>(1, slice / 16) : 0) {
            status = attempt(group, begin, end, slice);
            if (status.ok() || m_isClosed)
                break;
        }
        if (m_isClosed)
            return closedPipe();
        if (m_row < end && !writeNotice(FrameHeader::Lost, m_row, end, m_metadata->num_rows(), status.ToString()))
            return closedPipe();
        return arrow::Status::OK();
    }

    arrow::Status attempt(int group, std::int64_t begin, std::int64_t end, std::int64_t slice)
    {
        try {
            return writeRows(group, begin, end, slice);
        } catch (const std::exception &failure) { // Parquet's own and bad_alloc
            return arrow::Status::Invalid("exception: ", failure.what());
        }
    }

    arrow::Status writeRows(int group, std::int64_t begin, std::int64_t end, std::int64_t slice)
    {
        m_file->set_batch_size(slice);
        ARROW_ASSIGN_OR_RAISE(auto batches, m_file->GetRecordBatchReader(std::vector<int>{group}));
        for (std::int64_t row = begin; row < end;) {
            std::shared_ptr<arrow::RecordBatch> batch;
            ARROW_RETURN_NOT_OK(batches->ReadNext(&batch));
            if (!batch)
                return arrow::Status::Invalid("the row group ends after ", row - begin, " rows");
            if (row + batch->num_rows() > m_row)
                ARROW_RETURN_NOT_OK(checked(*batch));
            for (std::int64_t place = 0; place < batch->num_rows() && row < end; ++place, ++row) {
                if (row < m_row)
                    continue;
                m_writer.write(*batch, place);
                FrameHeader header;
                header.row = std::uint64_t(row);
                header.totalRows = std::uint64_t(m_metadata->num_rows());
                m_isClosed = !writeFrame(header, m_writer.json(), m_writer.blobs());
                if (m_isClosed)
                    return closedPipe();
                m_row = row + 1;
            }
        }
        return arrow::Status::OK();
    }

    std::unique_ptr<parquet::arrow::FileReader> m_file;
    std::shared_ptr<parquet::FileMetaData> m_metadata;
    primer::RowJson m_writer;
    std::int64_t m_row = 0; ///< the next that the parent lacks
    bool m_isClosed = false;
};

arrow::Status writeFrames(const std::string &path, std::int64_t firstRow)
{
    parquet::ReaderProperties properties(arrow::system_memory_pool());
    properties.enable_buffered_stream(); // page by page: a row group may be larger than the memory there is
    properties.set_buffer_size(1 << 18);
    properties.set_thrift_string_size_limit(64 << 20);
    properties.set_thrift_container_size_limit(1 << 20);
    parquet::ArrowReaderProperties arrowProperties(false);
    arrowProperties.set_batch_size(batchRows);
    arrowProperties.set_pre_buffer(false);
    parquet::arrow::FileReaderBuilder builder;
    ARROW_RETURN_NOT_OK(builder.OpenFile(path, false, properties));
    std::unique_ptr<parquet::arrow::FileReader> file;
    ARROW_RETURN_NOT_OK(builder.memory_pool(arrow::system_memory_pool())->properties(arrowProperties)->Build(&file));
    return GroupReader(std::move(file)).run(firstRow);
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
