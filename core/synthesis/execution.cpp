#include "core/synthesis/execution.h"

#include <chrono>
#include <utility>
#include <vector>

#include "core/synthesis/accepted_rows.h"
#include "core/synthesis/claims.h"

namespace primer {

namespace {

struct Waiting {
    std::int64_t position = 0;
    Sha256Digest digest{};
    ClaimedProgram claimed;
};

/// Few enough that a kill loses seconds of work, enough to keep every processor busy.
constexpr std::size_t rowsAtOnce = 64;

void count(ExecutionReport &report, const SynthesisExecution &one)
{
    ++report.outcomes[one.outcome];
    report.claims += one.claims;
}

Status runBatch(Store &store, std::int64_t run, const Sandbox &sandbox, const ExecutionSettings &settings,
                std::vector<Waiting> &batch, ExecutionReport &report, Feedback &feedback)
{
    std::vector<SandboxProgram> programs;
    for (Waiting &row : batch)
        programs.push_back(std::move(row.claimed.program));
    std::vector<SynthesisExecution> done;
    Feedback own; // the watcher's counts rows of the run
    const auto ended = sandbox.runMany(
        programs, settings.limits, settings.parallel, own, [&](std::size_t index, SandboxResult &&result) {
            const Waiting &row = batch[index];
            done.push_back({row.position, row.digest, sandboxOutcomeName(result.outcome), result.reason,
                            row.claimed.claims, result.backend, result.cpuSeconds});
            feedback.report(std::uint64_t(report.known + report.ran + std::int64_t(done.size())),
                            std::uint64_t(report.accepted));
            if (feedback.isCancelled())
                own.cancel();
        });
    PRIMER_TRY(
        store.write(Durability::Bulk, [&](Connection &connection) { return putExecutions(connection, run, done); }));
    for (const SynthesisExecution &one : done)
        count(report, one);
    report.ran += std::int64_t(done.size());
    batch.clear();
    return ended;
}

} // namespace

const SynthesisExecution *executionOf(const std::map<std::int64_t, SynthesisExecution> &executions,
                                      std::int64_t position, const std::string &text)
{
    const auto found = executions.find(position);
    return found != executions.end() && found->second.textDigest == sha256(text) ? &found->second : nullptr;
}

Result<ExecutionReport> executeAccepted(Store &store, const std::string &run, const Sandbox &sandbox,
                                        const ExecutionSettings &settings, Feedback &feedback)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto parts = PRIMER_TRY(synthesisParts(store, run));
    const auto known = PRIMER_TRY(store.read(synthesisExecutions, parts.run.id));
    ExecutionReport report;
    report.accepted = parts.run.accepted;
    std::vector<Waiting> batch;
    Feedback reading; // of which the watcher sees nothing: it is a hundredth of the time
    PRIMER_TRY(forAcceptedRows(store, parts, reading, [&](AcceptedRow &&row) -> Status {
        const SynthesisExecution *before = executionOf(known, row.item.position, row.text);
        if (before && before->outcome != sandboxOutcomeName(SandboxOutcome::NotRun) && !settings.isAgain) {
            ++report.known;
            count(report, *before);
            return success();
        }
        batch.push_back({row.item.position, sha256(row.text),
                         claimedProgram(parts.promptTemplate.kind, row.text, row.item.functionName)});
        return batch.size() < rowsAtOnce ? success()
                                         : runBatch(store, parts.run.id, sandbox, settings, batch, report, feedback);
    }));
    PRIMER_TRY(runBatch(store, parts.run.id, sandbox, settings, batch, report, feedback));
    if (feedback.isCancelled())
        return Error{ErrorCode::Cancelled, "", run};
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

} // namespace primer
