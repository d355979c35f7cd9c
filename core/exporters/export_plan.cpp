#include "core/exporters/export_plan.h"

#include <cstdio>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/utf8.h"
#include "core/dataset/sample.h"
#include "core/storage/sample_store.h"
#include "core/text/text_measures.h"

namespace primer {

using nlohmann::ordered_json;

namespace {

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

/// The place whose licence lets the content leave: its first one, or else the next that may.
Result<std::optional<StoredOrigin>> leavingPlace(Connection &connection, const SampleRow &row,
                                                 const LicencePolicy &policy)
{
    const bool firstMay = policy.allows(row.licence);
    std::optional<StoredOrigin> place;
    PRIMER_TRY(forEachOrigin(connection, row.id, [&](StoredOrigin &&stored) {
        if (!policy.allows(stored.origin.licence))
            return true;
        const bool isFirst = stored.origin.path == row.path && stored.origin.repository == row.repository
                             && stored.origin.licence == row.licence && stored.source == row.source;
        if (isFirst || !place)
            place = std::move(stored);
        return firstMay && !isFirst;
    }));
    return place;
}

void takePlace(ExportRow &row, StoredOrigin &&place)
{
    row.path = std::move(place.origin.path);
    row.repository = std::move(place.origin.repository);
    row.licence = std::move(place.origin.licence);
    row.language = std::move(place.origin.language);
    row.createdAt = std::move(place.origin.createdAt);
    row.source = std::move(place.source);
    row.stars = place.origin.stars;
    row.score = place.origin.score;
    row.extra = std::move(place.origin.extraJson);
}

void takeMeasures(ExportRow &row, const SampleRow &sample)
{
    row.kind = sampleKindName(sample.kind);
    row.size = sample.sizeBytes;
    row.lines = sample.lineCount;
    row.maxLineLength = sample.maxLineLength;
    row.avgLineLength = sample.avgLineLength;
    row.alphanumFraction = sample.alphanumFraction;
    if (sample.label)
        row.label = *sample.label;
    row.copies = sample.copies;
}

} // namespace

std::string ExportPlan::shardName(std::size_t shard, ExportFormat format) const
{
    char name[96];
    std::snprintf(name, sizeof name, "data/train-%05zu-of-%05zu.%s", shard, shards.size(), suffixOf(format));
    return name;
}

std::int64_t ExportPlan::bytesOf(const std::vector<PlannedRow> &shard)
{
    std::int64_t bytes = 0;
    for (const PlannedRow &row : shard)
        bytes += row.bytes;
    return bytes;
}

Result<ExportPlan> planExport(Connection &connection, const Selection &selection, const ExportOptions &options,
                              const Feedback &feedback)
{
    const LicencePolicy policy(options.allowedLicences);
    ExportPlan plan;
    std::int64_t inShard = 0;
    for (const SampleId id : selection.ids) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "export"};
        const auto rows = PRIMER_TRY(fetchRows(connection, {&id, 1}));
        if (rows.empty())
            continue;
        const SampleRow &row = rows.front();
        std::string licence = row.licence;
        bool leaves = policy.allows(licence);
        if (!leaves && row.copies > 1) {
            const auto place = PRIMER_TRY(leavingPlace(connection, row, policy));
            leaves = place.has_value();
            if (place)
                licence = place->origin.licence;
        }
        if (!leaves) {
            ++plan.report.leftOutByLicence;
            plan.report.leftOutUnknown += licence.empty();
            continue;
        }
        makeUtf8(licence);
        ++plan.report.licences[licence];
        if (plan.shards.empty() || inShard >= options.shardBytes) {
            plan.shards.emplace_back();
            inShard = 0;
        }
        plan.shards.back().push_back({id, row.sizeBytes});
        inShard += row.sizeBytes;
        plan.report.bytes += row.sizeBytes;
        ++plan.report.samples;
    }
    if (plan.shards.empty())
        plan.shards.emplace_back();
    return plan;
}

Result<LoadedRow> loadExportRow(Connection &connection, SampleId id, const LicencePolicy &policy)
{
    const auto rows = PRIMER_TRY(fetchRows(connection, {&id, 1}));
    if (rows.empty())
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(id)};
    const SampleRow &sample = rows.front();
    auto place = PRIMER_TRY(leavingPlace(connection, sample, policy));
    if (!place)
        return Error{ErrorCode::Corrupt, "a sample without the place it was planned for", std::to_string(id)};
    LoadedRow loaded;
    ExportRow &row = loaded.row;
    row.id = id;
    row.content = PRIMER_TRY(fetchContent(connection, id));
    row.sha256 = PRIMER_TRY(fetchSha256Hex(connection, id));
    takePlace(row, std::move(*place));
    takeMeasures(row, sample);
    loaded.isContentAltered = makeUtf8(row.content);
    for (std::string *text :
         {&row.path, &row.repository, &row.licence, &row.language, &row.createdAt, &row.source, &row.extra})
        loaded.areNamesAltered |= makeUtf8(*text);
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
    loaded.credit = credit.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
    return loaded;
}

} // namespace primer
