// Owns: writing the list of rejected rows as a CSV file. Not here: choosing where (rejected_rows_view.h).
#pragma once

#include <string>

#include "core/jobs/job_feedback.h"
#include "core/workspace/workspace.h"

namespace primer {

/// Reason, file, position, detail and the raw bytes, quoted; of one reason or "" for all. The file is the old or the
/// new one.
Status writeRejectedRows(Workspace &workspace, const std::string &path, const std::string &reason,
                         JobFeedback &feedback);

} // namespace primer
