// Owns: what verbs answer of token shards that were made. Not here: making them (core/workspace/training_start.h).
#pragma once

#include <cstdint>
#include <string>

#include "app/cli/command.h"
#include "core/workspace/training_start.h"

namespace primer::cli {

Json jsonOf(const MadeShards &made);
/// "1 sample", "2,000 samples".
std::string humanSamples(std::int64_t count);

} // namespace primer::cli
