// run.json and config.json: what is read is checked, comes back from its own file, and computes what transformers
// would.
#include <string>

#include "core/recipe/model_config.h"
#include "core/recipe/training_config.h"
#include "tests/fuzz/fuzz_targets.h"

namespace primer::fuzz {

namespace {

void runJson(std::string_view bytes)
{
    const auto config = TrainingConfig::fromJson(std::string(bytes));
    if (!config) {
        assertThat(config.error().detail.find("exception") == std::string::npos, "an error is in words");
        return;
    }
    if (!config->check())
        return;
    const auto back = TrainingConfig::fromJson(config->toJson());
    assertThat(back.ok() && *back == *config, "a configuration comes back from its file");
    assertThat(config->memoryBytes() > 0, "a checked model has a size");
}

void configJson(std::string_view bytes)
{
    const auto config = ModelConfig::fromHuggingFace(std::string(bytes));
    if (!config) {
        assertThat(config.error().detail.find("exception") == std::string::npos, "an error is in words");
        return;
    }
    assertThat(config->check().ok() && config->parameterCount() > 0, "what is read is checked");
    const auto back = ModelConfig::fromHuggingFace(config->toHuggingFace());
    assertThat(back.ok() && config->checkTakesWeightsOf(*back).ok(), "a model comes back from its file");
}

} // namespace

std::vector<NamedTarget> configurationTargets()
{
    TrainingConfig tiny = *TrainingConfig::fromPreset("tiny");
    tiny.data = {{"shards/train", 1}};
    TrainingConfig large = *TrainingConfig::fromPreset("phi1-pretrain");
    large.data = {{"a", 2.5}, {"b", 1}};
    return {{"run_json", runJson, {tiny.toJson(), large.toJson(), R"({"steps":3,"model":{"family":"codegen"}})"}},
            {"config_json",
             configJson,
             {ModelConfig::preset("phi-1")->toHuggingFace(), ModelConfig::preset("codegen-350m")->toHuggingFace(),
              R"({"model_type":"phi-msft","n_embd":64,"n_layer":2,"n_head":4,"rotary_dim":8})"}}};
}

} // namespace primer::fuzz
