#include "core/model/weights.h"

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/tensor_file/safetensors.h"

namespace primer {

namespace {

using nlohmann::json;

constexpr std::size_t configLimit = std::size_t(4) << 20;

/// The tensors of a directory, and which of them were used.
class TensorSource
{
public:
    static Result<TensorSource> open(const std::string &folder)
    {
        TensorSource source;
        std::vector<std::string> files{"model.safetensors"};
        std::error_code failure;
        if (std::filesystem::exists(folder + "/model.safetensors.index.json", failure)) {
            const auto text = PRIMER_TRY(readFile(folder + "/model.safetensors.index.json", configLimit));
            const json index = json::parse(text, nullptr, false);
            std::set<std::string> named;
            if (!index.is_object() || !index.contains("weight_map") || !index["weight_map"].is_object())
                return Error{ErrorCode::Corrupt, "no weight_map in the index", folder};
            for (const auto &[tensor, file] : index["weight_map"].items()) {
                const std::string name = file.is_string() ? file.get<std::string>() : "";
                if (name.empty() || name.find('/') != std::string::npos)
                    return Error{ErrorCode::Corrupt, "the index names a file outside its folder", folder};
                named.insert(name);
            }
            files = std::vector<std::string>(named.begin(), named.end());
        }
        for (const std::string &name : files) {
            auto file = PRIMER_TRY(SafetensorsFile::open(folder + "/" + name));
            for (const auto &[tensor, view] : file->tensors()) {
                if (!source.m_tensors.emplace(tensor, view).second)
                    return Error{ErrorCode::Corrupt, "the tensor " + tensor + " is in two files", folder};
            }
            source.m_files.push_back(std::move(file));
        }
        return source;
    }

    bool has(const std::string &name) const { return m_tensors.contains(name); }

    /// As fp32, of this shape.
    Result<at::Tensor> take(const std::string &name, at::IntArrayRef shape)
    {
        const auto found = m_tensors.find(name);
        if (found == m_tensors.end())
            return Error{ErrorCode::Corrupt, "the tensor " + name + " is missing", ""};
        const TensorView &view = found->second;
        if (at::IntArrayRef(view.shape) != shape)
            return Error{ErrorCode::Corrupt, "the tensor " + name + " has another shape than the configuration says",
                         ""};
        m_used.insert(name);
        at::ScalarType type;
        switch (view.type) {
        case TensorType::F32: type = at::kFloat; break;
        case TensorType::F16: type = at::kHalf; break;
        case TensorType::BF16: type = at::kBFloat16; break;
        default: return Error{ErrorCode::Unsupported, "the tensor " + name + " holds " + tensorTypeName(view.type), ""};
        }
        return at::from_blob(const_cast<char *>(view.bytes.data()), shape, at::TensorOptions(type)).to(at::kFloat);
    }

    /// The first tensor that is neither used nor a known buffer, or "".
    std::string leftOver() const
    {
        for (const auto &[name, view] : m_tensors) {
            bool isBuffer = false;
            for (const char *ending : {".attn.bias", ".attn.causal_mask", ".attn.masked_bias", ".rotary_emb.inv_freq",
                                       ".attn.embed_positions", ".rotary_emb.scale", ".attn.mask"})
                isBuffer = isBuffer || name.ends_with(ending);
            if (!isBuffer && !m_used.contains(name))
                return name;
        }
        return {};
    }

private:
    std::map<std::string, TensorView> m_tensors;
    std::set<std::string> m_used;
    std::vector<std::shared_ptr<const SafetensorsFile>> m_files;
};

struct Names {
    std::string embedding, finalNorm, head;
    std::string layerPrefix; ///< "%" is the layer's number
    int firstLayer = 0;
    std::string norm, out, fc1, fc2, qkv;
};

Names namesOf(WeightLayout layout, std::int64_t layers)
{
    switch (layout) {
    case WeightLayout::Phi:
        return {"model.embed_tokens", "model.final_layernorm", "lm_head", "model.layers.%.", 0,
                "input_layernorm",    "self_attn.dense",       "mlp.fc1", "mlp.fc2",         ""};
    case WeightLayout::PhiFused:
        return {
            "model.embed_tokens", "model.final_layernorm", "lm_head", "model.layers.%.", 0,
            "input_layernorm",    "self_attn.dense",       "mlp.fc1", "mlp.fc2",         "self_attn.query_key_value"};
    case WeightLayout::PhiMsft:
        return {"transformer.embd.wte", "lm_head.ln", "lm_head.linear", "transformer.h.%.", 0, "ln",
                "mixer.out_proj",       "mlp.fc1",    "mlp.fc2",        "mixer.Wqkv"};
    case WeightLayout::MixFormer: {
        const std::string last = "layers." + std::to_string(layers + 1);
        return {"layers.0.wte", last + ".ln",     last + ".linear", "layers.%.", 1,
                "ln",           "mixer.out_proj", "mlp.fc1",        "mlp.fc2",   "mixer.Wqkv"};
    }
    case WeightLayout::CodeGen:
        return {"transformer.wte", "transformer.ln_f", "lm_head",    "transformer.h.%.", 0, "ln_1",
                "attn.out_proj",   "mlp.fc_in",        "mlp.fc_out", "attn.qkv_proj"};
    }
    return {};
}

std::string layerName(const Names &names, std::int64_t layer)
{
    std::string prefix = names.layerPrefix;
    return prefix.replace(prefix.find('%'), 1, std::to_string(layer + names.firstLayer));
}

Result<WeightLayout> layoutOf(const TensorSource &source)
{
    if (source.has("layers.0.wte.weight"))
        return WeightLayout::MixFormer;
    if (source.has("transformer.embd.wte.weight"))
        return WeightLayout::PhiMsft;
    if (source.has("transformer.wte.weight"))
        return WeightLayout::CodeGen;
    if (source.has("model.layers.0.self_attn.query_key_value.weight"))
        return WeightLayout::PhiFused;
    if (source.has("model.embed_tokens.weight"))
        return WeightLayout::Phi;
    return Error{ErrorCode::Unsupported, "its tensors have the names of no known phi or CodeGen layout", ""};
}

/// Rows of one head's q or k between interleaved rotary pairs (2i, 2i+1) and split halves (i, half+i).
at::Tensor rotaryOrder(std::int64_t headWidth, std::int64_t rotaryDims, bool fromInterleaved)
{
    std::vector<std::int64_t> order(std::size_t(headWidth), 0);
    for (std::int64_t dim = 0; dim < headWidth; ++dim)
        order[std::size_t(dim)] = dim;
    for (std::int64_t pair = 0; pair < rotaryDims / 2; ++pair) {
        const auto split = std::size_t(pair), later = std::size_t(pair + rotaryDims / 2), even = std::size_t(2 * pair);
        if (fromInterleaved) {
            order[split] = 2 * pair;
            order[later] = 2 * pair + 1;
        } else {
            order[even] = pair;
            order[even + 1] = pair + rotaryDims / 2;
        }
    }
    return at::tensor(order);
}

/// [3 x width, width] in our order from CodeGen's groups of [Q | V | K].
at::Tensor fromCodegenQkv(const at::Tensor &packed, const ModelConfig &config)
{
    const std::int64_t heads = config.heads, headWidth = config.headWidth(), width = config.width;
    const at::Tensor groups = packed.view({codegenHeadGroups, 3, heads / codegenHeadGroups, headWidth, width});
    const at::Tensor order = rotaryOrder(headWidth, config.rotaryDims, true);
    const auto part = [&](std::int64_t which) { return groups.select(1, which).reshape({heads, headWidth, width}); };
    return at::stack({part(0).index_select(1, order), part(2).index_select(1, order), part(1)})
        .reshape({3 * width, width});
}

at::Tensor toCodegenQkv(const at::Tensor &ours, const ModelConfig &config)
{
    const std::int64_t heads = config.heads, headWidth = config.headWidth(), width = config.width;
    const at::Tensor parts = ours.view({3, heads, headWidth, width});
    const at::Tensor order = rotaryOrder(headWidth, config.rotaryDims, false);
    const auto grouped = [&](const at::Tensor &part) {
        return part.reshape({codegenHeadGroups, heads / codegenHeadGroups, headWidth, width});
    };
    return at::stack(
               {grouped(parts[0].index_select(1, order)), grouped(parts[2]), grouped(parts[1].index_select(1, order))},
               1)
        .reshape({3 * width, width});
}

class Loader
{
public:
    Loader(Transformer &model, TensorSource &source, WeightLayout layout)
        : m_model(model), m_config(model.config()), m_source(source), m_layout(layout),
          m_names(namesOf(layout, m_config.layers))
    {}

    Status run()
    {
        PRIMER_TRY(copy("embedding.weight", m_names.embedding + ".weight"));
        for (std::int64_t layer = 0; layer < m_config.layers; ++layer)
            PRIMER_TRY(loadLayer("layers." + std::to_string(layer) + ".", layerName(m_names, layer)));
        for (const char *part : {".weight", ".bias"}) {
            PRIMER_TRY(copy(std::string("norm") + part, m_names.finalNorm + part));
            PRIMER_TRY(copy(std::string("head") + part, m_names.head + part));
        }
        const std::string left = m_source.leftOver();
        return left.empty() ? success()
                            : Error{ErrorCode::Corrupt, "the tensor " + left + " has no place in this model", ""};
    }

private:
    Status copy(const std::string &ours, const std::string &theirs)
    {
        at::Tensor target = m_model.parameter(ours);
        const auto tensor = PRIMER_TRY(m_source.take(theirs, target.sizes()));
        target.copy_(tensor);
        return success();
    }

    Status loadLayer(const std::string &ours, const std::string &theirs)
    {
        for (const char *part : {".weight", ".bias"}) {
            PRIMER_TRY(copy(ours + "norm" + part, theirs + m_names.norm + part));
            PRIMER_TRY(copy(ours + "fc1" + part, theirs + m_names.fc1 + part));
            PRIMER_TRY(copy(ours + "fc2" + part, theirs + m_names.fc2 + part));
        }
        PRIMER_TRY(copy(ours + "out.weight", theirs + m_names.out + ".weight"));
        PRIMER_TRY(loadQkv(ours + "qkv.weight", theirs, ".weight", {m_config.width}));
        if (!m_config.hasAttentionBias())
            return success();
        PRIMER_TRY(copy(ours + "out.bias", theirs + m_names.out + ".bias"));
        return loadQkv(ours + "qkv.bias", theirs, ".bias", {});
    }

    /// `columns` is {width} for the weight and {} for the bias.
    Status loadQkv(const std::string &ours, const std::string &theirs, const std::string &part,
                   std::vector<std::int64_t> columns)
    {
        at::Tensor target = m_model.parameter(ours);
        const auto shaped = [&columns](std::vector<std::int64_t> rows) {
            rows.insert(rows.end(), columns.begin(), columns.end());
            return rows;
        };
        if (m_layout == WeightLayout::Phi) {
            std::int64_t at = 0;
            for (const char *name : {"q_proj", "k_proj", "v_proj"}) {
                const auto tensor = PRIMER_TRY(
                    m_source.take(theirs + "self_attn." + name + part, shaped({m_config.width})));
                target.narrow(0, at, m_config.width).copy_(tensor);
                at += m_config.width;
            }
            return success();
        }
        const auto tensor = PRIMER_TRY(m_source.take(theirs + m_names.qkv + part, target.sizes()));
        if (m_layout == WeightLayout::PhiFused)
            target.copy_(
                tensor.view(shaped({m_config.heads, 3, m_config.headWidth()})).transpose(0, 1).reshape(target.sizes()));
        else
            target.copy_(m_layout == WeightLayout::CodeGen ? fromCodegenQkv(tensor, m_config) : tensor);
        return success();
    }

    Transformer &m_model;
    const ModelConfig &m_config;
    TensorSource &m_source;
    WeightLayout m_layout;
    Names m_names;
};

} // namespace

const char *weightLayoutName(WeightLayout layout)
{
    switch (layout) {
    case WeightLayout::Phi: return "phi";
    case WeightLayout::PhiFused: return "phi-fused-qkv";
    case WeightLayout::PhiMsft: return "phi-msft";
    case WeightLayout::MixFormer: return "mixformer";
    case WeightLayout::CodeGen: return "codegen";
    }
    return "phi";
}

Result<ModelConfig> readModelConfig(const std::string &folder)
{
    const auto text = readFile(folder + "/config.json", configLimit);
    return text ? ModelConfig::fromHuggingFace(*text) : Result<ModelConfig>(text.error());
}

Result<WeightLayout> loadWeights(Transformer &model, const std::string &folder)
{
    const c10::NoGradGuard noGraph;
    auto source = PRIMER_TRY(TensorSource::open(folder));
    const auto layout = layoutOf(source);
    const auto at = [&folder](Error error) {
        error.where = folder;
        return error;
    };
    if (!layout)
        return at(layout.error());
    if ((*layout == WeightLayout::CodeGen) != (model.config().family == ModelFamily::CodeGen))
        return at({ErrorCode::Corrupt, "its tensors are of another family than its config.json", ""});
    if (const Status loaded = Loader(model, source, *layout).run(); !loaded)
        return at(loaded.error());
    model.refresh();
    return *layout;
}

Status saveWeights(const Transformer &model, const at::Tensor &flat, const std::string &folder)
{
    const c10::NoGradGuard noGraph;
    const ModelConfig &config = model.config();
    const bool isCodegen = config.family == ModelFamily::CodeGen;
    const Names names = namesOf(isCodegen ? WeightLayout::CodeGen : WeightLayout::Phi, config.layers);
    std::vector<at::Tensor> kept;
    std::map<std::string, TensorView> tensors;
    const auto add = [&](const std::string &name, const at::Tensor &tensor) {
        kept.push_back(tensor.to(at::kCPU, at::kFloat).contiguous());
        const at::Tensor &last = kept.back();
        tensors[name] = {TensorType::F32,
                         last.sizes().vec(),
                         {static_cast<const char *>(last.const_data_ptr()), std::size_t(last.nbytes())}};
    };
    const auto both = [&](const std::string &ours, const std::string &theirs) {
        for (const char *part : {".weight", ".bias"}) {
            if (const at::Tensor tensor = model.viewOf(flat, ours + part); tensor.defined())
                add(theirs + part, tensor);
        }
    };
    both("embedding", names.embedding);
    both("norm", names.finalNorm);
    both("head", names.head);
    for (std::int64_t layer = 0; layer < config.layers; ++layer) {
        const std::string ours = "layers." + std::to_string(layer) + ".", theirs = layerName(names, layer);
        both(ours + "norm", theirs + names.norm);
        both(ours + "out", theirs + names.out);
        both(ours + "fc1", theirs + names.fc1);
        both(ours + "fc2", theirs + names.fc2);
        if (isCodegen) {
            add(theirs + names.qkv + ".weight",
                toCodegenQkv(model.viewOf(flat, ours + "qkv.weight").to(at::kCPU), config));
            continue;
        }
        for (std::int64_t which = 0; which < 3; ++which) {
            const std::string projection = theirs + "self_attn." + std::string(1, "qkv"[which]) + "_proj";
            for (const char *part : {".weight", ".bias"})
                add(projection + part,
                    model.viewOf(flat, ours + "qkv" + part).narrow(0, which * config.width, config.width));
        }
    }
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        return errnoError(failure.value(), folder);
    PRIMER_TRY(writeSafetensors(folder + "/model.safetensors", tensors, {{"format", "pt"}}));
    return writeFileAtomically(folder + "/config.json", config.toHuggingFace());
}

} // namespace primer
