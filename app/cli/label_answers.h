// Owns: what the verbs about labels tell of a run. Not here: the verbs.
#pragma once

#include "app/cli/command.h"

#include "core/storage/label_store.h"
#include "core/teacher/endpoint.h"
#include "core/teacher/key_source.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

Json jsonOf(const LabelRun &run);
std::string lineOf(const LabelRun &run);
/// Asks for what waits in a run (at most `maxRows`, 0: all) and tells how it stands, with a forecast of the rest. A
/// key is needed unless the endpoint is on this machine.
Result<Answer> carryOn(Workspace &workspace, std::int64_t run, const ApiKey &key, std::int64_t maxRows,
                       std::int64_t pollMs, Context &context);

} // namespace primer::cli
