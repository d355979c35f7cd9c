#include "core/storage/rejected_store.h"

namespace primer {

Result<std::vector<std::pair<std::string, std::int64_t>>> rejectedReasons(Connection &connection)
{
    std::vector<std::pair<std::string, std::int64_t>> reasons;
    Statement &statement = connection.cached(
        "SELECT CAST(reason AS BLOB), count(*) FROM quarantine GROUP BY reason ORDER BY 2 DESC, 1");
    PRIMER_TRY(statement.forEachRow([&] { reasons.emplace_back(statement.text(0), statement.integer(1)); }));
    return reasons;
}

Result<std::vector<RejectedRow>> rejectedRows(Connection &connection, const std::string &reason, std::int64_t after,
                                              std::int64_t limit)
{
    std::vector<RejectedRow> rows;
    Statement &statement = connection.cached(
        "SELECT q.id, CAST(q.file AS BLOB), q.position, CAST(q.reason AS BLOB), CAST(q.detail AS BLOB), q.excerpt, "
        "CAST(s.uri AS BLOB), CAST(s.format AS BLOB) FROM quarantine q JOIN source s ON s.id=q.source_id "
        "WHERE q.id>?1 AND (?2='' OR q.reason=?2) ORDER BY q.id LIMIT ?3");
    PRIMER_TRY(statement.bind(1, after).bindText(2, reason).bind(3, limit).forEachRow([&] {
        rows.push_back({statement.integer(0),
                        {statement.text(1), statement.integer(2), statement.text(3), statement.text(4),
                         std::string(statement.blob(5))},
                        statement.text(6),
                        statement.text(7)});
    }));
    return rows;
}

Status dropRejectedOfEarlierTries(Connection &connection, const std::string &sourceUri)
{
    return connection
        .cached("DELETE FROM quarantine WHERE source_id IN (SELECT id FROM source WHERE uri=?1 AND id<(SELECT max(id) "
                "FROM source WHERE uri=?1))")
        .bindText(1, sourceUri)
        .run();
}

} // namespace primer
