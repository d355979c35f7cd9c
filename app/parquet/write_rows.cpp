#include "app/parquet/write_rows.h"

#include <cstdio>

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include "core/base/atomic_file.h"
#include "core/base/result.h"
#include "core/parquet/export_row.h"
#include "core/parquet/frames.h"

namespace primer {

namespace {

Error arrowError(const arrow::Status &status, const std::string &path)
{
    return Error{status.IsIOError() && status.message().find("space") != std::string::npos ? ErrorCode::DiskFull
                                                                                           : ErrorCode::Io,
                 status.ToString(), path};
}

#define PRIMER_ARROW(expression)                        \
    do {                                                \
        const arrow::Status arrowStatus = (expression); \
        if (!arrowStatus.ok())                          \
            return arrowError(arrowStatus, m_path);     \
    } while (false)

std::shared_ptr<arrow::Schema> schemaOfColumns()
{
    arrow::FieldVector fields;
    for (const ExportColumn &column : exportColumns()) {
        const std::string type = column.featureType;
        fields.push_back(arrow::field(column.name, type == "string"    ? arrow::utf8()
                                                   : type == "float64" ? arrow::float64()
                                                                       : arrow::int64()));
    }
    return arrow::schema(fields);
}

class ParquetFile
{
public:
    ParquetFile(std::string path, std::int64_t rowGroupBytes)
        : m_path(std::move(path)), m_rowGroupBytes(rowGroupBytes), m_schema(schemaOfColumns())
    {}

    Status open()
    {
        auto file = arrow::io::FileOutputStream::Open(m_path);
        if (!file.ok())
            return arrowError(file.status(), m_path);
        m_file = *file;
        const auto properties = parquet::WriterProperties::Builder()
                                    .compression(arrow::Compression::ZSTD)
                                    ->enable_write_page_index()
                                    ->disable_dictionary("content")
                                    ->disable_dictionary("sha256")
                                    ->disable_statistics("content")
                                    ->disable_statistics("upstream")
                                    ->disable_statistics("thread")
                                    ->created_by("Primer")
                                    ->build();
        auto writer = parquet::arrow::FileWriter::Open(*m_schema, arrow::default_memory_pool(), m_file, properties);
        if (!writer.ok())
            return arrowError(writer.status(), m_path);
        m_writer = std::move(*writer);
        auto builder = arrow::RecordBatchBuilder::Make(m_schema, arrow::default_memory_pool());
        if (!builder.ok())
            return arrowError(builder.status(), m_path);
        m_builder = std::move(*builder);
        return success();
    }

    Status add(const ExportRow &row)
    {
        int column = 0;
        const auto text = [&](const std::string &value) {
            return m_builder->GetFieldAs<arrow::StringBuilder>(column++)->Append(value);
        };
        const auto integer = [&](std::int64_t value) {
            return m_builder->GetFieldAs<arrow::Int64Builder>(column++)->Append(value);
        };
        const auto real = [&](double value) {
            return m_builder->GetFieldAs<arrow::DoubleBuilder>(column++)->Append(value);
        };
        const auto maybeInteger = [&](const std::optional<std::int64_t> &value) {
            auto *builder = m_builder->GetFieldAs<arrow::Int64Builder>(column++);
            return value ? builder->Append(*value) : builder->AppendNull();
        };
        PRIMER_ARROW(integer(row.id));
        for (const std::string *value : {&row.content, &row.path, &row.repository, &row.licence, &row.language,
                                         &row.createdAt, &row.kind, &row.source, &row.sha256})
            PRIMER_ARROW(text(*value));
        for (const std::int64_t value : {row.size, row.lines, row.maxLineLength})
            PRIMER_ARROW(integer(value));
        PRIMER_ARROW(real(row.avgLineLength));
        PRIMER_ARROW(real(row.alphanumFraction));
        PRIMER_ARROW(maybeInteger(row.stars));
        auto *score = m_builder->GetFieldAs<arrow::DoubleBuilder>(column++);
        PRIMER_ARROW(row.score ? score->Append(*row.score) : score->AppendNull());
        PRIMER_ARROW(maybeInteger(row.label));
        PRIMER_ARROW(integer(row.copies));
        PRIMER_ARROW(text(row.extra));
        PRIMER_ARROW(text(row.thread));
        m_groupBytes += std::int64_t(row.content.size() + row.extra.size() + row.thread.size());
        if (m_groupBytes >= m_rowGroupBytes)
            return writeGroup();
        return success();
    }

    Status finish()
    {
        PRIMER_TRY(writeGroup());
        PRIMER_ARROW(m_writer->Close());
        PRIMER_ARROW(m_file->Close());
        return syncPath(m_path);
    }

private:
    Status writeGroup()
    {
        auto batch = m_builder->Flush();
        if (!batch.ok())
            return arrowError(batch.status(), m_path);
        m_groupBytes = 0;
        if ((*batch)->num_rows() == 0)
            return success();
        auto table = arrow::Table::FromRecordBatches({*batch});
        if (!table.ok())
            return arrowError(table.status(), m_path);
        PRIMER_ARROW(m_writer->WriteTable(**table, (*batch)->num_rows()));
        return success();
    }

    std::string m_path;
    std::int64_t m_rowGroupBytes;
    std::shared_ptr<arrow::Schema> m_schema;
    std::shared_ptr<arrow::io::FileOutputStream> m_file;
    std::unique_ptr<parquet::arrow::FileWriter> m_writer;
    std::unique_ptr<arrow::RecordBatchBuilder> m_builder;
    std::int64_t m_groupBytes = 0;
};

} // namespace

std::string writeRows(const std::string &path, std::int64_t rowGroupBytes)
{
    ParquetFile file(path, rowGroupBytes);
    Status status = file.open();
    std::string bytes;
    std::uint64_t size = 0;
    bool sawEnd = false;
    while (status) {
        const std::size_t got = std::fread(&size, 1, sizeof size, stdin);
        if (got == 0) {
            sawEnd = std::feof(stdin) != 0;
            break;
        }
        bytes.resize(got == sizeof size && size <= maxFrameBytes ? size : 0);
        ExportRow row;
        if (bytes.empty() || std::fread(bytes.data(), 1, bytes.size(), stdin) != bytes.size() || !decodeRow(bytes, row))
            return "a row arrived damaged";
        status = file.add(row);
    }
    if (status && !sawEnd)
        return "the rows ended early";
    if (status)
        status = file.finish();
    return status ? std::string() : status.error().detail;
}

} // namespace primer
