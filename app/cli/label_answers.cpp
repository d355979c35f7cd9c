#include "app/cli/label_answers.h"

#include <cstdio>

#include "core/workspace/teacher_labelling.h"

namespace primer::cli {

namespace {

std::string dollars(std::int64_t nanos)
{
    char text[32];
    std::snprintf(text, sizeof text, "$%.4f", double(nanos) * 1e-9);
    return text;
}

Json jsonOf(const ForecastSum &sum) { return {{"expected", sum.expected}, {"low", sum.low}, {"high", sum.high}}; }

} // namespace

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
           + (run.budgetNanos > 0 ? "  " + dollars(run.spentNanos) + " of " + dollars(run.budgetNanos) : "") + "\n";
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
                  + dollars(report.spentNanos) + " of " + dollars(report.budgetNanos) + "\n";
    if (report.waiting > 0) {
        answer.json["forecast"] = {{"rows", rest.rows},
                                   {"tokens", jsonOf(rest.tokens)},
                                   {"dollars", jsonOf(rest.dollars)},
                                   {"seconds", jsonOf(rest.seconds)}};
        char text[240];
        std::snprintf(text, sizeof text,
                      "stopped: %s. The rest would take %.0f tokens (%.0f to %.0f), $%.4f (%.4f to %.4f), %.0f s (%.0f "
                      "to %.0f)\n",
                      report.stopped.c_str(), rest.tokens.expected, rest.tokens.low, rest.tokens.high,
                      rest.dollars.expected, rest.dollars.low, rest.dollars.high, rest.seconds.expected,
                      rest.seconds.low, rest.seconds.high);
        answer.text += text;
        answer.text += "primer-cli labels WORKSPACE resume " + std::to_string(report.run) + " goes on\n";
    }
    if (report.stopped == "cancelled")
        answer.exitCode = exitInterrupted;
    else if (!report.stopped.empty() && report.stopped != "limit")
        answer.exitCode = exitFailed;
    return answer;
}

} // namespace primer::cli
