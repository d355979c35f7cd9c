#include "core/training/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <thread>
#include <utility>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/exception_error.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/model/cuda/cuda_library.h"
#include "core/model/weights.h"
#include "core/tensor_file/safetensors.h"
#include "core/training/control_file.h"
#include "core/training/trainer_parts.h"

namespace primer {

namespace {

using nlohmann::json;

constexpr std::size_t stateLimit = std::size_t(1) << 20;

} // namespace

at::Device deviceOf(const std::string &name, const Collectives &group)
{
    return name == "cuda" ? at::Device(at::kCUDA, c10::DeviceIndex(group.localRank())) : at::Device(at::kCPU);
}

at::ScalarType typeOf(const std::string &precision)
{
    return precision == "bf16" ? at::kBFloat16 : precision == "fp16" ? at::kHalf : at::kFloat;
}

const char *trainingEndName(TrainingEnd end)
{
    switch (end) {
    case TrainingEnd::Finished: return "finished";
    case TrainingEnd::Stopped: return "stopped";
    case TrainingEnd::BadLoss: return "bad_loss";
    }
    return "finished";
}

/// What may not change when a run goes on: the shape, the data and their order.
std::string Trainer::Parts::configDigest() const
{
    TrainingConfig fixed;
    fixed.model = config.model;
    fixed.seed = config.seed;
    fixed.sequenceLength = config.sequenceLength;
    fixed.batchSequences = config.batchSequences;
    fixed.lossScalePower = 12; // nothing else may change the digest: as its default was when digests began
    json fields = json::parse(fixed.toJson());
    fields.erase("activationCheckpointing"); // nor what came later
    return toHex(sha256(fields.dump(2) + "\n" + data.description()));
}

/// Dropout masks are drawn for whole micro-batches: their size, and the share they are cut from when it is no multiple.
std::string Trainer::Parts::dropoutRows() const
{
    const std::int64_t share = config.batchSequences / group->size();
    const std::int64_t rows = std::min(config.microBatchSequences, share);
    return std::to_string(rows) + (share % rows == 0 ? "" : " of " + std::to_string(share));
}

Status Trainer::Parts::takeInitialWeights()
{
    if (config.initFrom.empty()) {
        model.initialise(std::uint64_t(config.seed));
        return success();
    }
    std::error_code failure;
    if (std::filesystem::exists(config.initFrom + "/state.json", failure)) // a checkpoint of a run
        PRIMER_TRY(verifyCheckpoint(config.initFrom));
    const auto theirs = PRIMER_TRY(readModelConfig(config.initFrom));
    if (const Status fits = config.model.checkTakesWeightsOf(theirs); !fits)
        return Error{fits.error().code, fits.error().where + ": " + fits.error().detail, config.initFrom};
    PRIMER_TRY(loadWeights(model, config.initFrom));
    return success();
}

Status Trainer::Parts::start()
{
    facts = kernels.facts(device);
    if (config.precision == "bf16" && !facts.hasBf16)
        return Error{ErrorCode::InvalidInput, facts.name + " has no bf16; set precision=fp16", "precision"};
    auto opened = PRIMER_TRY(TrainingData::open(config));
    data = std::move(opened);
    batches.emplace(data, config.sequenceLength, device.is_cuda());
    std::vector<std::string> damaged;
    const auto newest = PRIMER_TRY(newestValidCheckpoint(folder, damaged));
    const std::int64_t found = newest ? newest->step : -1;
    if (group->broadcast({found}).front() != found)
        return Error{ErrorCode::Io, "the processes do not see the same checkpoints; the run's folder must be shared",
                     folder};
    for (const std::string &bad : damaged)
        events.write("warning", {{"kind", "damaged_checkpoint"}, {"folder", bad}});
    if (newest) {
        PRIMER_TRY(restore(*newest));
    } else {
        PRIMER_TRY(takeInitialWeights());
        state.lossScale = config.precision == "fp16" ? std::exp2(double(config.lossScalePower)) : 1;
        state.configDigest = configDigest();
    }
    state.dropoutRows = dropoutRows();
    if (group->isFirst()) {
        // Only now that nothing was refused: what the folder trains with is what it says.
        PRIMER_TRY(writeFileAtomically(folder + "/run.json", config.toJson()));
        saver.prepare();
    }
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
    if (config.model.hasDropout() && !read.dropoutRows.empty() && read.dropoutRows != dropoutRows())
        return Error{ErrorCode::InvalidInput,
                     "with dropout the masks follow the micro-batches, which were of " + read.dropoutRows
                         + " sequences and would be of " + dropoutRows()
                         + "; keep it, or begin a new run with initFrom",
                     "microBatchSequences"};
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

void Trainer::Parts::readControl()
{
    const ControlWords words = takeControlWords(folder);
    stopsNow = stopsNow || words.stops;
    savesNow = savesNow || words.saves;
    if (words.moreSteps == 0)
        return;
    TrainingConfig longer = config;
    longer.steps += words.moreSteps;
    const Status fits = longer.check();
    if (const Status kept = fits ? writeFileAtomically(folder + "/run.json", longer.toJson()) : fits; !kept) {
        // Without it a resumption would end at the old last step.
        log::failure(log::Level::Warning, kept.error(), "more steps are refused");
        events.write("warning", {{"kind", "not_extended"}, {"step", state.step}, {"detail", kept.error().detail}});
        return;
    }
    config.steps = longer.steps;
    events.write("extended", {{"step", state.step}, {"steps", config.steps}});
}

/// The first process reads the words for the run; all do the same.
void Trainer::Parts::agree(bool stopRequested)
{
    if (group->isFirst())
        readControl();
    const auto agreed = group->broadcast({stopsNow || stopRequested || group->isStopAsked(), savesNow, config.steps});
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
        if (stopsNow || (stopFlag && *stopFlag) || group->isStopAsked())
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
    group->broadcast({state.step}); // the others wait here, for a full disk too, not inside an exchange of rows
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
        // The gradients have been used: their row is room for the exchange, of which there may be no other.
        at::Tensor &whole = model.gradients();
        hasGradients = true;
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
                                                 std::shared_ptr<Collectives> group)
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
    Descriptor lock = PRIMER_TRY(group->isFirst() ? lockRun(folder) : Result<Descriptor>(Descriptor()));
    auto events = PRIMER_TRY(group->isFirst() ? EventLog::open(folder + "/events.jsonl")
                                              : Result<EventLog>(EventLog::silent()));
    if (config.threads > 0)
        at::set_num_threads(int(config.threads));
    try {
        std::unique_ptr<Trainer> trainer(
            new Trainer(std::make_unique<Parts>(folder, config, std::move(lock), std::move(events), std::move(group))));
        PRIMER_TRY(trainer->m_parts->start());
        return trainer;
    } catch (const std::exception &failed) { // LibTorch's own, bad_alloc
        return errorOf(failed, folder);
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
        Error error = errorOf(failed, parts.folder);
        error.detail += " (in step " + std::to_string(parts.state.step + 1) + ")";
        parts.events.write("end", {{"reason", "failed"}, {"step", parts.state.step}, {"detail", error.detail}});
        return error;
    }
    parts.saver.finish();
    parts.events.write("end", {{"reason", trainingEndName(end)}, {"step", parts.state.step}});
    return end;
}

} // namespace primer
