#include "core/storage/job_store.h"

namespace primer {

Status saveJob(Connection &connection, const StoredJob &job)
{
    return connection
        .cached(
            "INSERT OR REPLACE INTO job(key, kind, subject, state, error_code, error_detail, error_where, failures, "
            "figures, continuation, log, began_at, seconds) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)")
        .bindText(1, job.key)
        .bindText(2, job.kind)
        .bindText(3, job.subject)
        .bindText(4, job.state)
        .bindText(5, job.errorCode)
        .bindText(6, job.errorDetail)
        .bindText(7, job.errorWhere)
        .bind(8, job.failures)
        .bindText(9, job.figuresJson)
        .bindText(10, job.continuation)
        .bindText(11, job.log)
        .bindText(12, job.beganAt)
        .bind(13, job.seconds)
        .run();
}

Result<std::vector<StoredJob>> listJobs(Connection &connection, std::int64_t limit)
{
    std::vector<StoredJob> jobs;
    Statement &statement = connection.cached(
        "SELECT CAST(key AS BLOB), CAST(kind AS BLOB), CAST(subject AS BLOB), CAST(state AS BLOB), CAST(error_code AS "
        "BLOB), CAST(error_detail AS BLOB), CAST(error_where AS BLOB), failures, CAST(figures AS BLOB), "
        "CAST(continuation AS BLOB), CAST(log AS BLOB), CAST(began_at AS BLOB), seconds FROM job ORDER BY began_at "
        "DESC, key LIMIT ?");
    PRIMER_TRY(statement.bind(1, limit).forEachRow([&] {
        jobs.push_back({statement.text(0), statement.text(1), statement.text(2), statement.text(3), statement.text(4),
                        statement.text(5), statement.text(6), statement.integer(7), statement.text(8),
                        statement.text(9), statement.text(10), statement.text(11), statement.real(12)});
    }));
    return jobs;
}

Status forgetOldJobs(Connection &connection, std::int64_t kept)
{
    return connection
        .cached("DELETE FROM job WHERE key NOT IN (SELECT key FROM job ORDER BY began_at DESC, key LIMIT ?)")
        .bind(1, kept)
        .run();
}

} // namespace primer
