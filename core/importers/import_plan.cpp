#include "core/importers/import_plan.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <utility>

#include "core/base/log.h"
#include "core/importers/formats/source_tree_reader.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<SourceFormat, const char *>, 5> formatNames{{
    {SourceFormat::SourceTree, "tree"},
    {SourceFormat::PythonEnvironment, "python-env"},
    {SourceFormat::Jsonl, "jsonl"},
    {SourceFormat::Parquet, "parquet"},
    {SourceFormat::PostsXml, "posts-xml"},
}};

bool isDataFile(const fs::path &path)
{
    const std::string name = path.filename().string();
    for (const char *suffix : {".parquet", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson"}) {
        if (name.ends_with(suffix))
            return true;
    }
    return false;
}

} // namespace

Result<std::vector<PlannedSource>> planSources(const std::string &path, const std::string &format,
                                               const Feedback &feedback)
{
    std::error_code failure;
    const fs::path canonical = fs::canonical(path, failure);
    if (failure)
        return errnoError(failure.value(), path);
    std::vector<PlannedSource> planned;
    if (fs::is_directory(canonical, failure) && (format == "auto" || format == "parquet" || format == "jsonl")) {
        std::vector<std::string> tables;
        bool hasParquet = false;
        for (fs::recursive_directory_iterator it(canonical, fs::directory_options::skip_permission_denied, failure),
             end;
             !failure && it != end; it.increment(failure)) {
            if (feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", "import"};
            if (!it->is_regular_file(failure) || !isDataFile(it->path()))
                continue;
            tables.push_back(it->path().string());
            hasParquet = hasParquet || it->path().extension() == ".parquet";
        }
        if (failure)
            log::failure(log::Level::Warning, errnoError(failure.value(), path), "the rest of a folder is not seen");
        std::sort(tables.begin(), tables.end());
        if (hasParquet || (format != "auto" && !tables.empty())) {
            for (const std::string &table : tables) {
                const auto detected = detectFormat(table);
                if (detected)
                    planned.push_back({table, *detected, fs::file_size(table, failure)});
                else
                    log::failure(log::Level::Warning, detected.error(), "a table is left out");
            }
            return planned;
        }
    }
    // By the name that was given: what a link leads to may have none that says anything.
    const SourceFormat chosen = PRIMER_TRY(format == "auto" ? detectFormat(path) : sourceFormatByName(format));
    const std::uint64_t bytes = fs::is_regular_file(canonical, failure) ? fs::file_size(canonical, failure) : 0;
    planned.push_back({canonical.string(), chosen, bytes});
    return planned;
}

const char *sourceFormatName(SourceFormat format)
{
    for (const auto &[known, name] : formatNames) {
        if (known == format)
            return name;
    }
    return "tree";
}

Result<SourceFormat> sourceFormatByName(const std::string &name)
{
    for (const auto &[format, known] : formatNames) {
        if (name == known)
            return format;
    }
    return Error{ErrorCode::InvalidInput, "formats: auto tree python-env jsonl parquet posts-xml", name};
}

Result<SourceFormat> detectFormat(const std::string &path)
{
    std::error_code failure;
    if (fs::is_directory(path, failure))
        return isPythonEnvironment(path) || fs::exists(path + "/os.py", failure) ? SourceFormat::PythonEnvironment
                                                                                 : SourceFormat::SourceTree;
    if (!fs::exists(path, failure))
        return Error{ErrorCode::NotFound, "no such file or folder", path};
    if (!fs::is_regular_file(path, failure))
        return Error{ErrorCode::Unsupported, "neither a file nor a folder", path};
    std::string name = fs::path(path).filename().string();
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char letter) { return char(std::tolower(letter)); });
    if (name.ends_with(".parquet"))
        return SourceFormat::Parquet;
    for (const char *suffix : {".7z", ".xml", ".xml.gz", ".xml.zst"}) {
        if (name.ends_with(suffix))
            return SourceFormat::PostsXml;
    }
    for (const char *suffix :
         {".jsonl", ".ndjson", ".json", ".jsonl.gz", ".jsonl.zst", ".json.gz", ".json.zst", ".gz", ".zst"}) {
        if (name.ends_with(suffix))
            return SourceFormat::Jsonl;
    }
    return SourceFormat::SourceTree;
}

} // namespace primer
