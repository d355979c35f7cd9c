// Owns: the runs of a workspace on disk: making one, listing, its configuration, whether an engine works in it, and the
// words for that engine. Not here: its events (event_tail.h), training.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/recipe/training_config.h"
#include "core/runs/event_tail.h"

namespace primer {

struct RunSummary {
    std::string id; ///< the folder's name
    std::string folder;
    bool isRunning = false;
    RunEvent last; ///< of its log
};

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

/// A run that stands gets `steps` more and an engine.
Status extendStandingRun(const std::string &engine, const std::string &folder, std::int64_t steps);

/// What the run's last engine wrote on its standard error, at most its last 2 KiB.
std::string lastWords(const std::string &folder);

/// Starts primer-engine on the run, outliving this program, and waits until it works there (some seconds at most); its
/// last words go to engine.err in the folder, beside its log. NotFound when there is no such program, Locked when one works there
/// already.
Status startLocalEngine(const std::string &engine, const std::string &folder);

} // namespace primer
