#include "core/recipe/training_config.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include <nlohmann/json.hpp>

#include "core/base/short_number.h"
#include "core/recipe/typed_json.h"

namespace primer {

namespace {

using nlohmann::json;

constexpr int fileVersion = 1;

Error invalid(const std::string &field, const std::string &why) { return Error{ErrorCode::InvalidInput, why, field}; }

Result<double> numberOf(const std::string &field, const std::string &text)
{
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return invalid(field, "\"" + text + "\" is not a number");
    return value;
}

template<typename Config, typename Member>
Status assign(Config &config, Member member, const std::string &field, const std::string &text)
{
    using Value = std::remove_reference_t<decltype(config.*member)>;
    if constexpr (std::is_same_v<Value, std::string>) {
        config.*member = text;
    } else if constexpr (std::is_same_v<Value, bool>) {
        const bool isTrue = text == "true" || text == "on";
        if (!isTrue && text != "false" && text != "off")
            return invalid(field, "true or false");
        config.*member = isTrue;
    } else {
        const auto value = PRIMER_TRY(numberOf(field, text));
        if (std::is_same_v<Value, std::int64_t> && (value != std::floor(value) || std::abs(value) > 9e15))
            return invalid(field, "must be a whole number");
        config.*member = Value(value);
    }
    return success();
}

Result<std::vector<std::pair<std::string, double>>> parseData(const std::string &text)
{
    std::vector<std::pair<std::string, double>> sets;
    std::istringstream list(text);
    for (std::string entry; std::getline(list, entry, ',');) {
        const std::size_t colon = entry.rfind(':');
        double weight = 1;
        if (colon != std::string::npos) {
            const auto value = numberOf("data", entry.substr(colon + 1));
            if (value)
                weight = *value;
            else if (entry.find('/', colon) == std::string::npos)
                return value.error();
        }
        sets.emplace_back(colon != std::string::npos ? entry.substr(0, colon) : entry, weight);
    }
    return sets;
}

/// Of the fields of that name; one that no table has is refused: it may be a misspelt choice.
template<typename Field, typename Config>
Status takeField(const std::vector<Field> &fields, const std::string &name, const json &value, Config &config,
                 const std::string &shownName)
{
    for (const Field &field : fields) {
        if (name == field.key)
            return std::visit([&](auto member) { return takeValue(value, shownName, config.*member); }, field.member);
    }
    return Error{ErrorCode::Corrupt, "no such setting", shownName};
}

Status takeModel(const json &shape, ModelConfig &model)
{
    if (!shape.is_object())
        return wrongType("model", "an object");
    for (const auto &[key, value] : shape.items()) {
        const std::string name = "model." + key;
        if (key != "family") {
            PRIMER_TRY(takeField(modelFields(), key, value, model, name));
            continue;
        }
        std::string family;
        PRIMER_TRY(takeValue(value, name, family));
        if (family != modelFamilyName(ModelFamily::Phi) && family != modelFamilyName(ModelFamily::CodeGen))
            return Error{ErrorCode::Corrupt, "\"" + family + "\" is neither phi nor codegen", name};
        model.family = family == modelFamilyName(ModelFamily::Phi) ? ModelFamily::Phi : ModelFamily::CodeGen;
    }
    return success();
}

Result<std::vector<std::pair<std::string, double>>> dataOf(const json &sets)
{
    std::vector<std::pair<std::string, double>> data;
    if (!sets.is_array())
        return wrongType("data", "a list");
    for (const json &entry : sets) {
        if (!entry.is_object())
            return wrongType("data", "a list of objects");
        auto &[folder, weight] = data.emplace_back("", 1.0);
        for (const auto &[key, value] : entry.items()) {
            if (key == "folder")
                PRIMER_TRY(takeValue(value, "data.folder", folder));
            else if (key == "weight")
                PRIMER_TRY(takeValue(value, "data.weight", weight));
            else
                return Error{ErrorCode::Corrupt, "no such setting", "data." + key};
        }
    }
    return data;
}

TrainingConfig pretrain()
{
    TrainingConfig config;
    config.model = *ModelConfig::preset("phi-1");
    config.model.attentionDropout = config.model.residualDropout = 0.1;
    config.steps = 36000;
    config.warmupSteps = 750;
    config.maxLearningRate = 1e-3;
    config.weightDecay = 0.1;
    config.batchSequences = 1024;
    config.precision = "bf16"; // fp16 where the device has none; the engine says so
    config.checkpointEvery = config.keepEvery = 1000;
    config.device = "cuda";
    return config;
}

TrainingConfig finetune()
{
    TrainingConfig config = pretrain();
    config.steps = 6000;
    config.warmupSteps = 50;
    config.maxLearningRate = 1e-4;
    config.weightDecay = 0.01;
    config.batchSequences = 256;
    return config;
}

/// Of one evaluation of a preset for the CPU: fewer, and the loss of another draw would lie elsewhere.
constexpr std::int64_t heldOutTokens = 32'768;

TrainingConfig onCpu(const char *model, std::int64_t steps)
{
    TrainingConfig config;
    config.model = *ModelConfig::preset(model);
    config.steps = steps;
    config.warmupSteps = steps / 10;
    config.maxLearningRate = 3e-3;
    config.sequenceLength = config.model.contextLength;
    config.batchSequences = 8;
    config.microBatchSequences = 4;
    config.checkpointEvery = 100;
    config.evaluateEvery = 50;
    config.evaluationSequences = std::max<std::int64_t>(1, heldOutTokens / config.sequenceLength);
    return config;
}

struct Preset {
    const char *name;
    TrainingConfig (*make)();
};

constexpr Preset presetTable[] = {
    {"phi1-pretrain", pretrain},
    {"phi1-finetune", finetune},
    {"small-cpu", [] { return onCpu("small-cpu", 500); }},
    {"tiny", [] { return onCpu("tiny", 200); }},
};

} // namespace

const std::vector<TrainingField> &trainingFields()
{
    using C = TrainingConfig;
    constexpr double many = 1e12;
    static const std::vector<TrainingField> fields{
        {"initFrom", &C::initFrom},
        {"evaluationData", &C::evaluationData},
        {"steps", &C::steps, 1, many},
        {"scheduleSteps", &C::scheduleSteps, 0, many},
        {"warmupSteps", &C::warmupSteps, 0, many},
        {"maxLearningRate", &C::maxLearningRate, 0, 10},
        {"finalLearningRate", &C::finalLearningRate, 0, 10},
        {"sequenceLength", &C::sequenceLength, 2, 1 << 20},
        {"batchSequences", &C::batchSequences, 1, 1 << 20},
        {"microBatchSequences", &C::microBatchSequences, 1, 1 << 16},
        {"activationCheckpointing", &C::activationCheckpointing},
        {"beta1", &C::beta1, 0, 0.9999999},
        {"beta2", &C::beta2, 0, 0.9999999},
        {"adamEps", &C::adamEps, 1e-20, 1},
        {"weightDecay", &C::weightDecay, 0, 10},
        {"decaysEmbedding", &C::decaysEmbedding},
        {"clipNorm", &C::clipNorm, 0, many},
        {"precision", &C::precision},
        {"lossScalePower", &C::lossScalePower, 0, 32},
        {"lossScaleWindow", &C::lossScaleWindow, 1, many},
        {"seed", &C::seed, 0, 9e15},
        {"evaluateEvery", &C::evaluateEvery, 0, many},
        {"evaluationSequences", &C::evaluationSequences, 1, many},
        {"checkpointEvery", &C::checkpointEvery, 0, many},
        {"keepLast", &C::keepLast, 1, 1e6},
        {"keepEvery", &C::keepEvery, 0, many},
        {"keepsBest", &C::keepsBest},
        {"onBadLoss", &C::onBadLoss},
        {"explodingLoss", &C::explodingLoss, 0, 1e30},
        {"device", &C::device},
        {"threads", &C::threads, 0, 4096},
    };
    return fields;
}

const std::vector<ModelField> &modelFields()
{
    using M = ModelConfig;
    static const std::vector<ModelField> fields{
        {"vocabularySize", &M::vocabularySize},
        {"layers", &M::layers},
        {"width", &M::width},
        {"heads", &M::heads},
        {"mlpWidth", &M::mlpWidth},
        {"rotaryDims", &M::rotaryDims},
        {"contextLength", &M::contextLength},
        {"rotaryBase", &M::rotaryBase},
        {"layerNormEps", &M::layerNormEps},
        {"initStd", &M::initStd},
        {"attentionDropout", &M::attentionDropout},
        {"residualDropout", &M::residualDropout},
    };
    return fields;
}

double TrainingConfig::learningRate(std::int64_t step) const
{
    if (warmupSteps > 0 && step <= warmupSteps)
        return maxLearningRate * double(step) / double(warmupSteps);
    const std::int64_t end = scheduleSteps > 0 ? scheduleSteps : steps;
    if (step >= end || end <= warmupSteps)
        return finalLearningRate;
    const double left = double(end - step) / double(end - warmupSteps);
    return finalLearningRate + (maxLearningRate - finalLearningRate) * left;
}

Status TrainingConfig::check() const
{
    PRIMER_TRY(model.check());
    for (const TrainingField &field : trainingFields()) {
        const double value = std::visit(
            [this](auto member) {
                if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(this->*member)>>)
                    return double(this->*member);
                else
                    return 0.0;
            },
            field.member);
        if (field.most > 0 && !(value >= field.least && value <= field.most))
            return invalid(field.key,
                           "must be between " + shortNumber(field.least) + " and " + shortNumber(field.most));
    }
    if (sequenceLength > model.contextLength)
        return invalid("sequenceLength", "longer than the model's context of " + std::to_string(model.contextLength));
    if (precision != "fp32" && precision != "bf16" && precision != "fp16")
        return invalid("precision", "fp32, bf16 or fp16");
    if (onBadLoss != "stop" && onBadLoss != "rollback")
        return invalid("onBadLoss", "stop or rollback");
    if (device != "cpu" && device != "cuda")
        return invalid("device", "cpu or cuda");
    if (scheduleSteps > 0 && scheduleSteps < warmupSteps)
        return invalid("scheduleSteps", "before the end of the warmup");
    double total = 0;
    for (const auto &[folder, weight] : data) {
        if (!(weight > 0) || folder.empty())
            return invalid("data", "every set needs a folder and a weight above 0");
        total += weight;
    }
    if (data.empty() || !std::isfinite(total))
        return invalid("data", "no token shards to train on");
    return success();
}

std::vector<std::string> TrainingConfig::presetNames()
{
    std::vector<std::string> names;
    for (const Preset &preset : presetTable)
        names.emplace_back(preset.name);
    return names;
}

Result<TrainingConfig> TrainingConfig::fromPreset(const std::string &name)
{
    std::string known;
    for (const Preset &preset : presetTable) {
        if (name == preset.name) {
            TrainingConfig config = preset.make();
            config.preset = name;
            return config;
        }
        known += (known.empty() ? "" : ", ") + std::string(preset.name);
    }
    return Error{ErrorCode::NotFound, "presets: " + known, name};
}

std::string TrainingConfig::toJson() const
{
    json root{{"version", fileVersion}, {"preset", preset}, {"data", json::array()}};
    for (const auto &[folder, weight] : data)
        root["data"].push_back({{"folder", folder}, {"weight", weight}});
    for (const TrainingField &field : trainingFields())
        std::visit([&](auto member) { root[field.key] = this->*member; }, field.member);
    json shape{{"family", modelFamilyName(model.family)}};
    for (const ModelField &field : modelFields())
        std::visit([&](auto member) { shape[field.key] = model.*member; }, field.member);
    root["model"] = shape;
    return root.dump(2) + "\n";
}

Result<TrainingConfig> TrainingConfig::fromJson(const std::string &text)
{
    const json root = json::parse(text, nullptr, false);
    const auto read = [&root]() -> Result<TrainingConfig> {
        if (!root.is_object())
            return Error{ErrorCode::Corrupt, "not a JSON object", ""};
        TrainingConfig config;
        std::int64_t version = 0;
        if (root.contains("version"))
            PRIMER_TRY(takeValue(root["version"], "version", version));
        if (version > fileVersion)
            return Error{ErrorCode::NewerFormat, "written by a later version", ""};
        for (const auto &[key, value] : root.items()) {
            if (key == "version")
                continue;
            if (key == "preset")
                PRIMER_TRY(takeValue(value, key, config.preset));
            else if (key == "data")
                config.data = PRIMER_TRY(dataOf(value));
            else if (key == "model")
                PRIMER_TRY(takeModel(value, config.model));
            else
                PRIMER_TRY(takeField(trainingFields(), key, value, config, key));
        }
        return config;
    };
    auto config = read();
    if (!config) // the file, with the key that is meant
        return Error{config.error().code,
                     (config.error().where.empty() ? "" : config.error().where + ": ") + config.error().detail,
                     "run.json"};
    return config;
}

Status TrainingConfig::set(const std::string &assignment)
{
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos)
        return invalid(assignment, "write key=value");
    const std::string key = assignment.substr(0, equals);
    const std::string value = assignment.substr(equals + 1);
    if (key == "data") {
        auto sets = PRIMER_TRY(parseData(value));
        data = std::move(sets);
        return success();
    }
    if (key == "model") {
        const auto preset = PRIMER_TRY(ModelConfig::preset(value));
        model = preset;
        return success();
    }
    for (const TrainingField &field : trainingFields()) {
        if (key == field.key)
            return std::visit([&](auto member) { return assign(*this, member, key, value); }, field.member);
    }
    for (const ModelField &field : modelFields()) {
        if (key == std::string("model.") + field.key)
            return std::visit([&](auto member) { return assign(model, member, key, value); }, field.member);
    }
    return invalid(key, "no such setting");
}

std::int64_t TrainingConfig::memoryBytes() const
{
    constexpr std::int64_t processBytes = 165'000'000; // measured: x86-64, LibTorch for the CPU, no GPU asked for
    const std::int64_t half = precision == "fp32" ? 0 : 2;
    const std::int64_t activation = precision == "fp32" ? 4 : 2;
    // fp32 weights, gradients and two moments, and the half-precision copy.
    const std::int64_t states = model.parameterCount() * (16 + half);
    // Kept for the backward pass, a token and layer: input, its LayerNorm, q k v, attention's output, fc1 before and
    // after.
    const std::int64_t inLayer = (6 * model.width + 2 * model.mlpWidth) * activation;
    // Made again: of each layer its input and LayerNorm alone, and all of the one at work.
    const std::int64_t perToken = activationCheckpointing ? model.layers * 2 * model.width * activation + inLayer
                                                          : model.layers * inLayer;
    // And the logits with their gradient, in fp32.
    const std::int64_t perBatchToken = perToken + 2 * model.vocabularySize * 4;
    const std::int64_t onDevice = states + microBatchSequences * sequenceLength * perBatchToken;
    // Weights and moments are copied so that a checkpoint can be written beside the steps; to the host's memory.
    return device == "cpu" ? processBytes + onDevice + model.parameterCount() * 12 : onDevice;
}

} // namespace primer
