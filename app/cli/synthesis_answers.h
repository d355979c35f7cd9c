// Owns: what primer-cli synthesise says of runs, plans, rejections, coverage and diversity, as JSON and as lines. Not
// here: the verb (command_synthesise.cpp).
#pragma once

#include "app/cli/command.h"

#include "core/synthesis/coverage.h"
#include "core/synthesis/diversity.h"
#include "core/synthesis/execution.h"
#include "core/synthesis/synthesis_run.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

Json jsonOf(const SynthesisRun &run);
std::string lineOf(const SynthesisRun &run);
Answer answerOf(const SynthesisReport &report);
Answer answerOf(const SynthesisRequest &request, const SynthesisPreview &preview);
Answer answerOf(const Coverage &coverage);
/// Counts by reason, and of each reason some rows with what came.
Result<Answer> rejections(Workspace &workspace, const std::string &run, std::int64_t examples);
Result<Answer> diversityAnswer(Workspace &workspace, const std::string &run, const std::string &baseline,
                               std::int64_t rows, Feedback &feedback);

/// Counts by outcome, and some of the rows that did not pass.
Result<Answer> executionAnswer(Workspace &workspace, const std::string &run, const SandboxFacts &facts,
                               const ExecutionReport &report, std::int64_t examples);

} // namespace primer::cli
