#include "app/cli/run_answer.h"

#include "app/cli/terminal_text.h"

namespace primer::cli {

std::string startedText(const RunSummary &run)
{
    return oneLine(run.id) + " trains in " + oneLine(run.folder) + "; primer-cli runs shows how it stands\n";
}

} // namespace primer::cli
