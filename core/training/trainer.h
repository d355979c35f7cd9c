// Owns: one training run in its folder: run.json in; events.jsonl, checkpoints/ out; control read. Several processes
// share each batch; the first of them writes. Not here: starting and watching runs (core/runs), what the model computes
// (core/model).
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/recipe/training_config.h"
#include "core/training/collectives.h"

namespace primer {

/// Why a run ended, as the "reason" of its last event.
enum class TrainingEnd { Finished, Stopped, BadLoss };
const char *trainingEndName(TrainingEnd end);

class Trainer
{
public:
    /// Goes on from the newest valid checkpoint, else from `initFrom`, else from random weights. Locked when another
    /// process trains in the folder; InvalidInput when a checkpoint there was made with another model or other data.
    /// Every process of the group calls it with the same configuration. When nothing is refused, run.json is written.
    static Result<std::unique_ptr<Trainer>> create(const std::string &folder, const TrainingConfig &config,
                                                   std::shared_ptr<Collectives> group);
    ~Trainer();

    /// Until the last step, a stop (flag or the control file's "stop"), or a loss that cannot be gone on from. A stop
    /// leaves a checkpoint. The control file may hold, one a line: stop, checkpoint, extend STEPS.
    Result<TrainingEnd> run(const std::atomic<bool> &stopRequested);

private:
    struct Parts;
    explicit Trainer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace primer
