// Owns: the runs of a workspace on disk: making one, listing, its configuration, whether an engine works in it, and the
// words for that engine. Not here: its events (event_tail.h), training.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/recipe/training_config.h"
#include "core/runs/event_tail.h"

namespace primer {

/// How a run stands by its lock and its last event.
enum class RunState {
    New, ///< no engine has worked there
    Running,
    Finished,
    Stopped,
    BadLoss,
    Failed,      ///< the engine said why, or died before it said anything
    Interrupted, ///< the engine is gone without a word: killed, or the machine stopped
};

struct RunSummary {
    std::string id; ///< the folder's name
    std::string folder;
    bool isRunning = false;
    RunEvent last; ///< of its log
    RunState state = RunState::New;
    std::string failure; ///< why, in one line, when it failed
};

/// "new", "running", ...; of one that failed "failed: WHY".
std::string stateText(const RunSummary &run);

/// `name` made fit for a folder.
std::string runFolderName(const std::string &name);
/// WORKSPACE/runs/ID with run.json; the id is runFolderName(name), with a number when it is taken.
Result<RunSummary> createRun(const std::string &workspace, const std::string &name, const TrainingConfig &config);
/// By id; folders without run.json are none.
std::vector<RunSummary> listRuns(const std::string &workspace);
/// Folders of the run's checkpoints, the newest first; by name alone, whoever uses one checks it.
std::vector<std::string> checkpointsOf(const std::string &run);
Result<TrainingConfig> readRunConfig(const std::string &folder);
Status writeRunConfig(const std::string &folder, const TrainingConfig &config);
/// True while an engine holds the run's lock.
bool isRunning(const std::string &folder);
/// Leaves "stop", "checkpoint" or "extend N" for the engine; it reads them at its next step.
Status sendToRun(const std::string &folder, const std::string &word);

constexpr std::chrono::milliseconds shortStart = std::chrono::seconds(10), wholeStart = std::chrono::minutes(10);

/// How long whoever starts an engine waits to see it train.
struct StartWait {
    std::chrono::milliseconds longest = shortStart;
    const Feedback *feedback = nullptr; ///< cancelled: no longer waited for; the engine goes on
};

/// Starts primer-engine on the run, outliving this program, and waits for its first step. WorkerDied with what it said
/// when it ends before that, having neither finished nor been stopped; one that takes longer than `wait` counts as
/// started. Its last words go to engine.err in the folder, beside its log. NotFound when there is no such program,
/// Locked when one works there already.
Status startLocalEngine(const std::string &engine, const std::string &folder, const StartWait &wait = {});

struct Extension {
    bool keepsSchedule = false; ///< the learning rate goes on as if there were no more steps
    StartWait wait;
};
/// A run that stands gets `steps` more and an engine; where that is refused its configuration stays as it was.
Status extendStandingRun(const std::string &engine, const std::string &folder, std::int64_t steps,
                         const Extension &how = {});

/// What the run's last engine wrote on its standard error, at most its last 2 KiB.
std::string lastWords(const std::string &folder);

} // namespace primer
