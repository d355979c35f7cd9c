#include "core/storage/execution_store.h"

#include <algorithm>
#include <string_view>

#include "core/storage/statement.h"

namespace primer {

Status putExecutions(Connection &connection, std::int64_t run, std::span<const SynthesisExecution> executions)
{
    for (const SynthesisExecution &one : executions) {
        const std::string_view digest(reinterpret_cast<const char *>(one.textDigest.data()), one.textDigest.size());
        PRIMER_TRY(connection
                       .cached("INSERT OR REPLACE INTO synthesis_execution(run_id, position, text_digest, outcome, "
                               "reason, claims, backend, cpu_seconds) VALUES(?,?,?,?,?,?,?,?)")
                       .bind(1, run)
                       .bind(2, one.position)
                       .bindBlob(3, digest)
                       .bindText(4, one.outcome)
                       .bindText(5, one.reason)
                       .bind(6, one.claims)
                       .bindText(7, one.backend)
                       .bind(8, one.cpuSeconds)
                       .run());
    }
    return success();
}

Result<std::map<std::int64_t, SynthesisExecution>> synthesisExecutions(Connection &connection, std::int64_t run)
{
    std::map<std::int64_t, SynthesisExecution> executions;
    Statement &statement = connection.cached(
        "SELECT position, text_digest, CAST(outcome AS BLOB), CAST(reason AS BLOB), claims, CAST(backend AS BLOB), "
        "cpu_seconds FROM synthesis_execution WHERE run_id=?");
    PRIMER_TRY(statement.bind(1, run).forEachRow([&] {
        SynthesisExecution one;
        one.position = statement.integer(0);
        const auto digest = statement.blob(1);
        std::copy_n(digest.begin(), std::min<std::size_t>(std::size_t(digest.size()), one.textDigest.size()),
                    one.textDigest.begin());
        one.outcome = statement.text(2);
        one.reason = statement.text(3);
        one.claims = statement.integer(4);
        one.backend = statement.text(5);
        one.cpuSeconds = statement.real(6);
        executions.emplace(one.position, std::move(one));
    }));
    return executions;
}

} // namespace primer
