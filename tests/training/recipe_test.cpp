#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/recipe/training_config.h"

using namespace primer;

TEST(ModelConfig, countsThePapersModels)
{
    EXPECT_EQ(ModelConfig::preset("phi-1")->parameterCount(), 1'418'270'720);
    EXPECT_EQ(ModelConfig::preset("phi-1")->nonEmbeddingCount(), 1'208'504'320);
    EXPECT_EQ(ModelConfig::preset("phi-1-small")->parameterCount(), 356'794'368);
    EXPECT_EQ(ModelConfig::preset("codegen-350m")->parameterCount(), 356'712'448);
    EXPECT_NEAR(ModelConfig::preset("phi-1")->flopsPerToken(2048) / 1e9, 9.085, 0.01);
    EXPECT_EQ(ModelConfig::preset("none").error().code, ErrorCode::NotFound);
}

TEST(ModelConfig, readsBothSpellingsOfTheRotaryFields)
{
    const std::string shape =
        R"("model_type":"phi","hidden_size":2048,"num_hidden_layers":24,"num_attention_heads":32,"vocab_size":51200,)";
    for (const char *rotary : {R"("partial_rotary_factor":0.5,"rope_theta":10000.0)",
                               R"("rope_parameters":{"partial_rotary_factor":0.5,"rope_theta":10000.0})"}) {
        const auto config = ModelConfig::fromHuggingFace("{" + shape + rotary + "}");
        ASSERT_TRUE(config.ok()) << config.error().detail;
        EXPECT_EQ(config->rotaryDims, 32);
        EXPECT_EQ(config->parameterCount(), 1'418'270'720);
    }
    EXPECT_EQ(ModelConfig::fromHuggingFace("{\"model_type\":\"llama\"}").error().code, ErrorCode::Unsupported);
    EXPECT_EQ(ModelConfig::fromHuggingFace("[").error().code, ErrorCode::Corrupt);
    EXPECT_FALSE(ModelConfig::fromHuggingFace("{" + shape + R"("num_attention_heads":31})").ok());
}

TEST(ModelConfig, refusesWhatWouldComputeSomethingElse)
{
    const auto read = [](const std::string &type, const std::string &field) {
        const std::string shape = type == "phi" ? R"("hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4)"
                                                : R"("n_embd":64,"n_layer":2,"n_head":4,"rotary_dim":8)";
        return ModelConfig::fromHuggingFace("{\"model_type\":\"" + type + "\"," + shape
                                            + (field.empty() ? "" : "," + field) + "}");
    };
    const std::vector<std::string> same{"",
                                        R"("hidden_act":"gelu_new")",
                                        R"("hidden_act":"gelu_pytorch_tanh")",
                                        R"("qk_layernorm":false)",
                                        R"("rope_scaling":null)",
                                        R"("rope_parameters":{"rope_type":"default"})",
                                        R"("num_key_value_heads":4)",
                                        R"("num_key_value_heads":null)",
                                        R"("head_dim":16)",
                                        R"("tie_word_embeddings":null)",
                                        R"("something_else":[1])"};
    for (const std::string &field : same)
        EXPECT_TRUE(read("phi", field).ok()) << field;
    const std::vector<std::pair<std::string, std::string>> other{
        {"phi", R"("hidden_act":"relu")"},
        {"phi", R"("hidden_act":"gelu")"},
        {"codegen", R"("activation_function":"silu")"},
        {"phi", R"("qk_layernorm":true)"},
        {"phi", R"("tie_word_embeddings":true)"},
        {"phi", R"("num_key_value_heads":2)"},
        {"phi", R"("head_dim":32)"},
        {"phi", R"("rope_scaling":{"type":"linear","factor":4.0})"},
        {"phi", R"("rope_scaling":{"factor":4.0})"},
        {"phi", R"("rope_parameters":{"full_attention":{"rope_theta":10000.0}})"},
        {"phi", R"("rope_scaling":{"rope_type":"dynamic"})"},
        {"phi", R"("rope_parameters":{"rope_type":"yarn","rope_theta":10000.0})"},
        {"phi", R"("quantization_config":{"bits":4})"}};
    for (const auto &[type, field] : other) {
        ASSERT_FALSE(read(type, field).ok()) << field;
        EXPECT_EQ(read(type, field).error().code, ErrorCode::Unsupported) << field;
    }
    const std::vector<std::string> wrong{R"("vocab_size":"many")",
                                         R"("vocab_size":100.5)",
                                         R"("hidden_act":3)",
                                         R"("qk_layernorm":"yes")",
                                         R"("tie_word_embeddings":1)",
                                         R"("rope_scaling":4)",
                                         R"("layer_norm_eps":"small")",
                                         R"("rope_parameters":{"rope_theta":"x"})",
                                         R"("intermediate_size":[256])",
                                         R"("partial_rotary_factor":"half")"};
    for (const std::string &field : wrong) {
        ASSERT_FALSE(read("phi", field).ok()) << field;
        EXPECT_EQ(read("phi", field).error().code, ErrorCode::Corrupt) << field;
        EXPECT_EQ(read("phi", field).error().detail.find("exception"), std::string::npos) << field;
    }
    for (const char *share : {"1e300", "-1", "1.5"})
        EXPECT_EQ(read("phi", R"("partial_rotary_factor":)" + std::string(share)).error().where, "rotaryDims") << share;
    for (const char *missing : {R"({"model_type":"phi"})", R"({"model_type":"phi","hidden_size":64})", R"({})",
                                R"({"model_type":7})", R"([1])", "{"})
        EXPECT_FALSE(ModelConfig::fromHuggingFace(missing).ok()) << missing;
}

TEST(ModelConfig, rotaryDimensionsComeBackForEveryPair)
{
    int pairs = 0;
    for (std::int64_t width = 2; width <= 256; ++width) {
        for (std::int64_t dims = 2; dims <= width; dims += 2, ++pairs) {
            ModelConfig config = *ModelConfig::preset("tiny");
            config.heads = 1;
            config.width = width;
            config.rotaryDims = dims;
            const std::string text = config.toHuggingFace();
            const auto back = ModelConfig::fromHuggingFace(text);
            ASSERT_TRUE(back.ok()) << width << " " << dims << " " << back.error().detail;
            EXPECT_EQ(back->rotaryDims, dims) << width;
            // transformers multiplies and cuts.
            const double fraction = nlohmann::json::parse(text)["partial_rotary_factor"];
            EXPECT_EQ(std::int64_t(fraction * double(width)), dims) << width;
        }
    }
    EXPECT_EQ(pairs, 16384);
}

TEST(ModelConfig, checksWhatWouldEndTheProgramLater)
{
    auto config = *ModelConfig::preset("codegen-350m");
    config.width = 60;
    config.heads = 3;
    config.rotaryDims = 4;
    EXPECT_EQ(config.check().error().where, "heads");
    config.heads = 4;
    config.width = 64;
    EXPECT_TRUE(config.check().ok());
    config.layers = config.mlpWidth = 1 << 24; // would not fit into 64 bits
    EXPECT_EQ(config.check().error().code, ErrorCode::InvalidInput);
}

TEST(ModelConfig, takesWeightsOfTheSameFunctionAlone)
{
    const auto base = *ModelConfig::preset("tiny");
    const auto refuses = [&base](auto change) {
        ModelConfig other = base;
        change(other);
        const Status fits = base.checkTakesWeightsOf(other);
        return fits ? std::string() : fits.error().where;
    };
    EXPECT_EQ(refuses([](ModelConfig &) {}), "");
    EXPECT_EQ(refuses([](ModelConfig &other) { other.contextLength = 7; }), "");
    EXPECT_EQ(refuses([](ModelConfig &other) { other.attentionDropout = 0.3; }), "");
    EXPECT_EQ(refuses([](ModelConfig &other) { other.heads = 2; }), "heads") << "weights of the same shapes";
    EXPECT_EQ(refuses([](ModelConfig &other) { other.rotaryDims = 4; }), "rotaryDims");
    EXPECT_EQ(refuses([](ModelConfig &other) { other.rotaryBase = 5e5; }), "rotaryBase");
    EXPECT_EQ(refuses([](ModelConfig &other) { other.layerNormEps = 1e-6; }), "layerNormEps");
    EXPECT_EQ(refuses([](ModelConfig &other) { other.family = ModelFamily::CodeGen; }), "family");
    EXPECT_EQ(refuses([](ModelConfig &other) { other.vocabularySize = 7; }), "vocabularySize");
}

TEST(TrainingConfig, reproducesThePapersSchedule)
{
    const auto pretrain = *TrainingConfig::fromPreset("phi1-pretrain");
    EXPECT_DOUBLE_EQ(pretrain.learningRate(375), 5e-4);
    EXPECT_DOUBLE_EQ(pretrain.learningRate(750), 1e-3);
    EXPECT_NEAR(pretrain.learningRate(24000), 3.404e-4, 5e-8);
    EXPECT_DOUBLE_EQ(pretrain.learningRate(36000), 0);
    EXPECT_EQ(pretrain.batchSequences, 1024);
    EXPECT_EQ(pretrain.tokensPerStep(), 2'097'152);
    EXPECT_DOUBLE_EQ(pretrain.weightDecay, 0.1);
    EXPECT_DOUBLE_EQ(pretrain.model.attentionDropout, 0.1);
    EXPECT_DOUBLE_EQ(pretrain.model.residualDropout, 0.1);
    const auto finetune = *TrainingConfig::fromPreset("phi1-finetune");
    EXPECT_EQ(finetune.batchSequences, 256);
    EXPECT_EQ(finetune.steps, 6000);
    EXPECT_EQ(finetune.warmupSteps, 50);
    EXPECT_DOUBLE_EQ(finetune.maxLearningRate, 1e-4);
    EXPECT_DOUBLE_EQ(finetune.weightDecay, 0.01);
    EXPECT_EQ(finetune.checkpointEvery, 1000);
}

TEST(TrainingConfig, comesBackFromItsFile)
{
    for (const std::string &name : TrainingConfig::presetNames()) {
        auto config = *TrainingConfig::fromPreset(name);
        config.data = {{"a/b", 2.5}, {"c", 1}};
        ASSERT_TRUE(config.check().ok()) << name;
        EXPECT_EQ(*TrainingConfig::fromJson(config.toJson()), config);
    }
    EXPECT_EQ(TrainingConfig::fromJson("{\"version\":99}").error().code, ErrorCode::NewerFormat);
    EXPECT_EQ(TrainingConfig::fromJson("{\"steps\":\"many\"}").error().code, ErrorCode::Corrupt);
}

TEST(TrainingConfig, refusesWhatItDoesNotUnderstandInItsFile)
{
    const std::vector<std::pair<std::string, std::string>> refused{
        {R"({"stepz":1})", "stepz"},
        {R"({"steps":1.5})", "steps"},
        {R"({"steps":true})", "steps"},
        {R"({"steps":null})", "steps"},
        {R"({"steps":1e300})", "steps"},
        {R"({"steps":18446744073709551615})", "steps"},
        {R"({"maxLearningRate":"1e-3"})", "maxLearningRate"},
        {R"({"maxLearningRate":true})", "maxLearningRate"},
        {R"({"keepsBest":1})", "keepsBest"},
        {R"({"precision":16})", "precision"},
        {R"({"preset":[]})", "preset"},
        {R"({"version":"1"})", "version"},
        {R"({"data":"folder"})", "data"},
        {R"({"data":["folder"]})", "data"},
        {R"({"data":[{"folder":3}]})", "data.folder"},
        {R"({"data":[{"folder":"a","share":1}]})", "data.share"},
        {R"({"data":[{"folder":"a","weight":"1"}]})", "data.weight"},
        {R"({"model":[]})", "model"},
        {R"({"model":{"family":"llama"}})", "model.family"},
        {R"({"model":{"family":null}})", "model.family"},
        {R"({"model":{"width":64.5}})", "model.width"},
        {R"({"model":{"breadth":64}})", "model.breadth"}};
    for (const auto &[text, key] : refused) {
        const auto config = TrainingConfig::fromJson(text);
        ASSERT_FALSE(config.ok()) << text;
        EXPECT_EQ(config.error().code, ErrorCode::Corrupt) << text;
        EXPECT_TRUE(config.error().detail.starts_with(key + ": ")) << text << " " << config.error().detail;
        EXPECT_EQ(config.error().detail.find("exception"), std::string::npos) << text;
    }
    EXPECT_TRUE(TrainingConfig::fromJson("{}").ok());
    EXPECT_DOUBLE_EQ(TrainingConfig::fromJson(R"({"weightDecay":0})")->weightDecay, 0);
}

TEST(TrainingConfig, halfPrecisionIsBf16AndFp16BeginsHigh)
{
    for (const char *preset : {"phi1-pretrain", "phi1-finetune"}) {
        EXPECT_EQ(TrainingConfig::fromPreset(preset)->precision, "bf16");
        EXPECT_EQ(TrainingConfig::fromPreset(preset)->lossScalePower, 24);
    }
}

TEST(TrainingConfig, activationCheckpointingTakesLessMemory)
{
    auto config = *TrainingConfig::fromPreset("phi1-pretrain");
    const std::int64_t kept = config.memoryBytes();
    ASSERT_TRUE(config.set("activationCheckpointing=on").ok());
    EXPECT_TRUE(config.activationCheckpointing);
    const std::int64_t again = config.memoryBytes();
    EXPECT_GT(kept, 50'000'000'000);
    EXPECT_LT(again, 38'000'000'000) << "a card of 40 GB bears phi-1";
    EXPECT_TRUE(TrainingConfig::fromJson(config.toJson())->activationCheckpointing);
    ASSERT_TRUE(config.set("activationCheckpointing=off").ok());
    EXPECT_EQ(config.memoryBytes(), kept);
    EXPECT_EQ(config.set("activationCheckpointing=selective").error().where, "activationCheckpointing");
}

TEST(TrainingConfig, saysWhichSettingIsWrong)
{
    auto config = *TrainingConfig::fromPreset("tiny");
    EXPECT_TRUE(config.set("data=x:2,y").ok());
    EXPECT_EQ(config.data.size(), 2u);
    EXPECT_TRUE(config.set("model.layers=3").ok());
    EXPECT_EQ(config.model.layers, 3);
    const std::vector<std::pair<std::string, std::string>> bad{{"steps=1.5", "steps"},
                                                               {"steps=x", "steps"},
                                                               {"stepz=1", "stepz"},
                                                               {"decaysEmbedding=1", "decaysEmbedding"},
                                                               {"nothing", "nothing"}};
    for (const auto &[assignment, field] : bad)
        EXPECT_EQ(config.set(assignment).error().where, field);
    const std::vector<std::pair<std::string, std::string>> refused{{"sequenceLength=4096", "sequenceLength"},
                                                                   {"precision=fp8", "precision"},
                                                                   {"beta1=1", "beta1"},
                                                                   {"model.heads=5", "heads"},
                                                                   {"model.rotaryDims=7", "rotaryDims"},
                                                                   {"microBatchSequences=0", "microBatchSequences"},
                                                                   {"onBadLoss=pray", "onBadLoss"}};
    for (const auto &[assignment, field] : refused) {
        auto changed = config;
        ASSERT_TRUE(changed.set(assignment).ok()) << assignment;
        EXPECT_EQ(changed.check().error().where, field);
    }
}
