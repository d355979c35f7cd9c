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
/// A file by its content, else by the name the person gave, whatever its case; what a link leads to has no say. A
/// folder is source code or a Python environment.
Result<SourceFormat> detectFormat(const std::string &path);

struct PlannedSource {
    std::string path; ///< absolute; of a file with the name that was given
    SourceFormat format = SourceFormat::SourceTree;
    std::uint64_t bytes = 0;
    std::string upstream; ///< members of a JSON object that every row gets: its split and config; "" none
    bool isPart = false;  ///< of a dataset: what cannot be read of it is told and does not stop the rest
};
struct ImportPlan {
    std::vector<PlannedSource> sources;
    std::vector<std::string> sideFiles; ///< of datasets
    std::vector<std::string> missing;   ///< files that a dataset's card names and folders that cannot be read
};
/// A folder that is a dataset (dataset_folder.h) is its data files, every other folder is source code. `format`: "auto"
/// or a name.
Result<ImportPlan> planSources(const std::string &path, const std::string &format, const Feedback &feedback);

} // namespace primer
