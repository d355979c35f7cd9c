#include "core/exporters/dataset_export.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/exporters/dataset_card.h"
#include "core/exporters/export_manifest.h"
#include "core/exporters/export_plan.h"
#include "core/exporters/export_target.h"
#include "core/exporters/licence_policy.h"
#include "core/exporters/row_sink.h"
#include "core/storage/connection.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

class Exporter
{
public:
    Exporter(Store &store, const Selection &selection, const ExportOptions &options, Feedback &feedback)
        : m_store(store), m_selection(selection), m_options(options), m_policy(options.allowedLicences),
          m_feedback(feedback)
    {}

    Result<ExportReport> run(const std::string &target)
    {
        const auto begin = std::chrono::steady_clock::now();
        PRIMER_TRY(checkRecordable(m_selection));
        const auto folder = PRIMER_TRY(ExportFolder::open(target, "primer-dataset", m_feedback));
        m_folder = folder->path();
        std::error_code failure;
        if (!fs::create_directory(m_folder + "/data", failure))
            return errnoError(failure.value(), m_folder);
        PRIMER_TRY(write());
        PRIMER_TRY(folder->put());
        m_plan.report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return m_plan.report;
    }

private:
    Status write()
    {
        auto reader = PRIMER_TRY(m_store.reader());
        m_plan = PRIMER_TRY(planExport(*reader, m_selection, m_options, m_feedback));
        PRIMER_TRY(writeShards(*reader));
        PRIMER_TRY(writeText("README.md", datasetCard(m_selection, m_options, m_plan.report)));
        PRIMER_TRY(writeManifest());
        return syncPath(m_folder + "/data");
    }

    Status writeShards(Connection &connection)
    {
        const std::string attributionPath = m_folder + "/ATTRIBUTION.jsonl";
        std::FILE *attribution = std::fopen(attributionPath.c_str(), "wb");
        if (!attribution)
            return errnoError(errno, attributionPath);
        Status status = success();
        std::int64_t done = 0;
        for (std::size_t shard = 0; status && shard < m_plan.shards.size(); ++shard)
            status = writeShard(connection, shard, attribution, done);
        if (std::fflush(attribution) != 0 || ::fsync(::fileno(attribution)) != 0) {
            if (status)
                status = errnoError(errno, attributionPath);
        }
        std::fclose(attribution);
        m_plan.report.files.push_back("ATTRIBUTION.jsonl");
        return status;
    }

    Status writeShard(Connection &connection, std::size_t shard, std::FILE *attribution, std::int64_t &done)
    {
        const std::string name = m_plan.shardName(shard, m_options.format);
        auto sink = PRIMER_TRY(openRowSink(m_folder + "/" + name, m_options));
        for (const PlannedRow &planned : m_plan.shards[shard]) {
            if (m_feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", "export"};
            const LoadedRow loaded = PRIMER_TRY(loadExportRow(connection, planned.id, m_policy));
            m_plan.report.notUtf8 += loaded.isContentAltered;
            m_plan.report.namesNotUtf8 += loaded.areNamesAltered;
            if (std::fwrite(loaded.credit.data(), 1, loaded.credit.size(), attribution) != loaded.credit.size())
                return errnoError(errno, "ATTRIBUTION.jsonl");
            PRIMER_TRY(sink->add(loaded.row));
            done += planned.bytes;
            m_feedback.report(std::uint64_t(done), std::uint64_t(m_plan.report.bytes));
        }
        PRIMER_TRY(sink->finish());
        m_plan.report.files.push_back(name);
        return success();
    }

    Status writeText(const std::string &name, const std::string &text)
    {
        PRIMER_TRY(writeFileAtomically(m_folder + "/" + name, text));
        m_plan.report.files.push_back(name);
        return success();
    }

    /// Last, so that its presence says everything else is there.
    Status writeManifest()
    {
        std::vector<ManifestFile> files;
        for (const std::string &name : m_plan.report.files) {
            const auto digest = PRIMER_TRY(sha256OfFile(m_folder + "/" + name));
            std::error_code failure;
            files.push_back({name, std::uint64_t(fs::file_size(m_folder + "/" + name, failure)), toHex(digest)});
        }
        return writeText(exportManifestName, exportManifest(m_selection, m_options, m_plan.report, files));
    }

    Store &m_store;
    const Selection &m_selection;
    const ExportOptions &m_options;
    LicencePolicy m_policy;
    Feedback &m_feedback;
    std::string m_folder;
    ExportPlan m_plan;
};

} // namespace

Result<std::unique_ptr<RowSink>> openRowSink(const std::string &path, const ExportOptions &options)
{
    return options.format == ExportFormat::Parquet
               ? openParquetSink(path, options.rowGroupBytes, options.parquetProgram)
               : openJsonlSink(path, options.format == ExportFormat::JsonlZst);
}

Result<ExportReport> exportDataset(Store &store, const Selection &selection, const std::string &target,
                                   const ExportOptions &options, Feedback &feedback)
{
    return Exporter(store, selection, options, feedback).run(target);
}

} // namespace primer
