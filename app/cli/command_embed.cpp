#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "app/cli/command.h"
#include "app/cli/selection_options.h"

#include "core/quality/embedding.h"
#include "core/storage/store.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace;
    EmbedRequest embed;
    SelectionOptions selection;
};

Result<Answer> embed(Options &options, Context &context)
{
    auto workspace = PRIMER_TRY(Workspace::open(options.workspace, Store::Access::ReadWrite, false));
    auto selection = PRIMER_TRY(options.selection.select(*workspace, context.feedback));
    std::sort(selection.ids.begin(), selection.ids.end());
    options.embed.samples = std::move(selection.ids);
    options.embed.engine = enginePath();
    const auto made = PRIMER_TRY(embedSamples(workspace->store(), options.embed, context.feedback));
    Answer answer;
    answer.json = {{"name", options.embed.name},
                   {"added", made.added},
                   {"total", made.total},
                   {"width", made.width},
                   {"seconds", made.seconds}};
    answer.text = counted(made.added, "sample") + " got vectors of " + std::to_string(made.width) + " numbers; "
                  + oneLine(options.embed.name) + " has " + humanCount(made.total) + "\n";
    return answer;
}

} // namespace

void addEmbed(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("embed",
                                           "Make vectors of samples: hashed features, or a model's last hidden states");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    options->selection.addTo(command);
    EmbedRequest &request = options->embed;
    command->add_option("--name", request.name, "Name of the set")->capture_default_str();
    command->add_option("--width", request.width, "Numbers a sample, of hashed features")->capture_default_str();
    command->add_option("--model", request.model,
                        "A CodeGen or phi model directory, or a checkpoint of a run; without it features are hashed");
    command->add_option("--tokenizer", request.tokenizer,
                        "A tokenizer.json or a folder with one, when the model's folder has none");
    command->add_option("--pooling", request.pooling, "mean or last")->capture_default_str();
    command->add_option("--long", request.longTexts, "chunk or truncate texts beyond the model's context")
        ->capture_default_str();
    command->add_option("--chunks", request.chunks, "Chunks of a text at most")->capture_default_str();
    command->add_option("--precision", request.precision, "fp32, bf16, fp16")->capture_default_str();
    command->add_option("--device", request.device, "cpu or cuda")->capture_default_str();
    command->footer("Example: primer-cli embed code.primer --name codegen --model codegen-350M-mono --device cuda "
                    "--precision bf16");
    add(command, [options](Context &context) { return embed(*options, context); });
}

} // namespace primer::cli
