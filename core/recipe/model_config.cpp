#include "core/recipe/model_config.h"

#include <array>

#include <nlohmann/json.hpp>

namespace primer {

namespace {

using nlohmann::json;

struct Preset {
    const char *name;
    ModelConfig config;
};

ModelConfig shape(ModelFamily family, std::int64_t vocabulary, std::int64_t layers, std::int64_t width,
                  std::int64_t heads, std::int64_t rotary, std::int64_t context)
{
    ModelConfig config;
    config.family = family;
    config.vocabularySize = vocabulary;
    config.layers = layers;
    config.width = width;
    config.heads = heads;
    config.mlpWidth = 4 * width;
    config.rotaryDims = rotary;
    config.contextLength = context;
    return config;
}

const std::vector<Preset> &presets()
{
    static const std::vector<Preset> all{
        {"phi-1", shape(ModelFamily::Phi, 51200, 24, 2048, 32, 32, 2048)},
        {"phi-1-small", shape(ModelFamily::Phi, 51200, 20, 1024, 16, 32, 2048)},
        {"codegen-350m", shape(ModelFamily::CodeGen, 51200, 20, 1024, 16, 32, 2048)},
        {"small-cpu", shape(ModelFamily::Phi, 4096, 6, 256, 4, 32, 512)},
        {"tiny", shape(ModelFamily::Phi, 1024, 2, 64, 4, 8, 128)},
    };
    return all;
}

Error invalid(const char *field, const std::string &why) { return Error{ErrorCode::InvalidInput, why, field}; }

} // namespace

const char *modelFamilyName(ModelFamily family) { return family == ModelFamily::Phi ? "phi" : "codegen"; }

std::int64_t ModelConfig::parameterCount() const
{
    return nonEmbeddingCount() + 2 * vocabularySize * width + vocabularySize;
}

std::int64_t ModelConfig::nonEmbeddingCount() const
{
    const std::int64_t attention = 4 * width * width + (hasAttentionBias() ? 4 * width : 0);
    const std::int64_t mlp = 2 * width * mlpWidth + mlpWidth + width;
    return layers * (attention + mlp + 2 * width) + 2 * width;
}

double ModelConfig::flopsPerToken(std::int64_t length) const
{
    // The embedding is looked up, not multiplied; the head is.
    const double multiplied = double(parameterCount() - vocabularySize * width);
    return 6 * multiplied + 12.0 * double(layers) * double(width) * double(length);
}

Status ModelConfig::check() const
{
    const std::array<std::pair<const char *, std::int64_t>, 7> counts{{{"vocabularySize", vocabularySize},
                                                                       {"layers", layers},
                                                                       {"width", width},
                                                                       {"heads", heads},
                                                                       {"mlpWidth", mlpWidth},
                                                                       {"rotaryDims", rotaryDims},
                                                                       {"contextLength", contextLength}}};
    for (const auto &[field, value] : counts) {
        if (value < 1 || value > (std::int64_t(1) << 24))
            return invalid(field, "must be between 1 and 16777216");
    }
    if (width % heads != 0)
        return invalid("heads", "the width " + std::to_string(width) + " is not a multiple of it");
    if (rotaryDims % 2 != 0 || rotaryDims > headWidth())
        return invalid("rotaryDims", "must be even and at most the head's width " + std::to_string(headWidth()));
    for (const auto &[field, value] :
         {std::pair{"attentionDropout", attentionDropout}, {"residualDropout", residualDropout}}) {
        if (!(value >= 0 && value < 1))
            return invalid(field, "must be at least 0 and below 1");
    }
    if (!(layerNormEps > 0) || !(initStd > 0) || !(rotaryBase > 1))
        return invalid("layerNormEps", "layerNormEps and initStd must be above 0, rotaryBase above 1");
    return success();
}

std::vector<std::string> ModelConfig::presetNames()
{
    std::vector<std::string> names;
    for (const Preset &preset : presets())
        names.emplace_back(preset.name);
    return names;
}

Result<ModelConfig> ModelConfig::preset(const std::string &name)
{
    std::string known;
    for (const Preset &preset : presets()) {
        if (name == preset.name)
            return preset.config;
        known += (known.empty() ? "" : ", ") + std::string(preset.name);
    }
    return Error{ErrorCode::NotFound, "models: " + known, name};
}

Result<ModelConfig> ModelConfig::fromHuggingFace(const std::string &text)
{
    const json root = json::parse(text, nullptr, false);
    if (!root.is_object())
        return Error{ErrorCode::Corrupt, "config.json is not a JSON object", ""};
    const std::string type = root.value("model_type", "");
    ModelConfig config;
    try {
        const auto number = [&root](std::initializer_list<const char *> names, std::int64_t otherwise) {
            for (const char *name : names) {
                if (root.contains(name) && root[name].is_number())
                    return root[name].get<std::int64_t>();
            }
            return otherwise;
        };
        const auto real = [](const json &from, const char *name, double otherwise) {
            return from.contains(name) && from[name].is_number() ? from[name].get<double>() : otherwise;
        };
        config.vocabularySize = number({"vocab_size"}, config.vocabularySize);
        config.layers = number({"num_hidden_layers", "n_layer"}, 0);
        config.width = number({"hidden_size", "n_embd"}, 0);
        config.heads = number({"num_attention_heads", "n_head"}, 0);
        config.mlpWidth = number({"intermediate_size", "n_inner"}, 4 * config.width);
        config.contextLength = number({"max_position_embeddings", "n_positions", "n_ctx"}, 2048);
        config.layerNormEps = real(root, "layer_norm_eps", real(root, "layer_norm_epsilon", 1e-5));
        config.initStd = real(root, "initializer_range", 0.02);
        config.attentionDropout = real(root, "attention_dropout", real(root, "attn_pdrop", 0));
        config.residualDropout = real(root, "resid_pdrop", 0);
        // transformers 5 moved the rotary fields into one object.
        const json rotary = root.contains("rope_parameters") && root["rope_parameters"].is_object()
                                ? root["rope_parameters"]
                                : root;
        config.rotaryBase = real(rotary, "rope_theta", real(root, "rope_theta", 10000));
        if (type == "codegen" || type == "mixformer-sequential" || type == "phi-msft") {
            config.rotaryDims = number({"rotary_dim"}, 32);
        } else {
            const double fraction = real(rotary, "partial_rotary_factor", real(root, "partial_rotary_factor", 0.5));
            config.rotaryDims = std::int64_t(fraction * double(config.headWidth()));
        }
    } catch (const json::exception &failure) {
        return Error{ErrorCode::Corrupt, failure.what(), "config.json"};
    }
    if (type == "codegen")
        config.family = ModelFamily::CodeGen;
    else if (type != "phi" && type != "phi-msft" && type != "mixformer-sequential")
        return Error{ErrorCode::Unsupported, "model_type \"" + type + "\" is neither phi nor codegen", "config.json"};
    if (root.value("tie_word_embeddings", false))
        return Error{ErrorCode::Unsupported, "tied embeddings", "config.json"};
    PRIMER_TRY(config.check());
    return config;
}

std::string ModelConfig::toHuggingFace() const
{
    constexpr int endOfText = 50256;
    json root{{"vocab_size", vocabularySize}, {"tie_word_embeddings", false},
              {"initializer_range", initStd}, {"torch_dtype", "float32"},
              {"bos_token_id", nullptr},      {"eos_token_id", vocabularySize > endOfText ? json(endOfText) : json(0)}};
    if (family == ModelFamily::Phi) {
        const double fraction = double(rotaryDims) / double(headWidth());
        root.update(json{{"model_type", "phi"},
                         {"architectures", {"PhiForCausalLM"}},
                         {"hidden_size", width},
                         {"intermediate_size", mlpWidth},
                         {"num_hidden_layers", layers},
                         {"num_attention_heads", heads},
                         {"num_key_value_heads", heads},
                         {"max_position_embeddings", contextLength},
                         {"hidden_act", "gelu_new"},
                         {"layer_norm_eps", layerNormEps},
                         {"partial_rotary_factor", fraction},
                         {"rope_theta", rotaryBase},
                         {"rope_scaling", nullptr},
                         {"qk_layernorm", false},
                         {"rope_parameters",
                          {{"rope_type", "default"}, {"rope_theta", rotaryBase}, {"partial_rotary_factor", fraction}}},
                         {"attention_dropout", 0.0},
                         {"resid_pdrop", 0.0},
                         {"embd_pdrop", 0.0}});
    } else {
        root.update(json{{"model_type", "codegen"},
                         {"architectures", {"CodeGenForCausalLM"}},
                         {"n_embd", width},
                         {"n_inner", mlpWidth},
                         {"n_layer", layers},
                         {"n_head", heads},
                         {"n_positions", contextLength},
                         {"n_ctx", contextLength},
                         {"rotary_dim", rotaryDims},
                         {"activation_function", "gelu_new"},
                         {"layer_norm_epsilon", layerNormEps},
                         {"attn_pdrop", 0.0},
                         {"resid_pdrop", 0.0},
                         {"embd_pdrop", 0.0}});
    }
    return root.dump(2) + "\n";
}

} // namespace primer
