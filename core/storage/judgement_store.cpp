#include "core/storage/judgement_store.h"

#include <algorithm>
#include <unordered_map>

#include "core/dataset/label_range.h"
#include "core/storage/import_store.h"

namespace primer {

namespace {

constexpr std::string_view judgementColumns =
    "SELECT id, sample_id, verdict, value, CAST(note AS BLOB), CAST(annotator AS BLOB), CAST(created_at AS BLOB), "
    "queue_id, blind FROM judgement ";

Judgement judgementOf(const Statement &statement)
{
    Judgement judgement;
    judgement.id = statement.integer(0);
    judgement.sample = SampleId(statement.integer(1));
    judgement.verdict = Verdict(statement.integer(2));
    judgement.value = int(statement.integer(3));
    judgement.note = statement.text(4);
    judgement.annotator = statement.text(5);
    judgement.createdAt = statement.text(6);
    judgement.queue = statement.integer(7);
    judgement.blind = statement.integer(8) != 0;
    return judgement;
}

// The newest judgement that stands is what the sample's label and verdict columns show.
Status refreshCurrent(Connection &connection, SampleId sample)
{
    Statement &update = connection.cached(
        "UPDATE sample SET (label, verdict) = (SELECT value, verdict FROM (SELECT value, verdict, 1 AS found FROM "
        "judgement WHERE sample_id=?1 AND undone_at IS NULL ORDER BY id DESC LIMIT 1) UNION ALL SELECT NULL, NULL "
        "LIMIT 1) "
        "WHERE id=?1");
    return update.bind(1, std::int64_t(sample)).run();
}

} // namespace

Result<std::int64_t> recordJudgement(Connection &connection, const Judgement &judgement)
{
    if (judgement.verdict == Verdict::Value && (judgement.value < 0 || judgement.value > maxLabel))
        return Error{ErrorCode::InvalidInput, "a value is 0 to " + std::to_string(maxLabel),
                     std::to_string(judgement.value)};
    Statement &exists = connection.cached("SELECT 1 FROM sample WHERE id=?");
    const Result<bool> found = exists.bind(1, std::int64_t(judgement.sample)).step();
    exists.reset();
    if (!found)
        return found.error();
    if (!*found)
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(judgement.sample)};
    Statement &insert = connection.cached(
        "INSERT INTO judgement(sample_id, verdict, value, note, annotator, created_at, "
        "queue_id, blind) VALUES(?,?,?,?,?,?,?,?)");
    const std::string now = judgement.createdAt.empty() ? utcNow() : judgement.createdAt;
    insert.bind(1, std::int64_t(judgement.sample)).bind(2, int(judgement.verdict));
    if (judgement.verdict == Verdict::Value)
        insert.bind(3, judgement.value);
    else
        insert.bindNull(3);
    insert.bindText(4, judgement.note)
        .bindText(5, judgement.annotator)
        .bindText(6, now)
        .bind(7, judgement.queue)
        .bind(8, int(judgement.blind));
    PRIMER_TRY(insert.run());
    const std::int64_t id = connection.lastInsertId();
    PRIMER_TRY(refreshCurrent(connection, judgement.sample));
    PRIMER_TRY(connection.cached("DELETE FROM draft WHERE sample_id=?").bind(1, std::int64_t(judgement.sample)).run());
    return id;
}

Result<SampleId> undoJudgement(Connection &connection, std::int64_t judgement)
{
    Statement &update = connection.cached("UPDATE judgement SET undone_at=? WHERE id=? AND undone_at IS NULL");
    const std::string now = utcNow();
    PRIMER_TRY(update.bindText(1, now).bind(2, judgement).run());
    if (connection.changes() == 0)
        return Error{ErrorCode::NotFound, "no such judgement, or taken back before", std::to_string(judgement)};
    Statement &find = connection.cached("SELECT sample_id FROM judgement WHERE id=?");
    find.bind(1, judgement);
    PRIMER_TRY(find.step());
    const auto sample = SampleId(find.integer(0));
    find.reset();
    PRIMER_TRY(refreshCurrent(connection, sample));
    PRIMER_TRY(connection
                   .cached("INSERT INTO draft(sample_id, note, updated_at) SELECT sample_id, note, ?1 FROM judgement "
                           "WHERE id=?2 AND note<>'' ON CONFLICT(sample_id) DO NOTHING")
                   .bindText(1, now)
                   .bind(2, judgement)
                   .run());
    return sample;
}

Result<std::vector<Judgement>> listJudgements(Connection &connection, SampleId sample, int limit)
{
    Statement &statement = connection.cached(
        std::string(judgementColumns)
        + (sample ? "WHERE undone_at IS NULL AND sample_id=?1 ORDER BY id DESC LIMIT ?2"
                  : "WHERE undone_at IS NULL AND ?1=0 ORDER BY id DESC LIMIT ?2"));
    statement.bind(1, std::int64_t(sample)).bind(2, limit);
    std::vector<Judgement> judgements;
    PRIMER_TRY(statement.forEachRow([&] { judgements.push_back(judgementOf(statement)); }));
    return judgements;
}

Result<std::int64_t> countJudgements(Connection &connection)
{
    Statement &statement = connection.cached("SELECT count(*) FROM judgement WHERE undone_at IS NULL");
    PRIMER_TRY(statement.step());
    const std::int64_t count = statement.integer(0);
    statement.reset();
    return count;
}

Status saveDraft(Connection &connection, SampleId sample, const std::string &note)
{
    if (note.empty())
        return connection.cached("DELETE FROM draft WHERE sample_id=?").bind(1, std::int64_t(sample)).run();
    Statement &insert = connection.cached("INSERT INTO draft(sample_id, note, updated_at) VALUES(?,?,?) ON "
                                          "CONFLICT(sample_id) DO UPDATE SET note=excluded.note, "
                                          "updated_at=excluded.updated_at");
    const std::string now = utcNow();
    return insert.bind(1, std::int64_t(sample)).bindText(2, note).bindText(3, now).run();
}

Result<std::string> loadDraft(Connection &connection, SampleId sample)
{
    Statement &statement = connection.cached("SELECT CAST(note AS BLOB) FROM draft WHERE sample_id=?");
    statement.bind(1, std::int64_t(sample));
    const auto row = PRIMER_TRY(statement.step());
    std::string note = row ? statement.text(0) : std::string();
    statement.reset();
    return note;
}

Result<std::int64_t> createQueue(Connection &connection, const Queue &queue, std::span<const SampleId> samples)
{
    Statement &insert = connection.cached(
        "INSERT INTO queue(name, kind, seed, filter, blind, created_at) VALUES(?,?,?,?,?,?)");
    const std::string now = utcNow();
    insert.bindText(1, queue.name)
        .bindText(2, queue.kind)
        .bind(3, queue.seed)
        .bindText(4, queue.filter)
        .bind(5, int(queue.blind))
        .bindText(6, now);
    PRIMER_TRY(insert.run());
    const std::int64_t id = connection.lastInsertId();
    for (std::size_t position = 0; position < samples.size(); ++position) {
        Statement &item = connection.cached("INSERT INTO queue_item(queue_id, position, sample_id) VALUES(?,?,?)");
        PRIMER_TRY(item.bind(1, id).bind(2, std::int64_t(position)).bind(3, std::int64_t(samples[position])).run());
    }
    return id;
}

Result<std::vector<Queue>> listQueues(Connection &connection)
{
    Statement &statement = connection.cached(
        "SELECT id, CAST(name AS BLOB), CAST(kind AS BLOB), seed, CAST(filter AS BLOB), blind, "
        "(SELECT count(*) FROM queue_item i WHERE i.queue_id=q.id), "
        "(SELECT count(DISTINCT sample_id) FROM judgement j WHERE j.queue_id=q.id AND j.undone_at IS NULL) "
        "FROM queue q ORDER BY id");
    std::vector<Queue> queues;
    PRIMER_TRY(statement.forEachRow([&] {
        queues.push_back({statement.integer(0), statement.text(1), statement.text(2), statement.integer(3),
                          statement.text(4), statement.integer(5) != 0, statement.integer(6), statement.integer(7)});
    }));
    return queues;
}

Result<std::vector<SampleId>> queueSamples(Connection &connection, std::int64_t queue)
{
    Statement &known = connection.cached("SELECT count(*) FROM queue WHERE id=?");
    known.bind(1, queue);
    PRIMER_TRY(known.step());
    const bool isKnown = known.integer(0) > 0;
    known.reset();
    if (!isKnown)
        return Error{ErrorCode::NotFound, "no such queue", std::to_string(queue)};
    Statement &statement = connection.cached("SELECT sample_id FROM queue_item WHERE queue_id=? ORDER BY position");
    statement.bind(1, queue);
    std::vector<SampleId> samples;
    PRIMER_TRY(statement.forEachRow([&] { samples.push_back(SampleId(statement.integer(0))); }));
    return samples;
}

Result<std::vector<QueueItem>> queueItems(Connection &connection, std::int64_t queue)
{
    auto samples = queueSamples(connection, queue);
    if (!samples && samples.error().code != ErrorCode::NotFound)
        return samples.error();
    std::vector<QueueItem> items;
    std::unordered_multimap<SampleId, std::size_t> places;
    for (const SampleId sample : samples ? *samples : std::vector<SampleId>()) {
        places.emplace(sample, items.size());
        items.push_back({sample, std::nullopt});
    }
    Statement &judged = connection.cached(std::string(judgementColumns)
                                          + "WHERE queue_id=? AND undone_at IS NULL ORDER BY id");
    judged.bind(1, queue);
    PRIMER_TRY(judged.forEachRow([&] {
        const Judgement judgement = judgementOf(judged);
        const auto [first, last] = places.equal_range(judgement.sample);
        for (auto place = first; place != last; ++place)
            items[place->second].judgement = judgement;
    }));
    return items;
}

Status renameQueue(Connection &connection, std::int64_t queue, const std::string &name)
{
    PRIMER_TRY(connection.cached("UPDATE queue SET name=? WHERE id=?").bindText(1, name).bind(2, queue).run());
    if (connection.changes() == 0)
        return Error{ErrorCode::NotFound, "no such queue", std::to_string(queue)};
    return success();
}

Result<RemovedQueue> removeQueue(Connection &connection, std::int64_t queue)
{
    const auto queues = PRIMER_TRY(listQueues(connection));
    const auto known = std::find_if(queues.begin(), queues.end(),
                                    [queue](const Queue &one) { return one.id == queue; });
    if (known == queues.end())
        return Error{ErrorCode::NotFound, "no such queue", std::to_string(queue)};
    RemovedQueue removed{*known, {}, {}};
    removed.samples = PRIMER_TRY(queueSamples(connection, queue));
    Statement &given = connection.cached("SELECT id FROM judgement WHERE queue_id=? ORDER BY id");
    given.bind(1, queue);
    PRIMER_TRY(given.forEachRow([&] { removed.judgements.push_back(given.integer(0)); }));
    // The next queue may get this one's id: it must not find judgements there.
    for (const char *sql : {"UPDATE judgement SET queue_id=0 WHERE queue_id=?",
                            "DELETE FROM queue_item WHERE queue_id=?", "DELETE FROM queue WHERE id=?"})
        PRIMER_TRY(connection.cached(sql).bind(1, queue).run());
    return removed;
}

Result<std::int64_t> restoreQueue(Connection &connection, const RemovedQueue &removed)
{
    const auto id = PRIMER_TRY(createQueue(connection, removed.queue, removed.samples));
    for (const std::int64_t judgement : removed.judgements)
        PRIMER_TRY(
            connection.cached("UPDATE judgement SET queue_id=? WHERE id=?").bind(1, id).bind(2, judgement).run());
    return id;
}

} // namespace primer
