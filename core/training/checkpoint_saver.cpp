#include "core/training/checkpoint_saver.h"

#include <chrono>
#include <filesystem>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/tensor_file/safetensors.h"
#include "core/model/weights.h"

namespace primer {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto diskFullPause = std::chrono::milliseconds(1000);
constexpr int naps = 10;
constexpr int failureTries = 3; ///< of what fails for another reason: a busy file server, a folder moved
constexpr auto failurePause = std::chrono::milliseconds(500);

/// The steps go first when the cores are few; whoever waits for the save leaves them all to it.
void stepBack()
{
    constexpr int politeness = 5;
    ::setpriority(PRIO_PROCESS, id_t(::gettid()), politeness);
}

} // namespace

CheckpointSaver::CheckpointSaver(std::string run, const Transformer &model, EventLog &events, const KeepPolicy &policy)
    : m_run(std::move(run)), m_model(model), m_events(events), m_policy(policy)
{}

CheckpointSaver::~CheckpointSaver() { wait(); }

void CheckpointSaver::wait()
{
    if (m_thread.joinable())
        m_thread.join();
}

void CheckpointSaver::finish()
{
    abandon();
    wait();
}

void CheckpointSaver::makeRoom()
{
    // Kept between saves and touched once: fresh pages cost more than the copy.
    for (at::Tensor *row : {&m_rows.weights, &m_rows.first, &m_rows.second})
        *row = at::zeros({m_model.parameterCount()}, at::kFloat);
}

void CheckpointSaver::prepare()
{
    wait();
    m_isBusy = true;
    m_thread = std::thread([this] {
        stepBack();
        makeRoom();
        m_isBusy = false;
    });
}

CheckpointSaver::Rows &CheckpointSaver::rows()
{
    wait();
    if (!m_rows.weights.defined())
        makeRoom();
    return m_rows;
}

void CheckpointSaver::save(const TrainingState &state)
{
    wait();
    m_isBusy = true;
    m_abandons = false;
    m_thread = std::thread([this, state] {
        stepBack();
        write(state);
        m_isBusy = false;
    });
}

Status CheckpointSaver::writeFiles(const std::string &partial, const TrainingState &state) const
{
    std::error_code failure;
    std::filesystem::remove_all(partial, failure);
    std::filesystem::create_directories(partial, failure);
    if (failure)
        return errnoError(failure.value(), partial);
    PRIMER_TRY(saveWeights(m_model, m_rows.weights, partial));
    const auto view = [](const at::Tensor &tensor) {
        return TensorView{TensorType::F32,
                          tensor.sizes().vec(),
                          {static_cast<const char *>(tensor.const_data_ptr()), std::size_t(tensor.nbytes())}};
    };
    PRIMER_TRY(writeSafetensors(partial + "/optimizer.safetensors",
                                {{"first", view(m_rows.first)}, {"second", view(m_rows.second)}}, {}));
    return writeFileAtomically(partial + "/state.json", stateToJson(state));
}

void CheckpointSaver::write(const TrainingState &state)
{
    const auto begin = Clock::now();
    const std::string target = checkpointFolder(m_run, state.step);
    const std::string partial = m_run + "/checkpoints/partial";
    bool wasFull = false;
    for (int attempt = 1;; ++attempt) {
        Status written = writeFiles(partial, state);
        if (written)
            written = commitCheckpoint(partial, target);
        if (written) {
            if (attempt > 1)
                m_events.write("notice", {{"kind", wasFull ? "disk_free" : "checkpoint_saved"}, {"step", state.step}});
            m_events.write("checkpoint", {{"step", state.step},
                                          {"folder", target},
                                          {"seconds", std::chrono::duration<double>(Clock::now() - begin).count()}});
            pruneCheckpoints(m_run, m_policy, state.bestStep, state.step);
            return;
        }
        const bool isFull = written.error().code == ErrorCode::DiskFull;
        if (attempt == 1 || !isFull) // a full disk is asked again every second
            log::failure(written.error(), "checkpoint, attempt " + std::to_string(attempt));
        std::error_code ignored;
        std::filesystem::remove_all(partial, ignored); // first, so that there may be room for the warning
        if (attempt == 1)
            m_events.write("warning", {{"kind", isFull ? "disk_full" : "checkpoint_failed"},
                                       {"step", state.step},
                                       {"detail", written.error().detail},
                                       {"where", written.error().where}});
        wasFull = isFull;
        if (!isFull && attempt < failureTries) { // also at the end of a run: it is a second
            std::this_thread::sleep_for(failurePause);
            continue;
        }
        if (!isFull || m_abandons)
            return;
        // In short naps, so that giving up is prompt.
        for (int nap = 0; nap < naps && !m_abandons; ++nap)
            std::this_thread::sleep_for(diskFullPause / naps);
    }
}

} // namespace primer
