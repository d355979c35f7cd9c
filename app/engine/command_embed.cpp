#include <memory>
#include <string>

#include "app/engine/command.h"
#include "core/inference/embedder.h"

namespace primer::engine {

void addEmbed(CLI::App &app, const Registrar &add)
{
    const auto model = std::make_shared<std::string>(), input = std::make_shared<std::string>(),
               output = std::make_shared<std::string>();
    const auto settings = std::make_shared<EmbedSettings>();
    CLI::App *command = app.add_subcommand(
        "embed", "Vectors of texts from the last hidden states; goes on where an earlier run ended");
    command->add_option("model", *model, "A CodeGen or phi model directory, or a checkpoint")->required();
    command->add_option("input", *input, "A safetensors file: \"tokens\" int32 [all], \"ends\" int64 [texts]")
        ->required();
    command->add_option("output", *output, "The folder of the vectors")->required();
    command->add_option("--pooling", settings->pooling, "mean or last")->capture_default_str();
    command->add_option("--long", settings->longTexts, "chunk or truncate texts beyond the context")
        ->capture_default_str();
    command->add_option("--chunks", settings->maxChunks, "Chunks of a text at most")->capture_default_str();
    command->add_option("--precision", settings->precision, "fp32, bf16 or fp16")->capture_default_str();
    command->add_option("--device", settings->device, "cpu or cuda")->capture_default_str();
    command->add_option("--batch-tokens", settings->batchTokens, "Tokens at once")->capture_default_str();
    command->add_option("--part", settings->partTexts, "Texts of a file")->capture_default_str();
    command->footer(
        "Example: primer-engine embed codegen-350M-mono texts.safetensors vectors --device cuda --precision bf16");
    add(command, [=]() -> Result<nlohmann::json> {
        const auto report = PRIMER_TRY(embedTexts(*model, *input, *output, *settings, stopRequested));
        return nlohmann::json{{"texts", report.texts},   {"skipped", report.skipped},
                              {"tokens", report.tokens}, {"left_out_tokens", report.leftOutTokens},
                              {"width", report.width},   {"seconds", report.seconds},
                              {"folder", *output}};
    });
}

} // namespace primer::engine
