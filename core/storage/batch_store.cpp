#include "core/storage/batch_store.h"

#include "core/base/hashing.h"
#include "core/storage/import_store.h"

namespace primer {

Result<LabelBatch> createBatch(Connection &connection, std::int64_t run, std::span<const LabelItem> items,
                               std::span<const std::int64_t> nanos)
{
    LabelBatch batch;
    batch.run = run;
    const std::string now = utcNow();
    PRIMER_TRY(connection.cached("INSERT INTO label_batch(run_id, name, created_at) VALUES(?,'',?)")
                   .bind(1, run)
                   .bindText(2, now)
                   .run());
    batch.id = connection.lastInsertId();
    batch.name = "primer-"
                 + toHex(sha256(now + "/" + std::to_string(run) + "/" + std::to_string(batch.id))).substr(0, 20);
    PRIMER_TRY(
        connection.cached("UPDATE label_batch SET name=? WHERE id=?").bindText(1, batch.name).bind(2, batch.id).run());
    std::int64_t rows = 0;
    for (std::size_t place = 0; place < items.size(); ++place) {
        const auto attempt = PRIMER_TRY(
            reserveAttempt(connection, Ledger::Labels, run, items[place].position, nanos[place]));
        if (attempt == 0)
            break;
        PRIMER_TRY(connection.cached("UPDATE label_attempt SET batch_id=? WHERE id=?")
                       .bind(1, batch.id)
                       .bind(2, attempt)
                       .run());
        ++rows;
    }
    if (rows > 0)
        return batch;
    PRIMER_TRY(connection.cached("DELETE FROM label_batch WHERE id=?").bind(1, batch.id).run());
    return LabelBatch{};
}

Status setBatchRemote(Connection &connection, std::int64_t batch, const std::string &remote)
{
    return connection.cached("UPDATE label_batch SET remote=? WHERE id=?").bindText(1, remote).bind(2, batch).run();
}

Status endBatch(Connection &connection, std::int64_t batch)
{
    return connection.cached("UPDATE label_batch SET is_done=1 WHERE id=?").bind(1, batch).run();
}

Result<std::vector<LabelBatch>> openBatches(Connection &connection, std::int64_t run)
{
    std::vector<LabelBatch> batches;
    Statement &statement = connection.cached("SELECT id, CAST(name AS BLOB), CAST(remote AS BLOB) FROM label_batch "
                                             "WHERE run_id=? AND is_done=0 ORDER BY id");
    PRIMER_TRY(statement.bind(1, run).forEachRow([&] {
        batches.push_back({statement.integer(0), run, statement.text(1), statement.text(2)});
    }));
    return batches;
}

Result<std::vector<BatchRow>> openRows(Connection &connection, std::int64_t batch)
{
    std::vector<BatchRow> rows;
    Statement &statement = connection.cached(
        "SELECT a.id, a.position, a.reserved_nanos, i.sample_id, i.turn, i.attempts, i.unknowns FROM label_attempt a "
        "JOIN label_item i "
        "ON i.run_id=a.run_id AND i.position=a.position WHERE a.batch_id=? AND a.outcome='' ORDER BY a.position");
    PRIMER_TRY(statement.bind(1, batch).forEachRow([&] {
        rows.push_back({statement.integer(0), statement.integer(1), statement.integer(2),
                        SampleId(statement.integer(3)), int(statement.integer(4)), int(statement.integer(5)),
                        int(statement.integer(6))});
    }));
    return rows;
}

} // namespace primer
