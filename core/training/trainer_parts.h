// Owns: the parts of one run in training and what holds them together, for the files that train: trainer.cpp (start,
// end, checkpoints, words from outside) and training_step.cpp (one step). Not here: anything for other modules.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/model/kernels.h"
#include "core/model/transformer.h"
#include "core/training/batch_reader.h"
#include "core/training/checkpoint.h"
#include "core/training/checkpoint_saver.h"
#include "core/training/control_file.h"
#include "core/training/event_log.h"
#include "core/training/optimizer.h"
#include "core/training/trainer.h"
#include "core/training/training_data.h"

namespace primer {

at::Device deviceOf(const std::string &name, const Collectives &group);
at::ScalarType typeOf(const std::string &precision);

struct Trainer::Parts {
    Parts(std::string runFolder, const TrainingConfig &wanted, Descriptor held, EventLog log,
          std::shared_ptr<Collectives> processes)
        : folder(std::move(runFolder)), config(wanted), lock(std::move(held)), events(std::move(log)),
          group(std::move(processes)), device(deviceOf(wanted.device, *group)), kernels(Kernels::of(device)),
          model(wanted.model, device, typeOf(wanted.precision), true, group->size()),
          optimizer(model.master(), group->shareOf(model.master().numel()), decayRanges(),
                    {wanted.beta1, wanted.beta2, wanted.adamEps}),
          saver(folder, model, events, {wanted.keepLast, wanted.keepEvery})
    {}

    ~Parts() { saver.finish(); }

    std::vector<DecayRange> decayRanges()
    {
        const ParameterPlace &embedding = model.places().front();
        const std::int64_t decayed = model.decayedCount();
        return {{{0, embedding.count}, config.decaysEmbedding ? config.weightDecay : 0},
                {{embedding.count, decayed - embedding.count}, config.weightDecay},
                {{decayed, model.parameterCount() - decayed}, 0}};
    }

    Status start();
    std::string configDigest() const;
    std::string dropoutRows() const;
    Status takeInitialWeights();
    Status restore(const CheckpointInfo &info);
    double accumulate(std::int64_t step);
    std::optional<TrainingEnd> trainStep();
    std::optional<TrainingEnd> onBadLoss(double loss, double norm);
    bool skipOverflow(double norm);
    double evaluate();
    void readControl();
    void agree(bool stopRequested);
    double gradientNorm();
    void update(double factor, double rate, std::int64_t step);
    void afterStep(bool stopRequested);
    void awaitSaver();
    void save();

    std::string folder;
    TrainingConfig config;
    Descriptor lock; ///< goes last, after what writes in the folder
    EventLog events;
    std::shared_ptr<Collectives> group;
    at::Device device;
    const Kernels &kernels;
    Transformer model;
    FlatAdamW optimizer;
    CheckpointSaver saver;
    TrainingData data;
    std::optional<BatchReader> batches;
    TrainingState state;
    DeviceFacts facts;
    std::int64_t savedStep = -1; ///< the last one saved or being saved
    const std::atomic<bool> *stopFlag = nullptr;
    bool hasGradients = false; ///< of a batch that was not stepped on
    bool stopsNow = false;
    bool savesNow = false;
};

} // namespace primer
