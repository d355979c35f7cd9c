#include <charconv>
#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/label_answers.h"

#include "core/base/utf8.h"
#include "core/workspace/teacher_labelling.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, action = "list", first, second, reason, keyVariable = "OPENAI_API_KEY";
    double budget = 0;
    bool hasBudget = false;
    std::int64_t most = 20, pollMs = 10'000;
};

Result<Answer> list(Workspace &workspace)
{
    const auto runs = PRIMER_TRY(workspace.store().read(listLabelRuns));
    Answer answer;
    answer.json["runs"] = Json::array();
    for (const LabelRun &run : runs) {
        answer.json["runs"].push_back(jsonOf(run));
        answer.text += lineOf(run);
    }
    return answer;
}

Result<Answer> failures(Workspace &workspace, std::int64_t run)
{
    constexpr int maxShown = 1000;
    constexpr std::size_t shownReplyBytes = 500;
    auto reader = PRIMER_TRY(workspace.store().reader());
    const auto counts = PRIMER_TRY(failureCounts(*reader, run));
    const auto items = PRIMER_TRY(labelItems(*reader, run, ItemState::Failed, maxShown));
    Answer answer;
    answer.json = {{"reasons", Json::object()}, {"samples", Json::array()}};
    for (const auto &[reason, count] : counts) {
        answer.json["reasons"][reason] = count;
        answer.text += humanCount(count) + "  " + oneLine(reason) + "\n";
    }
    for (const LabelItem &item : items) {
        const auto reply = PRIMER_TRY(lastReply(*reader, Ledger::Labels, run, item.position));
        answer.json["samples"].push_back(
            {{"sample", item.sample},
             {"reason", item.reason},
             {"attempts", item.attempts},
             {"reply", replaceInvalidUtf8(std::string_view(reply).substr(0, shownReplyBytes))}});
    }
    return answer;
}

Result<Answer> retry(Workspace &workspace, std::int64_t run, const std::string &reason)
{
    Answer answer;
    PRIMER_TRY(workspace.store().write(Durability::Durable, [&](Connection &connection) -> Status {
        const auto count = PRIMER_TRY(retryFailed(connection, run, reason));
        answer.json = {{"waiting_again", count}};
        answer.text = counted(count, "row waits", "rows wait") + " again; primer-cli labels WORKSPACE resume "
                      + std::to_string(run) + " asks for " + (count == 1 ? "it" : "them") + "\n";
        return success();
    }));
    return answer;
}

std::string kappaWords(const Agreement &agreement)
{
    if (!agreement.kappa)
        return agreement.pairs == 0 ? "undefined: no sample has a value of both"
                                    : "undefined: all values are the same, there is nothing to disagree on";
    char text[100];
    if (agreement.kappaLow)
        std::snprintf(text, sizeof text, "%.3f (%.3f to %.3f)", *agreement.kappa, *agreement.kappaLow,
                      *agreement.kappaHigh);
    else
        std::snprintf(text, sizeof text, "%.3f (interval undefined: too few different values)", *agreement.kappa);
    return text;
}

Result<std::int64_t> runNumberOf(const std::string &text)
{
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size() || number < 1)
        return Error{ErrorCode::InvalidInput, "the number of a run", text};
    return number;
}

Result<Answer> agreement(Workspace &workspace, const Options &options)
{
    const auto compared = PRIMER_TRY(
        compareLabels(workspace, options.first, options.second, std::size_t(options.most)));
    const Agreement &agreement = compared.agreement;
    Answer answer;
    answer.json = {{"first", options.first},
                   {"second", options.second},
                   {"pairs", agreement.pairs},
                   {"exact", agreement.exactShare},
                   {"within_one", agreement.withinOneShare},
                   {"kappa", agreement.kappa ? Json(*agreement.kappa) : Json()},
                   {"kappa_interval", agreement.kappaLow ? Json{*agreement.kappaLow, *agreement.kappaHigh} : Json()},
                   {"confusion", agreement.confusion},
                   {"furthest", Json::array()}};
    char text[200];
    std::snprintf(text, sizeof text, "%s, %.0f %% equal, %.0f %% within one, quadratic kappa ",
                  counted(agreement.pairs, "sample").c_str(), 100 * agreement.exactShare,
                  100 * agreement.withinOneShare);
    answer.text = text + kappaWords(agreement) + "\n";
    for (const Comparison::Row &row : compared.furthest) {
        answer.json["furthest"].push_back({{"sample", row.sample}, {"first", row.first}, {"second", row.second}});
        std::snprintf(text, sizeof text, "  sample %u: %g and %g\n", row.sample, row.first, row.second);
        answer.text += text;
    }
    return answer;
}

Result<Answer> run(const Options &options, Context &context)
{
    const bool isReading = options.action == "list" || options.action == "failures" || options.action == "agreement";
    auto workspace = PRIMER_TRY(
        Workspace::open(options.workspace, isReading ? Store::Access::ReadOnly : Store::Access::ReadWrite, false));
    if (options.action == "list")
        return list(*workspace);
    if (options.first.empty() || (options.action == "agreement" && options.second.empty()))
        return Error{ErrorCode::InvalidInput,
                     options.action == "agreement" ? "two sides: teachers' names or 'human'" : "the number of a run",
                     options.action};
    if (options.action == "agreement")
        return agreement(*workspace, options);
    const auto number = PRIMER_TRY(runNumberOf(options.first));
    if (options.action == "failures")
        return failures(*workspace, number);
    if (options.action == "retry")
        return retry(*workspace, number, options.reason);
    if (options.hasBudget) {
        const auto nanos = PRIMER_TRY(budgetNanosOf(options.budget));
        PRIMER_TRY(workspace->store().write(
            Durability::Durable, [&](Connection &connection) { return setBudget(connection, number, nanos); }));
    }
    const auto key = PRIMER_TRY(keyForRun(*workspace, number, options.keyVariable));
    return carryOn(*workspace, number, key, 0, options.pollMs, context);
}

} // namespace

void addLabels(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand(
        "labels", "Labelling runs: how they stand, what failed, going on; how well two sides agree");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command->add_option("action", options->action, "list, failures RUN, retry RUN, resume RUN, agreement SIDE SIDE")
        ->check(CLI::IsMember({"list", "failures", "retry", "resume", "agreement"}))
        ->capture_default_str();
    command->add_option("first", options->first, "Number of the run, or one side: a teacher's name or 'human'");
    command->add_option("second", options->second,
                        "The other side; the same teacher twice compares it with itself on repeated samples");
    command->add_option("--reason", options->reason, "For retry: only rows that failed for this");
    auto *budget = command->add_option("--budget", options->budget,
                                       "For resume: a new budget in dollars, for the whole run");
    command->add_option("--key-env", options->keyVariable, "Variable of the environment that holds the key")
        ->capture_default_str();
    command->add_option("--poll-ms", options->pollMs, "Of a run by batches: how often to ask whether one is ready")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    command->add_option("--max,--most", options->most, "For agreement: how many of the rows that differ most are told")
        ->capture_default_str()
        ->check(CLI::NonNegativeNumber);
    command->footer("Example: primer-cli labels code.primer agreement human 'gpt-4 rubric-1'");
    add(command, [options, budget](Context &context) {
        options->hasBudget = budget->count() > 0;
        return run(*options, context);
    });
}

} // namespace primer::cli
