#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/cli/command.h"

#include "core/base/result.h"
#include "core/forest/classification_measures.h"
#include "core/quality/feature_rows.h"
#include "core/quality/forest_fit.h"
#include "core/quality/forest_record.h"
#include "core/quality/forest_report.h"
#include "core/quality/forest_report_json.h"
#include "core/quality/forest_scoring.h"
#include "core/storage/quality_store.h"
#include "core/storage/store.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, action = "list", features = "hashed";
    std::int64_t forest = 0;
    FitRequest fit;
    bool doesNotScore = false;
};

std::string lineOf(const StoredForest &forest, const ForestReport &report, const std::optional<Error> &fault)
{
    std::string line = std::to_string(forest.id) + "  " + oneLine(forest.features) + "  labels of "
                       + (forest.teacher.empty() ? "any teacher" : oneLine(forest.teacher)) + ", positive from "
                       + Json(forest.positiveFrom).dump();
    if (report.forest) {
        const SurePoint &half = report.forest->atHalf;
        char text[160];
        std::snprintf(text, sizeof text, "  held out: AUC %.3f, F1 %.3f (%.3f to %.3f)", report.forest->areaUnderRoc,
                      half.point.f1, half.f1.low, half.f1.high);
        line += text;
    }
    if (fault)
        line += "  its report cannot be read: " + oneLine(fault->detail);
    return line + "\n";
}

Json jsonOf(const StoredForest &forest, const ForestReport &report, const std::optional<Error> &fault)
{
    Json json{{"id", forest.id},
              {"features", forest.features},
              {"teacher", forest.teacher},
              {"positive_from", forest.positiveFrom},
              {"file", forest.file},
              {"created_at", forest.createdAt},
              {"report", fault ? Json() : toJson(report)}};
    if (fault)
        json["report_fault"] = fault->detail;
    return json;
}

Result<Answer> answerOf(Workspace &workspace, std::int64_t forest)
{
    const auto record = PRIMER_TRY(workspace.store().read(readForestRecord, forest));
    Answer answer;
    answer.json = jsonOf(record.forest, record.report, record.reportFault);
    answer.text = lineOf(record.forest, record.report, record.reportFault);
    return answer;
}

Result<Answer> list(Workspace &workspace)
{
    const auto forests = PRIMER_TRY(workspace.store().read(listForests));
    const auto scored = PRIMER_TRY(workspace.store().read(scoredForest));
    Answer answer;
    answer.json = {{"forests", Json::array()}, {"scored", scored}};
    for (const StoredForest &forest : forests) {
        const auto report = reportOf(forest);
        const auto fault = report ? std::nullopt : std::optional(report.error());
        answer.json["forests"].push_back(jsonOf(forest, report ? *report : ForestReport(), fault));
        answer.text += (forest.id == scored ? "* " : "  ") + lineOf(forest, report ? *report : ForestReport(), fault);
    }
    return answer;
}

Status score(Workspace &workspace, std::int64_t forest, Context &context, Answer &answer)
{
    const auto scored = PRIMER_TRY(scoreSamples(workspace, forest, context.feedback));
    answer.json["scored"] = scored.scored;
    answer.json["score_seconds"] = scored.seconds;
    answer.json["store_seconds"] = scored.storingSeconds;
    answer.text += counted(scored.scored, "sample") + " scored\n";
    return success();
}

Result<Answer> run(Options &options, Context &context)
{
    const bool isReading = options.action == "list" || options.action == "show";
    auto workspace = PRIMER_TRY(
        Workspace::open(options.workspace, isReading ? Store::Access::ReadOnly : Store::Access::ReadWrite, false));
    if (options.action == "list")
        return list(*workspace);
    if (options.action == "show")
        return answerOf(*workspace, options.forest);
    Answer answer;
    if (options.action == "fit") {
        options.fit.features = splitNames(options.features);
        const auto fitted = PRIMER_TRY(fitForest(*workspace, options.fit, context.feedback));
        options.forest = fitted.forest;
        auto made = PRIMER_TRY(answerOf(*workspace, fitted.forest));
        answer = std::move(made);
        answer.json["fit_seconds"] = fitted.seconds;
        if (options.doesNotScore)
            return answer;
    }
    PRIMER_TRY(score(*workspace, options.forest, context, answer));
    return answer;
}

} // namespace

void addForest(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("forest", "Learn from labels what is worth keeping, and score every sample");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command->add_option("action", options->action, "list, show, fit, score")
        ->check(CLI::IsMember({"list", "show", "fit", "score"}))
        ->capture_default_str();
    command->add_option("forest", options->forest, "Its number, for show and score");
    command->add_option("--features", options->features, "Names of embedding sets, joined with +")
        ->capture_default_str();
    command->add_option("--teacher", options->fit.teacher,
                        "Whose labels; 'human' for judgements; without it the newest label of each sample");
    command->add_option("--positive-from", options->fit.positiveFrom, "A value of this and more is worth keeping")
        ->capture_default_str();
    command
        ->add_option(
            "--held-out", options->fit.heldOutShare,
            "Share of the labels, in whole repositories and clusters of near-duplicates, that the report is made on")
        ->check(CLI::Range(0.05, 0.5))
        ->capture_default_str();
    command->add_option("--trees", options->fit.forest.trees)->capture_default_str();
    command->add_option("--min-leaf", options->fit.forest.minLeaf)->capture_default_str();
    command->add_option("--max-depth", options->fit.forest.maxDepth, "0: until leaves are pure")->capture_default_str();
    command->add_option("--positive-weight", options->fit.forest.positiveWeight, "0: both sides weigh the same")
        ->capture_default_str();
    command->add_option("--seed", options->fit.forest.seed)->capture_default_str();
    command->add_flag("--quick", options->fit.isQuick, "Without logistic baseline, further seeds and learning curve");
    command->add_flag("--no-score", options->doesNotScore, "Fit only");
    command->footer("Example: primer-cli forest code.primer fit --features codegen --positive-from 3");
    add(command, [options](Context &context) { return run(*options, context); });
}

} // namespace primer::cli
