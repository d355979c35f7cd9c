#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/sample_number.h"

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/quality/quality_truth.h"
#include "core/quality/thresholds.h"
#include "core/storage/quality_store.h"
#include "core/storage/store.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, action = "list", name, filter;
    double cut = 0.5;
    std::vector<std::string> stages;
    std::int64_t sample = 0;
};

Json jsonOf(const Threshold &threshold)
{
    return {{"name", threshold.name},   {"version", threshold.version},     {"forest", threshold.forest},
            {"cut", threshold.cut},     {"filter", filterOf(threshold)},    {"kept", threshold.kept},
            {"total", threshold.total}, {"created_at", threshold.createdAt}};
}

std::string lineOf(const Threshold &threshold)
{
    return oneLine(threshold.name) + "@" + std::to_string(threshold.version) + "  forest "
           + std::to_string(threshold.forest) + "  " + oneLine(filterOf(threshold)) + "  " + humanCount(threshold.kept)
           + " of " + humanCount(threshold.total) + "\n";
}

Result<Answer> list(Workspace &workspace)
{
    const auto thresholds = PRIMER_TRY(workspace.store().read(listThresholds));
    Answer answer;
    answer.json["thresholds"] = Json::array();
    for (const Threshold &threshold : thresholds) {
        answer.json["thresholds"].push_back(jsonOf(threshold));
        answer.text += lineOf(threshold);
    }
    return answer;
}

Result<Answer> set(Workspace &workspace, const Options &options, Context &context)
{
    std::vector<std::string> filters;
    for (const std::string &name : options.stages) {
        const auto stage = std::find_if(ruleStages().begin(), ruleStages().end(),
                                        [&](const RuleStage &known) { return name == known.name; });
        if (stage == ruleStages().end())
            return Error{ErrorCode::InvalidInput, "stages: line_lengths, alphanumeric, parses, comments, repetition",
                         name};
        filters.emplace_back(stage->filter);
    }
    const auto threshold = PRIMER_TRY(
        saveThreshold(workspace, options.name, options.filter, filters, options.cut, context.feedback));
    Answer answer;
    answer.json = jsonOf(threshold);
    answer.text = lineOf(threshold);
    return answer;
}

Result<Answer> why(Workspace &workspace, const Options &options)
{
    Result<Threshold> threshold = [&]() -> Result<Threshold> {
        return workspace.store().read(thresholdByName, options.name);
    }();
    if (!threshold)
        return threshold.error();
    const auto sample = PRIMER_TRY(sampleOf(options.sample));
    const auto reasons = PRIMER_TRY(reasonsFor(workspace, *threshold, sample));
    Answer answer;
    const bool isIn = std::all_of(reasons.begin(), reasons.end(), [](const Reason &reason) { return reason.holds; });
    answer.json = {{"sample", options.sample}, {"threshold", options.name}, {"in", isIn}, {"reasons", Json::array()}};
    answer.text = std::string(isIn ? "in" : "out") + "\n";
    for (const Reason &reason : reasons) {
        answer.json["reasons"].push_back(
            {{"condition", reason.condition}, {"holds", reason.holds}, {"value", reason.value}});
        answer.text += (reason.holds ? "  holds  " : "  fails  ") + oneLine(reason.condition)
                       + (reason.value.empty() ? "" : "  (" + oneLine(reason.value) + ")") + "\n";
    }
    return answer;
}

Result<Answer> truth(Workspace &workspace, const Options &options, Context &context)
{
    constexpr std::size_t maxPerKind = 400;
    const auto known = PRIMER_TRY(qualityTruth(workspace, maxPerKind, 1, context.feedback));
    const auto report = PRIMER_TRY(compareWithTruth(workspace, known, options.cut));
    Answer answer;
    answer.json = {{"good", report.good},
                   {"poor", report.poor},
                   {"threshold", report.threshold},
                   {"precision", report.precision},
                   {"recall", report.recall},
                   {"f1", report.f1},
                   {"f1_interval", {report.f1Low, report.f1High}},
                   {"auc", report.auc}};
    char text[200];
    std::snprintf(
        text, sizeof text,
        "%lld documented files against %lld tables, tests and configurations: F1 %.3f (%.3f to %.3f), AUC %.3f at %g\n",
        static_cast<long long>(report.good), static_cast<long long>(report.poor), report.f1, report.f1Low,
        report.f1High, report.auc, report.threshold);
    answer.text = text;
    return answer;
}

Result<Answer> run(const Options &options, Context &context)
{
    auto workspace = PRIMER_TRY(Workspace::open(
        options.workspace, options.action == "set" ? Store::Access::ReadWrite : Store::Access::ReadOnly, false));
    if (options.action == "list")
        return list(*workspace);
    if (options.action == "truth")
        return truth(*workspace, options, context);
    if (options.name.empty())
        return Error{ErrorCode::InvalidInput, "a name is needed", options.action};
    return options.action == "set" ? set(*workspace, options, context) : why(*workspace, options);
}

} // namespace

void addThresholds(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("thresholds",
                                           "Named cuts through the scores; why a sample is inside one or not");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command
        ->add_option(
            "action", options->action,
            "list, set, why, truth (how well the scores part documented files of this machine from tables and tests)")
        ->check(CLI::IsMember({"list", "set", "why", "truth"}))
        ->capture_default_str();
    command->add_option("name", options->name, "NAME or NAME@VERSION");
    command->add_option("sample", options->sample, "Sample id, for why");
    command->add_option("--cut", options->cut, "Scores of this and more are kept")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command->add_option("--filter", options->filter, "What is cut, as in query");
    command
        ->add_option("--stage", options->stages,
                     "Rules before the cut: line_lengths, alphanumeric, parses, comments, repetition; repeatable")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->delimiter(',');
    command->footer("Example: primer-cli thresholds code.primer set textbook --cut 0.6 --stage parses,comments");
    add(command, [options](Context &context) { return run(*options, context); });
}

} // namespace primer::cli
