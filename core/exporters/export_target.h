// Owns: the folder of an export from the first file to the one step that puts it in its place, and what may be
// replaced: nothing, an empty folder, or an earlier export of the same kind as it was written. Not here: what is
// written.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/selection.h"

namespace primer {

constexpr const char *exportManifestName = "manifest.json";

/// InvalidInput when filter or search are no UTF-8: neither card nor manifest could say what the set was made by.
Status checkRecordable(const Selection &selection);

/// TargetNotOurs when the folder holds anything but an export whose manifest says `format`, when a file of it was
/// changed since, or when the name is a link.
Status checkExportTarget(const std::string &target, const std::string &format, const Feedback &feedback);

/// A new folder beside the target, under a name that nothing had. It goes with all that was written when `put` was not
/// reached; what a killed export left is removed by the next one.
class ExportFolder
{
public:
    /// Checks the target first. `target` may end with a slash.
    static Result<std::unique_ptr<ExportFolder>> open(const std::string &target, const std::string &format,
                                                      const Feedback &feedback);
    ~ExportFolder();
    ExportFolder(const ExportFolder &) = delete;
    ExportFolder &operator=(const ExportFolder &) = delete;

    const std::string &path() const { return m_path; }
    /// Puts it in the target's place. Of an earlier export goes what it had written, and nothing else.
    Status put();

private:
    ExportFolder(std::string path, std::string target, int mark);
    std::string m_path;
    std::string m_target;
    int m_mark; ///< a file beside it, open and locked as long as it is being written
    bool m_isPut = false;
};

} // namespace primer
