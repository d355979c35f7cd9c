// Owns: every choice of a training run by name, its presets, its file (run.json). Not here: doing it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/recipe/model_config.h"

namespace primer {

struct TrainingConfig {
    std::string preset; ///< where it began; for the record only
    ModelConfig model;
    std::string initFrom;                             ///< a checkpoint or Hugging Face directory, "" for random weights
    std::vector<std::pair<std::string, double>> data; ///< folder of token shards, weight; weights are relative
    std::string evaluationData;                       ///< folder of token shards held out, or ""

    std::int64_t steps = 1000;      ///< optimizer steps
    std::int64_t scheduleSteps = 0; ///< where the learning rate reaches its end; 0: at `steps`
    std::int64_t warmupSteps = 100;
    double maxLearningRate = 1e-3;
    double finalLearningRate = 0;
    std::int64_t sequenceLength = 2048;
    std::int64_t batchSequences = 1024; ///< of `sequenceLength` tokens, over all processes and accumulation
    std::int64_t microBatchSequences = 8;
    bool activationCheckpointing = false; ///< layers are computed again backwards: less memory, the same bits
    double beta1 = 0.9;
    double beta2 = 0.95;
    double adamEps = 1e-8;
    double weightDecay = 0.1; ///< on matrices; biases and LayerNorm have none
    bool decaysEmbedding = true;
    double clipNorm = 1.0;            ///< 0: off
    std::string precision = "fp32";   ///< fp32, bf16 or fp16; masters and optimizer are fp32
    std::int64_t lossScalePower = 24; ///< fp16: the scale begins at 2^this and is halved at each overflow
    std::int64_t lossScaleWindow = 1000;
    std::int64_t seed = 1;
    std::int64_t evaluateEvery = 0; ///< steps; 0: never
    std::int64_t evaluationSequences = 64;
    std::int64_t checkpointEvery = 1000;
    std::int64_t keepLast = 3;
    std::int64_t keepEvery = 0; ///< steps whose checkpoints stay for good; 0: none
    bool keepsBest = true;      ///< a checkpoint whenever the held-out loss is the lowest so far; the newest such stays
    std::string onBadLoss = "stop"; ///< stop or rollback, at NaN, infinity or a loss over `explodingLoss`
    double explodingLoss = 20;
    std::string device = "cpu"; ///< cpu or cuda
    std::int64_t threads = 0;   ///< of the CPU; 0: all

    bool operator==(const TrainingConfig &) const = default;

    /// Linear warmup, then linear decay; `step` counts from 1.
    double learningRate(std::int64_t step) const;
    std::int64_t tokensPerStep() const { return batchSequences * sequenceLength; }
    Status check() const;

    static std::vector<std::string> presetNames();
    static Result<TrainingConfig> fromPreset(const std::string &name);
    /// NewerFormat for a later version; Corrupt, with the key, for one that is unknown or has another type.
    static Result<TrainingConfig> fromJson(const std::string &text);
    std::string toJson() const;
    /// "maxLearningRate=3e-4", "activationCheckpointing=on", "model.layers=6", "data=FOLDER:2,OTHER:1",
    /// "model=phi-1-small".
    Status set(const std::string &assignment);
    /// What it takes on its device, in bytes: parameters, gradients, optimizer, activations and logits of one
    /// micro-batch; on the CPU also the copy that a checkpoint is written from and the engine itself with its
    /// libraries.
    std::int64_t memoryBytes() const;
};

/// One named number, word or switch of a configuration.
struct TrainingField {
    const char *key;
    std::variant<std::int64_t TrainingConfig::*, double TrainingConfig::*, std::string TrainingConfig::*,
                 bool TrainingConfig::*>
        member;
    double least = 0;
    double most = 0;
};
const std::vector<TrainingField> &trainingFields();

struct ModelField {
    const char *key;
    std::variant<std::int64_t ModelConfig::*, double ModelConfig::*> member;
};
const std::vector<ModelField> &modelFields();

} // namespace primer
