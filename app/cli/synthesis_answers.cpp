#include "app/cli/synthesis_answers.h"

#include <algorithm>
#include <cstdio>

#include "app/cli/cost_answer.h"
#include "core/base/utf8.h"
#include "core/synthesis/acceptance.h"
#include "core/synthesis/rejected_rows.h"

namespace primer::cli {

namespace {

std::string percent(double share)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
    return text;
}

} // namespace

Json jsonOf(const SynthesisRun &run)
{
    return {{"run", run.name},
            {"number", run.id},
            {"writer", run.writer},
            {"kind", run.kind},
            {"planned", run.planned},
            {"waiting", run.waiting},
            {"answered", run.answered},
            {"failed", run.failed},
            {"accepted", run.accepted},
            {"rejected", run.rejected},
            {"imported", run.imported},
            {"target", run.target},
            {"spent_dollars", double(run.spentNanos) * 1e-9},
            {"budget_dollars", double(run.budgetNanos) * 1e-9},
            {"created_at", run.createdAt}};
}

std::string lineOf(const SynthesisRun &run)
{
    return run.name + "  " + oneLine(run.writer) + "  " + humanCount(run.accepted) + " accepted"
           + (run.target > 0 ? " of " + humanCount(run.target) : "") + ", " + humanCount(run.rejected) + " rejected, "
           + humanCount(run.failed) + " failed, " + humanCount(run.waiting) + " of " + humanCount(run.planned)
           + " waiting"
           + (run.budgetNanos > 0 ? "  " + humanDollars(run.spentNanos) + " of " + humanDollars(run.budgetNanos) : "")
           + "\n";
}

Answer answerOf(const SynthesisReport &report)
{
    Answer answer;
    answer.json = jsonOf(report.run);
    answer.json["requests"] = report.requests;
    answer.json["reused"] = report.reused;
    answer.json["yield"] = report.yield();
    answer.json["stopped"] = report.stopped;
    answer.json["seconds"] = report.seconds;
    answer.text = lineOf(report.run);
    if (report.run.answered + report.run.failed > 0)
        answer.text += percent(report.yield()) + " of the replies were accepted\n";
    if (report.reused > 0)
        answer.text += counted(report.reused, "row") + " served by earlier answers, at no cost\n";
    if (report.forecast.basedOnRequests > 0 && report.run.waiting > 0 && report.forecast.rows > 0) {
        answer.json["forecast"] = jsonOf(report.forecast);
        answer.text += "the rest: about " + counted(report.forecast.rows, "prompt") + ", " + textOf(report.forecast)
                       + "\n";
    }
    if (!report.stopped.empty())
        answer.text += "stopped: " + report.stopped + "\n";
    if (report.stopped == "cancelled")
        answer.exitCode = exitInterrupted;
    else if (!report.stopped.empty() && report.stopped != "limit" && report.stopped != "target")
        answer.exitCode = exitFailed;
    return answer;
}

Answer answerOf(const SynthesisRequest &request, const SynthesisPreview &preview)
{
    const double tokens = preview.tokensPerPrompt();
    Answer answer;
    answer.json = {{"set", preview.set.name},
                   {"template", request.promptTemplate.name},
                   {"sampling", nameOf(request.plan.sampling)},
                   {"seed", request.plan.seed},
                   {"asked_for", request.plan.count},
                   {"planned", preview.plan.rows()},
                   {"exhausted", preview.plan.isExhausted},
                   {"excluded_draws", preview.plan.excluded},
                   {"repeated_draws", preview.plan.repeated},
                   {"known_of_first", {{"rows", preview.looked}, {"answered_before", preview.known}}},
                   {"prompt_tokens",
                    {{"each", tokens},
                     {"all", tokens * double(preview.plan.rows())},
                     {"assumes", "four bytes a token, nothing cached"}}},
                   {"axes", Json::array()},
                   {"prompts", Json::array()}};
    for (std::size_t place = 0; place < preview.set.axes.size(); ++place) {
        if (preview.set.axes[place].isDrawn)
            answer.json["axes"].push_back(
                {{"axis", preview.set.axes[place].name}, {"values", sizeOf(preview.set, place)}});
    }
    answer.text = counted(preview.plan.rows(), "prompt") + " from the set " + oneLine(preview.set.name) + " by "
                  + nameOf(request.plan.sampling) + ", seed " + std::to_string(request.plan.seed)
                  + (preview.plan.isExhausted ? "; the set has no more" : "") + "\n";
    if (request.endpoint && preview.plan.rows() > 0) {
        const std::int64_t most = preview.maxNanos(*request.endpoint);
        answer.json["dollars_at_most"] = double(most) * 1e-9;
        answer.text += "at most " + humanDollars(most)
                       + ", with every reply as long as it may be; a pilot says more (run NAME --pilot 50)\n";
    }
    for (const FilledTemplate &prompt : preview.first) {
        answer.json["prompts"].push_back({{"system", prompt.system}, {"user", prompt.user}});
        answer.text += "----\n" + withoutControls((prompt.system.empty() ? "" : prompt.system + "\n\n") + prompt.user)
                       + "\n";
    }
    return answer;
}

Answer answerOf(const Coverage &coverage)
{
    Answer answer;
    answer.json = {{"across", coverage.across},   {"down", coverage.down},
                   {"columns", coverage.columns}, {"rows", coverage.rows},
                   {"planned", Json::array()},    {"answered", Json::array()},
                   {"accepted", Json::array()},   {"empty_cells", coverage.emptyCells()}};
    constexpr std::size_t maxShown = 40;
    answer.text = humanCount(coverage.emptyCells()) + " of " + counted(std::int64_t(coverage.cells.size()), "cell")
                  + " without an accepted row (" + coverage.down + " by " + coverage.across + ")\n";
    for (std::size_t row = 0; row < coverage.rows.size(); ++row) {
        Json planned = Json::array(), answered = Json::array(), accepted = Json::array();
        std::string line;
        for (std::size_t column = 0; column < coverage.columns.size(); ++column) {
            const CoverageCell &cell = coverage.at(row, column);
            planned.push_back(cell.planned);
            answered.push_back(cell.answered);
            accepted.push_back(cell.accepted);
            char words[32];
            std::snprintf(words, sizeof words, " %4lld/%-4lld", static_cast<long long>(cell.accepted),
                          static_cast<long long>(cell.planned));
            line += words;
        }
        answer.json["planned"].push_back(std::move(planned));
        answer.json["answered"].push_back(std::move(answered));
        answer.json["accepted"].push_back(std::move(accepted));
        if (row < maxShown)
            answer.text += line.substr(0, 200) + "  " + oneLine(coverage.rows[row]) + "\n";
    }
    return answer;
}

Result<Answer> rejections(Workspace &workspace, const std::string &run, std::int64_t examples)
{
    const auto kinds = PRIMER_TRY(rejectedKinds(workspace.store(), run, std::size_t(examples)));
    Answer answer;
    answer.json = {{"run", run}, {"reasons", Json::array()}};
    for (const RejectedKind &kind : kinds) {
        const std::string words = problemText(kind.reason);
        Json list = Json::array();
        answer.text += humanCount(kind.count) + (kind.isFailed ? "  failed: " : "  ") + oneLine(kind.reason) + ": "
                       + words + "\n";
        for (const RejectedExample &one : kind.examples) {
            list.push_back({{"row", one.position}, {"detail", one.detail}, {"reply", one.reply}});
            answer.text += "      row " + std::to_string(one.position)
                           + (one.detail.empty() ? "" : ": " + oneLine(one.detail)) + "\n";
        }
        answer.json["reasons"].push_back({{"reason", kind.reason},
                                          {"failed", kind.isFailed},
                                          {"count", kind.count},
                                          {"words", words},
                                          {"examples", std::move(list)}});
    }
    if (kinds.empty())
        answer.text = "nothing was rejected\n";
    return answer;
}

Result<Answer> diversityAnswer(Workspace &workspace, const std::string &run, const std::string &baseline,
                               std::int64_t rows, Feedback &feedback)
{
    Answer answer;
    if (baseline.empty()) {
        const auto diversity = PRIMER_TRY(diversityOf(workspace.store(), run, rows, feedback));
        answer.json = Json::parse(diversityJson(diversity));
        answer.text = diversityText(diversity, nullptr);
        return answer;
    }
    const auto both = PRIMER_TRY(compareDiversity(workspace.store(), run, baseline, rows, feedback));
    answer.json = {{"set", Json::parse(diversityJson(both.set))},
                   {"baseline", Json::parse(diversityJson(both.baseline))}};
    answer.text = diversityText(both.set, &both.baseline);
    return answer;
}

Result<Answer> executionAnswer(Workspace &workspace, const std::string &run, const SandboxFacts &facts,
                               const ExecutionReport &report, std::int64_t examples)
{
    const auto stored = PRIMER_TRY(workspace.store().read(synthesisRun, run));
    const auto executions = PRIMER_TRY(workspace.store().read(synthesisExecutions, stored.id));
    Answer answer;
    answer.json = {{"run", stored.name},         {"backend", facts.backend},  {"accepted", report.accepted},
                   {"ran", report.ran},          {"known", report.known},     {"claims", report.claims},
                   {"outcomes", Json::object()}, {"examples", Json::array()}, {"seconds", report.seconds}};
    char rate[64] = "";
    if (report.ran > 0 && report.seconds > 0)
        std::snprintf(rate, sizeof rate, ", %.0f a second", double(report.ran) / report.seconds);
    answer.text = counted(report.ran, "row") + " run by " + facts.backend + rate + "; "
                  + counted(report.claims, "example and output", "examples and outputs") + " held against them\n";
    for (const auto &[outcome, count] : report.outcomes) {
        answer.json["outcomes"][outcome] = count;
        answer.text += "  " + outcome + "  " + humanCount(count) + "\n";
    }
    const std::string passed = sandboxOutcomeName(SandboxOutcome::Passed);
    for (const auto &[position, one] : executions) {
        if (one.outcome == passed || std::int64_t(answer.json["examples"].size()) >= examples)
            continue;
        answer.json["examples"].push_back({{"row", position}, {"outcome", one.outcome}, {"reason", one.reason}});
        answer.text += "row " + std::to_string(position) + ", " + one.outcome + ": " + oneLine(one.reason) + "\n";
    }
    return answer;
}

} // namespace primer::cli
