#include "app/cli/label_answers.h"

#include "app/cli/cost_answer.h"
#include "core/workspace/teacher_labelling.h"

namespace primer::cli {

Json jsonOf(const LabelRun &run)
{
    return {{"run", run.id},
            {"teacher", run.teacher},
            {"kind", run.kind},
            {"labelled", run.labelled},
            {"failed", run.failed},
            {"waiting", run.waiting},
            {"spent_dollars", double(run.spentNanos) * 1e-9},
            {"budget_dollars", double(run.budgetNanos) * 1e-9},
            {"created_at", run.createdAt}};
}

std::string lineOf(const LabelRun &run)
{
    return std::to_string(run.id) + "  " + oneLine(run.teacher) + "  " + humanCount(run.labelled) + " labelled, "
           + humanCount(run.failed) + " failed, " + humanCount(run.waiting) + " waiting"
           + (run.budgetNanos > 0 ? "  " + humanDollars(run.spentNanos) + " of " + humanDollars(run.budgetNanos) : "")
           + "\n";
}

Result<Answer> carryOn(Workspace &workspace, std::int64_t run, const ApiKey &key, std::int64_t maxRows,
                       std::int64_t pollMs, Context &context)
{
    const auto report = PRIMER_TRY(carryOnTeacherRun(workspace, run, key, maxRows, context.feedback, pollMs));
    const auto rest = PRIMER_TRY(forecastRest(workspace, run));
    Answer answer;
    answer.json = {{"run", report.run},
                   {"labelled", report.labelled},
                   {"failed", report.failed},
                   {"waiting", report.waiting},
                   {"requests", report.requests},
                   {"spent_dollars", double(report.spentNanos) * 1e-9},
                   {"budget_dollars", double(report.budgetNanos) * 1e-9},
                   {"stopped", report.stopped},
                   {"seconds", report.seconds}};
    answer.text = "run " + std::to_string(report.run) + ": " + humanCount(report.labelled) + " labelled, "
                  + humanCount(report.failed) + " failed, " + humanCount(report.waiting) + " waiting, "
                  + humanDollars(report.spentNanos) + " of " + humanDollars(report.budgetNanos) + "\n";
    if (report.waiting > 0) {
        answer.json["forecast"] = jsonOf(rest);
        answer.text += "stopped: " + report.stopped + ". The rest would take " + textOf(rest) + "\n";
        answer.text += "primer-cli labels WORKSPACE resume " + std::to_string(report.run) + " goes on\n";
    }
    if (report.stopped == "cancelled")
        answer.exitCode = exitInterrupted;
    else if (!report.stopped.empty() && report.stopped != "limit")
        answer.exitCode = exitFailed;
    return answer;
}

} // namespace primer::cli
