// Owns: what verbs answer of token shards that were made. Not here: making them (core/workspace/training_start.h).
#pragma once

#include "app/cli/command.h"
#include "core/workspace/training_start.h"

namespace primer::cli {

Json jsonOf(const MadeShards &made);

} // namespace primer::cli
