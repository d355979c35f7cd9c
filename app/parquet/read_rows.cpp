#include "app/parquet/read_rows.h"

#include <algorithm>
#include <string>
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

    const auto metadata = file->parquet_reader()->metadata();
    std::vector<int> groups;
    std::int64_t row = 0;
    std::int64_t skip = firstRow;
    for (int group = 0; group < metadata->num_row_groups(); ++group) {
        const auto info = metadata->RowGroup(group);
        if (info->total_byte_size() < 0 || info->total_byte_size() > maxRowGroupBytes)
            return arrow::Status::Invalid("row group ", group, " says it holds ", info->total_byte_size(), " bytes");
        if (groups.empty() && skip >= info->num_rows()) {
            skip -= info->num_rows();
            row += info->num_rows();
        } else {
            groups.push_back(group);
        }
    }
    ARROW_ASSIGN_OR_RAISE(auto batches, file->GetRecordBatchReader(groups));
    primer::RowJson writer;
    for (;;) {
        std::shared_ptr<arrow::RecordBatch> batch;
        ARROW_RETURN_NOT_OK(batches->ReadNext(&batch));
        if (!batch)
            break;
        ARROW_RETURN_NOT_OK(batch->ValidateFull());
        for (std::int64_t place = 0; place < batch->num_rows(); ++place, ++row) {
            if (skip > 0) {
                --skip;
                continue;
            }
            writer.write(*batch, place);
            FrameHeader header;
            header.row = std::uint64_t(row);
            header.totalRows = std::uint64_t(metadata->num_rows());
            if (!writeFrame(header, writer.json(), writer.blobs()))
                return arrow::Status::IOError("the parent closed the pipe");
        }
    }
    return arrow::Status::OK();
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
