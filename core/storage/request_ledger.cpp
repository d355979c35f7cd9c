#include "core/storage/request_ledger.h"

#include <optional>
#include <string_view>

#include "core/storage/import_store.h"

namespace primer {

namespace {

/// "@run" stands for the ledger's table of runs, "@item" and "@attempt" likewise.
std::string sqlOf(Ledger ledger, std::string_view text)
{
    std::string sql(text);
    for (std::size_t place = sql.find('@'); place != std::string::npos; place = sql.find('@', place))
        sql.replace(place, 1, ledger == Ledger::Labels ? "label_" : "synthesis_");
    return sql;
}

} // namespace

Status setItemState(Connection &connection, Ledger ledger, std::int64_t run, std::int64_t position, ItemState state,
                    const std::string &reason)
{
    return connection.cached(sqlOf(ledger, "UPDATE @item SET state=?, reason=? WHERE run_id=? AND position=?"))
        .bind(1, int(state))
        .bindText(2, reason)
        .bind(3, run)
        .bind(4, position)
        .run();
}

Result<std::int64_t> reserveAttempt(Connection &connection, Ledger ledger, std::int64_t run, std::int64_t position,
                                    std::int64_t nanos)
{
    PRIMER_TRY(connection
                   .cached(sqlOf(ledger, "UPDATE @run SET reserved_nanos=reserved_nanos+?1 WHERE id=?2 AND "
                                         "spent_nanos+reserved_nanos+?1<=budget_nanos"))
                   .bind(1, nanos)
                   .bind(2, run)
                   .run());
    if (connection.changes() == 0)
        return std::int64_t(0);
    const std::string now = utcNow();
    PRIMER_TRY(
        connection
            .cached(sqlOf(ledger, "INSERT INTO @attempt(run_id, position, reserved_nanos, started_at) VALUES(?,?,?,?)"))
            .bind(1, run)
            .bind(2, position)
            .bind(3, nanos)
            .bindText(4, now)
            .run());
    const std::int64_t attempt = connection.lastInsertId();
    PRIMER_TRY(
        connection.cached(sqlOf(ledger, "UPDATE @item SET state=1, attempts=attempts+1 WHERE run_id=? AND position=?"))
            .bind(1, run)
            .bind(2, position)
            .run());
    return attempt;
}

Status settleAttempt(Connection &connection, Ledger ledger, const AttemptEnd &end)
{
    std::optional<std::int64_t> reserved;
    Statement &find = connection.cached(sqlOf(ledger, "SELECT reserved_nanos FROM @attempt WHERE id=? AND outcome=''"));
    PRIMER_TRY(find.bind(1, end.attempt).forEachRow([&] { reserved = find.integer(0); }));
    if (!reserved)
        return Error{ErrorCode::NotFound, "no such request under way", std::to_string(end.attempt)};
    PRIMER_TRY(connection
                   .cached(sqlOf(
                       ledger, "UPDATE @run SET reserved_nanos=reserved_nanos-?, spent_nanos=spent_nanos+? WHERE id=?"))
                   .bind(1, *reserved)
                   .bind(2, end.chargedNanos)
                   .bind(3, end.run)
                   .run());
    Statement &update = connection.cached(sqlOf(ledger,
                                                "UPDATE @attempt SET outcome=?, charged_nanos=?, http_status=?, "
                                                "prompt_tokens=?, completion_tokens=?, seconds=?, reply=? WHERE id=?"));
    update.bindText(1, end.outcome)
        .bind(2, end.chargedNanos)
        .bind(3, end.httpStatus)
        .bind(4, end.promptTokens)
        .bind(5, end.completionTokens)
        .bind(6, end.seconds);
    if (end.reply.empty())
        update.bindNull(7);
    else
        update.bindBlob(7, end.reply);
    PRIMER_TRY(update.bind(8, end.attempt).run());
    if (end.isUnknown)
        PRIMER_TRY(
            connection.cached(sqlOf(ledger, "UPDATE @item SET unknowns=unknowns+1 WHERE run_id=? AND position=?"))
                .bind(1, end.run)
                .bind(2, end.position)
                .run());
    return setItemState(connection, ledger, end.run, end.position, end.next, end.reason);
}

Result<std::int64_t> settleInterrupted(Connection &connection, Ledger ledger, std::int64_t run, int maxUnknowns)
{
    std::vector<AttemptEnd> open;
    Statement &find = connection.cached(
        sqlOf(ledger, "SELECT a.id, a.position, a.reserved_nanos, i.unknowns FROM @attempt a "
                      "JOIN @item i ON i.run_id=a.run_id AND "
                      "i.position=a.position WHERE a.run_id=? AND a.outcome='' AND a.batch_id=0"));
    PRIMER_TRY(find.bind(1, run).forEachRow([&] {
        AttemptEnd end;
        end.attempt = find.integer(0);
        end.run = run;
        end.position = find.integer(1);
        end.outcome = "interrupted";
        end.chargedNanos = find.integer(2);
        end.isUnknown = true;
        const bool mayTryAgain = find.integer(3) + 1 <= maxUnknowns;
        end.next = mayTryAgain ? ItemState::Waiting : ItemState::Failed;
        end.reason = mayTryAgain ? "" : "interrupted";
        open.push_back(std::move(end));
    }));
    for (const AttemptEnd &end : open)
        PRIMER_TRY(settleAttempt(connection, ledger, end));
    return std::int64_t(open.size());
}

Result<std::vector<AttemptFacts>> attemptFacts(Connection &connection, Ledger ledger, std::int64_t run)
{
    std::vector<AttemptFacts> facts;
    Statement &statement = connection.cached(sqlOf(ledger, "SELECT prompt_tokens, completion_tokens, charged_nanos, "
                                                           "seconds, outcome IN ('labelled', 'answered') FROM @attempt "
                                                           "WHERE run_id=? AND outcome<>'' ORDER BY id"));
    PRIMER_TRY(statement.bind(1, run).forEachRow([&] {
        facts.push_back({statement.integer(0), statement.integer(1), statement.integer(2), statement.real(3),
                         statement.integer(4) != 0});
    }));
    return facts;
}

Result<std::string> lastReply(Connection &connection, Ledger ledger, std::int64_t run, std::int64_t position)
{
    std::string reply;
    Statement &statement = connection.cached(sqlOf(
        ledger,
        "SELECT reply FROM @attempt WHERE run_id=? AND position=? AND reply IS NOT NULL ORDER BY id DESC LIMIT 1"));
    PRIMER_TRY(statement.bind(1, run).bind(2, position).forEachRow([&] { reply = std::string(statement.blob(0)); }));
    return reply;
}

Result<std::int64_t> reservedNanos(Connection &connection, Ledger ledger, std::int64_t run)
{
    std::int64_t nanos = 0;
    Statement &statement = connection.cached(sqlOf(ledger, "SELECT reserved_nanos FROM @run WHERE id=?"));
    PRIMER_TRY(statement.bind(1, run).forEachRow([&] { nanos = statement.integer(0); }));
    return nanos;
}

} // namespace primer
