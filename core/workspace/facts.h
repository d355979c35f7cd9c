// Owns: filling in the facts about contents that rules and columns use. Not here: the facts themselves (core/syntax).
#pragma once

#include <cstdint>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/workspace/workspace.h"

namespace primer {

/// For samples that have none yet; goes on after an interruption. How many it did.
Result<std::int64_t> fillFacts(Workspace &workspace, Feedback &feedback);

} // namespace primer
