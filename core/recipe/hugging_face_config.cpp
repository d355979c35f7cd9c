// ModelConfig from and to transformers' config.json.
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/recipe/model_config.h"
#include "core/recipe/typed_json.h"

namespace primer {

namespace {

using nlohmann::json;

constexpr const char *fileName = "config.json";

Error unsupported(const std::string &what)
{
    return Error{ErrorCode::Unsupported, what + " is not supported", fileName};
}

/// Fields by name, each of its type. The first that is not is kept as the error; null is as good as missing.
class Fields
{
public:
    explicit Fields(const json &object) : m_object(object) {}

    /// Under the first of the names that is there.
    template<typename Value>
    Value value(std::initializer_list<const char *> names, Value otherwise)
    {
        for (const char *name : names) {
            if (!has(name))
                continue;
            if (const Status taken = takeValue(m_object[name], name, otherwise); !taken && !m_error)
                m_error = Error{taken.error().code, taken.error().where + " " + taken.error().detail, fileName};
            break;
        }
        return otherwise;
    }
    /// Without it there is no model.
    std::int64_t needed(std::initializer_list<const char *> names)
    {
        if (std::none_of(names.begin(), names.end(), [this](const char *name) { return has(name); }) && !m_error)
            m_error = Error{ErrorCode::Corrupt, std::string(*names.begin()) + " is missing", fileName};
        return value(names, std::int64_t(1));
    }
    bool has(const char *name) const { return m_object.contains(name) && !m_object[name].is_null(); }
    const json &at(const char *name) const { return m_object[name]; }
    const std::optional<Error> &error() const { return m_error; }

private:
    const json &m_object;
    std::optional<Error> m_error;
};

/// The kind of rotary scaling an object asks for: "default" is none. Older files have "type".
std::string scalingOf(const json &object)
{
    for (const char *name : {"rope_type", "type"}) {
        if (object.contains(name))
            return object[name].is_string() ? object[name].get<std::string>() : object[name].dump();
    }
    return "default";
}

/// What would give other numbers than ours.
Status checkUnderstood(Fields &fields, const ModelConfig &config)
{
    const std::string activation = fields.value({"hidden_act", "activation_function"}, std::string("gelu_new"));
    // Three names of one function: the tanh form.
    if (activation != "gelu_new" && activation != "gelu_pytorch_tanh" && activation != "gelu_fast")
        return unsupported("the activation \"" + activation + "\" (other than gelu_new)");
    if (fields.value({"qk_layernorm"}, false))
        return unsupported("qk_layernorm");
    if (fields.value({"tie_word_embeddings"}, false))
        return unsupported("tie_word_embeddings");
    if (const std::int64_t heads = fields.value({"num_key_value_heads", "n_head_kv"}, config.heads);
        heads != config.heads)
        return unsupported("num_key_value_heads " + std::to_string(heads) + " of " + std::to_string(config.heads)
                           + " heads");
    if (const std::int64_t width = fields.value({"head_dim"}, config.headWidth()); width != config.headWidth())
        return unsupported("head_dim " + std::to_string(width) + " instead of " + std::to_string(config.headWidth()));
    for (const char *name : {"rope_scaling", "rope_parameters"}) {
        if (!fields.has(name))
            continue;
        if (!fields.at(name).is_object())
            return Error{ErrorCode::Corrupt, std::string(name) + " must be an object", fileName};
        if (const std::string kind = scalingOf(fields.at(name)); kind != "default")
            return unsupported("rotary scaling \"" + kind + "\" (" + name + ")");
        for (const auto &[key, value] : fields.at(name).items()) { // by kind of layer, or a factor without its kind
            if (value.is_object() || (key == "factor" && value != 1))
                return unsupported("\"" + key + "\" in " + name);
        }
    }
    if (fields.has("quantization_config"))
        return unsupported("quantization_config");
    return success();
}

/// transformers cuts `fraction` x width to a whole number. A fraction that stands for one and falls short of it by its
/// last bits means that number. 0, which `check` refuses, for what is no share.
std::int64_t rotaryDimsOf(double fraction, std::int64_t headWidth)
{
    constexpr double lastBits = 1e-9;
    if (!(fraction > 0 && fraction <= 1))
        return 0;
    return std::int64_t(std::floor(fraction * double(headWidth) + lastBits));
}

/// The smallest fraction that does not fall short when it is multiplied and cut.
double rotaryFraction(std::int64_t rotaryDims, std::int64_t headWidth)
{
    double fraction = double(rotaryDims) / double(headWidth);
    while (fraction * double(headWidth) < double(rotaryDims))
        fraction = std::nextafter(fraction, std::numeric_limits<double>::infinity());
    return fraction;
}

} // namespace

Result<ModelConfig> ModelConfig::fromHuggingFace(const std::string &text)
{
    const json root = json::parse(text, nullptr, false);
    if (!root.is_object())
        return Error{ErrorCode::Corrupt, "not a JSON object", fileName};
    Fields fields(root);
    const auto type = fields.value({"model_type"}, std::string());
    const bool isCodegen = type == "codegen", isOlderPhi = type == "phi-msft" || type == "mixformer-sequential";
    if (!isCodegen && !isOlderPhi && type != "phi")
        return Error{ErrorCode::Unsupported, "model_type \"" + type + "\" is neither phi nor codegen", fileName};
    // What is missing is as transformers has it.
    ModelConfig config;
    config.family = isCodegen ? ModelFamily::CodeGen : ModelFamily::Phi;
    config.vocabularySize = fields.value({"vocab_size"}, std::int64_t(isCodegen ? 50400 : 51200));
    config.layers = fields.needed({"num_hidden_layers", "n_layer"});
    config.width = fields.needed({"hidden_size", "n_embd"});
    config.heads = fields.needed({"num_attention_heads", "n_head"});
    config.contextLength = fields.value({"max_position_embeddings", "n_positions", "n_ctx"}, std::int64_t(2048));
    config.mlpWidth = fields.value({"intermediate_size", "n_inner"}, 4 * config.width);
    config.layerNormEps = fields.value({"layer_norm_eps", "layer_norm_epsilon"}, 1e-5);
    config.initStd = fields.value({"initializer_range"}, 0.02);
    config.attentionDropout = fields.value({"attention_dropout", "attn_pdrop"}, 0.0);
    config.residualDropout = fields.value({"resid_pdrop"}, 0.0);
    if (fields.error())
        return *fields.error();
    PRIMER_TRY(checkUnderstood(fields, config));
    // transformers 5 moved the rotary fields into one object.
    const json none = json::object();
    Fields rotary(fields.has("rope_parameters") ? fields.at("rope_parameters") : none);
    config.rotaryBase = rotary.value({"rope_theta"}, fields.value({"rope_theta"}, 10000.0));
    config.rotaryDims = isCodegen || isOlderPhi
                            ? fields.value({"rotary_dim"}, std::int64_t(isCodegen ? 64 : 32))
                            : rotaryDimsOf(
                                rotary.value({"partial_rotary_factor"}, fields.value({"partial_rotary_factor"}, 0.5)),
                                config.headWidth());
    for (const Fields *read : {&fields, &rotary}) {
        if (read->error())
            return *read->error();
    }
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
        const double fraction = rotaryFraction(rotaryDims, headWidth());
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
