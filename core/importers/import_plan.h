// Owns: what lies under a path, as files and folders of known formats. Not here: reading them (formats/).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"

namespace primer {

enum class SourceFormat { SourceTree, PythonEnvironment, Jsonl, Parquet, PostsXml };
const char *sourceFormatName(SourceFormat format); ///< tree, python-env, jsonl, parquet, posts-xml
Result<SourceFormat> sourceFormatByName(const std::string &name);
/// By what a folder holds, and by a file's name.
Result<SourceFormat> detectFormat(const std::string &path);

struct PlannedSource {
    std::string path; ///< canonical
    SourceFormat format;
    std::uint64_t bytes = 0;
};
/// A folder of Parquet files is a dataset, every other folder is source code. `format`: "auto" or a name.
Result<std::vector<PlannedSource>> planSources(const std::string &path, const std::string &format,
                                               const Feedback &feedback);

} // namespace primer
