#include "core/importers/import_run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>

#include <sys/stat.h>

#include "core/base/atomic_file.h"
#include "core/importers/formats/jsonl_reader.h"
#include "core/importers/formats/parquet_reader.h"
#include "core/importers/formats/posts_xml_reader.h"
#include "core/importers/formats/row_columns.h"
#include "core/importers/formats/row_mapper.h"
#include "core/importers/formats/source_tree_reader.h"
#include "core/importers/formats/staged_posts.h"
#include "core/importers/import_pipeline.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

std::string fingerprintOf(const std::string &path)
{
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0)
        return {};
    if (S_ISDIR(info.st_mode))
        return "folder"; // its files may change without it: a finished one is always walked again
    return std::to_string(info.st_size) + ":" + std::to_string(info.st_mtim.tv_sec) + "."
           + std::to_string(info.st_mtim.tv_nsec);
}

Result<std::unique_ptr<RecordReader>> openReader(const PlannedSource &planned, const ImportOptions &options,
                                                 const std::string &cursor, const Feedback &feedback)
{
    switch (planned.format) {
    case SourceFormat::SourceTree: return openSourceTree(planned.path, {}, cursor, feedback);
    case SourceFormat::PythonEnvironment: return openSourceTree(planned.path, {true}, cursor, feedback);
    case SourceFormat::Jsonl: return openJsonl(planned.path, options.mapping, cursor, feedback);
    case SourceFormat::Parquet: return openParquet(planned.path, options.mapping, cursor, options.parquetWorker);
    case SourceFormat::PostsXml: return openPostsXml(planned.path, cursor, feedback);
    }
    return Error{ErrorCode::Unsupported, "", planned.path};
}

Status checkTally(const RowTally &tally, const std::string &path)
{
    if (tally.rows == tally.accounted)
        return success();
    return Error{ErrorCode::Corrupt,
                 std::to_string(tally.rows) + " rows were read, " + std::to_string(tally.accounted)
                     + " are accounted for",
                 path};
}

struct Opened {
    std::unique_ptr<RecordReader> reader;
    std::optional<ImportBatch> first;
};

/// A table none of whose rows tells its content is found out before anything is written. How far is looked for one that
/// does is bounded.
Result<Opened> openFromStart(const PlannedSource &planned, const ImportOptions &options, const Feedback &feedback)
{
    constexpr std::int64_t maxRowsWithoutContent = 1'000'000;
    Opened opened;
    opened.reader = PRIMER_TRY(openReader(planned, options, "", feedback));
    if (planned.format != SourceFormat::Jsonl && planned.format != SourceFormat::Parquet)
        return opened;
    ImportBatch first;
    bool more = PRIMER_TRY(opened.reader->next(first));
    Status fault = opened.reader->fault();
    if (fault) {
        if (more)
            opened.first = std::move(first);
        return opened;
    }
    for (std::int64_t rows = first.rows; !fault && more && rows < maxRowsWithoutContent;) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "import"};
        ImportBatch later;
        more = PRIMER_TRY(opened.reader->next(later));
        rows += later.rows;
        fault = opened.reader->fault();
    }
    if (!fault)
        return Error{fault.error().code, fault.error().detail, planned.path};
    opened.reader = PRIMER_TRY(openReader(planned, options, "", feedback));
    return opened;
}

Source wantedSource(const PlannedSource &planned, const ImportOptions &options)
{
    Source wanted;
    wanted.uri = planned.path;
    wanted.name = fs::path(planned.path).filename().string();
    wanted.format = sourceFormatName(planned.format);
    wanted.mapping = mappingText(options.mapping);
    wanted.fingerprint = fingerprintOf(planned.path);
    return wanted;
}

class ImportRun
{
public:
    ImportRun(Store &store, const ImportOptions &options, Feedback &feedback, ImportReport &report)
        : m_store(store), m_options(options), m_feedback(feedback), m_report(report)
    {}

    Status run(const std::vector<std::string> &paths)
    {
        std::vector<ImportPlan> plans;
        for (const std::string &path : paths) {
            auto plan = PRIMER_TRY(planSources(path, m_options.format, m_feedback));
            for (const PlannedSource &source : plan.sources)
                m_total += source.bytes;
            plans.push_back(std::move(plan));
        }
        Status first = success(); // of the files that do not stop the others
        for (std::size_t i = 0; i < plans.size(); ++i) {
            const Status status = importPlan(plans[i], paths[i]);
            if (!status && status.error().code != ErrorCode::NeedsMapping)
                return status;
            if (!status && first)
                first = status;
        }
        if (!addsUp(m_report))
            return Error{ErrorCode::Corrupt, "the rows of the report do not add up", "import"};
        return first;
    }

private:
    Status importPlan(const ImportPlan &plan, const std::string &path)
    {
        std::error_code failure;
        const fs::path folder = fs::canonical(path, failure);
        Status unmapped = success();
        bool anyMapped = false;
        std::vector<std::string> sideFiles = plan.sideFiles;
        for (const PlannedSource &source : plan.sources) {
            const Status status = importOne(source);
            m_done += source.bytes;
            anyMapped = anyMapped || status;
            if (status)
                continue;
            const ErrorCode code = status.error().code;
            if (!source.isPart)
                return status;
            if (code == ErrorCode::NeedsMapping) {
                sideFiles.push_back(fs::path(source.path).lexically_relative(folder).string());
                if (unmapped)
                    unmapped = status;
            } else if (code == ErrorCode::NoPermission || code == ErrorCode::NotFound || code == ErrorCode::Io) {
                PRIMER_TRY(reject(source, "unreadable_file", status.error().detail));
                anyMapped = true;
            } else {
                return status;
            }
        }
        if (!unmapped && !anyMapped)
            return unmapped;
        for (std::string &name : sideFiles) {
            ++m_report.rows;
            ++m_report.passedOver["side_file"];
            m_report.sideFiles.push_back(std::move(name));
        }
        for (const std::string &name : plan.missing) {
            PlannedSource place;
            place.path = (folder / name).string();
            PRIMER_TRY(reject(place, "missing_data", "the dataset's card names it, or it cannot be opened"));
        }
        return success();
    }

    /// A file that cannot be opened, as a rejected row.
    Status reject(const PlannedSource &planned, const char *reason, const std::string &detail)
    {
        PRIMER_TRY(m_store.write(Durability::Durable, [&](Connection &connection) -> Status {
            const Source source = PRIMER_TRY(openSource(connection, wantedSource(planned, m_options)));
            const QuarantinedRow row{planned.path, 0, reason, detail, ""};
            const std::int64_t isNew = PRIMER_TRY(insertQuarantined(connection, source.id, {&row, 1}));
            return advanceSource(connection, source.id, "", {}, isNew, true);
        }));
        ++m_report.rows;
        ++m_report.quarantined;
        return success();
    }

    Status importOne(const PlannedSource &planned)
    {
        m_feedback.setCurrent(planned.path);
        const Source wanted = wantedSource(planned, m_options);
        // The reader is opened first: a file that cannot be read leaves no source behind.
        Opened opened = PRIMER_TRY(openAtCursor(planned, wanted));
        Source source;
        PRIMER_TRY(m_store.write(Durability::Durable, [&](Connection &connection) -> Status {
            source = PRIMER_TRY(openSource(connection, wanted));
            return success();
        }));
        const bool isFresh = source.cursor.empty();
        m_report.resumed = m_report.resumed || !isFresh;
        RowTally read;
        if (opened.reader) {
            ImportPipeline pipeline(m_store, {source.id, planned.path, planned.upstream}, *opened.reader,
                                    m_options.threads, m_feedback, std::move(opened.first));
            read = PRIMER_TRY(pipeline.run(m_report, m_done, m_total ? m_total : opened.reader->bytesTotal()));
            PRIMER_TRY(checkTally(read, planned.path));
        }
        PRIMER_TRY(joinThreads(planned, source, isFresh ? std::optional(read.staged) : std::nullopt));
        return m_store.write(Durability::Durable, [&](Connection &connection) -> Status {
            PRIMER_TRY(dropStagedPosts(connection, source.id));
            return advanceSource(connection, source.id, "", {}, 0, true);
        });
    }

    /// Where it was broken off, else at its start; no reader where all rows are staged and only threads are to be
    /// joined.
    Result<Opened> openAtCursor(const PlannedSource &planned, const Source &wanted)
    {
        const std::string cursor = PRIMER_TRY(m_store.read(cursorToGoOnFrom, wanted));
        if (cursor.empty())
            return openFromStart(planned, m_options, m_feedback);
        Opened opened;
        if (!isThreadCursor(cursor))
            opened.reader = PRIMER_TRY(openReader(planned, m_options, cursor, m_feedback));
        return opened;
    }

    /// Sets of posts, one a row: joined now that every one of them is staged. Other sources have none. `staged`: how
    /// many they are, where it is known.
    Status joinThreads(const PlannedSource &planned, const Source &source, std::optional<std::int64_t> staged)
    {
        const auto threads = openStagedThreads(m_store, source.id, planned.path, source.cursor);
        ImportPipeline pipeline(m_store, {source.id, planned.path, ""}, *threads, m_options.threads, m_feedback);
        const RowTally joined = PRIMER_TRY(pipeline.run(m_report, m_done, m_total));
        PRIMER_TRY(checkTally(joined, planned.path));
        return staged ? checkTally({.rows = *staged, .accounted = joined.rows}, planned.path) : success();
    }

    Store &m_store;
    const ImportOptions &m_options;
    Feedback &m_feedback;
    ImportReport &m_report;
    std::uint64_t m_done = 0;
    std::uint64_t m_total = 0;
};

} // namespace

bool addsUp(const ImportReport &report)
{
    std::int64_t accounted = report.added + report.duplicates + report.quarantined + report.joined;
    for (const auto &[rule, count] : report.passedOver)
        accounted += count;
    return accounted == report.rows;
}

Status importPaths(Store &store, const std::vector<std::string> &paths, const ImportOptions &options,
                   Feedback &feedback, ImportReport &report)
{
    const auto begin = std::chrono::steady_clock::now();
    const Status status = ImportRun(store, options, feedback, report).run(paths);
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return status;
}

Result<SourcePreview> previewSource(const std::string &path, const ImportOptions &options, std::size_t rows)
{
    const auto format = PRIMER_TRY(options.format == "auto" ? detectFormat(path) : sourceFormatByName(options.format));
    if (format != SourceFormat::Jsonl && format != SourceFormat::Parquet)
        return Error{ErrorCode::Unsupported, "only tables have columns to map", path};
    auto texts = PRIMER_TRY(format == SourceFormat::Jsonl ? previewJsonl(path, rows)
                                                          : previewParquet(path, rows, options.parquetWorker));
    SourcePreview preview;
    preview.rows = std::move(texts);
    if (preview.rows.empty())
        return preview;
    for (const std::string &row : preview.rows) {
        const auto keys = jsonKeys(row);
        if (!keys)
            return Error{ErrorCode::InvalidInput, keys.error().detail, path};
        for (const std::string &key : *keys) {
            if (std::find(preview.columns.begin(), preview.columns.end(), key) == preview.columns.end())
                preview.columns.push_back(key);
        }
    }
    const auto mapped = options.mapping.find("content");
    preview.contentColumn = mapped != options.mapping.end() ? mapped->second
                                                            : RowColumns::usualContent(preview.columns);
    return preview;
}

} // namespace primer
