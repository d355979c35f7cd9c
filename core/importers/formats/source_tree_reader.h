// Owns: walking a folder of source files, or an installed Python environment, in a fixed order.
// Not here: archives.
#pragma once

#include <memory>
#include <string>

#include "core/base/feedback.h"
#include "core/importers/formats/record_reader.h"

namespace primer {

struct SourceTreeOptions {
    bool pythonEnvironment = false; ///< repository = the distribution a file belongs to, licence from its metadata
};

/// `path` is a folder or one file. Symbolic links are not followed. Files over import_limits::fileBytes are
/// quarantined; files that are not source code by name are passed over. Walked at once; `feedback` outlives the reader.
Result<std::unique_ptr<RecordReader>> openSourceTree(const std::string &path, const SourceTreeOptions &options,
                                                     const std::string &cursor, const Feedback &feedback);

/// True for a virtual environment or a folder that holds installed distributions (*.dist-info).
bool isPythonEnvironment(const std::string &path);

} // namespace primer
