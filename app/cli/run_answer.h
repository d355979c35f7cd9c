// Owns: what verbs answer of a training that was started. Not here: how one stands (command_runs.cpp).
#pragma once

#include <string>

#include "core/runs/run_folder.h"

namespace primer::cli {

std::string startedText(const RunSummary &run);

} // namespace primer::cli
