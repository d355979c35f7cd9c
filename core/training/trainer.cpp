#include "core/training/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <thread>

#include <unistd.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/dataset/token_shard.h"
#include "core/model/cuda/cuda_library.h"
#include "core/model/kernels.h"
#include "core/tensor_file/safetensors.h"
#include "core/model/transformer.h"
#include "core/model/weights.h"
#include "core/training/checkpoint_saver.h"
#include "core/training/control_file.h"
#include "core/training/event_log.h"
#include "core/training/optimizer.h"
#include "core/training/training_data.h"

namespace primer {

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t stateLimit = std::size_t(1) << 20;
constexpr std::int64_t maxRollbacks = 3;

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

at::Device deviceOf(const std::string &name, const Collectives &group)
{
    return name == "cuda" ? at::Device(at::kCUDA, c10::DeviceIndex(group.localRank())) : at::Device(at::kCPU);
}

at::ScalarType typeOf(const std::string &precision)
{
    return precision == "bf16" ? at::kBFloat16 : precision == "fp16" ? at::kHalf : at::kFloat;
}

} // namespace

const char *trainingEndName(TrainingEnd end)
{
    switch (end) {
    case TrainingEnd::Finished: return "finished";
    case TrainingEnd::Stopped: return "stopped";
    case TrainingEnd::BadLoss: return "bad_loss";
    }
    return "finished";
}

struct Trainer::Parts {
    Parts(std::string runFolder, const TrainingConfig &wanted, int lock, EventLog log,
          std::unique_ptr<Collectives> processes)
        : folder(std::move(runFolder)), config(wanted), lockDescriptor(lock), events(std::move(log)),
          group(std::move(processes)), device(deviceOf(wanted.device, *group)), kernels(Kernels::of(device)),
          model(wanted.model, device, typeOf(wanted.precision), true),
          optimizer(model.master(), group->shareOf(model.master().numel()), decayRanges(),
                    {wanted.beta1, wanted.beta2, wanted.adamEps}),
          saver(folder, model, events, {wanted.keepLast, wanted.keepEvery})
    {}

    ~Parts()
    {
        saver.finish();
        if (lockDescriptor >= 0)
            ::close(lockDescriptor);
    }

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
    int lockDescriptor;
    EventLog events;
    std::unique_ptr<Collectives> group;
    at::Device device;
    const Kernels &kernels;
    Transformer model;
    FlatAdamW optimizer;
    CheckpointSaver saver;
    TrainingData data;
    TrainingState state;
    DeviceFacts facts;
    std::int64_t savedStep = -1; ///< the last one saved or being saved
    const std::atomic<bool> *stopFlag = nullptr;
    bool hasGradients = false; ///< of a batch that was not stepped on
    bool stopsNow = false;
    bool savesNow = false;
};

/// What may not change when a run goes on: the shape, the data and their order.
std::string Trainer::Parts::configDigest() const
{
    TrainingConfig fixed;
    fixed.model = config.model;
    fixed.seed = config.seed;
    fixed.sequenceLength = config.sequenceLength;
    fixed.batchSequences = config.batchSequences;
    return toHex(sha256(fixed.toJson() + data.description()));
}

Status Trainer::Parts::start()
{
    auto opened = PRIMER_TRY(TrainingData::open(config));
    data = std::move(opened);
    std::vector<std::string> damaged;
    const auto newest = newestValidCheckpoint(folder, damaged);
    const std::int64_t found = newest ? newest->step : -1;
    if (group->broadcast({found}).front() != found)
        return Error{ErrorCode::Io, "the processes do not see the same checkpoints; the run's folder must be shared",
                     folder};
    for (const std::string &bad : damaged)
        events.write("warning", {{"kind", "damaged_checkpoint"}, {"folder", bad}});
    if (newest) {
        PRIMER_TRY(restore(*newest));
    } else if (!config.initFrom.empty()) {
        PRIMER_TRY(loadWeights(model, config.initFrom));
    } else {
        model.initialise(std::uint64_t(config.seed));
    }
    if (!newest) {
        state.lossScale = config.precision == "fp16" ? std::exp2(double(config.lossScalePower)) : 1;
        state.configDigest = configDigest();
    }
    facts = kernels.facts(device);
    if (group->isFirst())
        saver.prepare();
    events.write("start", {{"step", state.step},
                           {"steps", config.steps},
                           {"parameters", config.model.parameterCount()},
                           {"resumed", newest.has_value()},
                           {"tokens_per_step", config.tokensPerStep()},
                           {"precision", config.precision},
                           {"device", config.device},
                           {"device_name", facts.name},
                           {"processes", group->size()},
                           {"threads", at::get_num_threads()},
                           {"memory_estimate_bytes", config.memoryBytes()},
                           {"device_memory_bytes", facts.memoryBytes},
                           {"flops_formula", "tokens/s x (6N + 12 x layers x width x length)"},
                           {"peak_flops_per_second", facts.peakFlops},
                           {"peak_source", facts.peakSource}});
    return success();
}

Status Trainer::Parts::restore(const CheckpointInfo &info)
{
    const auto text = PRIMER_TRY(readFile(info.folder + "/state.json", stateLimit));
    auto read = PRIMER_TRY(stateFromJson(text));
    if (read.configDigest != configDigest())
        return Error{ErrorCode::InvalidInput,
                     "the checkpoint was made with another model, other data, seed or batch; start a new run or fork "
                     "it with initFrom",
                     info.folder};
    PRIMER_TRY(loadWeights(model, info.folder));
    const auto moments = PRIMER_TRY(SafetensorsFile::open(info.folder + "/optimizer.safetensors"));
    for (const auto &[name, target] :
         {std::pair{"first", &optimizer.firstMoments()}, {"second", &optimizer.secondMoments()}}) {
        const auto found = moments->tensors().find(name);
        const std::int64_t count = model.parameterCount(), begin = optimizer.share().begin;
        if (found == moments->tensors().end() || found->second.type != TensorType::F32
            || found->second.shape != std::vector<std::int64_t>{count})
            return Error{ErrorCode::Corrupt, "its optimizer state does not fit the model", info.folder};
        const at::Tensor whole = at::from_blob(const_cast<char *>(found->second.bytes.data()), {count},
                                               at::TensorOptions(at::kFloat));
        const std::int64_t own = std::clamp<std::int64_t>(count - begin, 0,
                                                          target->numel()); // the row's end is padding
        target->zero_();
        target->narrow(0, 0, own).copy_(whole.narrow(0, std::min(begin, count), own));
    }
    state = std::move(read);
    savedStep = state.step;
    hasGradients = true;
    return success();
}

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
        at::Tensor ids = at::empty({rows, config.sequenceLength}, at::kLong);
        at::Tensor targets = at::empty_like(ids);
        data.fill(first + std::uint64_t(done), ids, targets);
        Transformer::Pass pass;
        pass.hasDropout = config.model.attentionDropout > 0 || config.model.residualDropout > 0;
        // By the first sample of the micro-batch, so that it does not depend on what was trained before.
        pass.dropoutSeed = (std::uint64_t(config.seed) << 40) ^ (first + std::uint64_t(done));
        pass.gradientScale = state.lossScale / tokens;
        sum += model.forwardBackward(ids.to(device), targets.to(device), pass);
        done += rows;
    }
    group->sum(sum);
    group->sumToShares(model.gradients()); // once a step, after the last micro-batch
    return sum.item<double>() / tokens;
}

/// fp16: an overflow halves the scale and takes no step; a long run without one doubles it.
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
    const auto newest = newestValidCheckpoint(folder, damaged);
    const std::int64_t found = newest ? newest->step : -1;
    const bool isSame = group->broadcast({found}).front() == found;
    if (config.onBadLoss == "rollback" && newest && isSame && state.rollbacks < maxRollbacks) {
        const std::int64_t rollbacks = state.rollbacks + 1;
        if (const Status restored = restore(*newest); restored) {
            // The steps are done again on what comes after the bad batch.
            state.skippedSamples += std::uint64_t(step - state.step) * std::uint64_t(config.batchSequences);
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

void Trainer::Parts::readControl()
{
    const ControlWords words = takeControlWords(folder);
    stopsNow = stopsNow || words.stops;
    savesNow = savesNow || words.saves;
    config.steps += words.moreSteps;
}

/// The first process reads the words for the run; all do the same.
void Trainer::Parts::agree(bool stopRequested)
{
    if (group->isFirst())
        readControl();
    const auto agreed = group->broadcast({stopsNow || stopRequested, savesNow, config.steps});
    stopsNow = agreed[0] != 0;
    savesNow = agreed[1] != 0;
    config.steps = agreed[2];
}

/// Evaluation, words from outside, checkpoints.
void Trainer::Parts::afterStep(bool stopRequested)
{
    const std::int64_t step = state.step;
    const bool isLast = step >= config.steps;
    if (data.heldOut() && group->isFirst() && config.evaluateEvery > 0
        && (step % config.evaluateEvery == 0 || isLast)) {
        const double loss = evaluate();
        if (state.bestStep < 0 || loss < state.bestEvaluation) {
            state.bestEvaluation = loss;
            state.bestStep = step;
            savesNow = savesNow || config.keepsBest; // or the best would be lost
        }
    }
    agree(stopRequested);
    if (savesNow || stopsNow || step == config.steps
        || (config.checkpointEvery > 0 && step % config.checkpointEvery == 0))
        save();
    savesNow = false;
}

/// A save that waits for a full disk holds the run up here; who asks for a stop meanwhile is heard.
void Trainer::Parts::awaitSaver()
{
    constexpr auto pause = std::chrono::milliseconds(20);
    while (group->isFirst() && saver.isBusy()) {
        readControl();
        if (stopsNow || (stopFlag && *stopFlag))
            saver.abandon();
        std::this_thread::sleep_for(pause);
    }
}

/// The rows are copied here, written on another thread. Every process hands in its share of the moments.
void Trainer::Parts::save()
{
    if (savedStep == state.step)
        return;
    savedStep = state.step;
    awaitSaver();
    CheckpointSaver::Rows *rows = group->isFirst() ? &saver.rows() : nullptr;
    const auto keep = [&](const at::Tensor &row, at::Tensor *target) {
        if (target)
            target->copy_(row.narrow(0, 0, model.parameterCount()));
    };
    keep(model.master(), rows ? &rows->weights : nullptr);
    for (const auto &[share, target] : {std::pair{&optimizer.firstMoments(), rows ? &rows->first : nullptr},
                                        std::pair{&optimizer.secondMoments(), rows ? &rows->second : nullptr}}) {
        if (group->size() == 1) {
            keep(*share, target);
            continue;
        }
        at::Tensor whole = at::empty_like(model.master());
        optimizer.share().of(whole).copy_(*share);
        group->gatherShares(whole);
        keep(whole, target);
    }
    if (rows)
        saver.save(state);
}

Trainer::Trainer(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Trainer::~Trainer() = default;

Result<std::unique_ptr<Trainer>> Trainer::create(const std::string &folder, const TrainingConfig &config,
                                                 std::unique_ptr<Collectives> group)
{
    PRIMER_TRY(config.check());
    if (config.batchSequences % group->size() != 0)
        return Error{ErrorCode::InvalidInput,
                     "must be a multiple of the " + std::to_string(group->size()) + " processes", "batchSequences"};
    if (config.device == "cuda") {
        PRIMER_TRY(cudaSymbol(cudaKernelsName));
        if (!at::hasCUDA() || at::detail::getCUDAHooks().deviceCount() <= group->localRank())
            return Error{ErrorCode::Unsupported, "no CUDA device for this process; set device=cpu", "device"};
    }
    std::error_code failure;
    std::filesystem::create_directories(folder + "/checkpoints", failure);
    if (failure)
        return errnoError(failure.value(), folder);
    const auto lock = PRIMER_TRY(group->isFirst() ? lockRun(folder) : Result<int>(-1));
    auto events = group->isFirst() ? EventLog::open(folder + "/events.jsonl") : Result<EventLog>(EventLog::silent());
    if (!events) {
        ::close(lock);
        return events.error();
    }
    if (config.threads > 0)
        at::set_num_threads(int(config.threads));
    try {
        std::unique_ptr<Trainer> trainer(
            new Trainer(std::make_unique<Parts>(folder, config, lock, std::move(*events), std::move(group))));
        PRIMER_TRY(trainer->m_parts->start());
        return trainer;
    } catch (const std::exception &failed) { // LibTorch's own, bad_alloc
        return Error{ErrorCode::LimitExceeded, failed.what(), folder};
    }
}

Result<TrainingEnd> Trainer::run(const std::atomic<bool> &stopRequested)
{
    Parts &parts = *m_parts;
    parts.stopFlag = &stopRequested;
    TrainingEnd end = TrainingEnd::Finished;
    try {
        while (parts.state.step < parts.config.steps) {
            if (const auto ended = parts.trainStep()) {
                end = *ended;
                break;
            }
            parts.afterStep(stopRequested);
            if (parts.stopsNow && parts.state.step < parts.config.steps) {
                end = TrainingEnd::Stopped;
                break;
            }
        }
    } catch (const std::exception &failed) {
        parts.events.write("end", {{"reason", "failed"}, {"step", parts.state.step}, {"detail", failed.what()}});
        return Error{ErrorCode::LimitExceeded, failed.what(), parts.folder};
    }
    parts.saver.finish();
    parts.events.write("end", {{"reason", trainingEndName(end)}, {"step", parts.state.step}});
    return end;
}

} // namespace primer
