// Owns: what people do to a run as a whole: giving it a title, putting it away and back. Not here: making and starting
// runs (run_folder.h).
#pragma once

#include <string>

#include "core/base/result.h"

namespace primer {

/// The folder's name unless it was given another. The folder stays where it is: other runs may start from its weights.
std::string runTitle(const std::string &folder);
/// An empty title is the folder's name again.
Status setRunTitle(const std::string &folder, const std::string &title);

/// What the person wrote of it, "" when there is nothing. Words that begin with # are its tags.
std::string runNotes(const std::string &folder);
Status setRunNotes(const std::string &folder, const std::string &notes);

/// Where it lies until the workspace is opened the next time. Locked while an engine works there.
Result<std::string> putRunAway(const std::string &workspace, const std::string &folder);
Status takeRunBack(const std::string &removed, const std::string &folder);
/// What was put away is gone for good.
Status clearRemovedRuns(const std::string &workspace);

} // namespace primer
