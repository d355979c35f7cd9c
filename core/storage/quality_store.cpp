#include "core/storage/quality_store.h"

#include <charconv>

#include "core/storage/import_store.h"
#include "core/storage/view_store.h"

namespace primer {

namespace {

constexpr const char *forestSetting = "quality.forest";
constexpr std::string_view forestColumns =
    "SELECT id, CAST(features AS BLOB), CAST(teacher AS BLOB), positive_from, CAST(file AS BLOB), "
    "CAST(report AS BLOB), CAST(created_at AS BLOB) FROM forest ";
constexpr std::string_view thresholdColumns =
    "SELECT id, CAST(name AS BLOB), version, forest_id, cut, CAST(stages AS BLOB), CAST(filter AS BLOB), kept, total, "
    "CAST(created_at AS BLOB) FROM threshold ";

StoredForest forestOf(const Statement &statement)
{
    return {statement.integer(0), statement.text(1), statement.text(2), statement.real(3),
            statement.text(4),    statement.text(5), statement.text(6)};
}

Threshold thresholdOf(const Statement &statement)
{
    return {statement.integer(0), statement.text(1), int(statement.integer(2)), statement.integer(3),
            statement.real(4),    statement.text(5), statement.text(6),         statement.integer(7),
            statement.integer(8), statement.text(9)};
}

} // namespace

Status putFacts(Connection &connection, std::span<const SampleFacts> facts)
{
    for (const SampleFacts &fact : facts) {
        Statement &insert = connection.cached("INSERT OR REPLACE INTO fact(sample_id, parses, comment_share, "
                                              "documented_share, repetition) VALUES(?,?,?,?,?)");
        insert.bind(1, std::int64_t(fact.sample))
            .bind(3, fact.commentShare)
            .bindOptional(4, fact.documentedShare)
            .bind(5, fact.repetition);
        if (fact.parses)
            insert.bind(2, int(*fact.parses));
        else
            insert.bindNull(2);
        PRIMER_TRY(insert.run());
    }
    return success();
}

Result<std::vector<SampleId>> samplesWithoutFacts(Connection &connection, SampleId after, int limit)
{
    std::vector<SampleId> ids;
    Statement &statement = connection.cached("SELECT id FROM sample WHERE id>? AND NOT EXISTS(SELECT 1 FROM fact WHERE "
                                             "sample_id=sample.id) ORDER BY id LIMIT ?");
    PRIMER_TRY(statement.bind(1, std::int64_t(after)).bind(2, limit).forEachRow([&] {
        ids.push_back(SampleId(statement.integer(0)));
    }));
    return ids;
}

Result<std::int64_t> putForest(Connection &connection, const StoredForest &forest)
{
    const std::string now = utcNow();
    PRIMER_TRY(
        connection
            .cached(
                "INSERT INTO forest(features, teacher, positive_from, file, report, created_at) VALUES(?,?,?,?,?,?)")
            .bindText(1, forest.features)
            .bindText(2, forest.teacher)
            .bind(3, forest.positiveFrom)
            .bindText(4, forest.file)
            .bindText(5, forest.reportJson)
            .bindText(6, now)
            .run());
    return connection.lastInsertId();
}

Result<std::vector<StoredForest>> listForests(Connection &connection)
{
    std::vector<StoredForest> forests;
    Statement &statement = connection.cached(std::string(forestColumns) + "ORDER BY id");
    PRIMER_TRY(statement.forEachRow([&] { forests.push_back(forestOf(statement)); }));
    return forests;
}

Result<StoredForest> storedForest(Connection &connection, std::int64_t id)
{
    std::optional<StoredForest> found;
    Statement &statement = connection.cached(std::string(forestColumns) + "WHERE id=?");
    PRIMER_TRY(statement.bind(1, id).forEachRow([&] { found = forestOf(statement); }));
    if (!found)
        return Error{ErrorCode::NotFound, "no such forest", std::to_string(id)};
    return *found;
}

Status replaceScores(Connection &connection, std::int64_t forest, std::span<const SampleId> samples,
                     std::span<const float> scores)
{
    PRIMER_TRY(connection.execute("DELETE FROM quality"));
    NativeStatement insert(connection, "INSERT INTO quality(sample_id, score) VALUES(?,?)");
    for (std::size_t place = 0; place < samples.size(); ++place)
        PRIMER_TRY(insert.bind(1, std::int64_t(samples[place])).bind(2, double(scores[place])).run());
    return saveSetting(connection, forestSetting, std::to_string(forest));
}

Result<std::int64_t> scoredForest(Connection &connection)
{
    const auto text = PRIMER_TRY(loadSetting(connection, forestSetting));
    std::int64_t id = 0;
    std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
}

Result<Threshold> putThreshold(Connection &connection, Threshold threshold)
{
    Statement &newest = connection.cached("SELECT coalesce(max(version), 0) FROM threshold WHERE name=?");
    PRIMER_TRY(newest.bindText(1, threshold.name).forEachRow([&] { threshold.version = int(newest.integer(0)) + 1; }));
    threshold.createdAt = utcNow();
    PRIMER_TRY(connection
                   .cached("INSERT INTO threshold(name, version, forest_id, cut, stages, filter, kept, total, "
                           "created_at) VALUES(?,?,?,?,?,?,?,?,?)")
                   .bindText(1, threshold.name)
                   .bind(2, threshold.version)
                   .bind(3, threshold.forest)
                   .bind(4, threshold.cut)
                   .bindText(5, threshold.stages)
                   .bindText(6, threshold.filter)
                   .bind(7, threshold.kept)
                   .bind(8, threshold.total)
                   .bindText(9, threshold.createdAt)
                   .run());
    threshold.id = connection.lastInsertId();
    return threshold;
}

Result<std::vector<Threshold>> listThresholds(Connection &connection)
{
    std::vector<Threshold> thresholds;
    Statement &statement = connection.cached(std::string(thresholdColumns) + "ORDER BY name, version");
    PRIMER_TRY(statement.forEachRow([&] { thresholds.push_back(thresholdOf(statement)); }));
    return thresholds;
}

Result<Threshold> thresholdByName(Connection &connection, const std::string &name)
{
    const auto at = name.rfind('@');
    int version = 0;
    std::string plain = name;
    if (at != std::string::npos
        && std::from_chars(name.data() + at + 1, name.data() + name.size(), version).ec == std::errc() && version > 0)
        plain = name.substr(0, at);
    std::optional<Threshold> found;
    Statement &statement = connection.cached(std::string(thresholdColumns)
                                             + "WHERE name=?1 AND (?2=0 OR version=?2) ORDER BY version DESC LIMIT 1");
    PRIMER_TRY(statement.bindText(1, plain).bind(2, version).forEachRow([&] { found = thresholdOf(statement); }));
    if (!found)
        return Error{ErrorCode::NotFound, "no such threshold; primer-cli thresholds WORKSPACE lists them", name};
    return *found;
}

} // namespace primer
