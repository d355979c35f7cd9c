// Owns: the engine's verbs: what each adds to the command line and does. Not here: the work itself (core).
#pragma once

#include <atomic>
#include <functional>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace primer::engine {

/// Raised by SIGTERM and SIGINT: stop at the next step, with a checkpoint.
extern std::atomic<bool> stopRequested;

using Work = std::function<Result<nlohmann::json>()>;
using Registrar = std::function<void(CLI::App *, Work)>;

void addTrain(CLI::App &app, const Registrar &add);
void addConvert(CLI::App &app, const Registrar &add);
void addLogits(CLI::App &app, const Registrar &add);
void addBench(CLI::App &app, const Registrar &add);
void addEmbed(CLI::App &app, const Registrar &add);
void addDevices(CLI::App &app, const Registrar &add);

} // namespace primer::engine
