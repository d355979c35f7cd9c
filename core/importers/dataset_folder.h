// Owns: which files of a folder are the data of a dataset, and of which config and split they are: by its card's
// `configs`, else by the Hub's layout. Not here: reading them (formats/).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/importers/rules/git_glob.h"

namespace primer {

struct DatasetFile {
    std::string path;
    std::string relative;
    std::string split;  ///< "" when nothing tells
    std::string config; ///< "" when the card names only one
    std::uint64_t bytes = 0;
};

struct DatasetFolder {
    std::vector<DatasetFile> files;
    std::vector<std::string> sideFiles;  ///< relative; passed over
    std::vector<std::string> missing;    ///< patterns of the card that match no file
    std::vector<std::string> unreadable; ///< folders
};

/// Nothing when the folder is no dataset but source code. `isAsked`: the person said that it holds tables.
Result<std::optional<DatasetFolder>> readDatasetFolder(const std::string &folder, bool isAsked,
                                                       const Feedback &feedback);

/// By the names the Hub knows, in the path of a file below its dataset's folder; "" when there is none.
std::string splitOfPath(const std::string &relative);
/// "*" and "?" stop at "/", "**" does not; [..], {a,b}. A folder stands for everything below it.
class DataPattern
{
public:
    explicit DataPattern(const std::string &pattern);
    bool matches(std::string_view relative) const;

private:
    struct Choice { ///< of the braces
        std::string text;
        GitGlob glob;
    };
    std::vector<Choice> m_choices;
    bool m_isAll = false;
};

} // namespace primer
