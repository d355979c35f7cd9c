// Owns: what requests to a model cost and will take, as the verbs that send them tell it. Not here: counting it
// (core/teacher/forecast.h).
#pragma once

#include <cstdint>
#include <string>

#include "app/cli/command.h"
#include "core/teacher/forecast.h"

namespace primer::cli {

/// Of billionths of a dollar: "$0.0123".
std::string humanDollars(std::int64_t nanos);
Json jsonOf(const Forecast &forecast);
/// "1200 tokens (1100 to 1300), $0.0120 (0.0110 to 0.0130), 12 s (10 to 14)".
std::string textOf(const Forecast &forecast);

} // namespace primer::cli
