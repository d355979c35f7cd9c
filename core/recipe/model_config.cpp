#include "core/recipe/model_config.h"

#include <array>

namespace primer {

namespace {

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

constexpr double maxParameters = 1e12;

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
    if (family == ModelFamily::CodeGen && heads % codegenHeadGroups != 0)
        return invalid("heads", "CodeGen's weights lie in 4 groups of heads: must be a multiple of 4");
    // In floating point: the numbers above may multiply beyond 64 bits.
    if (double(layers) * double(width) * double(4 * width + 2 * mlpWidth) + 2.0 * double(vocabularySize) * double(width)
        > maxParameters)
        return invalid("width", "more than 10^12 parameters");
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

Status ModelConfig::checkTakesWeightsOf(const ModelConfig &other) const
{
    if (family != other.family)
        return invalid("family", std::string("the weights are of the family ") + modelFamilyName(other.family));
    const auto same = [](const char *field, auto ours, auto theirs) {
        return ours == theirs ? success()
                              : Status(invalid(field, "the weights were made with " + std::to_string(theirs)
                                                          + ", this model has " + std::to_string(ours)));
    };
    PRIMER_TRY(same("vocabularySize", vocabularySize, other.vocabularySize));
    PRIMER_TRY(same("layers", layers, other.layers));
    PRIMER_TRY(same("width", width, other.width));
    PRIMER_TRY(same("heads", heads, other.heads));
    PRIMER_TRY(same("mlpWidth", mlpWidth, other.mlpWidth));
    PRIMER_TRY(same("rotaryDims", rotaryDims, other.rotaryDims));
    PRIMER_TRY(same("rotaryBase", rotaryBase, other.rotaryBase));
    return same("layerNormEps", layerNormEps, other.layerNormEps);
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

} // namespace primer
