#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <unistd.h>
#include <zstd.h>

#include "core/base/result.h"
#include "core/exporters/row_sink.h"
#include "core/parquet/export_row.h"

namespace primer {

namespace {

constexpr int compressionLevel = 3;

class JsonlSink : public RowSink
{
public:
    JsonlSink(std::FILE *file, std::string path, bool compressed) : m_file(file), m_path(std::move(path))
    {
        if (!compressed)
            return;
        m_context = ZSTD_createCCtx();
        ZSTD_CCtx_setParameter(m_context, ZSTD_c_compressionLevel, compressionLevel);
        ZSTD_CCtx_setParameter(m_context, ZSTD_c_checksumFlag, 1);
        m_output.resize(ZSTD_CStreamOutSize());
    }
    ~JsonlSink() override
    {
        ZSTD_freeCCtx(m_context);
        if (m_file)
            std::fclose(m_file);
    }

    Status add(const ExportRow &row) override { return put(jsonOfRow(row) + "\n", ZSTD_e_continue); }

    Status finish() override
    {
        PRIMER_TRY(put({}, ZSTD_e_end));
        if (std::fflush(m_file) != 0 || ::fsync(::fileno(m_file)) != 0)
            return errnoError(errno, m_path);
        const int closed = std::fclose(m_file);
        m_file = nullptr;
        return closed == 0 ? success() : Status(errnoError(errno, m_path));
    }

private:
    Status put(const std::string &text, ZSTD_EndDirective directive)
    {
        if (!m_context)
            return writeBytes(text.data(), text.size());
        ZSTD_inBuffer input{text.data(), text.size(), 0};
        for (;;) {
            ZSTD_outBuffer output{m_output.data(), m_output.size(), 0};
            const std::size_t left = ZSTD_compressStream2(m_context, &output, &input, directive);
            if (ZSTD_isError(left))
                return Error{ErrorCode::Io, ZSTD_getErrorName(left), m_path};
            PRIMER_TRY(writeBytes(m_output.data(), output.pos));
            const bool done = directive == ZSTD_e_end ? left == 0 : input.pos == input.size;
            if (done)
                return success();
        }
    }

    Status writeBytes(const char *bytes, std::size_t size)
    {
        if (std::fwrite(bytes, 1, size, m_file) != size)
            return errnoError(errno, m_path);
        return success();
    }

    std::FILE *m_file;
    std::string m_path;
    ZSTD_CCtx *m_context = nullptr;
    std::vector<char> m_output;
};

} // namespace

std::string jsonOfRow(const ExportRow &row)
{
    nlohmann::ordered_json line;
    line["id"] = row.id;
    line["content"] = row.content;
    line["path"] = row.path;
    line["repo_name"] = row.repository;
    line["license"] = row.licence;
    line["language"] = row.language;
    line["created_at"] = row.createdAt;
    line["kind"] = row.kind;
    line["source"] = row.source;
    line["sha256"] = row.sha256;
    line["size"] = row.size;
    line["line_count"] = row.lines;
    line["max_line_length"] = row.maxLineLength;
    line["avg_line_length"] = row.avgLineLength;
    line["alphanum_fraction"] = row.alphanumFraction;
    const auto orNull = [](const auto &value) {
        return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
    };
    line["stars"] = orNull(row.stars);
    line["score"] = orNull(row.score);
    line["label"] = orNull(row.label);
    line["copies"] = row.copies;
    line["upstream"] = row.extra;
    line["thread"] = row.thread;
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<std::unique_ptr<RowSink>> openJsonlSink(const std::string &path, bool compressed)
{
    std::FILE *file = std::fopen(path.c_str(), "wb");
    if (!file)
        return errnoError(errno, path);
    return std::unique_ptr<RowSink>(std::make_unique<JsonlSink>(file, path, compressed));
}

} // namespace primer
