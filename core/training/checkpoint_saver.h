// Owns: writing a run's checkpoints on a thread of its own while training goes on. Not here: when (trainer.h), what
// makes one valid (checkpoint.h).
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include <ATen/core/Tensor.h>

#include "core/model/transformer.h"
#include "core/training/checkpoint.h"
#include "core/training/event_log.h"

namespace primer {

class CheckpointSaver
{
public:
    CheckpointSaver(std::string run, const Transformer &model, EventLog &events, const KeepPolicy &policy);
    ~CheckpointSaver(); ///< waits, also for a full disk; call `finish` first

    /// Makes room for the copies in the background; otherwise the first save does.
    void prepare();
    /// Where the rows are to be copied to before `save`; waits for the save under way, so that there is one copy only.
    struct Rows {
        at::Tensor weights, first, second; ///< [parameters] fp32 on the CPU
    };
    Rows &rows();
    /// Writes what `rows` holds. A full disk is waited out with a warning in the log, another failure tried a few
    /// times; nothing older is touched.
    void save(const TrainingState &state);
    void wait();
    bool isBusy() const { return m_isBusy; }
    /// Gives up a save that waits for a full disk.
    void abandon() { m_abandons = true; }
    /// Waits for the save under way, but no longer for a full disk.
    void finish();

private:
    void makeRoom();
    void write(const TrainingState &state);
    Status writeFiles(const std::string &partial, const TrainingState &state) const;

    std::string m_run;
    const Transformer &m_model;
    EventLog &m_events;
    KeepPolicy m_policy;
    Rows m_rows;
    std::thread m_thread;
    std::atomic<bool> m_abandons{false};
    std::atomic<bool> m_isBusy{false};
};

} // namespace primer
