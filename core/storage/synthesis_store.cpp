#include "core/storage/synthesis_store.h"

#include <utility>

#include "core/base/digest_bytes.h"
#include "core/storage/compression.h"
#include "core/storage/import_store.h"

namespace primer {

namespace {

constexpr std::string_view runColumns =
    "SELECT id, CAST(name AS BLOB), CAST(kind AS BLOB), CAST(writer AS BLOB), set_id, template_id, CAST(plan AS BLOB), "
    "CAST(settings AS BLOB), target, budget_nanos, spent_nanos, reserved_nanos, CAST(created_at AS BLOB), "
    "(SELECT count(*) FROM synthesis_item i WHERE i.run_id=synthesis_run.id), "
    "(SELECT count(*) FROM synthesis_item i WHERE i.run_id=synthesis_run.id AND state IN (0, 1)), "
    "(SELECT count(*) FROM synthesis_item i WHERE i.run_id=synthesis_run.id AND state=2), "
    "(SELECT count(*) FROM synthesis_item i WHERE i.run_id=synthesis_run.id AND state=3), "
    "(SELECT count(*) FROM synthesis_item i WHERE i.run_id=synthesis_run.id AND verdict=1), "
    "(SELECT count(*) FROM synthesis_item i WHERE i.run_id=synthesis_run.id AND verdict=2), "
    "(SELECT count(*) FROM synthesis_item i WHERE i.run_id=synthesis_run.id AND sample_id>0) FROM synthesis_run ";

SynthesisRun runOf(const Statement &statement)
{
    SynthesisRun run;
    run.id = statement.integer(0);
    run.name = statement.text(1);
    run.kind = statement.text(2);
    run.writer = statement.text(3);
    run.set = statement.integer(4);
    run.promptTemplate = statement.integer(5);
    run.planJson = statement.text(6);
    run.settingsJson = statement.text(7);
    run.target = statement.integer(8);
    run.budgetNanos = statement.integer(9);
    run.spentNanos = statement.integer(10);
    run.reservedNanos = statement.integer(11);
    run.createdAt = statement.text(12);
    run.planned = statement.integer(13);
    run.waiting = statement.integer(14);
    run.answered = statement.integer(15);
    run.failed = statement.integer(16);
    run.accepted = statement.integer(17);
    run.rejected = statement.integer(18);
    run.imported = statement.integer(19);
    return run;
}

constexpr std::string_view itemColumns =
    "SELECT position, CAST(choice AS BLOB), seed, state, CAST(reason AS BLOB), attempts, unknowns, answer_id, verdict, "
    "CAST(problem AS BLOB), CAST(detail AS BLOB), CAST(function_name AS BLOB), sample_id FROM synthesis_item ";

SynthesisItem itemOf(const Statement &statement)
{
    SynthesisItem item;
    item.position = statement.integer(0);
    item.choice = statement.text(1);
    item.seed = std::uint64_t(statement.integer(2));
    item.state = ItemState(statement.integer(3));
    item.reason = statement.text(4);
    item.attempts = int(statement.integer(5));
    item.unknowns = int(statement.integer(6));
    item.answer = statement.integer(7);
    item.verdict = SynthesisVerdict(statement.integer(8));
    item.problem = statement.text(9);
    item.detail = statement.text(10);
    item.functionName = statement.text(11);
    item.sample = SampleId(statement.integer(12));
    return item;
}

} // namespace

Result<std::int64_t> keepDocument(Connection &connection, const SynthesisDocument &document)
{
    const std::string digest = toHex(sha256(document.kind + "\n" + document.body)), now = utcNow();
    std::int64_t known = 0;
    Statement &find = connection.cached("SELECT id FROM synthesis_document WHERE digest=?");
    PRIMER_TRY(find.bindText(1, digest).forEachRow([&] { known = find.integer(0); }));
    if (known > 0)
        return known;
    PRIMER_TRY(
        connection.cached("INSERT INTO synthesis_document(kind, name, digest, body, created_at) VALUES(?,?,?,?,?)")
            .bindText(1, document.kind)
            .bindText(2, document.name)
            .bindText(3, digest)
            .bindText(4, document.body)
            .bindText(5, now)
            .run());
    return connection.lastInsertId();
}

Result<SynthesisDocument> synthesisDocument(Connection &connection, std::int64_t id)
{
    std::optional<SynthesisDocument> found;
    Statement &find = connection.cached(
        "SELECT id, CAST(kind AS BLOB), CAST(name AS BLOB), CAST(body AS BLOB) FROM synthesis_document WHERE id=?");
    PRIMER_TRY(find.bind(1, id).forEachRow([&] {
        found = SynthesisDocument{find.integer(0), find.text(1), find.text(2), find.text(3)};
    }));
    if (!found)
        return Error{ErrorCode::Corrupt, "a set or template of a run is missing", std::to_string(id)};
    return *found;
}

Result<std::int64_t> createSynthesisRun(Connection &connection, const SynthesisRun &run)
{
    bool isTaken = false;
    Statement &find = connection.cached("SELECT 1 FROM synthesis_run WHERE name=?");
    PRIMER_TRY(find.bindText(1, run.name).forEachRow([&] { isTaken = true; }));
    if (isTaken)
        return Error{ErrorCode::InvalidInput, "a run has this name already; take another, or go on with that one",
                     run.name};
    const std::string now = utcNow();
    PRIMER_TRY(connection
                   .cached("INSERT INTO synthesis_run(name, kind, writer, set_id, template_id, plan, settings, target, "
                           "budget_nanos, created_at) VALUES(?,?,?,?,?,?,?,?,?,?)")
                   .bindText(1, run.name)
                   .bindText(2, run.kind)
                   .bindText(3, run.writer)
                   .bind(4, run.set)
                   .bind(5, run.promptTemplate)
                   .bindText(6, run.planJson)
                   .bindText(7, run.settingsJson)
                   .bind(8, run.target)
                   .bind(9, run.budgetNanos)
                   .bindText(10, now)
                   .run());
    return connection.lastInsertId();
}

Status addSynthesisItems(Connection &connection, std::int64_t run, std::span<const SynthesisItem> items)
{
    std::int64_t position = 0;
    Statement &last = connection.cached("SELECT coalesce(max(position) + 1, 0) FROM synthesis_item WHERE run_id=?");
    PRIMER_TRY(last.bind(1, run).forEachRow([&] { position = last.integer(0); }));
    Statement &insert = connection.cached("INSERT INTO synthesis_item(run_id, position, choice, seed) VALUES(?,?,?,?)");
    for (const SynthesisItem &item : items) {
        PRIMER_TRY(
            insert.bind(1, run).bind(2, position++).bindText(3, item.choice).bind(4, std::int64_t(item.seed)).run());
    }
    return success();
}

Status updateSynthesisRun(Connection &connection, const SynthesisRun &run)
{
    return connection.cached("UPDATE synthesis_run SET target=?, budget_nanos=?, settings=?, plan=? WHERE id=?")
        .bind(1, run.target)
        .bind(2, run.budgetNanos)
        .bindText(3, run.settingsJson)
        .bindText(4, run.planJson)
        .bind(5, run.id)
        .run();
}

Result<std::vector<SynthesisRun>> listSynthesisRuns(Connection &connection)
{
    std::vector<SynthesisRun> runs;
    Statement &statement = connection.cached(std::string(runColumns) + "ORDER BY id");
    PRIMER_TRY(statement.forEachRow([&] { runs.push_back(runOf(statement)); }));
    return runs;
}

Result<SynthesisRun> synthesisRun(Connection &connection, const std::string &nameOrNumber)
{
    std::optional<SynthesisRun> found;
    Statement &statement = connection.cached(std::string(runColumns)
                                             + "WHERE name=?1 OR CAST(id AS TEXT)=?1 ORDER BY name=?1 DESC LIMIT 1");
    PRIMER_TRY(statement.bindText(1, nameOrNumber).forEachRow([&] { found = runOf(statement); }));
    if (!found)
        return Error{ErrorCode::NotFound, "no such run of synthesis", nameOrNumber};
    return *found;
}

Result<std::vector<SynthesisItem>> synthesisItems(Connection &connection, std::int64_t run,
                                                  std::optional<ItemState> state, std::int64_t after,
                                                  std::int64_t limit)
{
    std::vector<SynthesisItem> items;
    Statement &statement = connection.cached(
        std::string(itemColumns) + "WHERE run_id=?1 AND position>?2 AND (?3<0 OR state=?3) ORDER BY position LIMIT ?4");
    statement.bind(1, run).bind(2, after).bind(3, state ? int(*state) : -1).bind(4, limit);
    PRIMER_TRY(statement.forEachRow([&] { items.push_back(itemOf(statement)); }));
    return items;
}

Result<std::optional<SynthesisItem>> synthesisItem(Connection &connection, std::int64_t run, std::int64_t position)
{
    std::optional<SynthesisItem> item;
    Statement &statement = connection.cached(std::string(itemColumns) + "WHERE run_id=? AND position=?");
    PRIMER_TRY(statement.bind(1, run).bind(2, position).forEachRow([&] { item = itemOf(statement); }));
    return item;
}

Result<std::int64_t> retrySynthesis(Connection &connection, std::int64_t run, const std::string &reason, bool rejected)
{
    if (!rejected) {
        PRIMER_TRY(connection
                       .cached("UPDATE synthesis_item SET state=0, reason='', attempts=0, unknowns=0 WHERE run_id=?1 "
                               "AND state=3 AND (?2='' OR reason=?2)")
                       .bind(1, run)
                       .bindText(2, reason)
                       .run());
        return connection.changes();
    }
    PRIMER_TRY(connection
                   .cached("DELETE FROM synthesis_answer WHERE attempt_id IN (SELECT answer_id FROM synthesis_item "
                           "WHERE run_id=?1 AND verdict=2 AND (?2='' OR problem=?2))")
                   .bind(1, run)
                   .bindText(2, reason)
                   .run());
    PRIMER_TRY(connection
                   .cached("UPDATE synthesis_item SET state=0, attempts=0, unknowns=0, answer_id=0, verdict=0, "
                           "problem='', detail='', function_name='' WHERE run_id=?1 AND verdict=2 AND (?2='' OR "
                           "problem=?2)")
                   .bind(1, run)
                   .bindText(2, reason)
                   .run());
    return connection.changes();
}

Result<std::int64_t> answerOf(Connection &connection, const Sha256Digest &promptKey)
{
    std::int64_t attempt = 0;
    Statement &find = connection.cached("SELECT attempt_id FROM synthesis_answer WHERE prompt_key=?");
    PRIMER_TRY(find.bindBlob(1, bytesOf(promptKey)).forEachRow([&] { attempt = find.integer(0); }));
    return attempt;
}

Status putAnswer(Connection &connection, std::int64_t run, std::int64_t position, const Sha256Digest &promptKey,
                 std::int64_t attempt)
{
    PRIMER_TRY(connection.cached("INSERT OR IGNORE INTO synthesis_answer(prompt_key, attempt_id) VALUES(?,?)")
                   .bindBlob(1, bytesOf(promptKey))
                   .bind(2, attempt)
                   .run());
    return connection.cached("UPDATE synthesis_item SET state=2, reason='', answer_id=? WHERE run_id=? AND position=?")
        .bind(1, attempt)
        .bind(2, run)
        .bind(3, position)
        .run();
}

Result<std::int64_t> putWritten(Connection &connection, std::int64_t run, std::int64_t position, std::string_view text)
{
    const std::string now = utcNow();
    PRIMER_TRY(
        connection
            .cached("INSERT INTO synthesis_attempt(run_id, position, reserved_nanos, outcome, reply, started_at) "
                    "VALUES(?,?,0,'answered',?,?)")
            .bind(1, run)
            .bind(2, position)
            .bindBlob(3, text)
            .bindText(4, now)
            .run());
    return connection.lastInsertId();
}

Result<std::string> replyOf(Connection &connection, std::int64_t attempt)
{
    std::string reply;
    Statement &statement = connection.cached("SELECT reply FROM synthesis_attempt WHERE id=? AND reply IS NOT NULL");
    PRIMER_TRY(statement.bind(1, attempt).forEachRow([&] { reply = std::string(statement.blob(0)); }));
    return reply;
}

Status putJudgements(Connection &connection, std::int64_t run, std::span<const SynthesisJudgement> judgements)
{
    for (const SynthesisJudgement &judgement : judgements) {
        PRIMER_TRY(connection
                       .cached("UPDATE synthesis_item SET verdict=?, problem=?, detail=?, function_name=? WHERE "
                               "run_id=? AND position=?")
                       .bind(1, int(judgement.verdict))
                       .bindText(2, judgement.problem)
                       .bindText(3, judgement.detail)
                       .bindText(4, judgement.functionName)
                       .bind(5, run)
                       .bind(6, judgement.position)
                       .run());
        if (judgement.verdict != SynthesisVerdict::Accepted) {
            PRIMER_TRY(connection.cached("DELETE FROM synthesis_text WHERE run_id=? AND position=?")
                           .bind(1, run)
                           .bind(2, judgement.position)
                           .run());
            continue;
        }
        const std::string packed = compress(judgement.text);
        PRIMER_TRY(
            connection
                .cached("INSERT OR REPLACE INTO synthesis_text(run_id, position, raw_size, bytes) VALUES(?,?,?,?)")
                .bind(1, run)
                .bind(2, judgement.position)
                .bind(3, std::int64_t(judgement.text.size()))
                .bindBlob(4, packed)
                .run());
    }
    return success();
}

Result<std::string> acceptedText(Connection &connection, std::int64_t run, std::int64_t position)
{
    Result<std::string> text = Error{ErrorCode::NotFound, "no accepted text", std::to_string(position)};
    Statement &statement = connection.cached(
        "SELECT raw_size, bytes FROM synthesis_text WHERE run_id=? AND position=?");
    PRIMER_TRY(statement.bind(1, run).bind(2, position).forEachRow([&] {
        text = decompress(statement.blob(1), std::size_t(statement.integer(0)));
    }));
    return text;
}

Status setSample(Connection &connection, std::int64_t run, std::int64_t position, SampleId sample)
{
    return connection.cached("UPDATE synthesis_item SET sample_id=? WHERE run_id=? AND position=?")
        .bind(1, std::int64_t(sample))
        .bind(2, run)
        .bind(3, position)
        .run();
}

Result<std::vector<RejectCount>> rejectCounts(Connection &connection, std::int64_t run)
{
    std::vector<RejectCount> counts;
    Statement &statement = connection.cached("SELECT CAST(CASE WHEN state=3 THEN reason ELSE problem END AS BLOB), "
                                             "state=3, count(*) FROM synthesis_item WHERE "
                                             "run_id=? AND (state=3 OR verdict=2) GROUP BY 1, 2 ORDER BY 3 DESC, 1");
    PRIMER_TRY(statement.bind(1, run).forEachRow([&] {
        counts.push_back({statement.text(0), statement.integer(1) != 0, statement.integer(2)});
    }));
    return counts;
}

Result<std::vector<SampleId>> importedSamples(Connection &connection, std::int64_t run)
{
    std::vector<SampleId> samples;
    Statement &statement = connection.cached(
        "SELECT sample_id FROM synthesis_item WHERE run_id=? AND sample_id>0 ORDER BY sample_id");
    PRIMER_TRY(statement.bind(1, run).forEachRow([&] { samples.push_back(SampleId(statement.integer(0))); }));
    return samples;
}

} // namespace primer
