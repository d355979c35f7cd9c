#include <cstring>
#include <filesystem>
#include <memory>
#include <string>

#include <ATen/ATen.h>

#include "app/engine/command.h"
#include "core/base/atomic_file.h"
#include "core/tensor_file/safetensors.h"
#include "core/model/transformer.h"
#include "core/model/weights.h"

namespace primer::engine {

namespace {

Result<std::unique_ptr<Transformer>> readModel(const std::string &folder, at::ScalarType type, bool forTraining,
                                               std::string *layoutName = nullptr)
{
    const auto config = PRIMER_TRY(readModelConfig(folder));
    auto model = std::make_unique<Transformer>(config, at::kCPU, type, forTraining);
    const auto layout = PRIMER_TRY(loadWeights(*model, folder));
    if (layoutName)
        *layoutName = weightLayoutName(layout);
    return model;
}

TensorView viewOf(const at::Tensor &tensor)
{
    return {TensorType::F32,
            tensor.sizes().vec(),
            {static_cast<const char *>(tensor.const_data_ptr()), std::size_t(tensor.nbytes())}};
}

/// The tensor "tokens" of a safetensors file, int64 [sequences, length].
Result<at::Tensor> readTokens(const std::shared_ptr<const SafetensorsFile> &file, const ModelConfig &config)
{
    const auto found = file->tensors().find("tokens");
    if (found == file->tensors().end() || found->second.type != TensorType::I64 || found->second.shape.size() != 2)
        return Error{ErrorCode::InvalidInput, "no int64 tensor \"tokens\" of two dimensions", ""};
    at::Tensor tokens = at::from_blob(const_cast<char *>(found->second.bytes.data()), found->second.shape,
                                      at::TensorOptions(at::kLong))
                            .clone();
    if (tokens.numel() == 0 || tokens.size(1) > config.contextLength || tokens.min().item<std::int64_t>() < 0
        || tokens.max().item<std::int64_t>() >= config.vocabularySize)
        return Error{ErrorCode::InvalidInput, "ids outside the vocabulary or sequences longer than the context", ""};
    return tokens;
}

Result<nlohmann::json> writeLogits(const std::string &folder, const std::string &input, const std::string &output,
                                   const std::string &precision, bool withGradients)
{
    const at::ScalarType type = precision == "bf16" ? at::kBFloat16 : precision == "fp16" ? at::kHalf : at::kFloat;
    auto model = PRIMER_TRY(readModel(folder, type, withGradients));
    const auto file = PRIMER_TRY(SafetensorsFile::open(input));
    const auto tokens = PRIMER_TRY(readTokens(file, model->config()));
    const at::Tensor logits = model->logits(tokens).contiguous();
    const at::Tensor hidden = model->hidden(tokens).to(at::kFloat).contiguous();
    std::map<std::string, TensorView> tensors{{"logits", viewOf(logits)}, {"hidden", viewOf(hidden)}};
    nlohmann::json answer{{"sequences", tokens.size(0)}, {"length", tokens.size(1)}};
    if (withGradients) {
        // Of the mean loss of the next token, as transformers' labels give it.
        if (tokens.size(1) < 2)
            return Error{ErrorCode::InvalidInput, "a gradient takes sequences of two ids at least", "tokens"};
        const at::Tensor inputs = tokens.slice(1, 0, -1).contiguous(), targets = tokens.slice(1, 1).contiguous();
        Transformer::Pass pass;
        pass.gradientScale = 1.0 / double(targets.numel());
        answer["loss"] = model->forwardBackward(inputs, targets, pass).item<double>() / double(targets.numel());
    }
    PRIMER_TRY(writeSafetensors(output, tensors, {}));
    if (withGradients)
        PRIMER_TRY(saveWeights(*model, model->gradients(), output + ".gradients"));
    return answer;
}

/// Only what a conversion wrote is written over: beside other files the weights would belong to something else, a
/// checkpoint's manifest or an index of other shards.
Status checkTarget(const std::string &to)
{
    namespace fs = std::filesystem;
    std::error_code failure;
    if (fs::symlink_status(to, failure).type() == fs::file_type::not_found)
        return success();
    const auto refused = [&to](const std::string &why) {
        return Error{ErrorCode::TargetNotOurs, why + "; choose a new or empty folder, nothing was touched", to};
    };
    if (!fs::is_directory(to, failure))
        return refused("it is no folder");
    for (fs::directory_iterator it(to, failure), end; !failure && it != end; it.increment(failure)) {
        const std::string name = it->path().filename().string();
        if (name != "config.json" && name != "model.safetensors")
            return refused("it holds " + name + ", which no conversion wrote");
    }
    if (failure)
        return errnoError(failure.value(), to);
    const auto text = readFile(to + "/config.json", std::size_t(1) << 20);
    if (!text && text.error().code == ErrorCode::NotFound)
        return fs::is_empty(to, failure) ? success() : refused("it holds weights without their config.json");
    const auto config = text ? ModelConfig::fromHuggingFace(*text) : Result<ModelConfig>(text.error());
    return config && config->toHuggingFace() == *text ? success() : refused("its config.json was not written here");
}

} // namespace

void addConvert(CLI::App &app, const Registrar &add)
{
    const auto from = std::make_shared<std::string>(), to = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand("convert", "Reads a model directory of any known layout, writes today's");
    command->add_option("from", *from, "A directory with config.json and safetensors, or a checkpoint")->required();
    command->add_option("to", *to, "Where the directory is written: a new or empty folder, or an earlier conversion")
        ->required();
    command->footer("Example: primer-engine convert runs/a/checkpoints/step-00001000 exported");
    add(command, [from, to]() -> Result<nlohmann::json> {
        std::string layout;
        PRIMER_TRY(checkTarget(*to));
        auto model = PRIMER_TRY(readModel(*from, at::kFloat, false, &layout));
        PRIMER_TRY(saveWeights(*model, model->master(), *to));
        return nlohmann::json{{"layout", layout}, {"parameters", model->config().parameterCount()}, {"folder", *to}};
    });
}

void addLogits(CLI::App &app, const Registrar &add)
{
    const auto folder = std::make_shared<std::string>(), input = std::make_shared<std::string>(),
               output = std::make_shared<std::string>();
    const auto precision = std::make_shared<std::string>("fp32");
    const auto withGradients = std::make_shared<bool>(false);
    CLI::App *command = app.add_subcommand(
        "logits", "Logits and last hidden states of given ids, for comparison with other programs");
    command->add_option("model", *folder, "A model directory")->required();
    command->add_option("tokens", *input, "A safetensors file with \"tokens\": int64 [sequences, length]")->required();
    command->add_option("output", *output, "The safetensors file that is written: logits, hidden (fp32)")->required();
    command->add_option("--precision", *precision, "fp32, bf16 or fp16")
        ->check(CLI::IsMember({"fp32", "bf16", "fp16"}));
    command->add_flag("--gradients", *withGradients, "Also the gradient of the mean loss, as OUTPUT.gradients/");
    command->footer("Example: primer-engine logits exported tokens.safetensors logits.safetensors");
    add(command,
        [=]() -> Result<nlohmann::json> { return writeLogits(*folder, *input, *output, *precision, *withGradients); });
}

} // namespace primer::engine
