// Parquet is written by the program primer-parquet: Arrow's libraries export a simdjson of their own, which must not
// meet the one the importers use in one process.
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "core/base/child_process.h"
#include "core/base/log.h"
#include "core/base/result.h"
#include "core/exporters/row_sink.h"
#include "core/parquet/export_row.h"
#include "core/parquet/frames.h"

namespace primer {

namespace {

constexpr std::uint64_t memoryCapBytes = std::uint64_t(8) << 30; // address space, not use
constexpr std::size_t sendBytes = 1 << 20;

class ParquetSink : public RowSink
{
public:
    ParquetSink(std::unique_ptr<ChildProcess> child, std::string path)
        : m_child(std::move(child)), m_path(std::move(path))
    {}

    Status add(const ExportRow &row) override
    {
        const std::size_t start = m_pending.size();
        m_pending.resize(start + sizeof(std::uint64_t));
        encodeRow(row, m_pending);
        const std::uint64_t size = m_pending.size() - start - sizeof size;
        m_pending.replace(start, sizeof size, reinterpret_cast<const char *>(&size), sizeof size);
        return m_pending.size() >= sendBytes ? send() : success();
    }

    Status finish() override
    {
        PRIMER_TRY(send());
        m_child->closeInput();
        return answer();
    }

private:
    Status send()
    {
        const Status sent = m_child->write(m_pending);
        m_pending.clear();
        if (sent)
            return sent;
        // It says why it ended, if it still could.
        const Status reason = answer();
        return reason ? sent : reason;
    }

    Status answer()
    {
        FrameHeader header;
        const auto got = m_child->readExactly(reinterpret_cast<char *>(&header), sizeof header);
        if (!got)
            log::failure(log::Level::Warning, got.error(), "answer of primer-parquet");
        if (!got || !*got || header.jsonBytes > maxFrameBytes) {
            const Status ended = m_child->wait();
            return Error{ErrorCode::WorkerDied, ended ? "no answer" : ended.error().detail, m_path};
        }
        std::string message(header.jsonBytes, '\0');
        if (header.jsonBytes > 0) {
            const auto words = m_child->readExactly(message.data(), message.size());
            if (!words)
                log::failure(log::Level::Warning, words.error(), "words of primer-parquet");
        }
        if (header.kind == FrameHeader::End)
            return m_child->wait();
        const bool isFull = message.find("No space left") != std::string::npos;
        return Error{isFull ? ErrorCode::DiskFull : ErrorCode::Io, message, m_path};
    }

    std::unique_ptr<ChildProcess> m_child;
    std::string m_path;
    std::string m_pending;
};

} // namespace

Result<std::unique_ptr<RowSink>> openParquetSink(const std::string &path, std::int64_t rowGroupBytes,
                                                 const std::string &program)
{
    auto child = PRIMER_TRY(ChildProcess::start({program, "write", path, std::to_string(rowGroupBytes)},
                                                {.memoryCapBytes = memoryCapBytes, .withInput = true}));
    return std::unique_ptr<RowSink>(std::make_unique<ParquetSink>(std::move(child), path));
}

} // namespace primer
