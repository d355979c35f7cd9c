#include <cstdlib>

#include "app/cli/command.h"
#include "app/cli/sample_number.h"

#include "core/dataset/label_range.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, value, note, annotator;
    std::int64_t sample = 0;
    std::int64_t undo = 0;
};

Result<Answer> run(const Options &options, Context &)
{
    auto workspace = PRIMER_TRY(Workspace::open(options.workspace, Store::Access::ReadWrite, false));
    Answer answer;
    if (options.undo) {
        const auto sample = PRIMER_TRY(workspace->undo(options.undo));
        answer.json = {{"undone", options.undo}, {"sample", sample}};
        answer.text = "judgement " + std::to_string(options.undo) + " is taken back\n";
        return answer;
    }
    Judgement judgement;
    judgement.sample = PRIMER_TRY(sampleOf(options.sample));
    judgement.note = options.note;
    const char *user = std::getenv("USER");
    judgement.annotator = !options.annotator.empty() ? options.annotator : user ? user : "";
    if (options.value == "skip") {
        judgement.verdict = Verdict::Skip;
    } else if (options.value == "discard") {
        judgement.verdict = Verdict::Discard;
    } else if (options.value.size() == 1 && options.value[0] >= '0' && options.value[0] <= '0' + maxLabel) {
        judgement.value = options.value[0] - '0';
    } else {
        return Error{ErrorCode::InvalidInput, "a value is 0 to 5, skip or discard", options.value};
    }
    const auto id = PRIMER_TRY(workspace->judge(judgement));
    answer.json = {{"judgement", id}, {"sample", options.sample}, {"value", options.value}};
    answer.text = "judgement " + std::to_string(id) + " is stored\n";
    return answer;
}

} // namespace

void addJudge(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("judge", "Store a person's judgement of a sample, durable when it returns");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    auto *undo = command->add_option("--undo", options->undo, "Take back the judgement of this number");
    command->add_option("sample", options->sample, "Sample id")->excludes(undo);
    command->add_option("value", options->value, "0-5, skip or discard")->excludes(undo);
    command->add_option("--note", options->note, "A remark");
    command->add_option("--annotator", options->annotator, "Who judges (default: $USER)");
    command->footer("Example: primer-cli judge code.primer 17 4 --note 'clear docstrings'");
    add(command, [options](Context &context) -> Result<Answer> {
        if (!options->undo && (options->sample <= 0 || options->value.empty())) {
            Answer usage;
            usage.json = {{"error", {{"code", "usage"}, {"detail", "SAMPLE and VALUE, or --undo"}, {"where", ""}}}};
            usage.text = "primer-cli judge: SAMPLE and VALUE, or --undo, are needed\n";
            usage.exitCode = exitUsage;
            return usage;
        }
        return run(*options, context);
    });
}

} // namespace primer::cli
