// Owns: the one form of a forest's report as JSON, as it is stored and as `primer-cli forest --json` shows it.
// Not here: the report (forest_report.h).
//
// Keys: labels, split, settings, note, forest, logistic, seeds, learning_curve, importance, seconds; all may be
// missing. Reports written before schema 3 also hold single scores (held_out, out_of_bag); they are passed over here,
// the migration put them into tables.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/quality/forest_report.h"

namespace primer {

nlohmann::ordered_json toJson(const ForestReport &report);
nlohmann::ordered_json toJson(const ForestReport::Labels &labels);

/// Corrupt when it is no JSON object or a value has another type than it is written with; `where` says whose it is.
Result<ForestReport> forestReportFromJson(const std::string &text, const std::string &where);

} // namespace primer
