// One step of training: the batch, the update, what to do about a bad loss; and the held-out loss.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "core/base/log.h"
#include "core/training/trainer_parts.h"

namespace primer {

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t maxRollbacks = 3;

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

} // namespace

/// Gradients of one effective batch; the mean loss over its tokens, whatever the micro-batches' sizes.
double Trainer::Parts::accumulate(std::int64_t step)
{
    if (hasGradients)
        model.gradients().zero_();
    hasGradients = true;
    const double tokens = double(config.tokensPerStep());
    const std::uint64_t first = std::uint64_t(step - 1) * std::uint64_t(config.batchSequences) + state.skippedSamples;
    at::Tensor sum = at::zeros({}, at::TensorOptions(at::kDouble).device(device));
    const std::int64_t share = config.batchSequences / group->size();
    const std::int64_t end = share * (group->rank() + 1);
    for (std::int64_t done = share * group->rank(); done < end;) {
        const std::int64_t rows = std::min(config.microBatchSequences, end - done);
        // After the last one of the step that of the next step, unless it is gone back from this one.
        const bool isLast = done + rows == end;
        const std::int64_t nextDone = isLast ? share * group->rank() : done + rows;
        const BatchReader::Place next{first + std::uint64_t(nextDone + (isLast ? config.batchSequences : 0)),
                                      std::min(config.microBatchSequences, end - nextDone)};
        const BatchReader::Batch batch = batches->take({first + std::uint64_t(done), rows}, next);
        Transformer::Pass pass;
        pass.hasDropout = config.model.hasDropout();
        // By the first sample of the micro-batch, so that it does not depend on what was trained before.
        pass.dropoutSeed = (std::uint64_t(config.seed) << 40) ^ (first + std::uint64_t(done));
        pass.gradientScale = state.lossScale / tokens;
        pass.keepsActivations = !config.activationCheckpointing;
        // From pinned memory the copy does not hold up what asks for it; the caching allocator keeps it until it is
        // done.
        constexpr bool doesNotWait = true;
        sum += model.forwardBackward(batch.tokens.to(device, doesNotWait), batch.targets.to(device, doesNotWait), pass);
        done += rows;
    }
    group->sum(sum);
    group->sumToShares(model.gradients()); // once a step, after the last micro-batch
    return sum.item<double>() / tokens;
}

/// fp16: an overflow halves the scale and takes no step: from its beginning at 2^24 it comes down to what the gradients
/// bear in tens of steps. A long run without one doubles it.
bool Trainer::Parts::skipOverflow(double norm)
{
    if (config.precision != "fp16")
        return false;
    if (!std::isfinite(norm) && state.lossScale > 1) {
        state.lossScale = std::max(1.0, state.lossScale / 2);
        state.goodSteps = 0;
        return true;
    }
    if (++state.goodSteps >= config.lossScaleWindow) {
        state.lossScale = std::min(state.lossScale * 2, std::exp2(24));
        state.goodSteps = 0;
    }
    return false;
}

std::optional<TrainingEnd> Trainer::Parts::onBadLoss(double loss, double norm)
{
    const std::int64_t step = state.step + 1;
    const std::uint64_t first = std::uint64_t(step - 1) * std::uint64_t(config.batchSequences) + state.skippedSamples;
    json fields{{"kind", "bad_loss"},    {"step", step},
                {"loss", loss},          {"gradient_norm", norm},
                {"first_sample", first}, {"last_sample", first + std::uint64_t(config.batchSequences) - 1}};
    const auto firstPlace = data.placeOf(first);
    fields["data"] = config.data[firstPlace.set].first;
    fields["sequence"] = firstPlace.sequence;
    saver.wait();
    group->broadcast({step}); // the first process may have been writing what all read now
    std::vector<std::string> damaged;
    const auto checkpoints = newestValidCheckpoint(folder, damaged);
    if (!checkpoints)
        log::failure(log::Level::Warning, checkpoints.error(), "no checkpoint to go back to");
    const auto newest = checkpoints ? *checkpoints : std::nullopt;
    const std::int64_t found = newest ? newest->step : -1;
    const bool isSame = group->broadcast({found}).front() == found;
    if (config.onBadLoss == "rollback" && newest && isSame && state.rollbacks < maxRollbacks) {
        const std::int64_t rollbacks = state.rollbacks + 1;
        if (const Status restored = restore(*newest); restored) {
            // The steps are done again on what comes after the bad batch; what was skipped since the checkpoint by an
            // earlier going back stays skipped.
            state.skippedSamples = first + std::uint64_t(config.batchSequences)
                                   - std::uint64_t(state.step) * std::uint64_t(config.batchSequences);
            state.rollbacks = rollbacks;
            fields["rolled_back_to"] = state.step;
            events.write("warning", fields);
            return std::nullopt;
        } else {
            log::failure(restored.error(), "going back to a checkpoint");
        }
    }
    events.write("warning", fields);
    return TrainingEnd::BadLoss;
}

double Trainer::Parts::gradientNorm()
{
    at::Tensor squares = at::full({1}, kernels.squareSum(optimizer.share().of(model.gradients())), at::kDouble);
    group->sum(squares);
    return std::sqrt(squares.item<double>());
}

void Trainer::Parts::update(double factor, double rate, std::int64_t step)
{
    optimizer.step(model.master(), model.gradients(), model.compute(), {step, rate, 0, factor});
    if (group->size() == 1) {
        hasGradients = false; // the optimizer left zeros
        return;
    }
    group->gatherShares(model.master());
    model.refresh();
}

std::optional<TrainingEnd> Trainer::Parts::trainStep()
{
    const auto begin = Clock::now();
    const std::int64_t step = state.step + 1;
    const double loss = accumulate(step);
    const double norm = gradientNorm() / state.lossScale;
    const double scale = state.lossScale;
    const bool isSkipped = std::isfinite(loss) && skipOverflow(norm);
    if (!isSkipped
        && (!std::isfinite(loss) || !std::isfinite(norm) || (config.explodingLoss > 0 && loss > config.explodingLoss)))
        return onBadLoss(loss, norm);
    const double rate = config.learningRate(step);
    if (!isSkipped) {
        const double clip = config.clipNorm > 0 && norm > config.clipNorm ? config.clipNorm / norm : 1;
        update(clip / scale, rate, step);
    }
    state.step = step;
    kernels.waitFor(device);
    const double seconds = secondsSince(begin);
    const double tokensPerSecond = double(config.tokensPerStep()) / seconds;
    const double flops = tokensPerSecond * config.model.flopsPerToken(config.sequenceLength);
    json fields{{"step", step},
                {"loss", loss},
                {"lr", rate},
                {"gradient_norm", norm},
                {"tokens", step * config.tokensPerStep()},
                {"tokens_per_second", tokensPerSecond},
                {"flops_per_second", flops},
                {"seconds", seconds},
                {"memory_bytes", kernels.memoryPeakBytes(device)}};
    if (facts.peakFlops > 0 && device.is_cpu())
        facts.peakFlops = std::max(facts.peakFlops, flops); // it was measured, perhaps at a busy moment
    if (facts.peakFlops > 0)
        fields["mfu"] = flops / (facts.peakFlops * group->size());
    if (config.precision == "fp16")
        fields.update({{"loss_scale", scale}, {"skipped", isSkipped}});
    events.write("step", fields);
    return std::nullopt;
}

double Trainer::Parts::evaluate()
{
    const auto length = std::uint64_t(config.sequenceLength);
    const TokenSet &held = *data.heldOut();
    const std::uint64_t available = (held.count() - 1) / length;
    const auto rows = std::int64_t(std::min<std::uint64_t>(available, std::uint64_t(config.evaluationSequences)));
    double sum = 0;
    std::vector<std::int64_t> ids(std::size_t(length) + 1);
    for (std::int64_t row = 0; row < rows; ++row) {
        held.read(std::uint64_t(row) * length, ids);
        const at::Tensor all = at::tensor(ids).to(device);
        sum += model.lossSum(all.slice(0, 0, -1).unsqueeze(0), all.slice(0, 1).unsqueeze(0)).item<double>();
    }
    const double loss = sum / (double(rows) * double(length));
    events.write("evaluation", {{"step", state.step}, {"loss", loss}, {"tokens", rows * config.sequenceLength}});
    return loss;
}

} // namespace primer
