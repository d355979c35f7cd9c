#include "app/parquet/read_rows.h"

#include <cstdio>
#include <string>
#include <vector>

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

void writeFrame(FrameHeader header, const std::string &json, const std::vector<std::string_view> &blobs)
{
    header.jsonBytes = std::uint32_t(json.size());
    header.blobCount = std::uint32_t(blobs.size());
    std::fwrite(&header, sizeof header, 1, stdout);
    std::fwrite(json.data(), 1, json.size(), stdout);
    for (const std::string_view blob : blobs) {
        const auto size = std::uint32_t(blob.size());
        std::fwrite(&size, sizeof size, 1, stdout);
        std::fwrite(blob.data(), 1, blob.size(), stdout);
    }
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
            writeFrame(header, writer.json(), writer.blobs());
            if (std::ferror(stdout))
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
