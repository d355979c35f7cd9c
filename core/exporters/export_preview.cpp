#include "core/exporters/export_preview.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/exporters/dataset_card.h"
#include "core/exporters/export_manifest.h"
#include "core/exporters/export_plan.h"
#include "core/exporters/export_target.h"
#include "core/exporters/row_sink.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t measuredRows = 128, shownRows = 20, shownBytes = 400;
constexpr std::int64_t measuredBytes = 16 << 20; ///< of content; what is beyond says little more
constexpr std::size_t hexDigest = 64;
constexpr std::int64_t fieldBytes = 400; ///< of a row beside its content, about: what sizes are shared out by

/// A folder of this preview alone, which goes with it.
class Scratch
{
public:
    static Result<Scratch> make()
    {
        std::error_code failure;
        std::string pattern = (fs::temp_directory_path(failure) / "primer-preview-XXXXXX").string();
        if (failure || !::mkdtemp(pattern.data()))
            return errnoError(failure ? failure.value() : errno, pattern);
        return Scratch(std::move(pattern));
    }
    ~Scratch()
    {
        std::error_code ignored;
        if (!m_path.empty())
            fs::remove_all(m_path, ignored);
    }
    Scratch(Scratch &&other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    Scratch(const Scratch &) = delete;
    Scratch &operator=(const Scratch &) = delete;
    std::string file(const char *name) const { return m_path + "/" + name; }

private:
    explicit Scratch(std::string path) : m_path(std::move(path)) {}
    std::string m_path;
};

/// What rows were written to measure by, and what came of it.
struct Measure {
    std::int64_t rows = 0;
    std::int64_t content = 0; ///< raw bytes
    std::int64_t shard = 0, credits = 0;
};

void cutText(std::string &text)
{
    if (text.size() <= shownBytes)
        return;
    std::size_t end = shownBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end; // at the beginning of a character
    text.resize(end);
    text += "…";
}

class Previewer
{
public:
    Previewer(Connection &connection, const Selection &selection, const ExportOptions &options,
              const Feedback &feedback)
        : m_connection(connection), m_selection(selection), m_options(options), m_policy(options.allowedLicences),
          m_feedback(feedback)
    {}

    Result<ExportPreview> run()
    {
        m_plan = PRIMER_TRY(planExport(m_connection, m_selection, m_options, m_feedback));
        for (const auto &shard : m_plan.shards)
            m_rows.insert(m_rows.end(), shard.begin(), shard.end());
        const Measure measure = PRIMER_TRY(measureRows());
        m_plan.report.isForecast = true;
        m_preview.report = m_plan.report;
        listFiles(measure);
        for (std::size_t place = 0; place < std::min(shownRows, m_rows.size()); ++place) {
            LoadedRow loaded = PRIMER_TRY(loadExportRow(m_connection, m_rows[place].id, m_policy));
            for (std::string *text : {&loaded.row.content, &loaded.row.extra, &loaded.row.thread})
                cutText(*text);
            m_preview.firstRows.push_back(jsonOfRow(loaded.row));
        }
        return std::move(m_preview);
    }

private:
    Result<Measure> measureRows() const
    {
        const Scratch scratch = PRIMER_TRY(Scratch::make());
        const std::string path = scratch.file("rows");
        auto sink = PRIMER_TRY(openRowSink(path, m_options));
        Measure measure;
        const std::size_t count = std::min(measuredRows, m_rows.size());
        for (std::size_t place = 0; place < count && measure.content < measuredBytes; ++place) {
            if (m_feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", "preview"};
            const PlannedRow &planned = m_rows[place * m_rows.size() / count];
            const LoadedRow loaded = PRIMER_TRY(loadExportRow(m_connection, planned.id, m_policy));
            PRIMER_TRY(sink->add(loaded.row));
            measure.credits += std::int64_t(loaded.credit.size());
            measure.content += planned.bytes;
            ++measure.rows;
        }
        PRIMER_TRY(sink->finish());
        std::error_code failure;
        measure.shard = std::int64_t(fs::file_size(path, failure));
        if (failure)
            return errnoError(failure.value(), path);
        return measure;
    }

    static double weight(std::int64_t rows, std::int64_t content) { return double(rows * fieldBytes + content); }

    void listFiles(const Measure &measure)
    {
        const auto rows = std::int64_t(m_rows.size());
        const bool isWhole = measure.rows == rows;
        for (std::size_t shard = 0; shard < m_plan.shards.size(); ++shard) {
            const std::int64_t content = ExportPlan::bytesOf(m_plan.shards[shard]);
            const double share = measure.rows > 0 ? weight(std::int64_t(m_plan.shards[shard].size()), content)
                                                        / weight(measure.rows, measure.content)
                                                  : 1;
            m_preview.files.push_back(
                {m_plan.shardName(shard, m_options.format), std::int64_t(m_plan.shards[shard].size()),
                 std::llround(double(measure.shard) * share), !isWhole || m_plan.shards.size() > 1});
        }
        const double perRow = measure.rows > 0 ? double(measure.credits) / double(measure.rows) : 0;
        m_preview.files.push_back({"ATTRIBUTION.jsonl", rows, std::llround(perRow * double(rows)), !isWhole});
        m_preview.card = datasetCard(m_selection, m_options, m_plan.report);
        m_preview.files.push_back({"README.md", std::nullopt, std::int64_t(m_preview.card.size()), true});
        std::vector<ManifestFile> listed;
        for (const PreviewedFile &file : m_preview.files)
            listed.push_back({file.name, std::uint64_t(file.bytes), std::string(hexDigest, '0')});
        const std::string manifest = exportManifest(m_selection, m_options, m_plan.report, listed);
        m_preview.files.push_back({exportManifestName, std::nullopt, std::int64_t(manifest.size()), true});
    }

    Connection &m_connection;
    const Selection &m_selection;
    const ExportOptions &m_options;
    LicencePolicy m_policy;
    const Feedback &m_feedback;
    ExportPlan m_plan;
    std::vector<PlannedRow> m_rows;
    ExportPreview m_preview;
};

} // namespace

Result<ExportPreview> previewExport(Store &store, const Selection &selection, const ExportOptions &options,
                                    const Feedback &feedback)
{
    PRIMER_TRY(checkRecordable(selection));
    auto reader = PRIMER_TRY(store.reader());
    return Previewer(*reader, selection, options, feedback).run();
}

} // namespace primer
