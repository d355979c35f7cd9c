#include "core/exporters/dataset_export.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/base/utf8.h"
#include "core/dataset/sample.h"
#include "core/exporters/dataset_card.h"
#include "core/exporters/export_target.h"
#include "core/exporters/licence_policy.h"
#include "core/exporters/row_sink.h"
#include "core/parquet/export_row.h"
#include "core/storage/connection.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

struct PlannedRow {
    SampleId id = 0;
    std::int64_t bytes = 0;
};

const char *suffixOf(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Parquet: return "parquet";
    case ExportFormat::Jsonl: return "jsonl";
    case ExportFormat::JsonlZst: return "jsonl.zst";
    }
    return "parquet";
}

/// Whether anything had to be altered.
bool makeUtf8(std::string &text)
{
    const bool isBad = !isValidUtf8(text);
    if (isBad)
        text = replaceInvalidUtf8(text);
    return isBad;
}

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
        m_report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return m_report;
    }

private:
    Status write()
    {
        auto reader = PRIMER_TRY(m_store.reader());
        PRIMER_TRY(plan(*reader));
        PRIMER_TRY(writeShards(*reader));
        PRIMER_TRY(writeText("README.md", datasetCard(m_selection, m_options, m_report)));
        PRIMER_TRY(writeManifest());
        return syncPath(m_folder + "/data");
    }

    /// Which rows leave, and how many shards they make: a shard's name holds the count.
    Status plan(Connection &connection)
    {
        std::int64_t inShard = 0;
        for (const SampleId id : m_selection.ids) {
            if (m_feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", "export"};
            const auto rows = PRIMER_TRY(fetchRows(connection, {&id, 1}));
            if (rows.empty())
                continue;
            const SampleRow &row = rows.front();
            std::string licence = row.licence;
            bool leaves = m_policy.allows(licence);
            if (!leaves && row.copies > 1) {
                const auto place = PRIMER_TRY(leavingPlace(connection, row));
                leaves = place.has_value();
                if (place)
                    licence = place->origin.licence;
            }
            if (!leaves) {
                ++m_report.leftOutByLicence;
                m_report.leftOutUnknown += licence.empty();
                continue;
            }
            makeUtf8(licence);
            ++m_report.licences[licence];
            if (m_shards.empty() || inShard >= m_options.shardBytes) {
                m_shards.emplace_back();
                inShard = 0;
            }
            m_shards.back().push_back({id, row.sizeBytes});
            inShard += row.sizeBytes;
            m_report.bytes += row.sizeBytes;
            ++m_report.samples;
        }
        if (m_shards.empty())
            m_shards.emplace_back(); // an empty dataset is a dataset: it can be loaded
        return success();
    }

    /// The place whose licence lets the content leave: its first one, or else the next that may.
    Result<std::optional<StoredOrigin>> leavingPlace(Connection &connection, const SampleRow &row) const
    {
        const bool firstMay = m_policy.allows(row.licence);
        std::optional<StoredOrigin> place;
        PRIMER_TRY(forEachOrigin(connection, row.id, [&](StoredOrigin &&stored) {
            if (!m_policy.allows(stored.origin.licence))
                return true;
            const bool isFirst = stored.origin.path == row.path && stored.origin.repository == row.repository
                                 && stored.origin.licence == row.licence && stored.source == row.source;
            if (isFirst || !place)
                place = std::move(stored);
            return firstMay && !isFirst;
        }));
        return place;
    }

    Status writeShards(Connection &connection)
    {
        const std::string attributionPath = m_folder + "/ATTRIBUTION.jsonl";
        std::FILE *attribution = std::fopen(attributionPath.c_str(), "wb");
        if (!attribution)
            return errnoError(errno, attributionPath);
        Status status = success();
        std::int64_t done = 0;
        for (std::size_t shard = 0; status && shard < m_shards.size(); ++shard)
            status = writeShard(connection, shard, attribution, done);
        if (std::fflush(attribution) != 0 || ::fsync(::fileno(attribution)) != 0) {
            if (status)
                status = errnoError(errno, attributionPath);
        }
        std::fclose(attribution);
        m_report.files.push_back("ATTRIBUTION.jsonl");
        return status;
    }

    Status writeShard(Connection &connection, std::size_t shard, std::FILE *attribution, std::int64_t &done)
    {
        char name[96];
        std::snprintf(name, sizeof name, "data/train-%05zu-of-%05zu.%s", shard, m_shards.size(),
                      suffixOf(m_options.format));
        const std::string path = m_folder + "/" + name;
        auto sink = PRIMER_TRY(m_options.format == ExportFormat::Parquet
                                   ? openParquetSink(path, m_options.rowGroupBytes, m_options.parquetProgram)
                                   : openJsonlSink(path, m_options.format == ExportFormat::JsonlZst));
        for (const PlannedRow &planned : m_shards[shard]) {
            if (m_feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", "export"};
            ExportRow row;
            PRIMER_TRY(load(connection, planned.id, row, attribution));
            PRIMER_TRY(sink->add(row));
            done += planned.bytes;
            m_feedback.report(std::uint64_t(done), std::uint64_t(m_report.bytes));
        }
        PRIMER_TRY(sink->finish());
        m_report.files.push_back(name);
        return success();
    }

    Status load(Connection &connection, SampleId id, ExportRow &row, std::FILE *attribution)
    {
        const auto rows = PRIMER_TRY(fetchRows(connection, {&id, 1}));
        if (rows.empty())
            return Error{ErrorCode::NotFound, "no such sample", std::to_string(id)};
        const SampleRow &sample = rows.front();
        auto place = PRIMER_TRY(leavingPlace(connection, sample));
        if (!place)
            return Error{ErrorCode::Corrupt, "a sample without the place it was planned for", std::to_string(id)};
        row.id = id;
        row.content = PRIMER_TRY(fetchContent(connection, id));
        row.sha256 = PRIMER_TRY(fetchSha256Hex(connection, id));
        row.path = std::move(place->origin.path);
        row.repository = std::move(place->origin.repository);
        row.licence = std::move(place->origin.licence);
        row.language = std::move(place->origin.language);
        row.createdAt = std::move(place->origin.createdAt);
        row.source = std::move(place->source);
        row.stars = place->origin.stars;
        row.score = place->origin.score;
        row.extra = std::move(place->origin.extraJson);
        row.kind = sampleKindName(sample.kind);
        row.size = sample.sizeBytes;
        row.lines = sample.lineCount;
        row.maxLineLength = sample.maxLineLength;
        row.avgLineLength = sample.avgLineLength;
        row.alphanumFraction = sample.alphanumFraction;
        if (sample.label)
            row.label = *sample.label;
        row.copies = sample.copies;
        m_report.notUtf8 += makeUtf8(row.content);
        bool isAltered = false;
        for (std::string *text :
             {&row.path, &row.repository, &row.licence, &row.language, &row.createdAt, &row.source, &row.extra})
            isAltered |= makeUtf8(*text);
        m_report.namesNotUtf8 += isAltered;
        ordered_json credit{
            {"id", id}, {"path", row.path}, {"repo", row.repository}, {"licence", row.licence}, {"source", row.source}};
        if (sample.kind == SampleKind::Thread) {
            const auto posts = PRIMER_TRY(fetchThread(connection, id));
            row.thread = threadToJson(posts);
            ordered_json authors = ordered_json::array();
            for (const ThreadPost &post : posts)
                authors.push_back({{"post", post.id}, {"author", post.author}, {"licence", post.licence}});
            credit["posts"] = std::move(authors);
        }
        const std::string line = credit.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
        if (std::fwrite(line.data(), 1, line.size(), attribution) != line.size())
            return errnoError(errno, "ATTRIBUTION.jsonl");
        return success();
    }

    Status writeText(const std::string &name, const std::string &text)
    {
        PRIMER_TRY(writeFileAtomically(m_folder + "/" + name, text));
        m_report.files.push_back(name);
        return success();
    }

    /// Last, so that its presence says everything else is there.
    Status writeManifest()
    {
        ordered_json files = ordered_json::array();
        for (const std::string &name : m_report.files) {
            const auto digest = PRIMER_TRY(sha256OfFile(m_folder + "/" + name));
            std::error_code failure;
            files.push_back(
                {{"path", name}, {"bytes", fs::file_size(m_folder + "/" + name, failure)}, {"sha256", toHex(digest)}});
        }
        const auto lineage = ordered_json::parse(replaceInvalidUtf8(m_selection.lineageJson), nullptr, false);
        const ordered_json manifest{
            {"format", "primer-dataset"},
            {"version", 1},
            {"primer", PRIMER_VERSION},
            {"selection", m_selection.description()},
            {"lineage", lineage.is_discarded() ? ordered_json() : lineage},
            {"allowed_licences", m_options.allowedLicences},
            {"samples", m_report.samples},
            {"bytes", m_report.bytes},
            {"left_out_by_licence", m_report.leftOutByLicence},
            {"contents_not_utf8", m_report.notUtf8},
            {"names_not_utf8", m_report.namesNotUtf8},
            {"licences", m_report.licences},
            {"files", files},
        };
        return writeText(exportManifestName,
                         manifest.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n");
    }

    Store &m_store;
    const Selection &m_selection;
    const ExportOptions &m_options;
    LicencePolicy m_policy;
    Feedback &m_feedback;
    std::string m_folder;
    std::vector<std::vector<PlannedRow>> m_shards;
    ExportReport m_report;
};

} // namespace

Result<ExportReport> exportDataset(Store &store, const Selection &selection, const std::string &target,
                                   const ExportOptions &options, Feedback &feedback)
{
    return Exporter(store, selection, options, feedback).run(target);
}

} // namespace primer
