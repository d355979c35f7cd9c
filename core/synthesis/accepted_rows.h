// Owns: the accepted rows of a run as they leave it: one after the other with what each was made from, as JSON lines,
// as samples of the workspace. Not here: acceptance, exports of samples (core/exporters).
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/storage/store.h"
#include "core/synthesis/row_prompt.h"

namespace primer {

struct AcceptedRow {
    SynthesisItem item;
    std::string text;
    FilledTemplate prompt;
    std::string constraintsJson;
    std::string executed; ///< what came of running this text (execution.h), "" when it has not run
};
enum class RowsWanted { All, Passed }; ///< passed: only those that ran and did
/// In order of position, until `take` gives an error.
Status forAcceptedRows(Store &store, const SynthesisParts &parts, Feedback &feedback,
                       const std::function<Status(AcceptedRow &&)> &take);

/// The columns that tell where a row came from, as a JSON object: synthetic, generator, model, prompt, constraints,
/// seed, template, set, run, row. They stand on each line of a file and beside each imported sample.
std::string lineageJson(const SynthesisParts &parts, const AcceptedRow &row);

/// One JSON object a line: "text", "name", then the lineage. Written beside its place and renamed. How many.
Result<std::int64_t> exportAccepted(Store &store, const std::string &run, const std::string &path, RowsWanted rows,
                                    Feedback &feedback);

struct SampleImport {
    std::int64_t added = 0, known = 0; ///< known: their content was in the workspace
    std::string source;                ///< what "source:" finds them by
};
/// Rows that were imported before stay as they are. `licence` is an SPDX expression, "" when unknown.
Result<SampleImport> importAccepted(Store &store, const std::string &run, const std::string &licence, RowsWanted rows,
                                    Feedback &feedback);

} // namespace primer
