#include <gtest/gtest.h>

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
