#include "app/cli/command.h"
#include "app/cli/selection_options.h"

#include "core/exporters/shard_export.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, target, tokenizer;
    SelectionOptions selection;
    ShardOptions shards;
};

Result<Answer> run(Options &options, Context &context)
{
    auto workspace = Workspace::open(options.workspace, Store::Access::ReadOnly, false);
    if (!workspace)
        return workspace.error();
    if (!options.tokenizer.empty()) {
        auto tokenizer = Tokenizer::load(options.tokenizer);
        if (!tokenizer)
            return tokenizer.error();
        options.shards.tokenizer = std::move(*tokenizer);
    }
    const auto selection = options.selection.select(**workspace, context.feedback);
    if (!selection)
        return selection.error();
    options.shards.selection = selection->description;
    options.shards.lineageJson = selection->lineageJson;
    const auto report = exportShards((*workspace)->store(), selection->ids, options.target, options.shards,
                                     context.feedback);
    if (!report)
        return report.error();
    Answer answer;
    answer.json = {{"samples", report->samples},
                   {"tokens", report->tokens},
                   {"held_out_samples", report->heldOutSamples},
                   {"held_out_tokens", report->heldOutTokens},
                   {"bytes", report->bytes},
                   {"bytes_per_token", report->bytesPerToken},
                   {"near_copies_dropped", selection->nearCopies},
                   {"tokenizer_sha256", report->tokenizerDigest},
                   {"target", options.target},
                   {"seconds", report->seconds}};
    answer.text = humanCount(report->samples) + " samples, " + humanCount(std::int64_t(report->tokens))
                  + " tokens to train on and " + humanCount(std::int64_t(report->heldOutTokens)) + " held out, in "
                  + options.target + "\n";
    return answer;
}

} // namespace

void addShards(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("shards", "Write token shards to train on");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command->add_option("target", options->target, "Folder; earlier shards there are replaced")->required();
    options->selection.addTo(command);
    command->add_option("--tokenizer", options->tokenizer,
                        "A tokenizer.json, or a folder with it or with GPT-2's files (codegen's vocabulary). "
                        "Without it a small vocabulary is trained on the samples");
    command->add_option("--vocabulary", options->shards.vocabularySize, "Size of the trained vocabulary")
        ->capture_default_str();
    command->add_option("--held-out", options->shards.heldOutShare, "Share of the samples that is kept out of training")
        ->check(CLI::Range(0.0, 0.5))
        ->capture_default_str();
    command->footer("Example: primer-cli shards code.primer shards --filter 'label>=3' --vocabulary 4096");
    add(command, [options](Context &context) { return run(*options, context); });
}

} // namespace primer::cli
